"""A data set's files, in a folder or in a tar archive, read alike."""

import lzma
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from ml.data.photo import MAX_BYTES, DataError, read_photo_file

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif"})


class Files(Protocol):
    """Files by their path below the root, with `/`."""

    def names(self) -> list[str]:
        """Return the paths of all files, sorted."""

    def empty_folders(self) -> list[str]:
        """Return the paths of folders that hold nothing, sorted."""

    def read(self, name: str) -> bytes:
        """Return a file's bytes. Raises ValueError with a reason that can be shown."""


class FolderFiles:
    """The files of a folder; hidden ones are not among them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._names: list[str] = []
        self._empty: list[str] = []
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            if any(part.startswith(".") for part in name.split("/")):
                continue
            if path.is_dir():
                self._empty += [name] * (not any(path.iterdir()))
            else:
                self._names.append(name)

    def names(self) -> list[str]:
        """Return the paths of all files, sorted."""
        return self._names

    def empty_folders(self) -> list[str]:
        """Return the paths of folders that hold nothing, sorted."""
        return self._empty

    def read(self, name: str) -> bytes:
        """Return a file's bytes. Raises ValueError with a reason that can be shown."""
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise ValueError("lies outside the data set")
        return read_photo_file(path)


class TarFiles:
    """The files of a tar archive, plain or compressed; nothing is unpacked."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        members = archive.getmembers()
        self._files = {member.name.removeprefix("./"): member for member in members if member.isfile()}
        folders = {member.name.removeprefix("./") for member in members if member.isdir()}
        used = {name[:cut] for name in self._files for cut, letter in enumerate(name) if letter == "/"}
        self._empty = sorted(folders - used - {".", ""})

    def names(self) -> list[str]:
        """Return the paths of all files, sorted."""
        return sorted(self._files)

    def empty_folders(self) -> list[str]:
        """Return the paths of folders that hold nothing, sorted."""
        return self._empty

    def read(self, name: str) -> bytes:
        """Return a file's bytes. Raises ValueError with a reason that can be shown."""
        member = self._files.get(name)
        if member is None:
            raise ValueError("no such file in the archive")
        if not 0 < member.size <= MAX_BYTES:
            raise ValueError(f"{member.size:,} bytes")
        content = self._archive.extractfile(member)
        if content is None:
            raise ValueError("no plain file")
        return content.read()


@contextmanager
def tar_files(path: Path) -> Iterator[TarFiles]:
    """Open an archive. Raises DataError where it is none or broken."""
    try:
        with tarfile.open(path) as archive:
            yield TarFiles(archive)
    except (tarfile.TarError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise DataError(f"{path}: {error}") from error


def is_photo(name: str) -> bool:
    """Return whether a file's name is one of a photo."""
    return Path(name).suffix.lower() in SUFFIXES
