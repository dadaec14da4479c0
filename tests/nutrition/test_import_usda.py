"""`import_usda` reads each publisher's format and writes only what differs."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nutrition.usda.models import SourceFood
from tests.nutrition.usda_files import edit, write_fndds, write_foundation, write_sr28

pytestmark = pytest.mark.django_db


def run(directory: Path) -> dict[str, dict]:
    out = StringIO()
    call_command("import_usda", directory, "--json", stdout=out)
    return {source["source"]: source for source in json.loads(out.getvalue())["sources"]}


def food(source_id: str) -> SourceFood:
    return SourceFood.objects.get(source_id=source_id)


def amount(source_id: str, key: str) -> float | None:
    return food(source_id).nutrients()[key]


def test_sr28_tells_groups_refuse_synonyms_and_measures(tmp_path):
    run(write_sr28(tmp_path))
    broccoli = food("11090")
    assert (broccoli.description, broccoli.group_name) == ("Broccoli, raw", "Vegetables")
    assert (broccoli.refuse_percent, broccoli.synonyms) == (39, "calabrese")
    assert [(row.label, row.grams) for row in broccoli.portions.all()] == [
        ("1 cup chopped", 91),
        ("0.5 cup, chopped", 44),
    ]


def test_unknown_is_not_zero(tmp_path):
    run(write_sr28(tmp_path))
    butter = food("01001")
    assert amount("01001", "fibre_g") == 0
    assert butter.derivations["fibre_g"] == "assumed zero"
    assert amount("11090", "vitamin_a_rae_ug") is None
    assert amount("01001", "iron_mg") is None


def test_available_carbohydrate_needs_fibre(tmp_path):
    folder = write_sr28(tmp_path)
    edit(folder / "NUT_DATA.txt", "~01001~^~291~^0^", "~01001~^~291~^^")
    run(folder)
    assert amount("11090", "carbohydrate_available_g") == pytest.approx(4.04)
    assert food("11090").derivations["carbohydrate_available_g"] == "computed"
    assert amount("01001", "carbohydrate_available_g") is None


def test_a_second_best_nutrient_stands_in_and_says_so(tmp_path):
    run(write_sr28(tmp_path))
    assert amount("01001", "linoleic_acid_g") == 2.728
    assert food("01001").derivations["linoleic_acid_g"] == "nutrient 618"


@pytest.mark.parametrize("packed", [False, True])
def test_energy_falls_back_from_1008_to_2048_to_2047(tmp_path, packed):
    run(write_foundation(tmp_path, packed=packed))
    assert [amount(key, "energy_kcal") for key in "123"] == [34, 21, 22]
    derivations = [food(key).derivations["energy_kcal"] for key in "123"]
    assert derivations == ["derivation 4", "nutrient 2048", "nutrient 2047"]


def test_foundation_leaves_samples_and_older_versions_out(tmp_path):
    run(write_foundation(tmp_path))
    assert not SourceFood.objects.filter(source_id="9").exists()
    assert food("2").release == "2025-04-24"
    assert food("1").ndb_number == "11090"
    assert [row.label for row in food("1").portions.all()] == ["1 cup, chopped"]
    assert [row.label for row in food("2").portions.all()] == ["2 leaves"]


def test_a_carbohydrate_below_zero_by_difference_is_zero(tmp_path):
    folder = write_foundation(tmp_path)
    edit(folder / "food_nutrient.csv", "4,2,2047,23.0,4", "4,2,1005,-0.4,4")
    run(folder)
    assert amount("2", "carbohydrate_total_g") == 0


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".xlsx"])
def test_fndds_tells_dishes_portions_and_ingredients(tmp_path, suffix):
    run(write_fndds(tmp_path, suffix=suffix))
    dish = food("72201222")
    assert (dish.release, amount("72201222", "energy_kcal")) == ("2021-2023", 101)
    assert amount("72201222", "pantothenic_acid_mg") is None
    assert [(row.ingredient_code, row.grams) for row in dish.ingredients.all()] == [
        ("72201100", 90),
        ("1001", 10),
    ]
    assert {row.moisture_change_percent for row in dish.ingredients.all()} == {-10}
    assert [row.label for row in food("72201100").portions.all()] == ["1 cup", "Quantity not specified"]


def test_all_tables_below_a_folder_are_found(tmp_path):
    write_sr28(tmp_path)
    write_foundation(tmp_path)
    write_fndds(tmp_path)
    report = run(tmp_path)
    assert {source: counts["inserted"] for source, counts in report.items()} == {
        "sr28": 2,
        "foundation": 3,
        "fndds": 3,
    }
    assert report["sr28"]["coverage"]["energy_kcal"] == 2
    assert report["sr28"]["coverage"]["iodine_ug"] == 0


def test_a_second_run_writes_nothing(tmp_path):
    write_sr28(tmp_path)
    write_foundation(tmp_path)
    write_fndds(tmp_path)
    run(tmp_path)
    with CaptureQueriesContext(connection) as queries:
        report = run(tmp_path)
    assert {source: counts["unchanged"] for source, counts in report.items()} == {
        "sr28": 2,
        "foundation": 3,
        "fndds": 3,
    }
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]


def test_only_what_differs_is_written(tmp_path):
    folder = write_sr28(tmp_path)
    run(folder)
    before = {row.source_id: row.pk for row in SourceFood.objects.all()}
    edit(folder / "WEIGHT.txt", "~tbsp~^14.2^", "~tbsp~^14.5^")
    report = run(folder)["sr28"]
    assert (report["inserted"], report["updated"], report["unchanged"]) == (0, 1, 1)
    assert food("01001").portions.get().grams == 14.5
    assert {row.source_id: row.pk for row in SourceFood.objects.all()} == before


def test_a_food_gone_from_the_table_is_counted_and_leaves_the_mirror(tmp_path):
    folder = write_foundation(tmp_path)
    run(folder)
    edit(folder / "foundation_food.csv", "3,100300,", "")
    assert run(folder)["foundation"]["vanished"] == 1
    assert not SourceFood.objects.filter(source_id="3").exists()


def test_the_table_shows_coverage(tmp_path):
    out = StringIO()
    call_command("import_usda", write_sr28(tmp_path), stdout=out)
    assert "energy_kcal" in out.getvalue()
    assert "2 (100%)" in out.getvalue()


def test_a_folder_without_tables_says_what_was_expected(tmp_path):
    with pytest.raises(CommandError, match=r"FOOD_DES\.txt"):
        run(tmp_path)
    with pytest.raises(CommandError, match="not a folder"):
        run(tmp_path / "nowhere")
