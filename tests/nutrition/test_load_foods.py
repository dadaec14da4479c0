"""`load_foods` brings a release in and never overwrites what a curator did."""

from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nutrition import services
from nutrition.models import (
    CatalogChange,
    Category,
    Food,
    FoodRevision,
    ImmutableRevisionError,
    LoadConflict,
    Preparation,
)
from tests.nutrition.curating import revise_food
from tests.nutrition.small_release import alias, food, load, portion, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(make_user):
    return make_user()


def live(food_id: int = 1) -> FoodRevision:
    return FoodRevision.objects.get(live_for=food_id)


def amount(key: str) -> float | None:
    """What the live revision of the carrot says of a nutrient."""
    return live().nutrients()[key]


def test_a_first_load_makes_a_revision_that_is_live_and_loaded(tmp_path):
    write(tmp_path, [food(iron_mg=0.3, provenance={"iron_mg": ("foundation", "12")}, allergens=["a", "b"])])
    load(tmp_path)
    carrot = Food.objects.get(pk=1)
    assert carrot.live == carrot.loaded
    assert (carrot.live.number, carrot.live.state, carrot.live.origin) == (1, "imported", "release")
    assert (amount("energy_kcal"), amount("water_g")) == (41, None)
    assert (carrot.live.source, carrot.live.source_id, carrot.live.release) == ("sr28", "00001", "28")
    assert carrot.live.provenance == {"iron_mg": ["foundation", "12"]}
    assert carrot.live.allergens == ["a", "b"]
    assert carrot.live.category.parent.slug == "vegetables"


def test_a_base_food_is_called_by_its_everyday_name(tmp_path):
    write(
        tmp_path,
        [food(name="Carrots, raw, NFS")],
        base=[["1", "sr28", "00001", "Carrot", "1 medium", "61"]],
        base_aliases=[alias("gulerod", region="GB")],
    )
    load(tmp_path)
    assert (live().name, live().is_base, live().serving, live().serving_g) == ("Carrot", True, "1 medium", 61)
    assert [(row.text, row.region) for row in Food.objects.get().aliases.all()] == [("gulerod", "GB")]


def test_the_same_release_again_writes_nothing(tmp_path):
    write(tmp_path, [food(), food(2, name="Beet")], portions=[portion()], aliases=[alias("carotte")])
    load(tmp_path)
    with CaptureQueriesContext(connection) as queries:
        summary = load(tmp_path)
    assert summary["foods"]["unchanged"] == 2
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_changed_food_gets_a_new_revision_and_the_old_one_stays(tmp_path):
    write(tmp_path, [food(), food(2, name="Beet")])
    load(tmp_path)
    first = live()
    write(tmp_path, [food(fibre_g=3.1), food(2, name="Beet")])
    summary = load(tmp_path)
    assert (summary["foods"]["updated"], summary["foods"]["unchanged"]) == (1, 1)
    assert (live().number, amount("fibre_g")) == (2, 3.1)
    assert FoodRevision.objects.get(pk=first.pk).nutrients()["fibre_g"] == 2.8


def test_every_changed_food_is_announced(tmp_path):
    write(tmp_path, [food(), food(2, name="Beet")])
    load(tmp_path)
    CatalogChange.objects.all().delete()
    write(tmp_path, [food(), food(2, name="Beet", fibre_g=1.5)], aliases=[alias("carotte")])
    load(tmp_path)
    assert [change.food_id for change in CatalogChange.objects.all()] == [1, 2]


def test_what_a_curator_changed_stays_and_what_not_takes_the_new_value(tmp_path, curator):
    write(tmp_path, [food()])
    load(tmp_path)
    revise_food(food=Food.objects.get(), by=curator, name="Garden carrot", iron_mg=0.4)
    write(tmp_path, [food(fibre_g=3.1)])
    summary = load(tmp_path)
    assert (summary["foods"]["merged"], summary["foods"]["conflicts"]) == (1, 0)
    assert (live().name, amount("iron_mg"), amount("fibre_g")) == ("Garden carrot", 0.4, 3.1)
    assert live().provenance == {"iron_mg": ["curator", ""]}
    assert (live().origin, live().created_by) == ("curator", None)
    assert live().note.startswith("Release ")
    assert Food.objects.get().loaded.name == "Carrot"


def test_a_field_changed_by_both_stays_the_curators_and_is_a_conflict(tmp_path, curator):
    write(tmp_path, [food()])
    load(tmp_path)
    revise_food(food=Food.objects.get(), by=curator, fibre_g=2.9)
    write(tmp_path, [food(fibre_g=3.1, release="29")])
    load(tmp_path)
    assert amount("fibre_g") == 2.9
    conflict = LoadConflict.objects.get()
    assert (conflict.field, conflict.release) == ("fibre_g", "29")
    assert conflict.live_value == [2.9, ["curator", ""]]
    assert conflict.new_value == [3.1, None]


def test_the_curators_value_in_the_release_is_no_conflict(tmp_path, curator):
    write(tmp_path, [food()])
    load(tmp_path)
    revise_food(food=Food.objects.get(), by=curator, name="Garden carrot")
    write(tmp_path, [food(name="Garden carrot", description="Carrot, raw")])
    assert load(tmp_path)["foods"]["conflicts"] == 0
    assert live().number == 2


def test_a_merged_food_is_not_called_verified_until_someone_looks(tmp_path, curator):
    write(tmp_path, [food()])
    load(tmp_path)
    revise_food(food=Food.objects.get(), by=curator, state="verified", name="Garden carrot")
    write(tmp_path, [food(fibre_g=3.1)])
    load(tmp_path)
    assert live().state == "imported"


def test_a_retired_food_stays_retired(tmp_path, curator):
    write(tmp_path, [food()])
    load(tmp_path)
    revise_food(food=Food.objects.get(), by=curator, state="retired")
    write(tmp_path, [food(fibre_g=3.1)])
    load(tmp_path)
    assert (live().state, amount("fibre_g")) == ("retired", 3.1)


def test_loading_after_a_merge_writes_nothing(tmp_path, curator):
    write(tmp_path, [food()])
    load(tmp_path)
    revise_food(food=Food.objects.get(), by=curator, fibre_g=2.9)
    write(tmp_path, [food(fibre_g=3.1)])
    load(tmp_path)
    summary = load(tmp_path)["foods"]
    assert (summary["merged"], summary["unchanged"]) == (0, 1)
    assert FoodRevision.objects.count() == 3


def test_a_revision_that_was_live_cannot_be_changed(tmp_path, curator):
    write(tmp_path, [food()])
    load(tmp_path)
    first = live()
    revise_food(food=first.food, by=curator, name="Garden carrot")
    first.name = "Parsnip"
    with pytest.raises(ImmutableRevisionError):
        first.save()
    second = live()
    second.name = "Parsnip"
    with pytest.raises(ImmutableRevisionError):
        second.save()


def test_a_food_gone_from_the_release_stays_and_is_reported(tmp_path):
    write(tmp_path, [food(), food(2, name="Beet")], portions=[portion(2)])
    load(tmp_path)
    write(tmp_path, [food()])
    assert load(tmp_path)["foods"]["vanished"] == [2]
    assert live(2).name == "Beet"


def test_foods_of_curators_are_numbered_from_a_million(tmp_path):
    write(tmp_path, [food(999)])
    load(tmp_path)
    assert Food.objects.create().pk >= 1_000_000


def test_a_curators_alias_stays_and_a_removed_one_does_not_come_back(tmp_path):
    write(tmp_path, [food()], aliases=[alias("carotte"), alias("Gulerod")])
    load(tmp_path)
    carrot = Food.objects.get()
    services.add_alias(food=carrot, text="wortel")
    services.remove_alias(alias=carrot.aliases.get(text="carotte"))
    write(tmp_path, [food()], aliases=[alias("carotte"), alias("moroet")])
    summary = load(tmp_path)["aliases"]
    active = {row.text for row in carrot.aliases.filter(active=True)}
    assert active == {"wortel", "moroet"}
    assert (summary["inserted"], summary["removed"]) == (1, 1)


def test_an_alias_a_curator_took_over_outlives_the_release(tmp_path):
    write(tmp_path, [food()], aliases=[alias("carotte")])
    load(tmp_path)
    services.add_alias(food=Food.objects.get(), text="Carotte")
    write(tmp_path, [food()])
    load(tmp_path)
    assert Food.objects.get().aliases.get().active


def test_grams_a_curator_changed_stay_and_a_conflict_is_kept(tmp_path):
    write(tmp_path, [food()], portions=[portion(), portion(label="1 slice", grams=7)])
    load(tmp_path)
    carrot = Food.objects.get()
    services.set_portion(food=carrot, label="1 cup", grams=122)
    services.set_portion(food=carrot, label="1 pinch", grams=1)
    write(tmp_path, [food()], portions=[portion(grams=130), portion(label="1 slice", grams=8)])
    assert load(tmp_path)["portions"]["conflicts"] == 1
    grams = {row.label: row.grams for row in carrot.portions.all()}
    assert grams == {"1 cup": 122, "1 slice": 8, "1 pinch": 1}
    assert LoadConflict.objects.get().new_value == {"label": "1 cup", "grams": 130}


def test_portions_gone_from_the_release_go_unless_a_curator_changed_them(tmp_path):
    write(
        tmp_path,
        [food()],
        portions=[portion(), portion(label="1 slice", grams=7), portion(label="1 g", grams=1)],
    )
    load(tmp_path)
    carrot = Food.objects.get()
    services.set_portion(food=carrot, label="1 cup", grams=122)
    services.remove_portion(portion=carrot.portions.get(label="1 g"))
    write(tmp_path, [food()])
    load(tmp_path)
    assert [(row.label, row.active) for row in carrot.portions.all()] == [("1 cup", True), ("1 g", False)]


def test_the_usual_amount_follows_the_release_until_a_curator_says_otherwise(tmp_path):
    write(tmp_path, [food()], portions=[portion(), portion(label="1 slice", grams=7, usual=True)])
    load(tmp_path)
    carrot = Food.objects.get()
    services.set_portion(food=carrot, label="1 cup", grams=128, is_usual=True)
    write(tmp_path, [food()], portions=[portion(grams=130), portion(label="1 slice", grams=7)])
    load(tmp_path)
    assert {row.label: (row.grams, row.is_usual) for row in carrot.portions.all()} == {
        "1 cup": (130, True),
        "1 slice": (7, False),
    }


def test_categories_and_preparations_of_curators_stay(tmp_path):
    write(tmp_path, [food()])
    load(tmp_path)
    Category.objects.filter(slug="vegetables").update(name="Veg", origin="curator")
    Preparation.objects.filter(slug="fried").update(fat_added_g=4, origin="curator")
    Preparation.objects.filter(slug="pan_fried").update(fat_added_g=9)
    load(tmp_path)
    assert Category.objects.get(slug="vegetables").name == "Veg"
    assert Preparation.objects.get(slug="fried").fat_added_g == 4
    pan_fried = Preparation.objects.get(slug="pan_fried")
    assert (pan_fried.fat_added_g, pan_fried.fat_factor, pan_fried.parent_id) == (5, 1, "fried")
    assert [row.slug for row in pan_fried.applies_to.all()] == ["vegetables"]


def reclass(directory: Path, name: str) -> None:
    path = directory / "categories.csv"
    path.write_text(
        path.read_text().replace("vegetables,Vegetables,general", f"vegetables,Vegetables,{name}")
    )


def test_a_categorys_nutriscore_class_comes_with_the_release_and_is_announced(tmp_path):
    write(tmp_path, [food()])
    load(tmp_path)
    assert Category.objects.get(slug="vegetables").nutriscore_class == "general"
    assert Category.objects.get(slug="vegetables/root").nutriscore_class == ""
    CatalogChange.objects.all().delete()
    reclass(tmp_path, "cheese")
    assert load(tmp_path)["categories"]["updated"] == 1
    assert Category.objects.get(slug="vegetables").nutriscore_class == "cheese"
    assert [change.food_id for change in CatalogChange.objects.all()] == [None]


def test_a_category_of_a_curator_keeps_its_nutriscore_class(tmp_path):
    write(tmp_path, [food()])
    load(tmp_path)
    Category.objects.filter(slug="vegetables").update(nutriscore_class="not_rated", origin="curator")
    reclass(tmp_path, "cheese")
    load(tmp_path)
    assert Category.objects.get(slug="vegetables").nutriscore_class == "not_rated"


def test_a_nutriscore_class_that_nobody_knows_is_named(tmp_path):
    write(tmp_path, [food()])
    reclass(tmp_path, "soup")
    with pytest.raises(CommandError, match="category 'vegetables': there is no Nutri-Score class 'soup'"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("foods", "rest", "problem"),
    [
        ([food(nutriscore_class="soup")], {}, "food 1: there is no Nutri-Score class 'soup'"),
        ([food(category="nowhere")], {}, "there is no category 'nowhere'"),
        ([food(1_000_000)], {}, "1000000 is there twice or out of range"),
        ([food()], {"portions": [portion(2)]}, "portion '1 cup' of food 2"),
        ([food()], {"portions": [portion(grams=0)]}, "weighs more than 0 g"),
        ([food()], {"aliases": [alias("beet", 2)]}, "there is no food 2"),
        ([food()], {"aliases": [alias("carotte", region="FR")]}, "there is no region 'FR'"),
        ([food()], {"base": [["7", "sr28", "7", "Beet", "", ""]]}, "there is no food 7"),
    ],
)
def test_a_broken_release_is_named_and_nothing_is_loaded(tmp_path, foods, rest, problem):
    write(tmp_path, foods, **rest)
    with pytest.raises(CommandError, match=problem):
        load(tmp_path)
    assert not Food.objects.exists()
    assert not Category.objects.exists()


def test_a_broken_cell_is_named(tmp_path):
    write(tmp_path, [food()])
    path = tmp_path / "foods_sr28.csv"
    path.write_text(path.read_text().replace(",41,", ",much,"))
    with pytest.raises(CommandError, match=r"foods_sr28\.csv, row 2, column 'energy_kcal': 'much'"):
        load(tmp_path)
