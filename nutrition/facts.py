"""What the grading formulas are told of the foods in memory: class, shares and glycemic index.

The table is read with the first grade that a process makes and follows the catalog's changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from nutrition.glycemic.selectors import glycemic_indexes
from nutrition.grading.facts import DRINKS, FoodFacts
from nutrition.grading.glycemic import GlycemicIndex
from nutrition.grading.tables import rows
from nutrition.models import Category, FoodRevision, NutriScoreClass
from nutrition.nutrients import NutrientValues
from nutrition.resolution.foods import Food

_COLUMNS = ("nutriscore_class", "fruit_vegetable_legume_percent", "nut_percent", "non_nutritive_sweeteners")
SERVING_G = 100.0
# What is drunk whatever its class: wine and infant formula have none.
DRINK_CATEGORIES = ("drinks/", "baby_foods/formula")


@dataclass(frozen=True, slots=True)
class _Own:
    nutriscore_class: str
    fruit_vegetable_legume_percent: float | None
    nut_percent: float | None
    non_nutritive_sweeteners: bool | None


_GENERAL = NutriScoreClass.GENERAL.value
_UNKNOWN = _Own("", None, None, None)


@dataclass(slots=True)
class FactsTable:
    """What is known of every live food besides its nutrients, by food id."""

    classes: dict[str, str] = field(default_factory=dict)
    own: dict[int, _Own] = field(default_factory=dict)
    glycemic: dict[int, GlycemicIndex] = field(default_factory=dict)

    @classmethod
    def read(cls) -> FactsTable:
        """Read all of it, in a handful of queries."""
        return cls(_classes(), _own(None), glycemic_indexes())

    def follow(self, food_ids: Iterable[int]) -> None:
        """Read these foods again."""
        chosen = list(food_ids)
        for food_id in chosen:
            self.own.pop(food_id, None)
            self.glycemic.pop(food_id, None)
        self.own |= _own(chosen)
        self.glycemic |= glycemic_indexes(chosen)

    def of(self, food: Food, nutrients: NutrientValues, serving_g: float | None = None) -> FoodFacts:
        """The facts of ``food`` with ``nutrients`` per 100 g, for a serving of ``serving_g`` or the usual."""
        own = self.own.get(food.id, _UNKNOWN)
        return self._facts(food.id, food.category, own, nutrients, serving_g or usual_serving(food)[1])

    def of_revision(self, revision: FoodRevision, nutrients: NutrientValues) -> FoodFacts:
        """The facts of a food by one of its revisions, live or not, with ``nutrients`` per 100 g."""
        own = _Own(*(getattr(revision, column) for column in _COLUMNS))
        return self._facts(
            revision.food_id, revision.category_id, own, nutrients, revision.serving_g or SERVING_G
        )

    def _facts(
        self, food_id: int, category: str, own: _Own, nutrients: NutrientValues, serving_g: float
    ) -> FoodFacts:
        food_class = own.nutriscore_class or self.classes.get(category, _GENERAL)
        return FoodFacts(
            nutrients=nutrients,
            nutriscore_class=food_class,
            nutriscore_class_2017=_class_of_2017(category, food_class),
            is_drink=food_class in DRINKS or category.startswith(DRINK_CATEGORIES),
            fruit_vegetable_legume_percent=own.fruit_vegetable_legume_percent,
            nut_percent=own.nut_percent,
            non_nutritive_sweeteners=own.non_nutritive_sweeteners,
            serving_g=serving_g,
            glycemic_index=self.glycemic.get(food_id),
        )


def usual_serving(food: Food) -> tuple[str, float]:
    """What one serving of a food is called and weighs: its own, its usual measure, or 100 g."""
    if food.serving_g:
        return food.serving, food.serving_g
    usual = next((portion for portion in food.portions if portion.is_usual), None)
    return (usual.label, usual.grams) if usual else ("100 g", SERVING_G)


def _class_of_2017(category: str, food_class: str) -> str:
    """Where the first scheme put what is of ``food_class`` today; empty if there too."""
    for row in rows("nutriscore_2017_classes"):
        if category.startswith(row["category"]) and food_class == row["food_class"]:
            return row["food_class_2017"]
    return ""


def _classes() -> dict[str, str]:
    """Category -> Nutri-Score class, that of the nearest category above that has one."""
    own = dict(Category.objects.values_list("slug", "nutriscore_class"))
    return {slug: _inherited(slug, own) for slug in own}


def _inherited(slug: str, own: dict[str, str]) -> str:
    while slug:
        if own.get(slug):
            return own[slug]
        slug = slug.rpartition("/")[0]
    return _GENERAL


def _own(food_ids: list[int] | None) -> dict[int, _Own]:
    live = FoodRevision.objects.filter(live_for__isnull=False, live_for__merged_into__isnull=True)
    if food_ids is not None:
        live = live.filter(food__in=food_ids)
    return {food_id: _Own(*values) for food_id, *values in live.values_list("food_id", *_COLUMNS)}
