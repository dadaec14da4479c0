"""Glycemic index (glucose = 100) and load: look-up of names, bands, meals."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GlycemicIndex:
    """A glycemic index with how near the tested food is to the one it stands for.

    ``kind`` is ``same``, ``close`` or ``category``; ``confidence`` 0-1; ``name`` the food as tested;
    ``source`` the study or table.
    """

    value: float
    kind: str
    confidence: float
    name: str
    source: str
