"""`import_gi`: a licence holder's table of glycemic values; bad tables are refused whole."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nutrition.glycemic.models import GlycemicLink, GlycemicValue
from nutrition.models import CatalogChange, Food
from tests.nutrition.small_release import food, load, write

pytestmark = pytest.mark.django_db

HEADER = "name,gi,serving,carbohydrate,source,year"
CARROT = '"Carrots, raw",35,80,6,a lab,2021'
BEET = "Beetroot,64,,,a lab,2021"


@pytest.fixture
def foods(tmp_path):
    """A carrot, a grated carrot and a beet, each with carbohydrate, and a leaf without."""
    rows = [
        food(1, name="Carrots"),
        food(2, name="Turnip", description="Turnips, cooked"),
        food(3, name="Carrots, raw, grated", description="Carrots, raw, grated"),
        food(4, name="Leaf", description="Beetroot"),
    ]
    for row in rows[:3]:
        row.nutrients |= {"carbohydrate_total_g": 9.6}
    rows[3].nutrients |= {"carbohydrate_total_g": 0.1}
    write(tmp_path, rows)
    load(tmp_path)


def import_gi(directory: Path, *lines: str, encoding: str = "utf-8", **options: Any) -> dict[str, Any]:
    path = directory / "values.csv"
    path.write_bytes("\n".join(lines).encode(encoding))
    return run(path, **options)


def run(path: Path, **options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("import_gi", path, "--json", stdout=out, **options)
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


def test_values_are_stored_as_given(tmp_path):
    report = import_gi(tmp_path, HEADER, CARROT, BEET)
    assert (report["inserted"], report["updated"], report["unchanged"]) == (2, 0, 0)
    carrot = GlycemicValue.objects.get(name="Carrots, raw")
    assert (carrot.gi, carrot.serving_g, carrot.carbohydrate_available_g) == (35, 80, 6)
    assert (carrot.source, carrot.year, carrot.origin) == ("a lab", 2021, "release")
    assert GlycemicValue.objects.get(name="Beetroot").serving_g is None


def test_columns_may_stand_in_any_order_and_case_with_units(tmp_path):
    import_gi(
        tmp_path,
        "\ufeffYear,SOURCE,Carbohydrate (g),Serving_g, GI (glucose=100) ,Name",
        "2021,a lab,6,80,35,Carrot",
    )
    assert GlycemicValue.objects.get().carbohydrate_available_g == 6


def test_the_exact_name_is_the_same_food_and_a_similar_one_close(tmp_path, foods):
    report = import_gi(tmp_path, HEADER, CARROT, BEET)
    found = {row["food_id"]: (row["kind"], round(row["score"], 2)) for row in report["proposals"]}
    assert found == {1: ("same", 0.98), 3: ("close", 0.77)}
    assert [(link.food_id, link.kind) for link in GlycemicLink.objects.all()] == [(1, "same")]
    assert report["linked"] == 1


def test_linked_foods_are_announced(tmp_path, foods):
    CatalogChange.objects.all().delete()
    import_gi(tmp_path, HEADER, CARROT)
    assert CatalogChange.objects.filter(food=None).count() == 1


def test_importing_again_writes_nothing(tmp_path, foods):
    import_gi(tmp_path, HEADER, CARROT)
    with CaptureQueriesContext(connection) as queries:
        report = import_gi(tmp_path, HEADER, CARROT)
    assert (report["unchanged"], report["linked"]) == (1, 0)
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_changed_value_is_updated(tmp_path):
    import_gi(tmp_path, HEADER, BEET)
    assert import_gi(tmp_path, HEADER, BEET.replace("64", "61"))["updated"] == 1
    assert GlycemicValue.objects.get().gi == 61


def test_what_a_curator_decided_stays(tmp_path, foods):
    kept = GlycemicValue.objects.create(name="Carrots, raw", gi=16, source="a lab", year=2021)
    GlycemicLink.objects.create(food=Food.objects.get(pk=1), kind="none")
    report = import_gi(tmp_path, HEADER, CARROT)
    kept.refresh_from_db()
    assert (kept.gi, report["unchanged"]) == (16, 1)
    assert GlycemicLink.objects.get(food=1).kind == "none"


def test_only_a_nearer_value_takes_the_place_of_a_releases(tmp_path, foods):
    old = GlycemicValue.objects.create(name="Root", gi=50, source="a study", year=2002)
    for food_id, kind in ((1, "close"), (3, "same")):
        GlycemicLink.objects.create(food_id=food_id, value=old, kind=kind, origin="release")
    import_gi(tmp_path, HEADER, CARROT, '"Carrots, raw, grated",40,,,a lab,2021')
    assert GlycemicLink.objects.get(food=1, value__name="Carrots, raw").kind == "same"
    assert GlycemicLink.objects.get(food=3).value == old


def test_a_link_to_an_imported_value_survives_the_next_release(tmp_path, foods):
    import_gi(tmp_path, HEADER, CARROT)
    load(tmp_path)
    assert GlycemicLink.objects.get().value == GlycemicValue.objects.get(name="Carrots, raw")


def test_a_dry_run_stores_nothing(tmp_path, foods, capsys):
    report = import_gi(tmp_path, HEADER, CARROT, dry_run=True)
    assert (report["inserted"], report["linked"]) == (1, 1)
    assert not GlycemicValue.objects.exists()
    assert not GlycemicLink.objects.exists()
    call_command("import_gi", tmp_path / "values.csv", "--dry-run")
    said = "Would do: 1 values inserted, 0 updated, 0 unchanged; 1 foods linked, 1 more have a name like one"
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("Carrot,x,80,6,a lab,2021", "row 3, column 'gi': 'x' is no amount"),
        (
            'Carrot,"35,5",80,6,a lab,2021',
            "row 3, column 'gi': '35,5' is no amount of 0 or more; write decimals with a",
        ),
        ("Carrot,-1,80,6,a lab,2021", "row 3, column 'gi': '-1' is no amount"),
        ("Carrot,nan,80,6,a lab,2021", "row 3, column 'gi': 'nan' is no amount"),
        ("Carrot,35,inf,6,a lab,2021", "row 3, column 'serving': 'inf' is no amount"),
        ("Carrot,201,80,6,a lab,2021", "row 3, column 'gi': 201 is above 200"),
        ("Carrot,,80,6,a lab,2021", "row 3, column 'gi': is empty"),
        ("Carrot,35,0,0,a lab,2021", "row 3, column 'serving': a serving of 0 g"),
        ("Carrot,35,80,81,a lab,2021", "row 3, column 'carbohydrate': 81 g in a serving of 80 g"),
        (" ,35,80,6,a lab,2021", "row 3, column 'name': is empty"),
        (f"{'x' * 161},35,80,6,a lab,2021", "row 3, column 'name': at most 160"),
        ("Carrot,35,80,6,,2021", "row 3, column 'source': is empty"),
        ("Carrot,35,80,6,a lab,21", "row 3, column 'year': '21' is no year"),
        ("Carrot,35,80,6,a lab,1969", "row 3, column 'year': '1969' is no year from 1970"),
        ("Carrot,35,80,6,a lab,2100", "row 3, column 'year': '2100' is no year"),
        ("Carrot,5_5,80,6,a lab,2021", "row 3, column 'gi': '5_5' is no amount"),
        ("Carrot,٣٥,80,6,a lab,2021", "row 3, column 'gi': '٣٥' is no amount"),
        ("Carrot,1e2,80,6,a lab,2021", "row 3, column 'gi': '1e2' is no amount"),
        ("123,35,80,6,a lab,2021", "row 3, column 'name': '123' is no name"),
        ("=A1,35,80,6,a lab,2021", "row 3, column 'name': '=A1' is no name"),
        ("@carrot,35,80,6,a lab,2021", "row 3, column 'name': '@carrot' is no name"),
        ("Carrot,35,80,6,-lab,2021", "row 3, column 'source': '-lab' is no name"),
        ("Carrot,35,80,6,a lab", "row 3: 5 cells, the header has 6"),
        ("BEETROOT,35,80,6,a lab,2020", "row 3: 'BEETROOT' of this source stands in row 2 already"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_stored(tmp_path, line, wrong):
    with pytest.raises(CommandError, match=f"Nothing was imported. {wrong}"):
        import_gi(tmp_path, HEADER, BEET, line)
    assert not GlycemicValue.objects.exists()


@pytest.mark.parametrize(
    ("header", "wrong"),
    [
        ("name,gi,serving,source,year", "column 'carbohydrate' is missing"),
        (f"{HEADER},GI", "column 'gi' is there twice"),
        ("name;gi;serving;carbohydrate;source;year", "column 'name' is missing"),
        ("", "column 'name' is missing"),
        (
            HEADER.replace("gi", "GI (bread = 100)"),
            r"column 'GI \(bread = 100\)': takes only \(glucose = 100\)",
        ),
        (HEADER.replace("serving", "Serving (oz)"), r"column 'Serving \(oz\)': takes only \(g\)"),
        (HEADER.replace("carbohydrate", "carbohydrate (mg)"), r"column 'carbohydrate \(mg\)': takes only"),
        (HEADER.replace("name", "name (g)"), r"column 'name \(g\)': takes no unit"),
        (HEADER, "there is no row"),
    ],
)
def test_a_wrong_header_is_named(tmp_path, header, wrong):
    with pytest.raises(CommandError, match=wrong):
        import_gi(tmp_path, header)


def test_a_file_that_is_not_utf_8_or_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="not UTF-8"):
        import_gi(tmp_path, HEADER, "Crème caramel,50,,,a lab,2021", encoding="latin-1")
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "nowhere.csv")
