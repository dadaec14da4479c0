"""A new release as a batch: what it would change is told, and nothing is live until it is accepted."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nutrition import catalog, services
from nutrition.curation import releases, workflow
from nutrition.curation.models import CurationEvent, ReleaseBatch, ReleaseChange
from nutrition.models import (
    Alias,
    CatalogChange,
    Category,
    Food,
    FoodGrade,
    FoodRevision,
    LoadConflict,
    Portion,
)
from tests.nutrition.curating import revise_food
from tests.nutrition.small_release import alias, food, load, portion, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_catalog")]

BEET, LEEK, KALE = food(2, name="Beet"), food(3, name="Leek"), food(4, name="Kale")


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    """A directory whose tables, a carrot and a beet, are loaded."""
    write(tmp_path, [food(), BEET], portions=[portion()], aliases=[alias("carotte")])
    load(tmp_path)
    return tmp_path


def review(directory: Path) -> dict[str, Any]:
    """Run `review_release` and return its summary."""
    out = StringIO()
    call_command("review_release", directory, "--json", stdout=out)
    summary: dict[str, Any] = json.loads(out.getvalue())
    return summary


def change(food_id: int = 1) -> ReleaseChange:
    """The newest change of a food."""
    return ReleaseChange.objects.filter(food_number=food_id).latest("pk")


def live(food_id: int = 1) -> Any:
    """What stands of a food."""
    return FoodRevision.objects.get(live_for=food_id)


def everything() -> list[Any]:
    """All that is live, without the numbers of its rows."""
    foods = Food.objects.order_by("pk").values_list("pk", "live__name", "live__state", "live__fibre_g")
    portions = Portion.objects.order_by("food", "label").values_list("food", "label", "grams", "active")
    aliases = Alias.objects.order_by("food", "text").values_list("food", "text", "active")
    return [*foods, *portions, *aliases]


def test_what_is_loaded_is_nothing_new(loaded):
    assert review(loaded)["batch"] is None
    assert not ReleaseBatch.objects.exists()


def test_added_changed_and_vanished_foods_are_told_and_nothing_is_live(loaded):
    write(loaded, [food(fibre_g=3.5), LEEK], portions=[portion()], aliases=[alias("carotte")])
    before = everything()
    summary = review(loaded)
    assert summary["changes"] == {"added": 1, "changed": 1, "vanished": 1}
    assert everything() == before
    carrot = change()
    assert carrot.differences["fibre_g"] == {
        "loaded": [2.8, None], "live": [2.8, None], "new": [3.5, None], "stands": [3.5, None],
        "clashes": False,
    }  # fmt: skip
    assert carrot.size == pytest.approx(25)
    assert (carrot.kind, carrot.conflicts) == ("changed", 0)
    assert (change(3).kind, change(3).food, change(3).name) == ("added", None, "Leek")
    assert change(2).kind == "vanished"


def test_the_same_tables_again_find_the_same_batch(loaded):
    write(loaded, [food(fibre_g=3.5), BEET])
    first = review(loaded)
    again = review(loaded)
    assert (again["batch"], again["is_new"]) == (first["batch"], False)
    assert ReleaseChange.objects.count() == first["changes"]["changed"]


def test_other_tables_take_the_place_of_what_is_undecided(loaded):
    write(loaded, [food(fibre_g=3.5), BEET])
    review(loaded)
    write(loaded, [food(fibre_g=3.6), BEET])
    summary = review(loaded)
    assert summary["replaced"]
    assert ReleaseBatch.objects.get().changes.get(food_number=1).differences["fibre_g"]["new"][0] == 3.6


def test_broken_tables_are_named_and_nothing_is_stored(loaded):
    write(loaded, [food(category="nowhere")])
    with pytest.raises(CommandError, match=r"Nothing was stored\. food 1: there is no category 'nowhere'"):
        review(loaded)
    assert not ReleaseBatch.objects.exists()


def test_interrupted_while_storing_nothing_is_stored(loaded, monkeypatch):
    from nutrition.curation import release_review

    write(loaded, [food(fibre_g=3.5), LEEK])

    def interrupt(what: str, done: int, total: int) -> None:
        if what == "storing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        release_review.review(directory=loaded, by=None, progress=interrupt)
    assert not ReleaseBatch.objects.exists()


def test_accepting_one_makes_just_that_one_live(loaded, dora, django_capture_on_commit_callbacks):
    write(loaded, [food(fibre_g=3.5), food(2, name="Beet", fibre_g=1.5)])
    review(loaded)
    CatalogChange.objects.all().delete()
    assert releases.accept(changes=[change().pk], by=dora).done == 1
    assert (live().fibre_g, live(2).fibre_g) == (3.5, 2.8)
    assert set(CatalogChange.objects.values_list("food_id", flat=True)) == {1}
    assert (change().state, change().decided_by) == ("accepted", dora)
    assert FoodGrade.objects.get(food=1).revision == live()
    found = catalog.current().food(1)
    assert found is not None
    assert found.revision_id == live().pk
    assert ReleaseBatch.objects.get().state == "open"


def test_when_nothing_is_open_the_batch_is_closed(loaded, dora):
    write(loaded, [food(fibre_g=3.5), BEET], portions=[portion()], aliases=[alias("carotte")])
    review(loaded)
    assert releases.accept(changes=[change().pk], by=dora).is_closed
    assert ReleaseBatch.objects.get().state == "closed"
    assert review(loaded)["batch"] is None


def test_a_curators_field_stays_and_what_both_changed_is_a_conflict(loaded, dora):
    revise_food(food=Food.objects.get(pk=1), by=dora, fibre_g=3.0, name="Garden carrot")
    write(loaded, [food(fibre_g=3.5, iron_mg=0.3), BEET])
    assert review(loaded)["with_conflicts"] == 1
    told = change().differences["fibre_g"]
    assert (told["clashes"], told["stands"]) == (True, [3.0, ["curator", ""]])
    releases.accept(changes=[change().pk], by=dora)
    assert (live().name, live().fibre_g, live().iron_mg) == ("Garden carrot", 3.0, 0.3)
    assert LoadConflict.objects.get().field == "fibre_g"


def test_the_releases_figure_can_be_taken_where_both_changed_it(loaded, dora):
    carrot = Food.objects.get(pk=1)
    revise_food(food=carrot, by=dora, fibre_g=3.0, name="Garden carrot")
    services.set_portion(food=carrot, label="1 cup", grams=100)
    write(loaded, [food(fibre_g=3.5), BEET], portions=[portion(grams=120)])
    review(loaded)
    assert change().conflicts == 2
    releases.accept(changes=[change().pk], by=dora, takes_theirs=True)
    assert (live().name, live().fibre_g) == ("Garden carrot", 3.5)
    assert carrot.portions.get().grams == 120
    assert not LoadConflict.objects.exists()
    assert change().differences["fibre_g"]["stands"] == [3.5, None]


def test_changed_measures_and_names_belong_to_the_food(loaded, dora):
    write(loaded, [food(), BEET], portions=[portion(grams=130)], aliases=[alias("wortel")])
    review(loaded)
    told = change().differences
    assert told["portion:1 cup"]["stands"] == [130, False]
    assert (told["alias::wortel"]["live"], told["alias::carotte"]["stands"]) == (None, None)
    releases.accept(changes=[change().pk], by=dora)
    assert Portion.objects.get().grams == 130
    assert [row.text for row in Alias.objects.filter(active=True)] == ["wortel"]


def test_an_added_food_brings_its_place_in_the_tree(loaded, dora):
    write(loaded, [food(), BEET, food(3, name="Leek", category="bulbs/leeks")], portions=[portion()])
    with (loaded / "categories.csv").open("a") as file:
        file.write("bulbs,Bulbs,\nbulbs/leeks,Leeks,\n")
    review(loaded)
    releases.accept(changes=[change(3).pk], by=dora)
    assert live(3).category.parent == Category.objects.get(slug="bulbs")
    assert change(3).food == Food.objects.get(pk=3)


def test_a_vanished_food_is_retired_with_a_note_and_comes_back_with_a_later_release(loaded, dora):
    write(loaded, [food()], portions=[portion()], aliases=[alias("carotte")])
    review(loaded)
    releases.accept(changes=[change(2).pk], by=dora)
    event = CurationEvent.objects.get(food=2)
    assert (live(2).state, event.kind, event.by) == ("retired", "retired", dora)
    assert event.note.startswith("No longer in the release")
    assert review(loaded)["batch"] is None
    write(loaded, [food(), BEET], portions=[portion()], aliases=[alias("carotte")])
    assert review(loaded)["changes"] == {"added": 1}
    releases.accept(changes=[change(2).pk], by=dora)
    assert live(2).state == "imported"
    assert review(loaded)["batch"] is None


def test_a_food_that_somebody_brought_back_meanwhile_is_accepted_too(loaded, dora):
    write(loaded, [food()], portions=[portion()], aliases=[alias("carotte")])
    review(loaded)
    releases.accept(changes=[change(2).pk], by=dora)
    write(loaded, [food(), BEET], portions=[portion()], aliases=[alias("carotte")])
    review(loaded)
    workflow.restore(food=Food.objects.get(pk=2), by=dora)
    assert releases.accept(changes=[change(2).pk], by=dora).is_closed
    assert live(2).state == "imported"


def test_a_vanished_food_that_is_kept_is_not_asked_about_again(loaded, dora):
    write(loaded, [food()], portions=[portion()], aliases=[alias("carotte")])
    review(loaded)
    releases.decline(changes=[change(2).pk], by=dora)
    assert live(2).state == "imported"
    assert review(loaded)["batch"] is None


def test_a_declined_change_is_not_proposed_again_but_another_value_is(loaded, dora):
    news: dict[str, Any] = {
        "portions": [portion(grams=130), portion(label="1 slice")],
        "aliases": [alias("wortel")],
    }
    write(loaded, [food(fibre_g=3.5), BEET], **news)
    before = everything()
    review(loaded)
    releases.decline(changes=[change().pk], by=dora)
    assert change().state == "declined"
    assert [row for row in everything() if row not in before] == [
        (1, "1 slice", 128.0, False), (1, "wortel", False),
    ]  # fmt: skip
    assert review(loaded)["batch"] is None
    load(loaded)
    assert live().fibre_g == 2.8
    write(loaded, [food(fibre_g=3.9), BEET], **news)
    assert review(loaded)["with_conflicts"] == 1


def test_a_declined_addition_is_kept_out_until_somebody_brings_it_back(loaded, dora):
    write(loaded, [food(), BEET, LEEK], portions=[portion()], aliases=[alias("carotte")])
    review(loaded)
    releases.decline(changes=[change(3).pk], by=dora)
    assert live(3).state == "retired"
    assert catalog.current().food(3) is None
    assert review(loaded)["batch"] is None
    load(loaded)
    assert live(3).state == "retired"
    workflow.restore(food=Food.objects.get(pk=3), by=dora)
    assert live(3).state == "imported"


def test_of_two_who_accept_the_same_the_second_is_told(loaded, dora, emil):
    write(loaded, [food(fibre_g=3.5), LEEK])
    review(loaded)
    releases.accept(changes=[change().pk], by=dora)
    revisions = FoodRevision.objects.count()
    second = releases.accept(changes=[change().pk], by=emil)
    assert (second.done, [row.decided_by for row in second.earlier]) == (0, [dora])
    assert FoodRevision.objects.count() == revisions


def test_what_a_curator_changed_meanwhile_is_shown_first(loaded, dora):
    write(loaded, [food(fibre_g=3.5), BEET])
    review(loaded)
    revise_food(food=Food.objects.get(pk=1), by=dora, fibre_g=3.0)
    first = releases.accept(changes=[change().pk], by=dora)
    assert (first.done, first.again) == (0, [change()])
    assert (change().state, change().conflicts, live().fibre_g) == ("open", 1, 3.0)
    assert releases.accept(changes=[change().pk], by=dora).done == 1
    assert live().fibre_g == 3.0
    assert LoadConflict.objects.count() == 1


def test_a_change_that_does_not_clash_is_merged_with_what_is_live_now(loaded, dora):
    write(loaded, [food(fibre_g=3.5), BEET])
    review(loaded)
    revise_food(food=Food.objects.get(pk=1), by=dora, iron_mg=0.9)
    assert releases.accept(changes=[change().pk], by=dora).done == 1
    assert (live().fibre_g, live().iron_mg) == (3.5, 0.9)


def test_without_conflicts_those_with_conflicts_stay_open(loaded, dora):
    revise_food(food=Food.objects.get(pk=1), by=dora, fibre_g=3.0)
    write(loaded, [food(fibre_g=3.5), food(2, name="Beet", fibre_g=1.5), KALE])
    review(loaded)
    batch = ReleaseBatch.objects.get()
    assert releases.accept_all(batch=batch, by=dora, with_conflicts=False).done == 2
    assert [row.food_number for row in batch.changes.filter(state="open")] == [1]


def test_accept_all_goes_on_where_it_was_interrupted(loaded, dora, monkeypatch):
    monkeypatch.setattr(releases, "CHUNK", 1)
    write(loaded, [food(fibre_g=3.5), food(2, name="Beet", fibre_g=1.5), KALE])
    review(loaded)
    batch = ReleaseBatch.objects.get()

    def interrupt(what: str, done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        releases.accept_all(batch=batch, by=dora, progress=interrupt)
    assert batch.changes.filter(state="accepted").count() == 2
    assert releases.accept_all(batch=batch, by=dora).done == 1
    assert review(loaded)["batch"] is None


def test_accepting_all_comes_to_the_same_as_loading(loaded, dora):
    carrot = Food.objects.get(pk=1)
    revise_food(food=carrot, by=dora, fibre_g=3.0)
    services.set_portion(food=carrot, label="1 cup", grams=100)
    services.remove_alias(alias=carrot.aliases.get())
    write(
        loaded,
        [food(fibre_g=3.5), food(2, name="Beetroot"), LEEK],
        portions=[portion(grams=120), portion(3, "1 leek", 89)],
        aliases=[alias("carotte"), alias("porro", 3)],
    )
    review(loaded)
    releases.accept_all(batch=ReleaseBatch.objects.get(), by=dora)
    accepted = everything()
    summary = load(loaded)
    assert everything() == accepted
    assert [summary["foods"].get(key) for key in ("inserted", "updated", "merged")] == [0, 0, 0]


def retell(directory: Path) -> None:
    """Give the tables another preparation and a recipe of the leek."""
    path = directory / "preparations.csv"
    path.write_text(path.read_text().replace("Pan-fried", "Fried in a pan"))
    columns = "food,sequence,ingredient,name,grams,retention_code,moisture_change_percent,source"
    (directory / "recipes.csv").write_text(f"{columns}\n3,1,1,Carrot,100,,0,a cook\n")


def test_the_other_tables_are_one_change_and_wait_for_the_foods_they_name(loaded, dora):
    write(loaded, [food(), BEET, LEEK], portions=[portion()], aliases=[alias("carotte")])
    retell(loaded)
    assert review(loaded)["changes"] == {"added": 1, "tables": 1}
    tables = change(0)
    assert tables.differences == {
        "preparations": {"changed": {"rows": 1, "names": ["pan_fried"]}},
        "recipes": {"added": {"rows": 1, "names": ["Leek"]}},
    }
    assert releases.accept(changes=[tables.pk], by=dora).waiting == [tables]
    assert releases.accept_all(batch=ReleaseBatch.objects.get(), by=dora).done == 2
    assert Food.objects.get(pk=3).recipe.source == "a cook"
    assert review(loaded)["batch"] is None


def test_declined_tables_are_not_proposed_again_but_others_are(loaded, dora):
    retell(loaded)
    write(loaded, [food(), BEET, LEEK], portions=[portion()], aliases=[alias("carotte")])
    retell(loaded)
    review(loaded)
    releases.decline(changes=ReleaseChange.objects.values_list("pk", flat=True), by=dora)
    assert review(loaded)["batch"] is None
    path = loaded / "preparations.csv"
    path.write_text(path.read_text().replace("Fried in a pan", "Pan"))
    assert review(loaded)["changes"] == {"tables": 1}


def queries_of_all(directory: Path, first: int, count: int, by: Any) -> tuple[int, int]:
    """How many queries reviewing and accepting so many changed foods takes."""
    numbers = range(first, first + count)
    write(directory, [food(number, name=f"Food {number}") for number in numbers])
    load(directory)
    write(directory, [food(number, name=f"Food {number}", fibre_g=9) for number in numbers])
    with CaptureQueriesContext(connection) as reviewing:
        review(directory)
    batch = ReleaseBatch.objects.latest("pk")
    with CaptureQueriesContext(connection) as accepting:
        assert releases.accept_all(batch=batch, by=by).done >= count
    return len(reviewing), len(accepting)


def test_many_foods_take_as_many_queries_as_few(tmp_path, dora):
    counts = []
    for first, count in ((1, 1), (100, 3), (200, 10)):
        FoodRevision.objects.update(state=FoodRevision.State.RETIRED)
        counts.append(queries_of_all(tmp_path, first, count, dora))
    assert counts[1] == counts[2]
