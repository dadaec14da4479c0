"""A meal's grade from its items."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nutrition.grading.facts import FoodFacts
from nutrition.grading.focus import FocusGrade, Serving, focus_grades, letter
from nutrition.grading.glycemic import (
    GlycemicIndex,
    MealGlycemic,
    MealPart,
    available_carbohydrate_g,
    meal_glycemic,
)
from nutrition.grading.inflammation import Contribution, inflammation_contribution
from nutrition.grading.nutriscore import NOT_RATED, balanced_score, nutri_score_2023
from nutrition.grading.satiety import Satiety, satiety
from nutrition.grading.tables import formula_version, rows
from nutrition.nutrients import NutrientValues, Totals, scaled, total


@dataclass(frozen=True, slots=True)
class MealItem:
    """One line of a meal: its amounts (not per 100 g), and what was found of its food.

    ``is_rated`` is false for what the Nutri-Score is not made for (wine, food for babies).
    """

    grams: float
    amounts: NutrientValues
    balanced_score: float | None
    glycemic_index: GlycemicIndex | None
    is_drink: bool = False
    is_rated: bool = True


@dataclass(frozen=True, slots=True)
class MealBalance:
    """A meal's letter A-E and score 0-100; ``graded_share`` (0-1) is that of all energy behind it."""

    letter: str
    score: float | None
    graded_share: float


@dataclass(frozen=True, slots=True)
class MealGrading:
    """Everything that the formulas say of a meal, taken as one serving."""

    formula_version: str
    grams: float
    nutrients: dict[str, float | None]
    balance: MealBalance
    glycemic: MealGlycemic | None
    focus: dict[str, FocusGrade]
    satiety: Satiety | None
    inflammation: Contribution


def meal_item(facts: FoodFacts, grams: float) -> MealItem:
    """A line of a meal: ``grams`` of the food of ``facts``."""
    return MealItem(
        grams=grams,
        amounts=scaled(facts.nutrients, grams / 100),
        balanced_score=balanced_score(nutri_score_2023(facts)),
        glycemic_index=facts.glycemic_index,
        is_drink=facts.is_drink,
        is_rated=facts.nutriscore_class != NOT_RATED,
    )


def meal_balance(items: Sequence[MealItem]) -> MealBalance:
    """The energy-weighted mean of the items' balanced scores.

    Weighing by energy is how the index of a whole diet is made from the scores of its foods (the FSAm-NPS
    dietary index, Julia et al. 2014, Prev Med 62:13-18). Where nothing carries energy (water), the grams
    weigh. What the Nutri-Score is not made for (wine) neither helps nor harms; of the rest's energy at least
    the table's share must have a score. There is none where an item's energy is unknown.
    """
    energies = [item.amounts.get("energy_kcal") for item in items]
    if None in energies:
        return MealBalance("", None, 0.0)
    weights = [energy or 0.0 for energy in energies]
    if not sum(weights):
        weights = [item.grams for item in items]
    weighed = list(zip(weights, items, strict=True))
    known = [(weight, item.balanced_score) for weight, item in weighed if item.balanced_score is not None]
    graded = sum(weight for weight, _ in known)
    ratable = sum(weight for weight, item in weighed if item.is_rated)
    share = graded / sum(weights) if graded else 0.0
    if not graded or graded < _rule("least_graded_share") * ratable:
        return MealBalance("", None, share)
    score = sum(weight * score for weight, score in known) / graded
    return MealBalance(letter(score, "E"), score, share)


def glycemic_of(items: Sequence[MealItem]) -> MealGlycemic | None:
    """A meal's glycemic index and load, weighted by available carbohydrate."""
    return meal_glycemic(
        MealPart(
            None if item.glycemic_index is None else item.glycemic_index.value,
            available_carbohydrate_g(item.amounts),
        )
        for item in items
    )


def known_amounts(totals: Totals) -> dict[str, float | None]:
    """The sums of which enough of the grams are known, by the table's share; the others are unknown."""
    least = _rule("least_known_share")
    return {
        key: value if totals.known_share[key] >= least else None for key, value in totals.nutrients.items()
    }


def grade_meal(items: Sequence[MealItem]) -> MealGrading:
    """Grade a meal as one serving.

    A nutrient counts where the items that know it weigh at least the table's share of the meal; else it is
    unknown, not smaller. Raises ValueError for a meal without items.
    """
    if not items:
        raise ValueError("a meal without items has no grade")
    totals = total((item.grams, item.amounts) for item in items)
    amounts = known_amounts(totals)
    found = meal_balance(items)
    glycemic = glycemic_of(items)
    filling = _satiety([item for item in items if not item.is_drink])
    serving = Serving(
        grams=totals.grams,
        nutrients=amounts,
        balanced_score=found.score,
        glycemic_index=None if glycemic is None else glycemic.index,
        glycemic_load=None if glycemic is None else glycemic.load,
        satiety_score=None if filling is None else filling.score,
        is_drink=all(item.is_drink for item in items),
        is_graded=any(item.is_rated for item in items),
    )
    return MealGrading(
        formula_version=formula_version(),
        grams=totals.grams,
        nutrients=amounts,
        balance=found,
        glycemic=glycemic,
        focus=focus_grades(serving),
        satiety=filling,
        inflammation=inflammation_contribution(amounts),
    )


def _satiety(foods: Sequence[MealItem]) -> Satiety | None:
    """How filling the food of a meal is; how drinks fill was not part of the study."""
    totals = total((item.grams, item.amounts) for item in foods)
    return satiety(known_amounts(totals), totals.grams) if foods else None


@cache
def _rule(key: str) -> float:
    return next(float(row["value"]) for row in rows("meal") if row["key"] == key)
