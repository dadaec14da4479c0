"""The tables that the project ships: complete, consistent, and said where they are from."""

from collections import Counter
from pathlib import Path

import pytest

from nutrition.fixtures import read_aliases
from nutrition.loading.release import Release, read

PARTS = ("water_g", "protein_g", "fat_g", "carbohydrate_total_g")
FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture(scope="module")
def release() -> Release:
    return read(FIXTURES)


def test_every_reference_leads_somewhere(release):
    assert len(release.foods) > 10_000


def test_every_food_has_energy_and_a_portion(release):
    measured = {portion.food for portion in release.portions}
    assert [food.id for food in release.foods.values() if food.id not in measured] == []
    assert [food.id for food in release.foods.values() if food.nutrients["energy_kcal"] is None] == []


def test_at_least_a_thousand_base_foods_with_serving_and_no_name_twice(release):
    base = [food for food in release.foods.values() if food.is_base]
    assert len(base) >= 1000
    assert [food.name for food in base if not food.serving or not food.serving_g] == []
    assert [name for name, count in Counter(food.name.lower() for food in base).items() if count > 1] == []


def test_a_hand_made_alias_means_one_food_a_region_and_is_no_other_base_foods_name(release):
    aliases = list(read_aliases(FIXTURES / "base_aliases.csv"))
    counts = Counter((alias.text.lower(), alias.region) for alias in aliases)
    assert [key for key, count in counts.items() if count > 1] == []
    names = {food.name.lower(): food.id for food in release.foods.values() if food.is_base}
    assert [alias.text for alias in aliases if names.get(alias.text.lower(), alias.food) != alias.food] == []


def test_no_share_of_a_food_is_more_than_the_whole(release):
    for food in release.foods.values():
        grams = [
            food.nutrients[key] or 0 for key in ("water_g", "protein_g", "fat_g", "carbohydrate_total_g")
        ]
        assert sum(grams) < 106, food
        for part, whole in (
            ("saturated_fat_g", "fat_g"),
            ("trans_fat_g", "fat_g"),
            ("added_sugars_g", "sugars_g"),
        ):
            if (most := food.nutrients[whole]) is not None:
                assert (food.nutrients[part] or 0) <= most * 1.02 + 0.6, (part, food)


def test_every_mixed_figure_says_where_it_is_from(release):
    for food in release.foods.values():
        assert {source for source, _ in food.provenance.values()} <= {
            "fndds",
            "sr28",
            "foundation",
            "sr28+foundation",
        }


def test_preparations_are_the_design_documents(release):
    slugs = {row.slug for row in release.preparations}
    assert {
        "grilled",
        "fried",
        "pan_fried",
        "deep_fried",
        "air_fried",
        "roasted",
        "steamed",
        "boiled",
        "raw",
    } <= slugs
    assert all(row.source for row in release.preparations)


def test_the_tables_stay_small():
    assert sum(path.stat().st_size for path in FIXTURES.glob("*.csv")) < 15_000_000
