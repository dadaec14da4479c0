"""Recipes of the food tables: loaded with a release, kept where a curator changed them, told over the API."""

from pathlib import Path

import pytest
from rest_framework.test import APIClient

from nutrition.fixtures import BrokenFixtureError, write_csv
from nutrition.models import Origin
from nutrition.recipes.loading import COLUMNS, RECIPES, load_recipes, read_recipes
from nutrition.recipes.models import DishRecipe
from tests.meals.factories import make_food

pytestmark = pytest.mark.django_db

Row = list[str]


def row(
    food: int, sequence: str = "1", ingredient: str = "", grams: str = "50", moisture: str = "-10"
) -> Row:
    return [str(food), sequence, ingredient, f"part {sequence}", grams, "", moisture, "a table"]


def load(directory: Path, foods: list[int], *rows: Row) -> None:
    write_csv(directory / RECIPES, COLUMNS, rows)
    load_recipes(read_recipes(directory, foods))


def test_a_release_without_recipes_changes_nothing(tmp_path: Path) -> None:
    DishRecipe.objects.create(food=make_food(), source="x", origin=Origin.RELEASE)
    load_recipes(read_recipes(tmp_path, []))
    assert DishRecipe.objects.count() == 1


def test_recipes_follow_the_release(tmp_path: Path) -> None:
    food = make_food().pk
    load(tmp_path, [food], row(food), row(food, "2"))
    load(tmp_path, [food], row(food, grams="70"))
    recipe = DishRecipe.objects.get()
    assert [line.grams for line in recipe.ingredients.all()] == [70]
    load(tmp_path, [food])
    assert not DishRecipe.objects.exists()


def test_the_same_release_again_writes_nothing(tmp_path: Path) -> None:
    food = make_food().pk
    load(tmp_path, [food], row(food))
    before = DishRecipe.objects.get().ingredients.get().pk
    load(tmp_path, [food], row(food))
    assert DishRecipe.objects.get().ingredients.get().pk == before


def test_a_curator_s_recipe_stays(tmp_path: Path) -> None:
    food = make_food().pk
    load(tmp_path, [food], row(food))
    DishRecipe.objects.update(origin=Origin.CURATOR, moisture_change_percent=5)
    load(tmp_path, [food], row(food, grams="99"))
    load(tmp_path, [food])
    assert DishRecipe.objects.get().moisture_change_percent == 5


@pytest.mark.parametrize(
    "broken",
    [
        [row(1, grams="0")],
        [row(1, grams="nan")],
        [row(1, grams="")],
        [row(1, moisture="-100")],
        [row(1, sequence="x")],
        [row(1, ingredient="7")],
        [row(1, ingredient="1")],
        [row(7)],
        [row(1), row(1)],
        [row(1), row(1, "2", moisture="3")],
    ],
)
def test_a_broken_table_names_its_row(tmp_path: Path, broken: list[Row]) -> None:
    write_csv(tmp_path / RECIPES, COLUMNS, broken)
    with pytest.raises(BrokenFixtureError, match=r"recipes\.csv, row"):
        read_recipes(tmp_path, [1])


def test_the_api_tells_shares_the_most_first(api: APIClient, tmp_path: Path) -> None:
    dish, flour = make_food().pk, make_food(name="Flour").pk
    load(tmp_path, [dish, flour], row(dish, "1", grams="50"), row(dish, "2", str(flour), grams="150"))
    answer = api.get(f"/api/v1/foods/{dish}/recipe").json()
    assert answer["raw_g"] == 200
    assert answer["cooked_g"] == 180
    first = answer["ingredients"][0]
    assert (first["food_id"], first["share_percent"], first["has_recipe"]) == (flour, 75.0, False)
    assert answer["ingredients"][1]["food_id"] is None


def test_a_plain_food_has_no_recipe(api: APIClient) -> None:
    assert api.get(f"/api/v1/foods/{make_food().pk}/recipe").status_code == 404
    assert api.get("/api/v1/foods/999999/recipe").status_code == 404
    assert api.get(f"/api/v1/foods/{make_food().pk}/recipe?x=1").status_code == 400
