"""The table of labels: every label of every set means one food that is there."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from ml.classes import NOT_FOOD
from ml.data.labels import TABLE, LabelsError, read_labels
from ml.data.sources import source_of, sources
from nutrition.fixtures import read_foods
from tests.ml.data.small_sets import put

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
HEADING = "label_set,label,class,kind,name,coarse,food_id,fit,note\n"
# Words that brands and preparations for babies or hospitals begin with in USDA's tables.
NO_EVERYDAY_FOOD = ("babyfood", "infant", "fast foods", "restaurant,", "mcdonald", "campbell")


@pytest.fixture(scope="module")
def labels():
    return read_labels()


@pytest.fixture(scope="module")
def foods():
    return {food.id: food for path in FIXTURES.glob("foods_*.csv") for food in read_foods(path)}


def rows():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_class_is_a_food_of_the_tables(labels, foods):
    with (FIXTURES / "vanished_foods.csv").open() as file:
        vanished = {int(row["id"]) for row in csv.DictReader(file)}
    for each in labels.classes.values():
        assert each.kind == NOT_FOOD or each.food_id in foods.keys() - vanished, each


def test_every_class_is_plain_food(labels, foods):
    for each in labels.classes.values():
        if each.food_id:
            food = foods[each.food_id]
            assert not food.description.lower().startswith(NO_EVERYDAY_FOOD), each
            assert food.nutrients["energy_kcal"] is not None, each


@pytest.mark.parametrize(
    ("label_set", "number"),
    [("food101", 101), ("sharp_food", 91), ("grocery_store", 81), ("not_food", 1), ("ecustfd", 19)],
)
def test_all_labels_of_a_set_are_there(labels, label_set, number):
    assert len([label for found, label in labels.by_label if found == label_set]) == number


def test_what_has_no_food_of_its_own_says_why():
    assert all(row["note"] for row in rows() if row["fit"] == "nearest")
    assert {row["fit"] for row in rows() if row["food_id"]} == {"same", "nearest"}


def test_labels_of_several_sets_mean_one_class(labels):
    assert labels.find("food101", "donuts") == labels.find("ecustfd", "doughnut")
    apples = {labels.by_label[key] for key in (("grocery_store", "Royal-Gala"), ("sharp_food", "apple"))}
    assert {labels.classes[name].food_id for name in apples} == {3832}


def test_the_name_of_a_class_is_a_label_anywhere(labels):
    assert labels.find("a folder of mine", "Apple Pie").label == "apple_pie"
    assert labels.find("a folder of mine", "apple pies") is None


def test_a_food_id_is_a_label_of_corrections(labels):
    assert labels.find("foods", "3231").label == "pizza"
    assert labels.find("foods", "999999") is None
    assert labels.find("foods", "3832").label == "apple"


def test_a_food_that_several_dishes_show_is_asked_back(labels):
    with pytest.raises(LabelsError, match="sashimi or tuna_tartare"):
        labels.find("foods", "925")


def test_another_table_adds_labels(tmp_path):
    mine = put(tmp_path / "mine.csv", f"{HEADING}uecfood256,rice,rice,food,rice,,3019,same,\n")
    assert read_labels((TABLE, mine)).by_label["uecfood256", "rice"] == "rice"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("a,b,pizza,dish,pizza,,1,same,", "pizza is described otherwise further up"),
        ("food101,pizza,sushi,dish,sushi,,3576,same,", "food101 pizza is pizza further up"),
        ("a,b,c,thing,c,,1,same,", "kind 'thing' is none of"),
        ("a,b,c,food,c,,,same,", "food_id '' does not go with the kind food"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused_with_its_row(tmp_path, row, why):
    mine = put(tmp_path / "mine.csv", f"{HEADING}{row}\n")
    with pytest.raises(LabelsError, match=f"mine.csv, row 2: {why}"):
        read_labels((TABLE, mine))


def test_every_data_set_names_its_terms():
    assert all(each.licence and each.allowed_use and each.attribution for each in sources().values())
    assert all(each.sha256 or each.note for each in sources().values())


def test_a_folder_that_nobody_knows_is_for_research_only():
    unknown = source_of(Path("holiday photos"))
    assert (unknown.licence, unknown.allowed_use, unknown.label_set) == ("not stated", "research", "classes")
    assert source_of(Path("food101_64px")).name == source_of(Path("x"), "food101").name == "food101"
