"""Photos that are (nearly) the same on both sides of a split, by difference hash and by official id.

A model that was trained on a photo is judged too well on it. What is held out goes first: a photo that any
data set holds out is held out everywhere, and a training photo that looks like a held-out one goes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.data.photo import SPLITS

MAX_BITS = 36
"""Of 256; docs/ml-data.md tells which pairs were looked at. One too many costs less than one too few."""
_CHUNK = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """A photo that is dropped, the held-out one that it resembles, and how far apart their hashes are."""

    dropped: int
    kept: int
    bits: int


def strictest_splits(ids: list[str], splits: list[str]) -> list[str]:
    """Return the split of each photo so that all photos of one id have the most held-out one of theirs."""
    strictest: dict[str, int] = {}
    for photo_id, split in zip(ids, splits, strict=True):
        strictest[photo_id] = max(strictest.get(photo_id, 0), SPLITS.index(split))
    return [SPLITS[strictest[photo_id]] for photo_id in ids]


def near_duplicates(
    ids: list[str], splits: list[str], hashes: list[bytes], max_bits: int = MAX_BITS
) -> list[Pair]:
    """Return the photos that go, each with the nearest photo of a more held-out split.

    Every photo is compared with every photo that is held out more strictly; photos of one id are one photo.
    Photos without a hash are compared with none.
    """
    words = np.array([np.frombuffer(h or bytes(32), dtype="<u8") for h in hashes]).reshape(-1, 4)
    usable = np.array([bool(h) for h in hashes], dtype=bool)
    order = np.array([SPLITS.index(split) for split in splits], dtype=np.int64)
    found: dict[int, Pair] = {}
    for level in (2, 1):
        held = np.flatnonzero(usable & (order == level))
        open_ = np.flatnonzero(usable & (order < level))
        for pair in _pairs(words, open_, held, max_bits):
            same = ids[pair.dropped] == ids[pair.kept]
            if not same and (pair.dropped not in found or pair.bits < found[pair.dropped].bits):
                found[pair.dropped] = pair
    return _with_twins(ids, found)


def _pairs(
    words: NDArray[np.uint64], open_: NDArray[np.int64], held: NDArray[np.int64], max_bits: int
) -> list[Pair]:
    if not len(open_) or not len(held):
        return []
    candidates = words[open_]
    pairs: list[Pair] = []
    for start in range(0, len(held), _CHUNK):
        chunk = held[start : start + _CHUNK]
        apart = np.zeros((len(chunk), len(open_)), dtype=np.uint16)
        for word in range(4):
            apart += np.bitwise_count(candidates[None, :, word] ^ words[chunk][:, None, word])
        for row, column in zip(*np.nonzero(apart <= max_bits), strict=True):
            pairs.append(Pair(int(open_[column]), int(chunk[row]), int(apart[row, column])))
    return pairs


def _with_twins(ids: list[str], found: dict[int, Pair]) -> list[Pair]:
    """Add the other photos of each dropped id: the same photo in another size goes too."""
    by_id = {ids[pair.dropped]: pair for pair in found.values()}
    for index, photo_id in enumerate(ids):
        if photo_id in by_id and index not in found:
            pair = by_id[photo_id]
            found[index] = Pair(index, pair.kept, pair.bits)
    return [found[index] for index in sorted(found)]
