"""A release that comes as a zip: only its own tables are taken out, and no more than so much."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from nutrition.fixtures import BrokenFixtureError

MOST_ZIPPED_BYTES = 20_000_000
MOST_BYTES = 100_000_000
MOST_FILES = 100


@contextmanager
def unzipped(file: IO[bytes], size: int) -> Iterator[Path]:
    """Yield a directory with the tables of a zip, which goes when it is done with.

    They may lie at the top or in one folder; what is no CSV is left out. Raises
    ``BrokenFixtureError`` for what is no zip, too large, locked, or leads out of its folder.
    """
    if size > MOST_ZIPPED_BYTES:
        raise BrokenFixtureError(f"The zip is larger than {MOST_ZIPPED_BYTES // 1_000_000} MB.")
    try:
        with (
            zipfile.ZipFile(file) as archive,
            tempfile.TemporaryDirectory(prefix="platewise-upload-") as folder,
        ):
            _take_out(archive, Path(folder))
            yield Path(folder)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise BrokenFixtureError(f"This zip cannot be read: {error}") from error


def _take_out(archive: zipfile.ZipFile, folder: Path) -> None:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_FILES:
        raise BrokenFixtureError(f"The zip has {len(members):,} files; a release has at most {MOST_FILES}.")
    for member in members:
        _check_path(member.filename)
    tables = [member for member in members if member.filename.endswith(".csv")]
    if sum(member.file_size for member in tables) > MOST_BYTES:
        raise BrokenFixtureError(f"The tables are larger than {MOST_BYTES // 1_000_000} MB.")
    if len({PurePosixPath(member.filename).parent for member in tables}) > 1:
        raise BrokenFixtureError("The zip has tables in several folders: leave those of one release in it.")
    for member in tables:
        with (
            archive.open(member) as source,
            (folder / PurePosixPath(member.filename).name).open("wb") as target,
        ):
            shutil.copyfileobj(source, target)


def _check_path(name: str) -> None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name:
        raise BrokenFixtureError(f"The zip names a file outside of it, {name!r}: nothing was read.")
