"""Publishers' dishes reckoned from their ingredients, down to the foods that somebody analysed."""

import pytest

from nutrition.nutrients import KEYS
from nutrition.recipes.recompute import Analysed, Dish, Line, RecipeBook, UnresolvedError, as_fndds_takes
from nutrition.recipes.report import INHERITED, ONE_FOOD, ROUNDING, errors, is_within, misses, recompute
from nutrition.recipes.retention import retention_percent


def values(**known: float) -> dict[str, float | None]:
    return {key: known.get(key) for key in KEYS}


def analysed(number: str, description: str, source_id: str = "1", **known: float) -> Analysed:
    return Analysed(source_id, number, description, values(**known))


def dish(code: str, *lines: Line, kcal: float = 100.0, moisture: float = 0.0) -> Dish:
    return Dish(code, f"dish {code}", values(energy_kcal=kcal), lines, moisture)


CARROT = analysed("11124", "Carrots, raw", energy_kcal=41, vitamin_c_mg=5.9, water_g=88)
OIL = analysed("04044", "Oil, soybean", energy_kcal=884, vitamin_c_mg=0, water_g=0, fat_g=100)
BOILED = "3308"  # potatoes, boiled, pared, drained


def book(*dishes: Dish, foundation: tuple[Analysed, ...] = (), keeps_all: bool = False) -> RecipeBook:
    named = {food.description.lower(): [food] for food in foundation}
    sr28 = {food.number: food for food in (CARROT, OIL)}
    return RecipeBook({one.code: one for one in dishes}, sr28, named, keeps_all)


def test_a_code_without_its_zeros_finds_the_analysed_food() -> None:
    found = book(dish("1", Line("4044", "Oil", 20))).cooked("1")
    assert found.per_100g["energy_kcal"] == pytest.approx(884)


def test_a_dish_of_a_dish_is_reckoned_down_to_the_foods() -> None:
    inner = dish("2", Line("11124", "Carrots", 90), Line("4044", "Oil", 10), kcal=999)
    outer = dish("1", Line("2", "dish 2", 50), Line("11124", "Carrots", 50))
    per_100g = book(inner, outer).cooked("1").per_100g
    assert per_100g["energy_kcal"] == pytest.approx((41 * 0.9 + 88.4) / 2 + 20.5)


def test_a_dish_that_holds_itself_is_not_resolved() -> None:
    round_trip = book(
        dish("1", Line("2", "b", 50)), dish("2", Line("1", "a", 50)), dish("3", Line("1", "a", 9))
    )
    for code in ("1", "2", "3"):
        with pytest.raises(UnresolvedError):
            round_trip.cooked(code)


def test_all_missing_codes_are_named() -> None:
    with pytest.raises(UnresolvedError) as caught:
        book(dish("1", Line("11124", "Carrots", 9), Line("77", "x", 1), Line("78", "y", 1))).cooked("1")
    assert caught.value.codes == {"77", "78"}


def test_an_impossible_recipe_is_unresolved_not_a_crash() -> None:
    dry = book(
        dish("1", Line("4044", "Oil", 100), moisture=-50), dish("2"), dish("3", Line("4044", "Oil", 0))
    )
    assert set(recompute(dry).unresolved) == {"1", "2", "3"}


def test_the_moisture_change_is_one_of_the_whole_dish() -> None:
    found = book(dish("1", Line("11124", "Carrots", 100), moisture=-20)).cooked("1")
    assert found.grams == pytest.approx(80)
    assert found.per_100g["energy_kcal"] == pytest.approx(41 / 0.8)


def test_a_retention_code_takes_its_share_of_the_vitamin() -> None:
    assert 0 < retention_percent(BOILED)["vitamin_c_mg"] < 100
    recipe = dish("1", Line("11124", "Carrots", 100, BOILED))
    kept = book(recipe).cooked("1").per_100g["vitamin_c_mg"]
    assert kept == pytest.approx(5.9 * retention_percent(BOILED)["vitamin_c_mg"] / 100)
    assert book(recipe, keeps_all=True).cooked("1").per_100g["vitamin_c_mg"] == pytest.approx(5.9)


def test_no_retention_code_keeps_everything() -> None:
    assert retention_percent("0") == retention_percent("") == {}


def test_the_description_tells_which_table_was_used() -> None:
    newer = analysed("11124", "Carrots, mature, raw", protein_g=1.0, fat_g=0.3, carbohydrate_total_g=10.0)
    named = book(dish("1", Line("11124", "Carrots, mature, raw", 9)), foundation=(newer,))
    other = book(dish("1", Line("11124", "Carrots, raw", 9)), foundation=(newer,))
    assert named.cooked("1").per_100g["energy_kcal"] == pytest.approx(4 + 2.7 + 40)
    assert other.cooked("1").per_100g["energy_kcal"] == pytest.approx(41)


def test_gaps_of_a_foundation_food_are_filled_from_sr28() -> None:
    newer = analysed("11124", "Carrots", protein_g=1.0, carbohydrate_total_g=10.0)
    taken = as_fndds_takes(newer, CARROT)
    assert taken["vitamin_c_mg"] == 5.9
    assert taken["protein_g"] == 1.0


def test_an_oil_s_fat_is_that_of_sr28_where_only_its_fatty_acids_were_summed() -> None:
    newer = Analysed("2", "04044", "Oil, soybean", values(fat_g=94.6), fat_is_nlea=True)
    assert as_fndds_takes(newer, OIL)["energy_kcal"] == pytest.approx(900)
    assert as_fndds_takes(newer, None)["energy_kcal"] == pytest.approx(94.6 * 9)


def test_an_added_vitamin_counts_by_its_potency() -> None:
    fortified = dish("1", Line("11124", "Carrots", 100), Line("999401", "Vitamin C as ingredient", 0.01))
    assert book(fortified).cooked("1").nutrients["vitamin_c_mg"] == pytest.approx(15.9)


def test_misses_are_told_with_their_cause() -> None:
    inner = dish("2", Line("11124", "Carrots", 100), kcal=60)
    outer = dish("3", Line("2", "b", 100), kcal=60)
    rounded = dish("4", Line("11124", "Carrots", 1), Line("4044", "Oil", 0.0001), kcal=41.4)
    dishes = book(inner, outer, rounded, dish("5", Line("11124", "c", 1), kcal=0))
    as_published = RecipeBook(dishes.dishes, dishes.sr28, {}, takes_published=True)
    causes = {miss.dish.code: miss.cause for miss in misses(dishes, recompute(dishes), as_published)}
    assert causes == {"2": ONE_FOOD, "3": INHERITED, "5": ONE_FOOD}
    tea = book(dish("1", Line("11124", "c", 1), Line("11124", "c", 1), kcal=40.5))
    assert not misses(tea, recompute(tea), tea)
    assert ROUNDING not in causes.values()


@pytest.mark.parametrize(
    ("value", "published", "within"),
    [(105, 100, True), (105.1, 100, False), (95, 100, True), (0, 0, True), (0.4, 0, False), (None, 1, False)],
)
def test_within_is_relative_and_strict_at_zero(value: float | None, published: float, within: bool) -> None:
    assert is_within(value, published) is within


def test_errors_leave_out_traces() -> None:
    few = [dish(str(i), Line("11124", "Carrots", 100)) for i in range(3)]
    assert "potassium_mg" not in errors(book(*few), recompute(book(*few)))
