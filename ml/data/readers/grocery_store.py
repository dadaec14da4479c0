"""The Grocery Store data set as its publisher lays it out: `classes.csv`, `train.txt`, `val.txt`, `test.txt`.

A line is `train/Fruit/Apple/Golden-Delicious/Golden-Delicious_001.jpg, 0, 0`: path, fine and coarse class.
"""

from collections.abc import Iterator
from pathlib import Path

from ml.data.files import FolderFiles
from ml.data.photo import SPLITS, Item, Photo, Problem, Reading, read_lines, read_table


def matches(root: Path) -> bool:
    """Return whether the lists are here or in `dataset/`."""
    return _home(root) is not None


def read(root: Path, name: str) -> Reading:
    """Read what the lists name, split by split, in their order."""
    home = _home(root) or root
    classes = _classes(home / "classes.csv")
    lines = [(split, line) for split in SPLITS for line in _lines(home / f"{split}.txt")]
    return Reading(len(lines), _items(home, classes, lines, name))


def _home(root: Path) -> Path | None:
    for home in (root, root / "dataset"):
        if (home / "classes.csv").is_file() and (home / "train.txt").is_file():
            return home
    return None


def _classes(path: Path) -> dict[str, str]:
    number, name = "Class ID (int)", "Class Name (str)"
    return {row[number].strip(): row[name].strip() for row in read_table(path, number, name)}


def _lines(path: Path) -> list[str]:
    return read_lines(path) if path.is_file() else []


def _items(home: Path, classes: dict[str, str], lines: list[tuple[str, str]], name: str) -> Iterator[Item]:
    files = FolderFiles(home)
    for split, line in lines:
        path, *numbers = (part.strip() for part in line.split(","))
        label = classes.get(numbers[0]) if numbers else None
        if label is None:
            yield Problem(path, name, "no_class", f"{split}.txt: {line!r}")
            continue
        try:
            yield Photo(path, label, split, name, files.read(path))
        except ValueError as error:
            yield Problem(path, name, "unreadable", str(error))
