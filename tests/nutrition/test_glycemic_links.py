"""The shipped glycemic values and links, how they are loaded, and the index that each food gets."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nutrition.fixtures import write_csv
from nutrition.glycemic.models import GlycemicLink, GlycemicValue
from nutrition.glycemic.selectors import glycemic_indexes
from nutrition.models import CatalogChange
from tests.nutrition.small_release import food, load, write

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
VALUE_COLUMNS = [
    "name",
    "aliases",
    "gi",
    "standard_error",
    "serving_g",
    "carbohydrate_available_g",
    "source",
    "year",
]
CARROT = ["Carrots, boiled", "cooked carrots", "39", "4", "", "", "a study", "2008"]
BEET = ["Beetroot", "", "64", "16", "", "", "a study", "2002"]


def read(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def shipped() -> list[dict[str, Any]]:
    """The shipped links, each with its value and food."""
    values = {(row["name"], row["source"]): row for row in read("glycemic_values.csv")}
    foods = {row["id"]: row for path in FIXTURES.glob("foods_*.csv") for row in read(path.name)}
    return [
        {**link, "tested": values[link["value"], link["source"]], "of": foods[link["food"]]}
        for link in read("glycemic_links.csv")
    ]


def write_tables(directory: Path, values: list[list[str]], links: list[list[str]]) -> None:
    write_csv(directory / "glycemic_values.csv", VALUE_COLUMNS, values)
    write_csv(directory / "glycemic_links.csv", ("food", "kind", "value", "source", "note"), links)


def link(kind: str = "same", value: str = "Carrots, boiled", food_id: int = 1) -> list[str]:
    return [str(food_id), kind, value, "a study" if value else "", ""]


def carrot(food_id: int = 1, **changes: Any) -> Any:
    return food(food_id, **{"carbohydrate_total_g": 9.6, "fibre_g": 2.8} | changes)


def test_every_shipped_value_cites_its_table():
    values = read("glycemic_values.csv")
    assert {row["source"].split(",")[0] for row in values} == {
        "Atkinson et al. 2008",
        "Foster-Powell et al. 2002",
    }
    assert all(row["year"] in row["source"] and 0 < float(row["gi"]) <= 120 for row in values)
    assert len({(row["name"].lower(), row["source"]) for row in values}) == len(values)


def test_all_of_table_1_of_2008_is_shipped():
    assert sum(row["source"].endswith("table 1") for row in read("glycemic_values.csv")) == 62


def test_the_same_food_is_prepared_as_it_was_tested(shipped):
    apart = [
        ("raw", "boiled"),
        ("fried", "boiled"),
        ("canned", "boiled"),
        ("dried", "raw"),
        ("canned", "raw"),
    ]
    for row in shipped:
        said, tested = f" {row['of']['description']} ".lower(), row["tested"]["name"].lower()
        if row["kind"] == "same" and "from dried" not in said:
            assert not any(way in said and other in tested for way, other in apart), row


def test_the_same_food_names_what_was_tested(shipped):
    fat_or_more = ("fat added", "with butter", "with milk", "flavored", "sugar free")
    for row in shipped:
        if row["kind"] == "same":
            assert not any(words in row["of"]["description"].lower() for words in fat_or_more), row


def test_no_link_gives_an_index_to_a_food_without_carbohydrate(shipped):
    assert all(float(row["of"]["carbohydrate_total_g"]) > 4 for row in shipped)


def test_no_raw_or_dry_food_is_close_to_what_was_tested_cooked(shipped):
    cooked = ("boiled", "cooked")
    for row in shipped:
        if row["kind"] != "category" and any(way in row["tested"]["name"].lower() for way in cooked):
            last = row["of"]["description"].lower().split(", ")
            assert not {"raw", "dry", "uncooked"} & set(last), row


@pytest.mark.parametrize(
    ("food_id", "kind"),
    [("10623", "close"), ("2990", "close"), ("3059", "category"), ("9475", "category"), ("202", "category")],
)
def test_what_is_only_near_is_not_called_the_same_nor_what_is_far_close(shipped, food_id, kind):
    assert [row["kind"] for row in shipped if row["food"] == food_id] == [kind]


def test_wild_rice_with_fat_stands_as_wild_rice(shipped):
    tested = {row["food"]: row["tested"] for row in shipped}
    assert float(tested["3042"]["gi"]) == 57


def test_every_link_that_is_not_the_same_says_why(shipped):
    assert all(row["note"] for row in shipped if row["kind"] != "same")


@pytest.mark.django_db
class TestLoading:
    def test_a_link_gives_the_food_its_index(self, tmp_path):
        write(tmp_path, [carrot()])
        write_tables(tmp_path, [CARROT], [link()])
        load(tmp_path)
        index = glycemic_indexes()[1]
        assert (index.value, index.kind, index.confidence) == (39, "same", 0.98)
        assert (index.name, index.source) == ("Carrots, boiled", "a study")

    def test_the_same_tables_again_write_nothing(self, tmp_path):
        write(tmp_path, [carrot()])
        write_tables(tmp_path, [CARROT], [link()])
        load(tmp_path)
        with CaptureQueriesContext(connection) as queries:
            load(tmp_path)
        written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
        assert not [sql for sql in written if "glycemic" in sql]

    def test_a_changed_link_is_announced(self, tmp_path):
        write(tmp_path, [carrot()])
        write_tables(tmp_path, [CARROT, BEET], [link()])
        load(tmp_path)
        CatalogChange.objects.all().delete()
        write_tables(tmp_path, [CARROT, BEET], [link("close", "Beetroot")])
        load(tmp_path)
        assert [change.food_id for change in CatalogChange.objects.all()] == [1]
        assert (glycemic_indexes()[1].value, glycemic_indexes()[1].confidence) == (64, 0.85)

    def test_a_link_gone_from_the_release_goes(self, tmp_path):
        write(tmp_path, [carrot()])
        write_tables(tmp_path, [CARROT], [link()])
        load(tmp_path)
        write_tables(tmp_path, [CARROT], [])
        load(tmp_path)
        assert not GlycemicLink.objects.exists()

    def test_a_curators_value_and_link_stay(self, tmp_path):
        write(tmp_path, [carrot()])
        write_tables(tmp_path, [CARROT], [link()])
        load(tmp_path)
        GlycemicValue.objects.update(origin="curator", gi=41)
        GlycemicLink.objects.update(origin="curator", kind="close")
        load(tmp_path)
        assert (glycemic_indexes()[1].value, glycemic_indexes()[1].kind) == (41, "close")

    @pytest.mark.parametrize(
        ("values", "links", "wrong"),
        [
            ([CARROT, CARROT], [], "row 3, column 'name': 'Carrots, boiled' is there twice"),
            ([[*CARROT[:2], "x", *CARROT[3:]]], [], "row 2, column 'gi': 'x' is no number"),
            ([CARROT], [link(food_id=9)], "row 2, column 'food': no food 9"),
            ([CARROT], [link(value="Turnip")], "there is no value 'Turnip'"),
            ([CARROT], [link("none")], "a link of kind 'none'"),
            ([CARROT], [link("exactly")], "a link of kind 'exactly'"),
            ([CARROT], [link(), link()], "row 3, column 'food': no food 1, or there twice"),
        ],
    )
    def test_broken_tables_are_refused_and_nothing_is_loaded(self, tmp_path, values, links, wrong):
        write(tmp_path, [carrot()])
        write_tables(tmp_path, values, links)
        with pytest.raises(CommandError, match=wrong):
            load(tmp_path)
        assert not GlycemicValue.objects.exists()


@pytest.mark.django_db
class TestIndexes:
    def test_a_food_without_carbohydrate_has_none_whatever_links_to_it(self, tmp_path):
        write(tmp_path, [carrot(carbohydrate_total_g=2.9)])
        write_tables(tmp_path, [CARROT], [link()])
        load(tmp_path)
        assert glycemic_indexes() == {}

    def test_where_no_value_fits_there_is_none_though_the_category_has_a_default(self, tmp_path):
        write(tmp_path, [carrot(), carrot(2, name="Turnip")])
        write_tables(tmp_path, [CARROT], [link("none", "")])
        load(tmp_path)
        assert {key: index.value for key, index in glycemic_indexes().items()} == {2: 75}

    def test_a_food_without_a_link_is_found_by_name(self, tmp_path):
        write(tmp_path, [carrot(name="Carrots", description="Carrots, cooked")])
        write_tables(tmp_path, [CARROT], [])
        load(tmp_path)
        assert (glycemic_indexes()[1].kind, glycemic_indexes()[1].confidence) == ("close", 0.9)

    def test_some_foods_can_be_asked_for(self, tmp_path):
        write(tmp_path, [carrot(), carrot(2)])
        load(tmp_path)
        assert set(glycemic_indexes([2])) == {2}
        assert glycemic_indexes([]) == {}

    def test_all_foods_take_three_queries(self, tmp_path, django_assert_num_queries):
        write(tmp_path, [carrot(number) for number in range(1, 8)])
        load(tmp_path)
        with django_assert_num_queries(3):
            assert len(glycemic_indexes()) == 7

    def test_the_report_counts_by_kind(self, tmp_path, capsys):
        write(
            tmp_path,
            [carrot(), carrot(2, name="Turnip"), carrot(3, name="Leaf", carbohydrate_total_g=4)],
            base=[["1", "sr28", "00001", "Carrot", "1 medium", "61"]],
        )
        write_tables(tmp_path, [CARROT], [link("close")])
        load(tmp_path)
        call_command("report_gi")
        base, everything = capsys.readouterr().out.splitlines()
        assert "1 with more than 5 g carbohydrate" in base
        assert "close to it 1 (100.0%)" in base
        assert "close to it 1 (50.0%)" in everything
        assert "default of its category 1 (50.0%)" in everything
