"""A table that cannot be loaded says which file, row and column is at fault; nothing of it is loaded."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError

from nutrition.fixtures import write_csv
from nutrition.models import Category, Food
from tests.nutrition.small_release import alias, food, load, portion, write

pytestmark = pytest.mark.django_db
VALUES = (
    "name",
    "aliases",
    "gi",
    "standard_error",
    "serving_g",
    "carbohydrate_available_g",
    "source",
    "year",
)
LINKS = ("food", "kind", "value", "source", "note")
RECIPES = (
    "food", "sequence", "ingredient", "name", "grams", "retention_code", "moisture_change_percent", "source",
)  # fmt: skip
FILES = (
    "aliases.csv", "base_aliases.csv", "base_foods.csv", "categories.csv", "foods_sr28.csv", "portions.csv",
    "preparations.csv", "glycemic_values.csv", "glycemic_links.csv", "recipes.csv", "servings.csv",
    "retired_foods.csv",
)  # fmt: skip


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """One row in every table that a release may have."""
    write(
        tmp_path,
        [food(1), food(2, name="Parsnip")],
        portions=[portion()],
        aliases=[alias("carrots")],
        base=[["1", "sr28", "00001", "Carrot", "1 medium", "61"]],
        base_aliases=[alias("roots")],
    )
    write_csv(
        tmp_path / "glycemic_values.csv", VALUES, [["Carrots", "", "39", "4", "80", "6", "a study", "2008"]]
    )
    write_csv(tmp_path / "glycemic_links.csv", LINKS, [["1", "same", "Carrots", "a study", ""]])
    write_csv(tmp_path / "recipes.csv", RECIPES, [["2", "1", "1", "Carrot", "90", "", "-5", "sr28"]])
    write_csv(tmp_path / "servings.csv", ("id", "serving", "serving_g"), [["2", "1 root", "120"]])
    write_csv(tmp_path / "retired_foods.csv", ("id", "merged_into"), [["2", "1"]])
    return tmp_path


def refusal(directory: Path) -> str:
    """What `load_foods` says."""
    with pytest.raises(CommandError) as refused:
        load(directory)
    assert Food.objects.count() == Category.objects.count() == 0
    return str(refused.value)


def put(directory: Path, name: str, column: str, text: str) -> None:
    """Write something into a column of a table's first row."""
    with (directory / name).open(newline="") as file:
        header, *rows = csv.reader(file)
    rows[0][header.index(column)] = text
    write_csv(directory / name, header, rows)


def test_a_whole_release_is_loaded(release: Path) -> None:
    load(release)
    parsnip = Food.objects.get(pk=2)
    assert (parsnip.merged_into_id, parsnip.live.serving_g, Food.objects.get(pk=1).live.serving_g) == (
        1,
        120,
        61,
    )


NUMBERS = [
    ("foods_sr28.csv", "energy_kcal"),
    ("foods_sr28.csv", "refuse_percent"),
    ("portions.csv", "grams"),
    ("base_foods.csv", "serving_g"),
    ("servings.csv", "serving_g"),
    ("preparations.csv", "fat_added_g"),
    ("glycemic_values.csv", "gi"),
    ("recipes.csv", "grams"),
    ("recipes.csv", "moisture_change_percent"),
]


@pytest.mark.parametrize("text", ["nan", "inf", "-Infinity", "1e400", "12 mg", "1_000", "=1+1"])
@pytest.mark.parametrize(("name", "column"), NUMBERS)
def test_what_is_no_number_is_told(release: Path, name: str, column: str, text: str) -> None:
    put(release, name, column, text)
    assert f"{name}, row 2, column {column!r}: {text!r} is no number" in refusal(release)


@pytest.mark.parametrize(("name", "column"), NUMBERS)
def test_a_decimal_comma_is_told(release: Path, name: str, column: str) -> None:
    put(release, name, column, "12,5")
    said = f"{name}, row 2, column {column!r}: '12,5' is no number; decimals are written with a point"
    assert said in refusal(release)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("foods_sr28.csv", "id"),
        ("base_foods.csv", "id"),
        ("servings.csv", "id"),
        ("retired_foods.csv", "id"),
        ("retired_foods.csv", "merged_into"),
        ("portions.csv", "food"),
        ("aliases.csv", "food"),
        ("glycemic_links.csv", "food"),
        ("glycemic_values.csv", "year"),
        ("recipes.csv", "food"),
        ("recipes.csv", "ingredient"),
        ("recipes.csv", "sequence"),
    ],
)
@pytest.mark.parametrize("text", ["1.5", "x", "-1", "9" * 30, "²"])
def test_what_is_no_id_is_told(release: Path, name: str, column: str, text: str) -> None:
    put(release, name, column, text)
    assert f"{name}, row 2, column {column!r}: {text!r} is no whole number" in refusal(release)


@pytest.mark.parametrize("name", FILES)
def test_invalid_utf_8_is_told_with_its_line(release: Path, name: str) -> None:
    path = release / name
    path.write_bytes(path.read_bytes() + b"caf\xe9\n")
    lines = path.read_bytes().count(b"\n")
    assert f"{name}, line {lines} is not UTF-8" in refusal(release)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_column_is_told(release: Path, name: str) -> None:
    path = release / name
    header, *rows = path.read_text().splitlines()
    last = "note" if name == "glycemic_links.csv" else header.split(",")[1]
    path.write_text("\n".join([header.replace(f",{last}", ",other", 1), *rows]) + "\n")
    if name == "base_foods.csv":
        path.write_text("\n".join([header.replace("serving_g", "other"), *rows]) + "\n")
        last = "serving_g"
    assert f"{name}: column {last!r} is missing" in refusal(release)


@pytest.mark.parametrize("name", FILES)
def test_a_row_of_the_wrong_width_is_told(release: Path, name: str) -> None:
    path = release / name
    path.write_text(path.read_text() + "1\n")
    assert f"{name}, row " in refusal(release)


@pytest.mark.parametrize(
    ("name", "column", "text", "said"),
    [
        ("foods_sr28.csv", "energy_kcal", "-1", "'-1' is below 0"),
        ("foods_sr28.csv", "name", "x" * 161, "has 161 characters; at most 160 fit"),
        ("foods_sr28.csv", "non_nutritive_sweeteners", "maybe", "'maybe' is neither 0, 1 nor empty"),
        ("portions.csv", "grams", "0", "a portion weighs more than 0 g"),
        ("portions.csv", "grams", "", "is empty"),
        ("portions.csv", "usual", "yes", "'yes' is neither 0, 1 nor empty"),
        ("aliases.csv", "text", "a\0b", "has a character that cannot be stored"),
        ("recipes.csv", "moisture_change_percent", "-100", "nothing would be left"),
        ("retired_foods.csv", "merged_into", "2", "there is no food 2 besides it"),
        ("servings.csv", "id", "77", "there is no food 77"),
    ],
)
def test_a_cell_says_what_is_wrong_with_it(
    release: Path, name: str, column: str, text: str, said: str
) -> None:
    put(release, name, column, text)
    assert f"{name}, row 2, column {column!r}: {said}" in refusal(release)
