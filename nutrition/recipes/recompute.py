"""FNDDS foods reckoned anew from their ingredients, down to the foods that somebody analysed.

An ingredient's code is another FNDDS food (then that is reckoned first), a food of SR28, or one of Foundation
Foods, which share SR28's numbers. Which of the two USDA took, the ingredient's description tells: it is the
very name of the food that was used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nutrition.nutrients import KEYS, NutrientValues
from nutrition.recipes.compute import Cooked, Ingredient, cook
from nutrition.recipes.retention import retention_percent
from nutrition.recipes.tables import conventions, fortificants

NDB_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One ingredient of a publisher's recipe."""

    code: str
    description: str
    grams: float
    retention_code: str = ""


@dataclass(frozen=True, slots=True)
class Dish:
    """A food with its recipe and the nutrients per 100 g that its publisher gives."""

    code: str
    description: str
    published: NutrientValues
    lines: tuple[Line, ...]
    moisture_change_percent: float = 0.0


@dataclass(frozen=True, slots=True)
class Analysed:
    """A food of SR28 or Foundation Foods; ``fat_is_nlea``: its fat is but the sum of its fatty acids."""

    source_id: str
    number: str
    description: str
    nutrients: NutrientValues
    fat_is_nlea: bool = False


class UnresolvedError(Exception):
    """A dish cannot be reckoned; ``codes`` are the ingredients that are in no table, or its own."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = frozenset(codes)
        super().__init__(f"no table has {', '.join(sorted(self.codes))}")


@dataclass(slots=True)
class RecipeBook:
    """The dishes and the foods that they are made of."""

    dishes: Mapping[str, Dish]
    sr28: Mapping[str, Analysed]
    foundation: Mapping[str, Sequence[Analysed]]  # by lower-case description
    keeps_all: bool = False  # True leaves the retention factors out
    takes_published: bool = False  # True takes a dish within a dish as published
    _known: dict[str, Cooked | UnresolvedError] = field(default_factory=dict, init=False)

    def cooked(self, code: str, within: tuple[str, ...] = ()) -> Cooked:
        """The dish ``code`` from its ingredients; raises ``UnresolvedError``, if it holds itself too."""
        if code in within:
            raise UnresolvedError([code])
        if code not in self._known:
            self._known[code] = self._reckoned(self.dishes[code], within)
        found = self._known[code]
        if isinstance(found, UnresolvedError):
            raise found
        return found

    def _reckoned(self, dish: Dish, within: tuple[str, ...]) -> Cooked | UnresolvedError:
        ingredients: list[Ingredient] = []
        missing: set[str] = set()
        for line in dish.lines:
            if line.grams <= 0:  # The publisher left it open.
                continue
            try:
                values = self._values(line, (*within, dish.code))
            except UnresolvedError as error:
                missing |= error.codes
                continue
            kept = {} if self.keeps_all else retention_percent(line.retention_code)
            ingredients.append(Ingredient(line.grams, values, kept))
        if missing or not ingredients:
            return UnresolvedError(missing or [dish.code])
        try:
            return cook(ingredients, moisture_change_percent=dish.moisture_change_percent)
        except ValueError:  # An impossible recipe, such as one that loses more water than there is.
            return UnresolvedError([dish.code])

    def _values(self, line: Line, within: tuple[str, ...]) -> NutrientValues:
        """The nutrients per 100 g of an ingredient, as USDA took them."""
        if line.code in self.dishes:
            is_plain = self.takes_published and line.code not in within
            return self.dishes[line.code].published if is_plain else self.cooked(line.code, within).per_100g
        if line.code in fortificants():
            return fortificants()[line.code]
        number = line.code.zfill(NDB_DIGITS)
        older, newer = self.sr28.get(number), self._foundation(line, number)
        if newer is not None:
            return as_fndds_takes(newer, older)
        if older is None:
            raise UnresolvedError([line.code])
        return older.nutrients

    def _foundation(self, line: Line, number: str) -> Analysed | None:
        """The Foundation Food that the line names; of several the one with its number."""
        named = self.foundation.get(line.description.lower(), ())
        return next((food for food in named if food.number == number), named[0] if named else None)


def as_fndds_takes(newer: Analysed, older: Analysed | None) -> dict[str, float | None]:
    """A Foundation Food as FNDDS takes it: gaps filled from SR28, energy by the general Atwater factors.

    Total fat comes from SR28 where Foundation Foods only has the sum of the fatty acids (oils).
    """
    before: NutrientValues = older.nutrients if older else {}
    own = dict(newer.nutrients)
    if newer.fat_is_nlea and before.get("fat_g") is not None:
        own["fat_g"] = before["fat_g"]
    values = {key: before.get(key) if own.get(key) is None else own[key] for key in KEYS}
    factor = conventions()
    values["energy_kcal"] = sum(
        factor[f"kcal_per_g_{name}"] * (values[key] or 0.0)
        for name, key in (
            ("protein", "protein_g"),
            ("fat", "fat_g"),
            ("carbohydrate", "carbohydrate_total_g"),
            ("alcohol", "alcohol_g"),
        )
    )
    return values
