"""What is exported comes in again and changes nothing."""

import pytest

from nutrition.models import Alias, CatalogChange, Food, FoodRevision, Portion, Preparation
from tests.nutrition.exchange.conftest import Desk

pytestmark = pytest.mark.usefixtures("carrot", "fried")
CSV, XLSX = 0, 1


@pytest.mark.parametrize("file_format", [CSV, XLSX])
@pytest.mark.parametrize("table", ["foods_desk", "aliases_desk", "portions_desk", "preparations_desk"])
def test_an_export_comes_in_again_without_a_change(
    table: str, file_format: int, request: pytest.FixtureRequest
) -> None:
    desk: Desk = request.getfixturevalue(table)
    plan = desk.plan(desk.export(file_format))
    assert (plan.new, plan.changed, plan.invalid) == (0, 0, 0)
    assert plan.unchanged > 0


def test_every_nutrient_and_its_provenance_are_in_the_file(foods_desk: Desk) -> None:
    head = foods_desk.export().decode("utf-8-sig").splitlines()[0].split(",")
    assert {"energy_kcal", "sodium_mg", "vitamin_b12_ug", "provenance", "revision", "source_id"} <= set(head)


def test_an_export_has_what_the_list_shows(aliases_desk: Desk, rice: Food) -> None:
    Alias.objects.create(food=rice, text="boiled rice")
    exported = aliases_desk.export(query="?q=boiled").decode("utf-8-sig")
    assert "boiled rice" in exported
    assert "carrots" not in exported


def test_text_that_looks_like_a_formula_is_escaped(foods_desk: Desk, rice: Food) -> None:
    FoodRevision.objects.filter(food=rice).update(description='=HYPERLINK("http://x")')
    exported = foods_desk.export()
    assert "'=HYPERLINK" in exported.decode("utf-8-sig")
    assert foods_desk.plan(exported).unchanged == 2


@pytest.mark.parametrize("file_format", [CSV, XLSX])
def test_nothing_is_lost_of_a_figure(foods_desk: Desk, rice: Food, file_format: int) -> None:
    FoodRevision.objects.filter(food=rice).update(protein_g=1 / 3)
    assert foods_desk.plan(foods_desk.export(file_format)).unchanged == 2


def test_an_export_changes_nothing(foods_desk: Desk) -> None:
    before = [model.objects.count() for model in (FoodRevision, Alias, Portion, Preparation, CatalogChange)]
    foods_desk.plan(foods_desk.export())
    after = [model.objects.count() for model in (FoodRevision, Alias, Portion, Preparation, CatalogChange)]
    assert before == after
