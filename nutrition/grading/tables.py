"""The grading tables (``nutrition/data/grading/*.csv``) and the version of the formulas."""

import csv
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

# Raise it when a formula's code changes what it answers; the tables are part of the version by their hash.
CODE_VERSION = "1.1"
_DIGITS = 8


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the table ``name``, without ``.csv``."""
    text = _folder().joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def formula_version() -> str:
    """The version that every grade cites: that of the code and a digest of all tables."""
    digest = sha256()
    for table in sorted(_folder().iterdir(), key=lambda file: file.name):
        if table.name.endswith(".csv"):
            digest.update(table.name.encode() + b"\0" + table.read_bytes())
    return f"{CODE_VERSION}-{digest.hexdigest()[:_DIGITS]}"


def _folder() -> Traversable:
    return files("nutrition").joinpath("data", "grading")
