"""Cooking is reckoned only where nobody measured the cooked food, and it makes no mass."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.nutrients import KEYS
from nutrition.resolution.foods import FoodTables
from nutrition.resolution.preparations import Preparation, is_cooked, is_raw, preparation, prepared, said
from nutrition.resolution.resolver import ResolvedFood, Resolver
from tests.nutrition.memory import table_food

GRILLED = preparation(
    ["grilled"], slug="grilled", name="Grilled", applies_to=("meat", "vegetables"), water_loss_percent=25.0,
    fat_factor=0.9, sodium_added_mg=50.0,
)  # fmt: skip
FRIED = preparation(
    ["fried"], slug="fried", name="Fried", applies_to=("meat",), fat_added_g=5.0, saturated_fat_added_g=0.7,
    carbohydrate_added_g=10.0,
)  # fmt: skip
DEEP_FRIED = preparation(
    ["deep fried"], slug="deep_fried", name="Deep-fried", applies_to=("meat",), fat_added_g=12.0
)
BOILED = preparation(
    ["boiled"], slug="boiled", name="Boiled", applies_to=("meat",), potassium_factor=0.7, vitamin_c_factor=0.5
)
METHODS = (BOILED, DEEP_FRIED, FRIED, GRILLED)
RAW = {"energy_kcal": 120.0, "water_g": 70.0, "protein_g": 20.0, "fat_g": 4.0, "carbohydrate_total_g": 1.0,
       "sodium_mg": 60.0, "potassium_mg": 300.0, "vitamin_c_mg": 2.0}  # fmt: skip


def kitchen(*names: str, category: str = "meat") -> Resolver:
    rows = [table_food(i, name, category=category, is_base=True, **RAW) for i, name in enumerate(names, 1)]
    return Resolver(FoodTables.build(rows), METHODS)


def only(resolver: Resolver, text: str) -> ResolvedFood:
    (item,) = resolver.analyze(text).items
    return item


def test_the_raw_food_is_cooked_where_no_cooked_one_was_measured() -> None:
    item = only(kitchen("Rhea, raw"), "100 g grilled rhea")
    assert "preparation:grilled" in item.path
    assert item.adjustments
    assert item.nutrients["protein_g"] == pytest.approx(20.0 * 100 / (100 - 25 - 0.4))


def test_a_measured_cooked_food_is_taken_as_measured() -> None:
    item = only(kitchen("Rhea, raw", "Rhea, grilled"), "100 g grilled rhea")
    assert item.food.name == "Rhea, grilled"
    assert item.adjustments == ()
    assert item.nutrients["protein_g"] == 20.0


def test_a_food_that_is_not_known_as_raw_is_taken_as_it_is_and_that_is_said() -> None:
    item = only(kitchen("Rhea, cooked"), "100 g grilled rhea")
    assert item.adjustments == ()
    assert item.nutrients["protein_g"] == 20.0
    assert any("as the table has it" in assumption for assumption in item.assumptions)


def test_outside_its_categories_a_preparation_is_asked_about_and_not_applied() -> None:
    item = only(kitchen("Sherbet, raw", category="sweets"), "100 g grilled sherbet")
    assert item.questions
    assert item.adjustments == ()
    assert item.nutrients["protein_g"] == 20.0


def test_a_category_holds_what_is_below_it_but_not_what_starts_alike() -> None:
    assert GRILLED.suits("meat")
    assert GRILLED.suits("meat/poultry")
    assert not GRILLED.suits("meatless")
    assert not GRILLED.suits("")


def test_nothing_is_reckoned_where_nothing_was_said_of_the_cooking() -> None:
    item = only(kitchen("Rhea, raw"), "100 g rhea")
    assert item.adjustments == item.questions == ()
    assert "weighed raw" in item.assumptions


def test_the_preparation_with_most_words_is_meant() -> None:
    assert said(METHODS, ("deepfried", "fried", "rhea")) is DEEP_FRIED
    assert said(METHODS, ("fried", "rhea")) is FRIED
    assert said(METHODS, ("rhea",)) is None


@pytest.mark.parametrize("text", ["Beef, raw", "Beans, uncooked", "Pasta, fresh"])
def test_raw_by_its_description(text: str) -> None:
    assert is_raw(text)
    assert not is_cooked(text)


@pytest.mark.parametrize("text", ["Beef, roasted", "Egg, fried", "Fish, canned", "Potato, baked, peel eaten"])
def test_cooked_by_its_description(text: str) -> None:
    assert is_cooked(text)
    assert not is_raw(text)


def test_a_named_food_that_was_not_cooked_is_not_raw() -> None:
    assert not is_raw("Bread, white")
    assert not is_cooked("Bread, white")


def test_unknown_stays_unknown() -> None:
    out = prepared(dict.fromkeys(KEYS), GRILLED)
    assert set(out.values()) == {None}


def test_potassium_and_vitamin_c_go_into_the_water() -> None:
    out = prepared(RAW, BOILED)
    assert out["potassium_mg"] == pytest.approx(210)
    assert out["vitamin_c_mg"] == pytest.approx(1)


def test_added_fat_and_coating_bring_their_energy() -> None:
    out = prepared(RAW, FRIED)
    left_g = 100 + 5 + 10
    assert out["fat_g"] == pytest.approx(9 * 100 / left_g)
    assert out["energy_kcal"] == pytest.approx((120 + 5 * 9 + 10 * 4) * 100 / left_g)


def test_where_the_fat_is_unknown_its_energy_is_still_added() -> None:
    out = prepared({**RAW, "fat_g": None}, FRIED)
    assert out["energy_kcal"] == pytest.approx((120 + 5 * 9 + 10 * 4) * 100 / 115)
    assert out["fat_g"] is None


def amounts(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False)


METHOD = st.builds(
    lambda water, fat, oil, coating: Preparation("any", "Any", (), (), water, fat, oil, oil / 5, coating),
    amounts(0, 60), amounts(0.5, 1), amounts(0, 15), amounts(0, 20),
)  # fmt: skip


@st.composite
def raw_foods(draw: st.DrawFn) -> dict[str, float | None]:
    parts: Sequence[float] = draw(st.lists(amounts(0.1, 10), min_size=4, max_size=4))
    water, protein, fat, carbohydrate = (part * 99 / sum(parts) for part in parts)
    energy = 4 * protein + 9 * fat + 4 * carbohydrate
    return {"water_g": water, "protein_g": protein, "fat_g": fat, "carbohydrate_total_g": carbohydrate,
            "energy_kcal": energy, "iron_mg": None}  # fmt: skip


@given(raw_foods(), METHOD)
def test_cooking_makes_no_mass_and_nothing_negative(
    raw: dict[str, float | None], method: Preparation
) -> None:
    out = prepared(raw, method)
    known = {key: value for key, value in out.items() if value is not None}
    assert all(value >= -1e-9 for value in known.values()), known
    parts = ("water_g", "protein_g", "fat_g", "carbohydrate_total_g")
    assert sum(known[key] for key in parts) <= 100 + 1e-6
    assert out["iron_mg"] is None
    assert prepared(raw, method) == out
