"""Folders named after their class: `<class>/<file>` or `<split>/<class>/<file>`, plain or in a tar archive.

An `index.csv` beside or in it (columns `path`, `class`, `split`) goes before what the folders say.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from ml.data.files import Files, FolderFiles, is_photo, tar_files
from ml.data.photo import DataError, Item, Photo, Problem, Reading, is_split, read_lines, split_name

TAR = ("*.tar", "*.tar.gz", "*.tgz")


def matches(root: Path) -> bool:
    """Return whether there is a tar archive or a folder of folders."""
    if root.is_file():
        return any(root.match(pattern) for pattern in TAR)
    return bool(_archives(root)) or any(path.is_dir() for path in root.iterdir())


def read(root: Path, name: str) -> Reading:
    """Read the archives of a folder, else the folder itself, sorted by path."""
    archives = [root] if root.is_file() else _archives(root)
    beside = (root.parent if root.is_file() else root) / "index.csv"
    index = _index("\n".join(read_lines(beside))) if beside.is_file() else {}
    total = 0
    for path in archives:
        with tar_files(path) as files:
            if any(name.endswith("meta/train.txt") for name in files.names()):
                # Read as folders, its official test photos would be trained on.
                raise DataError(f"{path}: holds Food-101 with its own lists; unpack it first")
            total += len(_photos(files))
    if archives:
        return Reading(total, _from_archives(archives, index, name))
    folder = FolderFiles(root)
    return Reading(len(_photos(folder)), items_of(folder, index, name))


def items_of(files: Files, index: dict[str, tuple[str, str]], name: str) -> Iterator[Item]:
    """Yield the photos of ``files``; what is named and not there is a problem, an empty class too."""
    names = _photos(files)
    for folder in files.empty_folders():
        yield Problem(folder, name, "empty_class", "a folder without photos")
    for path in sorted({*names, *index}):
        label, split = index.get(path) or _from_path(path)
        if not label:
            yield Problem(path, name, "no_class", "lies in no class folder")
            continue
        try:
            yield Photo(path, label, split, name, files.read(path))
        except ValueError as error:
            yield Problem(path, name, "unreadable", str(error))


def _from_archives(archives: list[Path], index: dict[str, tuple[str, str]], name: str) -> Iterator[Item]:
    for path in archives:
        with ExitStack() as stack:
            files = stack.enter_context(tar_files(path))
            inner = index
            if not inner and "index.csv" in files.names():
                inner = _index(files.read("index.csv").decode())
            yield from items_of(files, inner, name)


def _archives(root: Path) -> list[Path]:
    return sorted({path for pattern in TAR for path in root.glob(pattern)})


def _photos(files: Files) -> list[str]:
    return [name for name in files.names() if is_photo(name)]


def _from_path(path: str) -> tuple[str, str]:
    *folders, _ = path.split("/")
    if not folders or is_split(folders[-1]):
        return "", ""
    return folders[-1], split_name(folders[0]) if len(folders) > 1 else ""


def _index(text: str) -> dict[str, tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(text), restval="")
    if not {"path", "class"} <= set(rows.fieldnames or ()):
        return {}
    return {row["path"]: (row["class"], split_name(row.get("split", ""))) for row in rows}
