"""What becomes of ingredients in a pot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.recipes.compute import Ingredient, cook

CARROT = {"energy_kcal": 40.0, "water_g": 88.0, "fat_g": 0.2, "vitamin_c_mg": 6.0}
BEEF = {"energy_kcal": 250.0, "water_g": 60.0, "fat_g": 20.0, "saturated_fat_g": 8.0, "vitamin_c_mg": None}
WINE = {"energy_kcal": 85.0, "water_g": 86.0, "alcohol_g": 10.0, "fat_g": 0.0}

grams = st.floats(1, 2000, allow_nan=False)
amounts = st.one_of(st.none(), st.floats(0, 50, allow_nan=False))
ingredients = st.lists(
    st.builds(Ingredient, grams, st.fixed_dictionaries({"energy_kcal": amounts, "iron_mg": amounts})),
    min_size=1,
)


def test_nutrients_are_added_up_and_told_per_100_g() -> None:
    dish = cook([Ingredient(100, CARROT), Ingredient(300, BEEF)])
    assert dish.grams == 400
    assert dish.nutrients["energy_kcal"] == pytest.approx(790)
    assert dish.per_100g["energy_kcal"] == pytest.approx(197.5)


def test_what_nobody_measured_stays_unknown() -> None:
    dish = cook([Ingredient(100, CARROT), Ingredient(300, BEEF)])
    assert dish.nutrients["iron_mg"] is None
    assert dish.known_share["iron_mg"] == 0


def test_a_sum_with_a_gap_says_how_much_of_the_dish_it_knows() -> None:
    dish = cook([Ingredient(100, CARROT), Ingredient(300, BEEF)])
    assert dish.nutrients["vitamin_c_mg"] == pytest.approx(6)
    assert dish.known_share["vitamin_c_mg"] == pytest.approx(0.25)


def test_moisture_changes_in_percent_of_the_raw_weight() -> None:
    dish = cook([Ingredient(200, CARROT)], moisture_change_percent=-10)
    assert dish.grams == pytest.approx(180)
    assert dish.nutrients["water_g"] == pytest.approx(156)
    assert dish.nutrients["energy_kcal"] == pytest.approx(80)


def test_a_weighed_yield_tells_the_water() -> None:
    dish = cook([Ingredient(200, CARROT)], yield_g=260)
    assert dish.grams == 260
    assert dish.nutrients["water_g"] == pytest.approx(236)


def test_cooking_keeps_a_part_of_what_heat_destroys() -> None:
    dish = cook([Ingredient(100, CARROT, {"vitamin_c_mg": 70})])
    assert dish.nutrients["vitamin_c_mg"] == pytest.approx(4.2)
    assert dish.nutrients["energy_kcal"] == pytest.approx(40)


def test_alcohol_that_boils_off_takes_its_energy_along() -> None:
    dish = cook([Ingredient(100, WINE, {"alcohol_g": 40})])
    assert dish.nutrients["alcohol_g"] == pytest.approx(4)
    assert dish.nutrients["energy_kcal"] == pytest.approx(85 - 6 * 6.93)


def test_fat_poured_off_takes_fatty_acids_and_energy_along() -> None:
    dish = cook([Ingredient(100, BEEF)], fat_change_percent=-5)
    assert dish.grams == pytest.approx(95)
    assert dish.nutrients["fat_g"] == pytest.approx(15)
    assert dish.nutrients["saturated_fat_g"] == pytest.approx(6)
    assert dish.nutrients["energy_kcal"] == pytest.approx(205)


@pytest.mark.parametrize(
    ("pot", "options", "field"),
    [
        ([], {}, "ingredients"),
        ([Ingredient(0, CARROT)], {}, "ingredients"),
        ([Ingredient(-5, CARROT)], {}, "ingredients"),
        ([Ingredient(float("nan"), CARROT)], {}, "ingredients"),
        ([Ingredient(100, CARROT)], {"yield_g": 0}, "yield_g"),
        ([Ingredient(100, CARROT)], {"yield_g": 5}, "yield_g"),
        ([Ingredient(100, CARROT)], {"yield_g": 90, "moisture_change_percent": 4}, "yield_g"),
        ([Ingredient(100, CARROT)], {"moisture_change_percent": -100}, "moisture_change_percent"),
        ([Ingredient(100, CARROT)], {"moisture_change_percent": -95}, "moisture_change_percent"),
        ([Ingredient(100, BEEF)], {"fat_change_percent": 3}, "fat_change_percent"),
        ([Ingredient(100, BEEF)], {"fat_change_percent": -30}, "fat_change_percent"),
    ],
)
def test_an_impossible_recipe_names_its_field(
    pot: list[Ingredient], options: dict[str, float], field: str
) -> None:
    with pytest.raises(ValueError, match=f"^{field}: "):
        cook(pot, **options)


@given(ingredients)
def test_the_order_of_the_ingredients_does_not_matter(pot: list[Ingredient]) -> None:
    assert cook(pot) == cook(pot[::-1])


@given(ingredients, st.floats(0.1, 10))
def test_twice_the_pot_is_the_same_dish(pot: list[Ingredient], factor: float) -> None:
    larger = [Ingredient(one.grams * factor, one.nutrients_per_100g) for one in pot]
    assert cook(larger).per_100g == pytest.approx(cook(pot).per_100g)


@given(ingredients, st.floats(0.5, 3))
def test_a_yield_only_spreads_the_nutrients(pot: list[Ingredient], factor: float) -> None:
    raw = cook(pot)
    assert cook(pot, yield_g=raw.grams * factor).nutrients == pytest.approx(raw.nutrients)
