"""A product as a file tells it, the same for every layout, before anything is checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol


class UnreadableFileError(Exception):
    """A file that is not in a layout of Open Food Facts, or that ends or breaks off where it should not."""


@dataclass(frozen=True, slots=True)
class RawProduct:
    """One row, its texts as they stand there.

    ``amounts`` are per 100 g by the name at Open Food Facts, in its standard units (grams; kcal and kJ;
    percent); ``doubts`` are codes of ``product_checks.csv`` for what could not be read. Tags are lists joined
    by commas. ``modified_t`` is seconds since 1970.
    """

    code: str
    name: str = ""
    generic_name: str = ""
    brand: str = ""
    quantity: str = ""
    serving: str = ""
    serving_quantity: str = ""
    ingredients: str = ""
    allergens: str = ""
    traces: str = ""
    categories: str = ""
    countries: str = ""
    language: str = ""
    nova_group: str = ""
    nutriscore_grade: str = ""
    nutriscore_score: str = ""
    modified_t: str = ""
    obsolete: bool = False
    red_meat: bool | None = None
    sweeteners: bool | None = None
    amounts: Mapping[str, float] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Malformed:
    """A row that cannot be read: its code as far as there is one, why, and its beginning."""

    code: str
    why: str
    text: str


class Source(Protocol):
    """A file being read: ``rows`` yields one item for every row behind the first ``skip``."""

    layout: str
    total: int  # of the unit in which `done` counts: rows or bytes

    def rows(self, skip: int) -> Iterator[RawProduct | Malformed]:
        """Read on; raises UnreadableFileError where the file breaks off."""

    def done(self) -> int:
        """How much is read."""
