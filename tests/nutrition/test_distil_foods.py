"""`distil_foods` makes the project's own tables out of the imported ones."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nutrition.fixtures import FoodRecord, read_aliases, read_foods, read_portions
from nutrition.usda.models import SourceFood
from tests.nutrition.usda_files import edit, write_csv, write_fndds, write_foundation, write_sr28

pytestmark = pytest.mark.django_db


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    folder = tmp_path / "publisher"
    folder.mkdir()
    write_sr28(folder)
    write_foundation(folder)
    write_fndds(folder)
    call_command("import_usda", folder, "--json")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "fixtures"


def distil(out: Path) -> dict[str, FoodRecord]:
    """Distil and return the foods by their source's id."""
    call_command("distil_foods", out)
    paths = sorted(out.glob("foods_*.csv"))
    return {food.source_id: food for path in paths for food in read_foods(path)}


def test_without_an_import_it_says_so(out):
    with pytest.raises(CommandError, match="import_usda"):
        distil(out)


def test_all_of_fndds_and_the_rest_of_sr28_and_foundation(tables, out):
    foods = distil(out)
    assert set(foods) == {"72201100", "72201222", "72201999", "01001", "2", "3"}


def test_an_sr28_food_that_fndds_has_becomes_its_alias_and_lends_its_portions(tables, out):
    foods = distil(out)
    broccoli = foods["72201100"].id
    labels = [row.label for row in read_portions(out / "portions.csv") if row.food == broccoli]
    assert labels == ["1 cup", "usual amount", "1 cup chopped", "0.5 cup, chopped"]
    assert "11090" not in foods
    assert [row.text for row in read_aliases(out / "aliases.csv")] == ["calabrese"]


def test_the_unspecified_quantity_is_the_usual_amount(tables, out):
    foods = distil(out)
    portions = {(row.food, row.label): row for row in read_portions(out / "portions.csv")}
    usual = portions[foods["72201100"].id, "usual amount"]
    assert (usual.grams, usual.is_usual) == (45, True)
    assert not portions[foods["72201100"].id, "1 cup"].is_usual


def test_a_food_without_any_portion_gets_a_hundred_grams(tables, out):
    foods = distil(out)
    portions = {row.food: (row.label, row.grams) for row in read_portions(out / "portions.csv")}
    assert portions[foods["72201222"].id] == ("100 g", 100)


def test_ids_are_kept_and_never_given_twice(tables, out):
    first = {key: food.id for key, food in distil(out).items()}
    edit(tables / "foundation" / "foundation_food.csv", "3,100300,", "")
    call_command("import_usda", tables, "--json")
    second = {key: food.id for key, food in distil(out).items()}
    assert second == {key: food_id for key, food_id in first.items() if key != "3"}
    SourceFood.objects.filter(source_id="2").update(source_id="5")
    third = {key: food.id for key, food in distil(out).items()}
    assert third["5"] > max(first.values())
    SourceFood.objects.filter(source_id="5").update(source_id="3")
    assert distil(out)["3"].id == first["3"]


def test_distilling_twice_writes_the_same_bytes(tables, out):
    distil(out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    distil(out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_base_food_stays_whatever_the_rules_say(tables, out):
    SourceFood.objects.filter(source_id="01001").update(description="Butter, 0% moisture")
    assert "01001" not in distil(out)
    columns = ["id", "source", "source_id", "name", "serving", "serving_g"]
    write_csv(out / "base_foods.csv", [columns, ["", "sr28", "01001", "Butter", "", ""]])
    assert "01001" in distil(out)


def test_the_publishers_words_for_not_knowing_are_no_part_of_a_name(tables, out):
    buttered = distil(out)["72201222"]
    assert buttered.name == "Broccoli, with butter"
    assert buttered.description == "Broccoli, NS as to form, with butter"


def test_a_name_that_people_use_for_another_food_is_not_shortened_to(tables, out):
    raw = distil(out)["72201100"].id
    write_csv(out / "base_aliases.csv", [["food", "text"], [str(raw), "broccoli, with butter"]])
    assert distil(out)["72201222"].name == "Broccoli, NS as to form, with butter"


def test_a_food_whose_energy_nobody_knows_is_left_out(tables, out):
    SourceFood.objects.filter(source_id="2").update(energy_kcal=None)
    assert "2" not in distil(out)
