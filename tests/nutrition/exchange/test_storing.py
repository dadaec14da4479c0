"""What a confirmed file does: drafts of foods, names and measures with their history, all or nothing."""

from typing import Any

import pytest
from django.test import Client

from nutrition import catalog
from nutrition.curation import workflow
from nutrition.models import Alias, CatalogChange, Food, FoodRevision, Portion, Preparation
from tests.nutrition.exchange.conftest import Desk, edited

pytestmark = pytest.mark.usefixtures("carrot")


def test_a_food_becomes_a_draft_with_the_files_name(foods_desk: Desk, rice: Food, curator) -> None:
    row = {"protein_g": "2.9", "figures_from": "label of the bag"}
    data = edited(foods_desk.export(), lambda cells: cells | row if cells["id"] == str(rice.pk) else None)
    page = foods_desk.store(data, "rice.csv")
    rice.refresh_from_db()
    assert (rice.live.protein_g, rice.draft.protein_g, rice.draft.created_by) == (2.7, 2.9, curator)
    assert rice.draft.note == "Imported from rice.csv, row 2"
    assert rice.draft.provenance["protein_g"] == ["curator", "label of the bag"]
    assert b"rice.csv: 0 new, 1 changed, 0 as they were. They are drafts now" in page.content


def test_the_dry_run_shows_each_cell_before_and_after(foods_desk: Desk, rice: Food) -> None:
    page = foods_desk.look(f"id,protein_g,fat_g\n{rice.pk},2.9,\n")
    (change,) = page.context["result"].changes
    assert [(cell.column, cell.before, cell.after) for cell in change.cells] == [("protein_g", "2.7", "2.9")]
    assert b"<del>2.7</del>" in page.content
    assert FoodRevision.objects.filter(food=rice).count() == 1


def test_every_change_goes_out_as_csv(foods_desk: Desk, rice: Food) -> None:
    page = foods_desk.look(f"id,protein_g\n{rice.pk},2.9\n")
    told = foods_desk.confirm(page, as_csv="").content.decode("utf-8-sig")
    assert told.splitlines()[1] == '2,"Rice, boiled",protein_g,2.7,2.9'
    assert FoodRevision.objects.filter(food=rice).count() == 1


def test_a_row_without_an_id_is_a_new_food(foods_desk: Desk) -> None:
    foods_desk.store("id,name,category,energy_kcal\n,Pasta boiled,grains,158\n")
    new = Food.objects.latest("pk")
    assert (new.live, new.draft.name, new.draft.energy_kcal) == (None, "Pasta boiled", 158.0)


def test_a_new_food_needs_name_and_category(foods_desk: Desk) -> None:
    problems = foods_desk.problems("id,name,energy_kcal\n,,158\n")
    assert problems == ["row 2, column name: is empty.", "row 2, column category: is empty."]


def test_a_cell_that_is_emptied_is_unknown(foods_desk: Desk, rice: Food) -> None:
    foods_desk.store(f"id,protein_g\n{rice.pk},\n")
    rice.refresh_from_db()
    assert rice.draft.protein_g is None


def test_a_zero_that_a_spreadsheet_dropped_is_no_change(foods_desk: Desk, rice: Food) -> None:
    FoodRevision.objects.filter(food=rice).update(source_id="01025")
    assert foods_desk.plan(f"id,source_id\n{rice.pk},1025\n").unchanged == 1


def test_measures_are_stored_with_their_history_and_announced_once(
    portions_desk: Desk, carrot: Food, curator
) -> None:
    portion = Portion.objects.get()
    before = CatalogChange.objects.count()
    data = f"id,food,label,grams\n{portion.pk},{carrot.pk},1 medium,65\n,{carrot.pk},1 cup,128\n"
    portions_desk.store(data, "cups.csv")
    portion.refresh_from_db()
    assert (portion.grams, portion.loaded_grams) == (65, 61)
    assert Portion.objects.get(label="1 cup").source == "curator"
    history: Any = portion.history
    changed = history.first()
    assert (changed.history_user, changed.history_change_reason) == (curator, "Imported from cups.csv")
    assert CatalogChange.objects.count() == before + 1


def test_what_is_called_otherwise_is_another_measure(portions_desk: Desk, carrot: Food) -> None:
    portion = Portion.objects.get()
    portions_desk.store(f"id,food,label,grams\n{portion.pk},{carrot.pk},1 middling,61\n")
    found = Portion.objects.order_by("pk").values_list("label", "active", "loaded_grams", "is_usual")
    assert list(found) == [("1 medium", False, 61.0, True), ("1 middling", True, None, True)]


def test_one_measure_is_the_usual_one(portions_desk: Desk, carrot: Food) -> None:
    problems = portions_desk.problems(f"food,label,grams,usual\n{carrot.pk},1 cup,128,1\n")
    assert "several usual portions: “1 cup” and “1 medium”" in problems[0]
    both = f"food,label,grams,usual\n{carrot.pk},1 cup,128,1\n{carrot.pk},1 medium,61,0\n"
    assert portions_desk.plan(both).problems == []


def test_an_alias_is_found_at_once(aliases_desk: Desk, carrot: Food) -> None:
    aliases_desk.store(f"food,text,region\n{carrot.pk},orange root,GB\n")
    assert Alias.objects.get(text="orange root").origin == "curator"
    assert catalog.latest().tables.foods


def test_an_alias_is_taken_away_and_comes_back(aliases_desk: Desk, carrot: Food) -> None:
    alias = Alias.objects.get()
    aliases_desk.store(f"id,food,text,active\n{alias.pk},{carrot.pk},carrots,0\n")
    alias.refresh_from_db()
    assert (alias.active, alias.origin) == (False, "release")
    assert "comes back" in aliases_desk.problems(f"food,text\n{carrot.pk},carrots\n")[0]
    aliases_desk.store(f"food,text,active\n{carrot.pk},carrots,1\n")
    alias.refresh_from_db()
    assert (alias.active, alias.origin) == (True, "curator")


def test_a_preparation_is_stored(preparations_desk: Desk, fried: Preparation) -> None:
    text = "slug,name,parent,words,applies_to,fat_added_g,source\n"
    preparations_desk.store(text + "wok,Wok,fried,wokked|in a wok,grains,3,a cook\n")
    wok = Preparation.objects.get(slug="wok")
    assert (wok.parent, wok.words, wok.fat_added_g) == (fried, ["wokked", "in a wok"], 3)
    assert [category.pk for category in wok.applies_to.all()] == ["grains"]


def test_all_or_nothing_where_something_changed_since_the_dry_run(
    foods_desk: Desk, rice: Food, carrot: Food, curator
) -> None:
    page = foods_desk.look(edited(foods_desk.export(), lambda row: row | {"protein_g": "3"}))
    workflow.save_draft(food=carrot, base=carrot.live, by=curator, changes={"fat_g": 0.3})
    answer = foods_desk.confirm(page)
    assert b"nothing was stored" in answer.content
    rice.refresh_from_db()
    assert rice.draft is None


def test_a_file_is_confirmed_once(foods_desk: Desk, rice: Food) -> None:
    page = foods_desk.look(f"id,protein_g\n{rice.pk},2.9\n")
    foods_desk.confirm(page)
    assert b"The file is no longer here." in foods_desk.confirm(page).content


def test_no_other_file_is_read_by_its_name(foods_desk: Desk, rice: Food) -> None:
    page = foods_desk.look(f"id,protein_g\n{rice.pk},2.9\n")
    answer = foods_desk.confirm(page, import_file_name="passwd")
    assert b"The file is no longer here." in answer.content


@pytest.mark.parametrize("act", ["import/", "process_import/", "export/"])
def test_who_may_not_gets_no_page(client: Client, make_user, act: str) -> None:
    client.force_login(make_user("stan@example.org", is_staff=True))
    address = f"/admin/nutrition/food/{act}"
    answer = client.post(address) if act == "process_import/" else client.get(address)
    assert answer.status_code == 403


def test_who_may_only_look_exports_and_does_not_import(client: Client, make_user) -> None:
    from django.contrib.auth.models import Permission

    viewer = make_user("stan@example.org", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_food"))
    client.force_login(viewer)
    assert client.get("/admin/nutrition/food/export/").status_code == 200
    assert client.get("/admin/nutrition/food/import/").status_code == 403
    assert b"/import/" not in client.get("/admin/nutrition/food/").content
