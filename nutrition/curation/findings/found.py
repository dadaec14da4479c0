"""The live foods as they are inspected, and what is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutrition.catalog import Catalog
from nutrition.curation.findings.tables import least
from nutrition.nutrients import KEYS
from nutrition.resolution.foods import Food

Only = frozenset[int] | None
_COLUMN = {key: number for number, key in enumerate(KEYS)}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that looks wrong, of one food or of two.

    ``details["figures"]`` is what it rests on: dismissed, it stays so while those are the same.
    """

    food_id: int
    subject: str
    size: float
    details: dict[str, Any]
    other_food_id: int | None = None

    def touches(self, only: Only) -> bool:
        """Whether it is about one of these foods; None stands for all."""
        return only is None or self.food_id in only or self.other_food_id in only


@dataclass(frozen=True, slots=True)
class LiveFoods:
    """Every live food with its nutrients per 100 g, a row each; NaN is unknown."""

    foods: tuple[Food, ...]
    values: NDArray[np.float64]
    version: int
    rows: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, current: Catalog) -> LiveFoods:
        """Those of the catalog, copied: no later change reaches them."""
        ids = sorted(current.tables.rows_of_id)
        places = [current.tables.rows_of_id[food_id] for food_id in ids]
        return cls(
            tuple(current.tables.foods[place] for place in places),
            current.tables.nutrients[np.array(places, dtype=np.intp)],
            current.version,
            {food_id: row for row, food_id in enumerate(ids)},
        )

    def column(self, key: str) -> NDArray[np.float64]:
        """One nutrient of all foods."""
        return self.values[:, _COLUMN[key]]

    def nutrients(self, row: int) -> dict[str, float | None]:
        """The nutrients of one food."""
        values = self.values[row].tolist()
        return {key: None if value != value else value for key, value in zip(KEYS, values, strict=True)}

    def chosen(self, only: Only) -> range | list[int]:
        """The rows of these foods, or of all."""
        if only is None:
            return range(len(self.foods))
        return sorted(self.rows[food_id] for food_id in only if food_id in self.rows)


def percent_apart(key: str, one: float, other: float) -> float:
    """By how many percent ``one`` differs from ``other``, 0 where both tell as good as nothing.

    Where ``other`` is next to nothing it counts as the least amount that tells something.
    """
    tells = least().get(key, 0.0)
    if abs(one - other) <= tells:
        return 0.0
    return 100 * abs(one - other) / max(other, tells)
