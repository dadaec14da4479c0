"""`manage.py dump_foods`: the live tables as files, there and back without a change."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from nutrition.curation import merging, workflow
from nutrition.fixtures import PREPARATIONS, read_foods, write_csv
from nutrition.glycemic.models import GlycemicLink, GlycemicValue
from nutrition.models import Alias, Category, Food, FoodRevision, LoadConflict, Portion, Preparation
from nutrition.recipes.models import DishIngredient, DishRecipe
from nutrition.services import add_alias, remove_alias, remove_portion, set_portion
from tests.conftest import MakeUser
from tests.nutrition.small_release import alias, food, load, portion, write

pytestmark = pytest.mark.django_db
PREPARATION_COLUMNS = [
    "slug", "name", "parent", "words", "applies_to", "method", "water_loss_percent", "fat_factor",
    "fat_added_g", "saturated_fat_added_g", "carbohydrate_added_g", "sodium_added_mg", "potassium_factor",
    "vitamin_c_factor", "source",
]  # fmt: skip
TOLD = 'label; of 2024: 100 % "raw" / cooked'
FRIED = ["fried", "Fried", "", "fried", "vegetables", "", "", "", "5", "", "", "", "", "", "a cook"]


def dump(directory: Path) -> dict[str, Any]:
    """Run `dump_foods` and return its summary."""
    out = StringIO()
    call_command("dump_foods", directory, "--json", stdout=out)
    summary: dict[str, Any] = json.loads(out.getvalue())
    return summary


def files(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(directory.glob("*.csv"))}


def database() -> dict[str, list[Any]]:
    """Every row of the food database, with its history."""
    models = [model for model in apps.get_models() if model._meta.app_label == "nutrition"]
    rows = {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}
    joined = Preparation.applies_to.through
    return rows | {"applies_to": list(joined.objects.order_by("pk").values())}


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release with all that a release has, as a dump writes it."""
    directory = tmp_path / "release"
    directory.mkdir()
    carrot = food(1, name="Carrot", description="Carrot, NFS", protein_g=0.93)
    parsnip = food(2, name="Parsnip, raw", allergens=["contains:celery"], source="fndds", release="2021-2023")
    soup = food(3, name="Soup, raw", nut_percent=0.0, non_nutritive_sweeteners=False)
    soup.provenance = {
        "fibre_g": ("sr28+foundation", "computed from ingredients"),
        "energy_kcal": ("sr28", ""),
    }
    write(
        directory,
        [carrot, parsnip, soup],
        portions=[
            portion(1, "1 medium", 61, usual=True),
            portion(1, "1 cup", 128.5),
            portion(3, "1 bowl", 250),
        ],
        aliases=[alias("carrots"), alias("neep", 2, "GB")],
        base=[["1", "sr28", "00001", "Carrots", "1 medium", "61"]],
        base_aliases=[],
    )
    write_csv(directory / PREPARATIONS, PREPARATION_COLUMNS, [FRIED])
    columns = ("name", "aliases", "gi", "standard_error", "serving_g", "carbohydrate_available_g", "source",
               "year", "checked_against")  # fmt: skip
    values = [["Carrots, boiled", "cooked carrots", "39", "4", "", "", "a study", "2008", "the table"]]
    write_csv(directory / "glycemic_values.csv", columns, values)
    links = [["1", "close", "Carrots, boiled", "a study", "another cooking"], ["2", "none", "", "", ""]]
    write_csv(directory / "glycemic_links.csv", ("food", "kind", "value", "source", "note"), links)
    recipe = (
        "food",
        "sequence",
        "ingredient",
        "name",
        "grams",
        "retention_code",
        "moisture_change_percent",
        "source",
    )
    lines = [
        ["3", "1", "1", "Carrot, raw", "90", "3460", "-5.5", "sr28"],
        ["3", "2", "", "Salt", "1", "", "-5.5", "sr28"],
    ]
    write_csv(directory / "recipes.csv", recipe, lines)
    return directory


@pytest.fixture
def curated(release: Path, make_user: MakeUser) -> User:
    """The release with everything that curators do laid over it."""
    load(release)
    dora, emil = make_user("dora@example.org"), make_user("emil@example.org")
    carrot, parsnip, soup = Food.objects.order_by("pk")

    def published(of: Food | None, **changes: Any) -> Food:
        base = workflow.tip(of) if of else None
        draft = workflow.save_draft(food=of, base=base, by=dora, changes=changes, figures_from=TOLD)
        workflow.publish(food=draft.food, by=dora)
        return Food.objects.get(pk=draft.food_id)

    published(parsnip, protein_g=1 / 3, name="Parsnip", serving="1 root", serving_g=120.0, fat_g=None)
    published(carrot, name="Carrot, orange", iron_mg=0.3)
    workflow.verify(food=carrot, by=emil)
    pasta = published(None, name="Pasta", category_id="vegetables", energy_kcal=158.0, source="curator")
    leek = published(None, name="Leek", category_id="vegetables/root", source="a laboratory/2")
    rutabaga = published(None, name="Rutabaga", category_id="vegetables/root")
    add_alias(food=pasta, text='noodles, "long"')
    add_alias(food=parsnip, text="neep")
    remove_alias(alias=Alias.objects.get(text="carrots"))
    set_portion(food=carrot, label="1 cup", grams=130.25)
    set_portion(food=pasta, label="1 plate", grams=200, is_usual=True)
    remove_portion(portion=Portion.objects.get(label="1 bowl"))
    workflow.retire(food=leek, by=emil)
    merging.merge_foods(kept=parsnip, gone=rutabaga, by=emil)
    workflow.save_draft(food=soup, base=soup.live, by=dora, changes={"name": "Draft only"})
    workflow.save_draft(
        food=None, base=None, by=dora, changes={"name": "New draft", "category_id": "vegetables"}
    )
    Category.objects.create(slug="vegetables/stems", name="Stems", parent_id="vegetables")
    roasted = Preparation.objects.create(
        slug="blackened",
        name="Blackened",
        parent_id="fried",
        words=["blackened"],
        source="dora",
        fat_factor=0.5,
    )
    roasted.applies_to.set(Category.objects.filter(slug__in=["vegetables/stems", "vegetables"]))
    value = GlycemicValue.objects.create(name="Pasta", gi=50.123456789012, source="dora", year=2024)
    GlycemicLink.objects.create(food=pasta, value=value, kind="same")
    dish = DishRecipe.objects.create(food=pasta, source="dora", moisture_change_percent=10)
    DishIngredient.objects.create(recipe=dish, sequence=1, food=leek, name="Leek", grams=30)
    return dora


def test_a_loaded_release_comes_out_as_it_went_in(release: Path, tmp_path: Path) -> None:
    load(release)
    rows = dump(tmp_path / "dump")["rows"]
    assert files(tmp_path / "dump") == files(release)
    assert rows["portions.csv"] == 3


def test_the_projects_own_tables_come_out_as_they_went_in(
    food_tables: Any, tmp_path: Path, settings: Any
) -> None:
    dump(tmp_path)
    fixtures = files(settings.BASE_DIR / "fixtures")
    del fixtures["vanished_foods.csv"]
    assert files(tmp_path).keys() == fixtures.keys()
    assert [name for name, data in files(tmp_path).items() if data != fixtures[name]] == []


def test_a_dump_that_comes_in_again_changes_no_row(curated: User, tmp_path: Path) -> None:
    dump(tmp_path / "dump")
    call_command("grade_foods", stdout=StringIO())
    before = database()
    load(tmp_path / "dump")
    after = database()
    assert [name for name in before if before[name] != after[name]] == []


def test_a_dump_into_an_empty_database_says_the_same(curated: User, tmp_path: Path) -> None:
    dump(tmp_path / "one")
    forget_all_foods()
    load(tmp_path / "one")
    dump(tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")


def forget_all_foods() -> None:
    """As if the database were new."""
    with connection.constraint_checks_disabled():
        Food.objects.update(live=None, loaded=None, draft=None, merged_into=None)
        for model in apps.get_models():
            if model._meta.app_label == "nutrition":
                model._base_manager.all()._raw_delete("default")
        Preparation.applies_to.through.objects.all().delete()


def test_what_curators_did_is_in_the_files(curated: User, tmp_path: Path) -> None:
    dump(tmp_path)
    told = {name: data.decode() for name, data in files(tmp_path).items()}
    assert "2,Parsnip,1 root,120" not in told["base_foods.csv"]
    assert "2,1 root,120" in told["servings.csv"]
    assert "Carrot, orange" in told["base_foods.csv"]
    assert "1,1 cup,130.25" in told["portions.csv"]
    assert "1 bowl" not in told["portions.csv"]
    assert "carrots" not in told["aliases.csv"]
    assert "blackened,Blackened,fried" in told["preparations.csv"]
    assert "50.123456789012" in told["glycemic_values.csv"]
    assert "Draft" not in "".join(told.values())
    (parsnip,) = read_foods(tmp_path / "foods_fndds.csv")
    assert parsnip.nutrients["protein_g"] == 1 / 3
    assert parsnip.provenance["protein_g"] == ("curator", TOLD)


def test_curators_foods_have_a_file_of_their_own(curated: User, tmp_path: Path) -> None:
    dump(tmp_path)
    foods = {row.name: row for row in read_foods(tmp_path / "foods_curator.csv")}
    assert foods["Pasta"].id >= 1_000_000
    assert foods["Leek"].source == "a laboratory/2"
    out = (tmp_path / "retired_foods.csv").read_text().splitlines()
    assert out == ["id,merged_into", f"{foods['Leek'].id},", f"{foods['Rutabaga'].id},2"]


def test_retired_and_merged_foods_stay_out_in_a_new_database(curated: User, tmp_path: Path) -> None:
    dump(tmp_path)
    forget_all_foods()
    load(tmp_path)
    leek, rutabaga = Food.objects.get(live__name="Leek"), Food.objects.get(live__name="Rutabaga")
    assert (leek.live.state, rutabaga.merged_into_id) == ("retired", 2)
    assert Food.objects.create().pk > rutabaga.pk


def test_another_food_of_the_same_id_is_refused(curated: User, tmp_path: Path) -> None:
    dump(tmp_path)
    path = tmp_path / "foods_curator.csv"
    path.write_text(path.read_text().replace("Pasta", "Turnip"))
    with pytest.raises(CommandError, match="'Turnip': here this is another food, Pasta"):
        load(tmp_path)


@pytest.mark.parametrize(("name", "value"), [("Pasta", 160.0), ("Parsnip", 160.0), ("Parsnip", 41.0)])
def test_an_older_dump_overwrites_no_curator(curated: User, tmp_path: Path, name: str, value: float) -> None:
    mended = Food.objects.get(live__name=name)
    workflow.save_draft(food=mended, base=mended.live, by=curated, changes={"energy_kcal": 99.0})
    workflow.publish(food=mended, by=curated)
    dump(tmp_path)
    mended.refresh_from_db()
    workflow.save_draft(food=mended, base=mended.live, by=curated, changes={"energy_kcal": value})
    workflow.publish(food=mended, by=curated)
    load(tmp_path)
    mended.refresh_from_db()
    assert (mended.live.energy_kcal, LoadConflict.objects.count()) == (value, 0)


def test_other_figures_for_a_curators_food_are_a_conflict(curated: User, tmp_path: Path) -> None:
    dump(tmp_path)
    path = tmp_path / "foods_curator.csv"
    path.write_text(path.read_text().replace(",158,", ",161,"))
    load(tmp_path)
    pasta = Food.objects.get(live__name="Pasta")
    conflict = LoadConflict.objects.get(food=pasta)
    assert (pasta.live.energy_kcal, conflict.field) == (158.0, "energy_kcal")
    assert conflict.new_value == [161.0, ["curator", TOLD]]


def test_nothing_is_written_where_something_cannot_be(curated: User, tmp_path: Path) -> None:
    dump(tmp_path)
    before = files(tmp_path)
    FoodRevision.objects.filter(food=1).update(dietary_tags=["a|b"])
    with pytest.raises(
        CommandError, match=r"Nothing was written\. food 1 cannot be written as it is: dietary_tags"
    ):
        dump(tmp_path)
    assert files(tmp_path) == before


def test_a_directory_that_cannot_be_written_is_told(release: Path, tmp_path: Path) -> None:
    load(release)
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match=r"Nothing was written\."):
        dump(tmp_path / "file")


def test_what_is_no_longer_so_is_taken_away_and_other_files_stay(release: Path, tmp_path: Path) -> None:
    load(release)
    (tmp_path / "foods_curator.csv").write_text("old")
    (tmp_path / "retired_foods.csv").write_text("old")
    (tmp_path / "vanished_foods.csv").write_text("id,source,source_id\n")
    dump(tmp_path)
    assert files(tmp_path).keys() == {*files(release), "vanished_foods.csv"}


def test_the_command_tells_rows_by_file(release: Path, tmp_path: Path) -> None:
    load(release)
    out = StringIO()
    call_command("dump_foods", tmp_path, stdout=out)
    assert "foods_sr28.csv: 2 rows" in out.getvalue()
