"""Which photos a step sees: a function of the run's seed, the stage and the step, and of nothing else.

So a run that was killed goes on with the very photos it would have seen.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ml.classes import DISH, FOOD, GROCERY, NOT_FOOD
from ml.made_up import made_up
from ml.photos import Photos
from ml.preprocessing import square
from ml.run_config import Run, RunError
from ml.training.degrade import degrade, random_crop

Image = NDArray[np.uint8]
Rows = NDArray[np.int64]
SMALL_SIZE = 64
"""Side in pixels that small photos are brought to, as most of them are."""
AHEAD = 4
"""Batches made in the background before they are asked for."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step sees."""

    small: Image
    """(n, 64, 64, 3), as they are."""
    sharp: Image
    """(m, size, size, 3), cropped and degraded."""
    labels: NDArray[np.int64]
    """(n + m) positions of the classes, the small photos' first."""
    left_sharp: NDArray[np.bool_]
    """(n + m) photos that came sharp and were left so."""


@dataclass(slots=True)
class Batches:
    """The batches of one stage."""

    run: Run
    photos: Photos
    stage: int
    groups: dict[str, Rows] = field(init=False)
    chances: dict[str, NDArray[np.float64]] = field(init=False)
    _order: tuple[int, Rows] = field(init=False, default=(-1, np.zeros(0, np.int64)))

    def __post_init__(self) -> None:
        self.groups = training_rows(self.photos, self.run)
        self.chances = {name: self._chances(rows) for name, rows in self.groups.items()}

    @property
    def steps_per_epoch(self) -> int:
        """Return the steps of one walk through the small photos; through the others where there are none."""
        mixing = self.run.mixing
        if mixing.small:
            return max(1, len(self.groups["small"]) // mixing.small)
        sharp = sum(len(self.groups[name]) for name in ("food", "grocery", NOT_FOOD))
        return max(1, sharp // (mixing.food + mixing.grocery + mixing.not_food))

    def at(self, step: int) -> Batch:
        """Return the batch of a step."""
        random = np.random.default_rng([self.run.seed, self.stage, step])
        small = self._small(step)
        sharp: list[tuple[Image, int, bool]] = []
        mixing = self.run.mixing
        for group, count in (("food", mixing.food), (GROCERY, mixing.grocery), (NOT_FOOD, mixing.not_food)):
            sharp += [self._sharp(group, random) for _ in range(count)]
        size = self.run.stages[self.stage].size
        images = [image for image, _, _ in sharp]
        return Batch(
            small=self._stack([self._as_small(int(row)) for row in small], SMALL_SIZE),
            sharp=self._stack(images, size),
            labels=np.concatenate([self.photos.label[small], np.array([y for _, y, _ in sharp], np.int64)]),
            left_sharp=np.array([False] * len(small) + [left for _, _, left in sharp], np.bool_),
        )

    def _small(self, step: int) -> Rows:
        count = self.run.mixing.small
        epoch, position = divmod(step, self.steps_per_epoch)
        if self._order[0] != epoch:
            random = np.random.default_rng([self.run.seed, self.stage, epoch, 1])
            self._order = (epoch, random.permutation(self.groups["small"]))
        return self._order[1][position * count : (position + 1) * count]

    def _as_small(self, row: int) -> Image:
        image = self.photos.image(row)
        if image.shape[:2] == (SMALL_SIZE, SMALL_SIZE):
            return image
        rounded: Image = square(image, size=SMALL_SIZE).round().astype(np.uint8)
        return rounded

    def _sharp(self, group: str, random: np.random.Generator) -> tuple[Image, int, bool]:
        size, how = self.run.stages[self.stage].size, self.run.augmentation
        if group == NOT_FOOD and random.random() < self.run.mixing.made_up:
            image, label = made_up(random, max(size, SMALL_SIZE))[1], self._not_food()
        else:
            row = int(random.choice(self.groups[group], p=self.chances[group]))
            image, label = self.photos.image(row), int(self.photos.label[row])
        cropped = random_crop(image, size, how.smallest_crop, random)
        left_sharp = random.random() >= how.degraded
        if not left_sharp:
            cropped = degrade(cropped, how, random)
        return np.asarray(cropped), label, left_sharp

    def _not_food(self) -> int:
        return next(i for i, each in enumerate(self.photos.classes) if each.kind == NOT_FOOD)

    def _chances(self, rows: Rows) -> NDArray[np.float64]:
        labels = self.photos.label[rows]
        counts = np.bincount(labels, minlength=len(self.photos.classes))
        chance = counts[labels].astype(np.float64) ** (self.run.mixing.balance - 1)
        scaled: NDArray[np.float64] = chance / chance.sum()
        return scaled

    def _stack(self, images: list[Image], size: int) -> Image:
        return np.stack(images) if images else np.zeros((0, size, size, 3), np.uint8)


def training_rows(photos: Photos, run: Run) -> dict[str, Rows]:
    """Return the rows to train on by group; sharp photos of held-out classes are in none.

    Raises RunError when a group that the run draws from is empty or a held-out class does not exist.
    """
    kind, small, train = photos.kind, photos.is_small, photos.split == "train"
    unknown = sorted(set(run.held_out) - {each.label for each in photos.classes})
    if unknown:
        raise RunError(f"held_out: no such class in the pack: {', '.join(unknown)}")
    use = train & (small | ~is_held_out(photos, run))
    edible = np.isin(kind, [DISH, FOOD])
    groups = {
        "small": use & small & edible,
        "food": use & ~small & edible,
        GROCERY: use & (kind == GROCERY),
        NOT_FOOD: use & (kind == NOT_FOOD),
    }
    rows = {name: np.flatnonzero(mask) for name, mask in groups.items()}
    wanted = {"small": run.mixing.small, "food": run.mixing.food}
    wanted |= {GROCERY: run.mixing.grocery, NOT_FOOD: run.mixing.not_food}
    for name, count in wanted.items():
        if count and not len(rows[name]):
            raise RunError(f"mixing.{name}: the pack has no such photos to train on")
    if len(rows["small"]) < run.mixing.small:
        raise RunError(f"mixing.small: the pack has only {len(rows['small'])} small photos to train on")
    return rows


def known_sharp(photos: Photos, run: Run) -> NDArray[np.bool_]:
    """Return which classes have sharp photos to train on."""
    rows = [rows for name, rows in training_rows(photos, run).items() if name != "small"]
    known = np.zeros(len(photos.classes), np.bool_)
    known[photos.label[np.concatenate(rows)]] = True
    return known


def is_held_out(photos: Photos, run: Run) -> NDArray[np.bool_]:
    """Return which photos are of classes whose sharp photos are kept out of training."""
    held_out = np.array([each.label in run.held_out for each in photos.classes])
    return held_out[photos.label]


def in_background(make: Callable[[int], Batch], first: int, end: int) -> Iterator[Batch]:
    """Yield the batches of the steps ``first`` to ``end``, made ahead by one thread, in order."""
    with ThreadPoolExecutor(1, thread_name_prefix="batches") as pool:
        waiting: deque[Future[Batch]] = deque()
        try:
            for step in range(first, end):
                waiting.append(pool.submit(make, step))
                if len(waiting) > AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
