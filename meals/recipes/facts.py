"""What the grading formulas are told of a recipe, from what its ingredients are."""

from collections.abc import Sequence

from meals.recipes.models import RecipeIngredient
from nutrition.graded import facts_from
from nutrition.grading.facts import DRINKS, FoodFacts
from nutrition.grading.glycemic import (
    CLOSE,
    GlycemicIndex,
    MealPart,
    available_carbohydrate_g,
    is_without_carbohydrate,
    meal_glycemic,
)
from nutrition.models import NutriScoreClass
from nutrition.nutrients import NutrientValues, scaled

# Of less of the carbohydrate than this an index would speak of another dish (own choice, as for a letter).
LEAST_KNOWN_CARBOHYDRATE = 0.8
GLYCEMIC_NAME = "Mean of the ingredients, by available carbohydrate"
GLYCEMIC_SOURCE = "Wolever & Jenkins 1986, from the ingredients"


def recipe_facts(lines: Sequence[RecipeIngredient], per_100g: NutrientValues, serving_g: float) -> FoodFacts:
    """The facts of a dish of ``lines`` that holds ``per_100g`` when it is finished.

    Its class is that of its ingredients where they have one in common, else it is food in general. Fruit and
    nuts count by what went into the pot, as the Nutri-Score has it; an unknown share earns nothing.
    """
    facts = [_facts(line) for line in lines]
    grams = [line.grams for line in lines]
    sweetened = [each.non_nutritive_sweeteners for each in facts]
    return FoodFacts(
        nutrients=per_100g,
        nutriscore_class=_class(facts),
        fruit_vegetable_legume_percent=_share([each.fruit_vegetable_legume_percent for each in facts], grams),
        nut_percent=_share([each.nut_percent for each in facts], grams),
        non_nutritive_sweeteners=True if True in sweetened else None if None in sweetened else False,
        serving_g=serving_g,
        glycemic_index=_glycemic(lines, facts, per_100g),
    )


def _facts(line: RecipeIngredient) -> FoodFacts:
    assert line.grade is not None
    return facts_from(line.grade["facts"], scaled(line.nutrients(), 100 / line.grams))


def _class(facts: Sequence[FoodFacts]) -> str:
    classes = {each.nutriscore_class for each in facts}
    if len(classes) == 1:
        return classes.pop()
    return str(NutriScoreClass.BEVERAGE if classes <= set(DRINKS) else NutriScoreClass.GENERAL)


def _share(percents: Sequence[float | None], grams: Sequence[float]) -> float | None:
    """The share of what went in, in percent; None where it is known of no ingredient."""
    known = [(share, mass) for share, mass in zip(percents, grams, strict=True) if share is not None]
    return sum(share * mass for share, mass in known) / sum(grams) if known else None


def _glycemic(
    lines: Sequence[RecipeIngredient], facts: Sequence[FoodFacts], per_100g: NutrientValues
) -> GlycemicIndex | None:
    """The index of the whole, each ingredient's weighted by the available carbohydrate that it brings."""
    if is_without_carbohydrate(per_100g):
        return None
    parts = [
        (each.glycemic_index, available_carbohydrate_g(line.nutrients()))
        for each, line in zip(facts, lines, strict=True)
    ]
    found = meal_glycemic(MealPart(None if index is None else index.value, amount) for index, amount in parts)
    if found is None or found.known_share < LEAST_KNOWN_CARBOHYDRATE:
        return None
    sure = sum(index.confidence * amount for index, amount in parts if index and amount)
    weight = sum(amount for index, amount in parts if index and amount)
    confidence = sure / weight * found.known_share if weight else 0.0
    return GlycemicIndex(found.index, CLOSE, confidence, GLYCEMIC_NAME, GLYCEMIC_SOURCE)
