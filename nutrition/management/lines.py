"""The lines of a file named on the command line."""

import sys
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import CommandError


def lines_of(file: str) -> Iterator[bytes]:
    """The lines of ``file`` as they come, of standard input for ``-``; raises CommandError."""
    if file == "-":
        yield from sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as lines:
            yield from lines
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from error
