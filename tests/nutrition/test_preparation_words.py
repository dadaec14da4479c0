"""Every word of the shipped preparations is found in a sentence and reckoned from the raw food."""

from dataclasses import replace

import pytest

from nutrition.fixtures import read_preparations
from nutrition.resolution.cooking.tables import method_classes
from nutrition.resolution.foods import FoodTables
from nutrition.resolution.preparations import Preparation, is_raw, preparation
from nutrition.resolution.resolver import Resolver
from tests.nutrition.memory import table_food
from tests.nutrition.test_load_fixtures import FIXTURES

ROWS = list(read_preparations(FIXTURES / "preparations.csv"))
COOKED = [row for row in ROWS if row.slug != "raw"]
RAW = {"energy_kcal": 120.0, "water_g": 72.0, "protein_g": 20.0, "fat_g": 4.0, "carbohydrate_total_g": 1.0}
FOOD = "proteins/game"


def methods(category: str = FOOD) -> tuple[Preparation, ...]:
    """The shipped preparations, each fit for ``category``."""
    shipped = (
        preparation(
            row.words,
            slug=row.slug,
            name=row.name,
            applies_to=row.applies_to,
            method=row.method,
            **row.numbers,
        )
        for row in ROWS
    )
    return tuple(sorted((replace(one, applies_to=(category,)) for one in shipped), key=lambda one: one.slug))


@pytest.fixture(scope="module")
def kitchen() -> Resolver:
    """One raw food; the bread is there for the word toast, which nothing would know without it."""
    rows = [
        table_food(1, "Rhea, raw", category=FOOD, is_base=True, **RAW),
        table_food(2, "Bread, toast", category="grains"),
    ]
    return Resolver(FoodTables.build(rows), methods())


@pytest.mark.parametrize(("slug", "word"), [(row.slug, word) for row in COOKED for word in row.words])
def test_a_word_leads_to_its_preparation(kitchen: Resolver, slug: str, word: str) -> None:
    (item,) = kitchen.analyze(f"100 g {word} rhea").items
    assert item.preparation == slug
    assert "g raw make" in item.adjustments[0]
    assert item.nutrients["protein_g"] != 20.0


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("air-fried chicken wings", "air_fried"),
        ("braised beef", "stewed"),
        ("poached salmon", "poached"),
        ("microwaved potato", "microwaved"),
        ("barbecued chicken wings", "barbecued"),
        ("stir-fried beef", "stir_fried"),
    ],
)
def test_a_raw_food_in_a_sentence_is_prepared(text: str, slug: str) -> None:
    names = ("Chicken wings, raw", "Beef, raw", "Salmon, raw", "Potato, raw")
    rows = [table_food(at, name, category=FOOD, is_base=True, **RAW) for at, name in enumerate(names, 1)]
    (item,) = Resolver(FoodTables.build(rows), methods()).analyze(f"150 g {text}").items
    assert item.preparation == slug


def test_every_preparation_but_raw_is_of_the_model() -> None:
    assert {row.method for row in COOKED} <= method_classes().keys()
    assert len(COOKED) >= 17


def test_a_word_names_one_preparation_only() -> None:
    words = [word for row in ROWS for word in row.words]
    assert len(words) == len(set(words))


def test_a_dried_food_that_was_not_cooked_is_raw() -> None:
    assert is_raw("Beans, black, mature seeds, raw")
    assert is_raw("Figs, dried, uncooked")
    assert not is_raw("Figs, dried, stewed")
    assert not is_raw("Summer squash, fresh, cooked with oil")
