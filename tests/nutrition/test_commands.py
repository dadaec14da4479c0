"""`analyze` and `evaluate_text`, with the project's own food tables."""

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from nutrition.learning.models import Miss
from nutrition.nutrients import CORE_KEYS, KEYS, by_key
from nutrition.resolution.foods import FoodTables

pytestmark = pytest.mark.usefixtures("food_tables")
HEADER = "meal_description,carb,protein,fat,energy\n"


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_table_shows_foods_open_phrases_assumptions_and_totals():
    shown = run("analyze", "two scrambled eggs, a glass of orange juice and 3 cups of xyzzy")
    for part in ("Scrambled eggs", "two scrambled eggs", "fndds", "likely", "total"):
        assert part in shown
    assert "3 cups of xyzzy: We don't know this one yet." in shown
    assert "Orange juice: a glass taken as" in shown


def test_the_table_shows_the_core_nutrients_and_all_on_demand():
    shown = run("analyze", "100 g white rice")
    assert all(by_key()[key].name in shown for key in CORE_KEYS)
    assert "Lycopene" not in shown
    everything = run("analyze", "100 g white rice", "--all")
    assert all(by_key()[key].name in everything for key in KEYS)


def test_unknown_is_said():
    shown = run("analyze", "100 g scrambled eggs, 100 g enriched corn muffin")
    assert "unknown" in shown
    assert ">=" in shown


@pytest.mark.parametrize("text", ["", "xyzzy", "[bold]xyzzy[/bold] [/]", "5000 kg butter"])
def test_a_meal_without_foods_has_no_table(text):
    shown = run("analyze", text)
    assert "total" not in shown
    assert shown.strip()


def test_json_is_what_the_api_answers(api: APIClient):
    text = "two scrambled eggs and 3 cups of xyzzy"
    printed = json.loads(run("analyze", text, "--json"))
    answered = api.post("/api/v1/analyze/text", {"text": text}).json()
    printed.pop("milliseconds")
    answered.pop("milliseconds")
    assert printed == answered


def test_json_has_what_was_promised():
    meal = json.loads(run("analyze", "two scrambled eggs", "--json"))
    assert {"text", "items", "unresolved", "totals"} <= meal.keys()
    assert {"name", "food_id", "grams", "nutrients", "path", "score"} <= meal["items"][0].keys()


def test_the_region_is_obeyed():
    meal = json.loads(run("analyze", "100 g chips", "--json", "--region", "GB"))
    assert meal["items"][0]["name"] == "French fries"


def test_a_command_counts_no_misses():
    run("analyze", "xyzzy")
    assert not Miss.objects.exists()


def test_a_file_gives_one_object_a_line_whatever_is_in_it(tmp_path: Path):
    file = tmp_path / "meals.txt"
    file.write_bytes(b"an apple\n\n\xff\xfe\n" + b"rice " * 2000 + b"\r\n\x00\ntwo eggs")
    meals = lines_of(run("analyze", "--file", str(file)))
    assert [len(meal["items"]) for meal in meals] == [1, 0, 0, 0, 0, 1]
    reasons = [phrase["reason"] for meal in meals for phrase in meal["unresolved"]]
    assert reasons == ["no_food_named", "not_text", "too_long", "no_food_named"]
    assert all({"text", "items", "unresolved", "totals"} <= meal.keys() for meal in meals)


def test_lines_come_from_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"an apple\na banana\n")))
    meals = lines_of(run("analyze", "--file", "-"))
    assert [meal["items"][0]["name"] for meal in meals] == ["Apple", "Banana"]


@pytest.mark.parametrize("arguments", [(), ("rice", "--file", "-")])
def test_either_a_text_or_a_file(arguments):
    with pytest.raises(CommandError, match="--file"):
        run("analyze", *arguments)


def test_a_file_that_is_missing_is_named():
    with pytest.raises(CommandError, match=r"nowhere\.txt cannot be read"):
        run("analyze", "--file", "nowhere.txt")


@pytest.fixture
def meals(tmp_path: Path, food_tables: FoodTables) -> Path:
    """Three meals: one that is met, one that is 10 g of carbohydrate off, one in which there is no food."""
    egg = next(row for row, food in enumerate(food_tables.foods) if food.name == "Scrambled eggs")
    per_100g = food_tables.nutrients_of(egg)
    truth = [per_100g[key] or 0.0 for key in ("carbohydrate_total_g", "protein_g", "fat_g", "energy_kcal")]
    rows = [
        ("100 g scrambled eggs", *truth),
        ("100 g scrambled eggs", truth[0] + 10, truth[1], truth[2] + 1, truth[3] + 40),
        ("3 cups of xyzzy", 2, 3, 4, 50),
    ]
    file = tmp_path / "meals.csv"
    file.write_text(HEADER + "".join(f"{','.join(map(str, row))}\n" for row in rows))
    return file


def test_evaluation_as_json(meals):
    (found,) = lines_of(run("evaluate_text", str(meals), "--json"))
    assert found.pop("ms_per_meal") > 0
    assert found == {
        "n": 3,
        "within_7_5_g": pytest.approx(2 / 3, abs=1e-4),
        "mae_carb_g": 4.0,
        "mae_protein_g": 1.0,
        "mae_fat_g": pytest.approx(5 / 3, abs=1e-3),
        "mae_energy_kcal": 30.0,
    }


def test_evaluation_in_words(meals):
    shown = run("evaluate_text", str(meals))
    assert "3 meals: 66.7% within 7.5 g carbohydrate" in shown
    assert "carbohydrate 4.0 g" in shown


def test_rows_are_written_for_study(meals, tmp_path):
    out = tmp_path / "rows.csv"
    run("evaluate_text", str(meals), "--rows", str(out), "--json")
    with out.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["within_7_5_g"] for row in rows] == ["1", "0", "1"]
    assert "Scrambled eggs 100.0 g" in rows[0]["foods"]
    assert rows[2]["unresolved"] == "3 cups of xyzzy (not_found)"
    assert [row["line"] for row in rows] == ["2", "3", "4"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("meal_description,carb,protein\n", "column missing: fat, energy"),
        ("", "column missing: meal_description"),
        (HEADER, "holds no meals"),
        (HEADER + "rice,1,2,3,4\nrice,1,x,3,4\n", "row 2, column protein: 'x' is no number"),
        (HEADER + "rice,1,2,3\n", "row 1, column energy: '' is no number"),
        (HEADER + "rice,nan,2,3,4\n", "row 1, column carb"),
        (HEADER + "rice,1,2,inf,4\n", "row 1, column fat"),
    ],
)
def test_a_broken_file_is_refused_by_place(tmp_path, content, message):
    file = tmp_path / "meals.csv"
    file.write_text(content)
    with pytest.raises(CommandError, match=message):
        run("evaluate_text", str(file))


def test_a_file_that_is_no_csv_is_refused(tmp_path):
    file = tmp_path / "meals.csv"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="no CSV file in UTF-8"):
        run("evaluate_text", str(file))
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run("evaluate_text", str(tmp_path / "nowhere.csv"))


def test_a_place_that_cannot_be_written_is_named(meals, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        run("evaluate_text", str(meals), "--rows", str(tmp_path / "nowhere" / "rows.csv"))
