"""What a line keeps of its food's grade, and the grade of the lines together."""

from collections.abc import Iterable, Mapping
from typing import Any

from meals.models import MealItem
from nutrition import catalog
from nutrition.graded import facts_from, glycemic_index_from, kept
from nutrition.grading.facts import FoodFacts
from nutrition.grading.meal import MealItem as GradedItem
from nutrition.grading.nutriscore import NOT_RATED, balanced_score, nutri_score_2023
from nutrition.models import FoodRevision
from nutrition.nutrients import NutrientValues, scaled
from nutrition.present_grades import present_short, present_short_meal


def grade_kept(
    revision: FoodRevision, per_100g: NutrientValues, before: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The grade of a food as a line keeps it, with all that the formulas were told besides the nutrients.

    What was kept before stays what is told; only the nutrients may be others, by another preparation.
    """
    if before is None:
        facts = catalog.current().facts().of_revision(revision, per_100g)
    else:
        facts = facts_from(before["facts"], per_100g)
    return with_facts(facts)


def with_facts(facts: FoodFacts) -> dict[str, Any]:
    """A grade as a line or a recipe keeps it: in short, with all that the formulas were told."""
    score = balanced_score(nutri_score_2023(facts))
    return {**present_short(facts), "facts": kept(facts), "unrounded_score": score}


def graded(items: Iterable[MealItem]) -> list[GradedItem]:
    """The lines as the formulas take them, each with the score that it was logged with."""
    return [
        GradedItem(
            grams=item.grams,
            amounts=item.nutrients(),
            balanced_score=item.grade["unrounded_score"] if item.grade else None,
            glycemic_index=glycemic_index_from(item.grade["facts"]) if item.grade else None,
            is_drink=item.grade["facts"]["is_drink"] if item.grade else False,
            is_rated=item.grade["food_class"] != NOT_RATED if item.grade else True,
        )
        for item in items
    ]


def short_grade(items: Iterable[MealItem]) -> dict[str, Any] | None:
    """The letter of the lines together and their glycemic load; None if there are none."""
    lines = graded(items)
    return present_short_meal(lines) if lines else None


def facts_of_line(item: MealItem) -> FoodFacts:
    """What the formulas are told of a line's food: as it was logged, or by today's tables for older lines."""
    per_100g = scaled(item.nutrients(), 100 / item.grams)
    if item.grade is None and item.revision is not None:
        return catalog.current().facts().of_revision(item.revision, per_100g)
    assert item.grade is not None, "a recipe's line has always had a grade"
    return facts_from(item.grade["facts"], per_100g)
