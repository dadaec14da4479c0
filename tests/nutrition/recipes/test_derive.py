"""Typical amounts of a dish's parts, out of recipes."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from nutrition.recipes.derive import role_of, typical_parts
from nutrition.recipes.recompute import Dish, Line
from nutrition.recipes.tables import rows
from nutrition.recipes.templates import template_at_end
from nutrition.resolution.text import name_stems


def wrap(code: str, turkey_g: float) -> Dish:
    lines = (Line("1", "Tortillas, flour", 60), Line("2", "Turkey breast, sliced", turkey_g))
    return Dish(code, f"Turkey sandwich wrap {code}", {}, lines)


def test_amounts_are_those_of_the_usual_portion() -> None:
    dishes = [wrap(code, 40.0) for code in "abc"]
    parts = {part.role: part for part in typical_parts(dishes, dict.fromkeys("abc", 200.0))}
    assert parts["bread"].grams == 120
    assert parts["protein"].grams == 80
    assert parts["whole"].grams == 200
    assert parts["protein"].dishes == 3


def test_few_recipes_tell_nothing() -> None:
    assert typical_parts([wrap("a", 40.0), wrap("b", 50.0)], {"a": 200.0, "b": 200.0}) == []


@given(st.lists(st.floats(1, 500), min_size=3, max_size=12))
def test_the_median_lies_within_the_range(amounts: list[float]) -> None:
    dishes = [wrap(str(number), grams) for number, grams in enumerate(amounts)]
    for part in typical_parts(dishes, {dish.code: 200.0 for dish in dishes}):
        assert part.grams_low <= part.grams <= part.grams_high


@pytest.mark.parametrize(
    ("description", "role"),
    [
        ("Eggplant, raw", "vegetable"),
        ("Eggs, Grade A, Large, egg whole", "egg"),
        ("Cheese as ingredient in sandwiches", "cheese"),
        ("Beans, snap, green, raw", "vegetable"),
        ("Beans, black, mature seeds, cooked", "legume"),
        ("Wombat", ""),
    ],
)
def test_an_ingredient_s_role_is_told_by_its_name(description: str, role: str) -> None:
    assert role_of(description) == role


def test_every_kind_of_dish_and_default_has_an_amount() -> None:
    known = {(row["template"], row["role"]) for row in rows("templates")}
    for row in rows("template_sources"):
        for word in row["words"].split("|"):
            assert template_at_end(name_stems(word)), word
    assert [row for row in rows("template_defaults") if (row["template"], row["role"]) not in known] == []


@pytest.mark.django_db
def test_the_command_needs_the_source_tables(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="import_usda"):
        call_command("derive_dish_templates", tmp_path / "out.csv")
