"""What is said of a dish's grade comes from what goes into it."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from meals.models import Recipe
from nutrition.glycemic.models import GlycemicLink, GlycemicValue
from nutrition.models import Food
from tests.meals.factories import line, make_food
from tests.meals.recipes.factories import RECIPES, recipe

SCORED: dict[str, Any] = {
    "energy_kcal": 100.0, "sugars_g": 2.0, "saturated_fat_g": 1.0, "sodium_mg": 100.0, "fibre_g": 2.0,
    "protein_g": 5.0, "fat_g": 2.0, "carbohydrate_total_g": 22.0,
}  # fmt: skip


def facts(answer: Any) -> dict[str, Any]:
    return dict(Recipe.objects.get(pk=answer.json()["id"]).grade["facts"])


def with_index(name: str, gi: float, **columns: Any) -> Food:
    food = make_food(name, **SCORED | columns)
    value = GlycemicValue.objects.create(name=name, gi=gi, source="a study", year=2020)
    GlycemicLink.objects.create(food=food, value=value, kind="same")
    return food


def test_fruit_and_nuts_count_by_weight(user_api: APIClient) -> None:
    peas = make_food("Peas", fruit_vegetable_legume_percent=100.0, nut_percent=0.0, **SCORED)
    nuts = make_food("Nuts", fruit_vegetable_legume_percent=0.0, nut_percent=100.0, **SCORED)
    told = facts(user_api.post(RECIPES, recipe(line(peas, 300), line(nuts, 100), yield_g=350)))
    assert (told["fruit_vegetable_legume_percent"], told["nut_percent"]) == (75, 25)


def test_an_unknown_share_earns_nothing(user_api: APIClient) -> None:
    peas = make_food("Peas", fruit_vegetable_legume_percent=100.0, **SCORED)
    told = facts(user_api.post(RECIPES, recipe(line(peas, 100), line(make_food("Dip", **SCORED), 300))))
    assert told["fruit_vegetable_legume_percent"] == 25
    assert (told["nut_percent"], told["non_nutritive_sweeteners"]) == (None, None)


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        (("", ""), "general"),
        (("cheese", "cheese"), "cheese"),
        (("cheese", ""), "general"),
        (("water", "beverage"), "beverage"),
        (("water", ""), "general"),
    ],
)
def test_its_class_is_the_one_in_common(user_api: APIClient, classes: tuple[str, str], expected: str) -> None:
    foods = [
        make_food(f"Food {place}", nutriscore_class=each, **SCORED) for place, each in enumerate(classes)
    ]
    answer = user_api.post(RECIPES, recipe(*map(line, foods)))
    assert answer.json()["grade"]["food_class"] == expected


def test_boiled_down_it_is_graded_as_it_is_eaten(user_api: APIClient) -> None:
    thin = make_food("Broth", water_g=90.0, **SCORED | {"sodium_mg": 300.0, "carbohydrate_total_g": 1.0})
    scores = [
        user_api.post(RECIPES, recipe(line(thin, 1000), yield_g=grams)).json()["grade"]["score"]
        for grams in (1000, 250)
    ]
    assert scores[1] > scores[0]


def test_its_glycemic_index_is_weighed_by_carbohydrate(user_api: APIClient) -> None:
    rice, lentils = with_index("Rice", 70), with_index("Lentils", 30)
    answer = user_api.post(RECIPES, recipe(line(rice, 100), line(lentils, 300))).json()
    assert answer["grade"]["glycemic_index"] == pytest.approx(40)


def test_of_too_little_carbohydrate_there_is_no_index(user_api: APIClient) -> None:
    rice, dip = with_index("Rice", 70), make_food("Dip", **SCORED)
    GlycemicLink.objects.create(food=dip, kind="none")
    answer = user_api.post(RECIPES, recipe(line(rice, 100), line(dip, 100))).json()
    assert answer["grade"]["glycemic_index"] is None
