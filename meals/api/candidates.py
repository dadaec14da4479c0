"""What the entries of a comparison stand for: foods, words, foods together, meals of the one who asks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.exceptions import NotAuthenticated, ValidationError
from rest_framework.request import Request

from accounts.models import User
from meals.grades import facts_of_line
from meals.models import Meal
from meals.selectors import whole_meals_for
from nutrition import catalog
from nutrition.api.grade_views import refused, served
from nutrition.catalog import Catalog
from nutrition.comparing import Candidate, candidate_of
from nutrition.graded import PreparationError, UnknownFoodError, food_facts
from nutrition.grading.facts import FoodFacts
from nutrition.resolution.foods import Food


def candidates_of(request: Request, entries: Sequence[Mapping[str, Any]], region: str) -> list[Candidate]:
    """What is compared, in the order of ``entries``.

    Raises ValidationError that names every entry at fault by its number, Http404 for a meal of another.
    """
    meals = {index: _meal(request, entry) for index, entry in enumerate(entries) if "meal_id" in entry}
    found: list[Candidate] = []
    errors: dict[str, Any] = {}
    with catalog.in_use() as current:
        for index, entry in enumerate(entries):
            try:
                found.append(
                    _of_meal(entry, meals[index]) if index in meals else _of_foods(entry, region, current)
                )
            except ValidationError as error:
                errors[str(index)] = error.detail
    if errors:
        raise ValidationError({"entries": errors})
    return found


def _meal(request: Request, entry: Mapping[str, Any]) -> Meal:
    """A meal of the one who asks; anyone else's is not there."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return get_object_or_404(whole_meals_for(request.user), pk=entry["meal_id"])


def _of_meal(entry: Mapping[str, Any], meal: Meal) -> Candidate:
    lines = tuple((facts_of_line(item), item.grams) for item in meal.items.all())
    if not lines:
        raise refused("meal_id", "A meal without foods cannot be compared.", "empty")
    name = entry.get("name") or f"{meal.kind.capitalize()}, {meal.local_date.day} {meal.local_date:%B}"
    return Candidate(name, lines, meal_id=str(meal.pk))


def _of_foods(entry: Mapping[str, Any], region: str, current: Catalog) -> Candidate:
    if "text" in entry:
        said = candidate_of(entry["text"], region, current)
        if said is None:
            raise refused("text", f"We don't know “{entry['text']}” yet. Say it another way.", "not_found")
        return said
    lines = entry.get("items", [entry])
    foods = [_food(line, current) for line in lines]
    return Candidate(
        name=entry.get("name") or " + ".join(food.name for food, _ in foods),
        lines=tuple((facts, facts.serving_g) for _, facts in foods),
        food_id=foods[0][0].id if len(foods) == 1 else None,
        preparation=lines[0].get("preparation") if len(foods) == 1 else None,
    )


def _food(line: Mapping[str, Any], current: Catalog) -> tuple[Food, FoodFacts]:
    try:
        return food_facts(current, line["food_id"], **served(line))
    except UnknownFoodError as error:
        raise refused("food_id", "There is no such food.", "unknown_food") from error
    except PreparationError as error:
        raise refused("preparation", str(error), "unsuitable_preparation") from error
