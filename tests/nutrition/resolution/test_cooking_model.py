"""The fitted model: no mass from nowhere, nothing negative, nothing invented, figures that can be kept."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.nutrients import KEYS
from nutrition.resolution.cooking import tables
from nutrition.resolution.cooking.model import (
    composition,
    cooked,
    effect,
    effect_from,
    is_effect,
)

BEEF = {"energy_kcal": 155.0, "water_g": 70.0, "protein_g": 21.0, "fat_g": 7.5, "carbohydrate_total_g": 0.0,
        "saturated_fat_g": 3.0, "thiamin_mg": 0.1, "potassium_mg": 350.0, "iron_mg": None}  # fmt: skip
RICE = {"energy_kcal": 365.0, "water_g": 11.6, "protein_g": 7.1, "fat_g": 0.7, "carbohydrate_total_g": 80.0}
BEEF_CATEGORY, RICE_CATEGORY = "proteins/beef", "grains/rice"
METHODS = sorted(tables.method_classes())
CATEGORIES = [
    "proteins/beef", "proteins/poultry/chicken", "proteins/seafood/fish", "proteins/eggs", "vegetables/root",
    "legumes/beans_peas", "grains/rice", "fruits/berries", "nuts_seeds/nuts", "dairy/cheese", "",
]  # fmt: skip
PARTS = ("water_g", "protein_g", "fat_g", "carbohydrate_total_g")


@st.composite
def raw_foods(draw: st.DrawFn) -> dict[str, float | None]:
    """A food whose parts make 99 g of 100 g, one vitamin and one unknown."""
    shares: Sequence[float] = draw(st.lists(st.floats(0.01, 10), min_size=4, max_size=4))
    water, protein, fat, carbohydrate = (share * 99 / sum(shares) for share in shares)
    energy = 4 * protein + 9 * fat + 4 * carbohydrate
    return {"energy_kcal": energy, "water_g": water, "protein_g": protein, "fat_g": fat,
            "carbohydrate_total_g": carbohydrate, "vitamin_c_mg": 50.0, "iron_mg": None}  # fmt: skip


@given(raw_foods(), st.sampled_from(METHODS), st.sampled_from(CATEGORIES))
def test_nothing_is_negative_and_the_parts_are_no_more_than_the_whole(
    raw: dict[str, float | None], method: str, category: str
) -> None:
    out = cooked(raw, effect(method, raw, "Beef, raw", category))
    assert all(value is None or value >= 0 for value in out.values())
    assert sum(out[part] or 0.0 for part in PARTS) <= 100 + 1e-6
    assert out["iron_mg"] is None


@given(raw_foods(), st.sampled_from(METHODS), st.sampled_from(CATEGORIES))
def test_the_solids_are_conserved(raw: dict[str, float | None], method: str, category: str) -> None:
    done = effect(method, raw, "Beef, raw", category)
    solids_g = (
        done.cooked_g - done.water_g - (raw["fat_g"] or 0) * done.fat_factor - done.added.get("fat_g", 0)
    )
    assert solids_g >= composition(raw, "Beef, raw").solids_g - 1e-6
    protein_g = (cooked(raw, done)["protein_g"] or 0.0) * done.cooked_g / 100
    assert protein_g == pytest.approx((raw["protein_g"] or 0.0) + done.added.get("protein_g", 0.0))


@given(st.sampled_from(METHODS), st.sampled_from(CATEGORIES))
def test_unknown_stays_unknown(method: str, category: str) -> None:
    raw = dict.fromkeys(KEYS)
    assert set(cooked(raw, effect(method, raw, "Anything, raw", category)).values()) == {None}


@given(raw_foods(), st.sampled_from(METHODS))
def test_what_is_kept_gives_the_same_figures(raw: dict[str, float | None], method: str) -> None:
    done = effect(method, raw, "Beef, raw", BEEF_CATEGORY)
    modifiers = done.modifiers()
    assert is_effect(modifiers)
    assert not is_effect({"water_loss_percent": 25.0, "fat_factor": 0.9})
    assert all(isinstance(value, float) for value in modifiers.values())
    assert cooked(raw, effect_from(modifiers)) == cooked(raw, done)


def test_meat_loses_water_and_some_of_its_fat() -> None:
    done = effect("roasted", BEEF, "Beef, chuck, raw", BEEF_CATEGORY)
    assert 60 < done.cooked_g < 85
    assert done.water_g < 70 * 0.85
    assert (cooked(BEEF, done)["protein_g"] or 0) == pytest.approx(2100 / done.cooked_g)


def test_dry_grains_take_water_up() -> None:
    done = effect("boiled", RICE, "Rice, white, raw", RICE_CATEGORY)
    assert 240 < done.cooked_g < 360
    assert (cooked(RICE, done)["energy_kcal"] or 0) == pytest.approx(130, abs=25)


def test_frying_in_a_coating_brings_oil_flour_and_salt() -> None:
    raw = {**BEEF, "fat_g": 1.0, "energy_kcal": 97.0}
    done = effect("deep_fried", raw, "Fish, cod, raw", "proteins/seafood/fish")
    assert done.added["fat_g"] > 3
    assert done.added["carbohydrate_total_g"] > 3
    assert done.added["sodium_mg"] > 10
    assert done.added["energy_kcal"] > 9 * 3 + 4 * 3


def test_oil_that_a_preparation_adds_comes_on_top() -> None:
    plain = effect("roasted", BEEF, "Beef, raw", BEEF_CATEGORY)
    oiled = effect("roasted", BEEF, "Beef, raw", BEEF_CATEGORY, oil_g=2.0)
    assert oiled.cooked_g == pytest.approx(plain.cooked_g + 2)
    assert oiled.added["energy_kcal"] == pytest.approx(2 * 8.84)


def test_vitamins_stay_by_usdas_factors() -> None:
    done = effect("roasted", BEEF, "Beef, chuck, raw", BEEF_CATEGORY)
    factors = tables.retention_factors()["601"]
    assert done.retained["thiamin_mg"] == factors["thiamin_mg"] < 1
    expected = 0.1 * factors["thiamin_mg"] * 100 / done.cooked_g
    assert cooked(BEEF, done)["thiamin_mg"] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("group", "method", "description", "fat_g", "code"),
    [
        ("vegetables", "boiled", "Spinach, raw", 0.4, "3005"),
        ("vegetables", "boiled", "Potatoes, flesh and skin, raw", 0.1, "3308"),
        ("vegetables", "steamed", "Broccoli, raw", 0.4, "3784"),
        ("finfish", "broiled", "Fish, cod, raw", 0.7, "2305"),
        ("finfish", "broiled", "Fish, salmon, raw", 13.0, "2455"),
        ("beef", "broiled", "Beef, ground, raw", 15.0, "603"),
        ("other", "boiled", "Tea", 0.0, None),
    ],
)
def test_the_code_of_the_retention_factors(
    group: str, method: str, description: str, fat_g: float, code: str | None
) -> None:
    assert tables.retention_code(group, method, description, fat_g) == code


def test_every_retention_code_is_usdas() -> None:
    codes = {row["code"] for row in tables.rows("retention_codes")}
    assert codes <= tables.retention_factors().keys()
    assert len(tables.retention_factors()) == 270
    shares = [share for row in tables.retention_factors().values() for share in row.values()]
    assert all(0 <= share <= 1 for share in shares)


def test_every_group_has_a_yield_for_every_method() -> None:
    wanted = {(group.slug, method) for group in tables.groups() for method in METHODS}
    assert tables.yields().keys() == wanted


@pytest.mark.parametrize(
    ("category", "description", "water_g", "group"),
    [
        ("proteins/beef/steaks", "Beef, loin, raw", 70.0, "beef"),
        ("proteins/organ_meats", "Beef, liver, raw", 70.0, "organ"),
        ("proteins/seafood/shellfish", "Mollusks, squid, raw", 78.0, "shellfish"),
        ("proteins/seafood/fish", "Fish, cod, raw", 80.0, "finfish"),
        ("legumes/beans_peas", "Beans, black, mature seeds, raw", 11.0, "legumes"),
        ("legumes/beans_peas", "Beans, sprouted, raw", 80.0, "vegetables"),
        ("fruits/dried", "Figs, dried, uncooked", 30.0, "dried_fruit"),
        ("sweets", "Sugar", 0.0, "other"),
    ],
)
def test_the_group_of_a_food(category: str, description: str, water_g: float, group: str) -> None:
    assert tables.group_of(category, description, water_g).slug == group
