"""The lines of a text file, gzipped or not, as a stream that never holds more than one long line."""

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from nutrition.products.rows import UnreadableFileError

LONGEST_LINE = 1 << 20
_BUFFER = 1 << 18
_GZIP = b"\x1f\x8b"


class LineFile:
    """A file of lines; ``done`` of ``total`` bytes of it are read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.total = path.stat().st_size
        self._file: IO[bytes] | None = None

    def done(self) -> int:
        """Bytes of the file that are read."""
        return self._file.tell() if self._file is not None and not self._file.closed else self.total

    def lines(self, skip: int = 0) -> Iterator[str]:
        """The first line, then those behind the next ``skip``, without their ends.

        What is not UTF-8 reads as U+FFFD; a line longer than LONGEST_LINE bytes comes in pieces. Raises
        UnreadableFileError where a gzipped file is damaged or ends early.
        """
        try:
            for number, line in enumerate(self._raw()):
                if number == 0:
                    yield _text(line).removeprefix("\ufeff")
                elif number > skip:
                    yield _text(line)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise UnreadableFileError(
                f"The file breaks off or is damaged ({error}); get it again."
            ) from error

    def _raw(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            self._file = file
            is_gzipped = file.read(2) == _GZIP
            file.seek(0)
            stream = gzip.GzipFile(fileobj=file) if is_gzipped else file
            reader = io.BufferedReader(stream, _BUFFER)
            while line := reader.readline(LONGEST_LINE):
                yield line


def _text(line: bytes) -> str:
    return line.rstrip(b"\r\n").decode("utf-8", "replace")
