"""UECFood256 (and 100): `category.txt` and numbered folders with `bb_info.txt`. Each box gives one photo.

`category.txt` has a heading and lines `1<tab>rice`; `bb_info.txt` has the heading `img x1 y1 x2 y2`.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ml.data.photo import DataError, Item, Photo, Problem, Reading, read_lines, read_photo_file


def matches(root: Path) -> bool:
    """Return whether there is the list of categories."""
    return (root / "category.txt").is_file()


def read(root: Path, name: str) -> Reading:
    """Read every box, category by category, in the publisher's order."""
    boxes = [(folder, label, line) for folder, label in _categories(root) for line in _lines(root / folder)]
    return Reading(len(boxes), _items(root, boxes, name))


def _items(root: Path, boxes: list[tuple[str, str, list[str]]], name: str) -> Iterator[Item]:
    filled = {folder for folder, _, _ in boxes}
    for folder, label in _categories(root):
        if folder not in filled:
            yield Problem(folder, name, "empty_class", f"{label}: no bb_info.txt, or nothing in it")
    seen: Counter[str] = Counter()
    for folder, label, line in boxes:
        seen[f"{folder}/{line[0]}"] += 1
        photo_id = f"{folder}/{line[0]}#{seen[f'{folder}/{line[0]}']}"
        try:
            left, top, right, bottom = (float(part) for part in line[1:5])
            content = read_photo_file(root / folder / f"{line[0]}.jpg")
        except ValueError as error:
            yield Problem(photo_id, name, "unreadable", str(error))
            continue
        # A photo of several dishes lies in several folders under one number.
        yield Photo(photo_id, label, "", name, content, (left, top, right, bottom), line[0])


def _categories(root: Path) -> list[tuple[str, str]]:
    path = root / "category.txt"
    pairs = [line.split(maxsplit=1) for line in read_lines(path) if line.strip()]
    found = [(pair[0], pair[1].strip()) for pair in pairs if len(pair) == 2 and pair[0].isdigit()]
    if not found:
        raise DataError(f"{path}: no line with a number and a name")
    return found


def _lines(folder: Path) -> list[list[str]]:
    path = folder / "bb_info.txt"
    if not path.is_file():
        return []
    rows = (line.split() for line in read_lines(path))
    return [row for row in rows if row and row[0].isdigit()]
