"""Recipes of dishes in the admin."""

import pytest
from django.core.exceptions import ValidationError

from nutrition.curation.recipes import check_ingredients
from nutrition.models import CatalogChange, Food, FoodRevision
from nutrition.recipes.models import DishIngredient, DishRecipe
from tests.meals.factories import make_food
from tests.nutrition.admin.row_pages import (
    add,
    address,
    change,
    errors,
    history,
    queries,
    records,
    revert,
    told,
)

LIST = "/admin/nutrition/dishrecipe/"


@pytest.fixture
def flour(own_catalog: None, db: None) -> Food:
    return make_food("Flour", energy_kcal=350.0, protein_g=10.0, water_g=12.0)


def a_recipe(name: str, *parts: Food, **columns: object) -> DishRecipe:
    """A dish as a release brings it: past the history."""
    recipe = DishRecipe(food=make_food(name, energy_kcal=200.0), source="fndds", origin="release")
    DishRecipe.objects.bulk_create([recipe])
    DishIngredient.objects.bulk_create(
        DishIngredient(recipe=recipe, sequence=number, food=food, name=food.live.name, grams=100.0)
        for number, food in enumerate(parts, start=1)
    )
    return recipe


@pytest.fixture
def dough(flour: Food) -> DishRecipe:
    return a_recipe("Dough", flour, make_food("Water", energy_kcal=0.0, protein_g=0.0, water_g=100.0))


def lines(recipe: DishRecipe) -> list[tuple[str, float]]:
    return list(recipe.ingredients.values_list("name", "grams"))


def test_shares_and_what_the_ingredients_give_stand_beside_the_dish(dough, dora, logged_in):
    page = logged_in(dora).get(address(dough))
    assert page.content.decode().count("50.0 %") >= 2
    energy = page.context["reckoned"].rows[0]
    assert (energy.reckoned, energy.live, energy.difference_percent) == (175.0, 200.0, -12.5)


def test_what_no_ingredient_tells_is_unknown_and_what_some_tell_is_at_least(dough, dora, logged_in):
    DishIngredient.objects.create(recipe=dough, sequence=3, name="A secret", grams=100.0)
    page = logged_in(dora).get(address(dough))
    protein = next(row for row in page.context["reckoned"].rows if row.name == "Protein")
    assert protein.reckoned == pytest.approx(10 / 3)
    assert protein.known_percent == pytest.approx(66.7, abs=0.1)
    assert "≥" in page.content.decode()


def test_a_dish_that_loses_more_water_than_it_has_says_so(dough, dora, logged_in):
    DishRecipe.objects.update(moisture_change_percent=-90)
    assert "more water would go than there is" in logged_in(dora).get(address(dough)).content.decode()


def test_what_is_saved_is_a_curators_and_announced(dough, dora, logged_in):
    change(logged_in(dora), dough, **{"ingredients-0-grams": "150", "ingredients-0-retention_code": "1"})
    dough.refresh_from_db()
    assert dough.origin == "curator"
    assert lines(dough) == [("Flour", 150.0), ("Water", 100.0)]
    assert CatalogChange.objects.filter(food=dough.food).exists()


def test_an_ingredient_is_added_behind_the_others_by_the_name_of_its_food(dough, flour, dora, logged_in):
    salt = make_food("Salt")
    change(logged_in(dora), dough, **{"ingredients-2-food": salt.pk, "ingredients-2-grams": "2"})
    assert lines(dough) == [("Flour", 100.0), ("Water", 100.0), ("Salt", 2.0)]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"ingredients-0-grams": "0"}, "above 0"),
        ({"ingredients-0-grams": "nan"}, "Enter a number"),
        ({"ingredients-0-retention_code": "9999x"}, "has no code “9999x”"),
        ({"moisture_change_percent": "-100"}, "Between -100"),
        ({"ingredients-2-grams": "5"}, "Choose a food, or say what it is"),
        ({"ingredients-0-DELETE": "on", "ingredients-1-DELETE": "on"}, "at least one ingredient"),
    ],
)
def test_what_cannot_be_is_refused_whole(dough, dora, logged_in, typed, wrong):
    page = change(logged_in(dora), dough, source="me", **typed)
    assert wrong in errors(page)
    dough.refresh_from_db()
    assert (dough.source, lines(dough)) == ("fndds", [("Flour", 100.0), ("Water", 100.0)])


def test_a_recipe_without_ingredients_is_no_recipe(flour, dora, logged_in):
    page = add(logged_in(dora), "dishrecipe", food=flour.pk, source="me")
    assert "at least one ingredient" in errors(page)
    assert not DishRecipe.objects.exists()


def test_a_dish_is_no_ingredient_of_itself(dough, dora, logged_in):
    page = change(logged_in(dora), dough, **{"ingredients-0-food": dough.pk})
    assert "“Dough” cannot be an ingredient of itself." in errors(page)


def test_nor_by_way_of_others(dough, dora, logged_in):
    bread = a_recipe("Bread", dough.food)
    toast = a_recipe("Toast", bread.food)
    page = change(logged_in(dora), dough, **{"ingredients-0-food": toast.pk})
    assert "“Dough” would be an ingredient of itself, by way of “Toast” → “Bread” → “Dough”" in errors(page)
    assert lines(dough)[0] == ("Flour", 100.0)


def test_nor_by_a_food_that_was_merged_into_it(dough):
    old = make_food("Old dough")
    Food.objects.filter(pk=old.pk).update(merged_into=dough.food)
    with pytest.raises(ValidationError, match="ingredient of itself"):
        check_ingredients(dish=dough.pk, parts=[old.pk])


def test_two_dishes_may_share_an_ingredient(dough, flour):
    bread = a_recipe("Bread", dough.food, flour)
    check_ingredients(dish=bread.pk, parts=[dough.pk, flour.pk])


def test_a_recipe_is_made(flour, dora, logged_in):
    dish = make_food("Flatbread")
    typed = {"ingredients-0-food": flour.pk, "ingredients-0-grams": "80"}
    add(logged_in(dora), "dishrecipe", food=dish.pk, source="me", **typed)
    assert lines(DishRecipe.objects.get(food=dish)) == [("Flour", 80.0)]


def test_its_history_tells_of_ingredients_and_brings_them_back(dough, flour, dora, logged_in):
    client = logged_in(dora)
    change(client, dough, **{"ingredients-0-grams": "150", "ingredients-1-DELETE": "on"})
    assert lines(dough) == [("Flour", 150.0)]
    water = records(DishIngredient).filter(name="Water").first()
    assert history(client, dough) == [
        f"Ingredient: 100 g Flour, food {flour.pk} → 150 g Flour, food {flour.pk}",
        f"Ingredient: 100 g Water, food {water.food_id} → –",
    ]
    assert "Back to what it was" in told(revert(client, dough, records(dough).last()))
    assert lines(dough) == [("Flour", 100.0), ("Water", 100.0)]
    assert len(history(client, dough)) == 4


def test_it_does_not_come_back_where_that_is_a_loop_by_now(dough, dora, logged_in):
    bread = a_recipe("Bread", dough.food)
    client = logged_in(dora)
    change(client, bread, **{"ingredients-0-food": make_food("Milk").pk, "ingredients-0-name": "Milk"})
    change(client, dough, **{"ingredients-0-food": bread.pk})
    assert "ingredient of itself" in told(revert(client, bread, records(bread).last()))
    assert lines(bread) == [("Milk", 100.0)]


def test_staff_look_and_change_nothing(dough, stan, logged_in):
    client = logged_in(stan)
    assert client.get(address(dough)).status_code == 200
    assert client.post(address(dough), {"source": "me"}).status_code == 403


def test_the_queries_do_not_grow(dough, dora, logged_in):
    client = logged_in(dora)
    places = (LIST, LIST + "?parts=unknown", address(dough), address(dough, "history"))
    dough.save()
    few = [queries(client, place) for place in places]
    for number in range(50):
        recipe = a_recipe(f"Dish {number}", make_food(f"Part {number}"))
        DishIngredient.objects.create(
            recipe=dough, sequence=number + 3, food=recipe.food, name="More", grams=1.0
        )
        DishIngredient.objects.create(recipe=recipe, sequence=2, name="A secret", grams=1.0)
        dough.save()
    assert [queries(client, place) for place in places] == few
    assert max(few) <= 15
    assert FoodRevision.objects.count() > 100
