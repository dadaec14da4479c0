"""ECUSTFD: plates with a coin. Each box of a food gives one photo, cut out with a margin.

The boxes stand in `boxes.csv` (columns `image`, `label`, `xmin` …, and `item`, the portion), else in the
publisher's `Annotations/*.xml`. The photos lie in `JPEGImages/`, `images/` or a tar archive beside.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ml.data.files import Files, FolderFiles, is_photo, tar_files
from ml.data.photo import Box, DataError, Item, Photo, Problem, Reading, read_lines, read_table

COIN = "coin"
MARGIN = 0.1
"""Of the box's width and height, added on each side: a food is never photographed to its very edge."""
EDGES = ("xmin", "ymin", "xmax", "ymax")
_OBJECT = re.compile(r"<object>.*?</object>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Boxed:
    image: str
    label: str
    box: Box
    portion: str


def matches(root: Path) -> bool:
    """Return whether there are boxes of foods beside a coin."""
    if not root.is_dir():
        return False
    table = root / "boxes.csv"
    has_table = table.is_file() and "xmin" in "".join(read_lines(table)[:1])
    return has_table or ((root / "Annotations").is_dir() and (root / "JPEGImages").is_dir())


def read(root: Path, name: str) -> Reading:
    """Read every box but those of the coin, sorted by photo."""
    boxes = _table(root / "boxes.csv") if (root / "boxes.csv").is_file() else _annotations(root)
    foods = [each for each in boxes if each.label != COIN]
    return Reading(len(foods), _items(root, foods, name))


def _items(root: Path, boxes: list[_Boxed], name: str) -> Iterator[Item]:
    archives = sorted(root.glob("*.tar"))
    if not archives:
        yield from _cut_out(FolderFiles(root), boxes, name)
        return
    with tar_files(archives[0]) as files:
        yield from _cut_out(files, boxes, name)


def _cut_out(files: Files, boxes: list[_Boxed], name: str) -> Iterator[Item]:
    paths = {path.rpartition("/")[2].lower(): path for path in files.names() if is_photo(path)}
    seen: Counter[str] = Counter()
    for each in boxes:
        seen[each.image] += 1
        photo_id = f"{each.image}#{seen[each.image]}"
        try:
            content = files.read(paths.get(each.image.lower(), each.image))
        except ValueError as error:
            yield Problem(photo_id, name, "unreadable", str(error))
            continue
        yield Photo(photo_id, each.label, "", name, content, _wider(each.box), each.portion)


def _wider(box: Box) -> Box:
    across, down = MARGIN * (box[2] - box[0]), MARGIN * (box[3] - box[1])
    return box[0] - across, box[1] - down, box[2] + across, box[3] + down


def _table(path: Path) -> list[_Boxed]:
    found: list[_Boxed] = []
    for row in read_table(path, "image", "label", *EDGES):
        portion = row.get("item") or _portion(row["image"])
        found.append(_Boxed(row["image"], row["label"], _box([row[edge] for edge in EDGES], path), portion))
    return sorted(found, key=lambda each: (each.image, each.box))


def _annotations(root: Path) -> list[_Boxed]:
    found: list[_Boxed] = []
    for path in sorted((root / "Annotations").glob("*.xml")):
        text = path.read_text(encoding="utf-8", errors="replace")
        image = _value(text, "filename", path)
        for part in _OBJECT.findall(text):
            box = _box([_value(part, edge, path) for edge in EDGES], path)
            found.append(_Boxed(image, _value(part, "name", path), box, _portion(image)))
    return found


def _box(edges: list[str], path: Path) -> Box:
    try:
        left, top, right, bottom = (float(edge) for edge in edges)
    except ValueError as error:
        raise DataError(f"{path}: a box of {', '.join(edges)}") from error
    return left, top, right, bottom


def _value(text: str, tag: str, path: Path) -> str:
    found = re.search(rf"<{tag}>([^<]*)</{tag}>", text)
    if found is None:
        raise DataError(f"{path}: no <{tag}>")
    return found.group(1).strip()


def _portion(image: str) -> str:
    # apple001S(1).jpg: portion apple001, side view, first photo.
    return re.split(r"[ST]\(", image, maxsplit=1, flags=re.IGNORECASE)[0]
