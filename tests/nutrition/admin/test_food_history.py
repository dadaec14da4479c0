"""The history of a food, any two revisions side by side, and the way back."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nutrition import catalog, services
from nutrition.curation import merging, workflow
from nutrition.models import Alias, Portion
from tests.meals.factories import make_food

pytestmark = pytest.mark.django_db


def address(food):
    return reverse("admin:nutrition_food_history", args=[food.pk])


def compare(food):
    return reverse("admin:nutrition_food_compare", args=[food.pk])


def revert(food, number):
    return reverse("admin:nutrition_food_revert", args=[food.pk, number])


def undo(food, kind, row):
    return reverse("admin:nutrition_food_undo", args=[food.pk, kind, row.history.first().pk])


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def read(client, where, **asked):
    return " ".join(client.get(where, asked).text.split())


def draft(food, by, note="", **changes):
    food.refresh_from_db()
    return workflow.save_draft(
        food=food, base=workflow.tip(food), by=by, changes=changes, note=note,
        figures_from="own analysis",
    )  # fmt: skip


@pytest.fixture
def changed(rice, dora, emil):
    """Drafted and published by Dora, verified by Emil."""
    draft(rice, dora, "New report.", energy_kcal=123.0)
    workflow.publish(food=rice, by=dora)
    workflow.verify(food=rice, by=emil, note="As in the report.")
    rice.refresh_from_db()
    return rice


# --- What happened ---


def test_a_revision_tells_what_it_changed(logged_in, changed, dora):
    page = read(logged_in(dora), address(changed))
    assert "Energy 130 → 123 kcal (−5 %), source: curator, own analysis" in page
    assert "“New report.”" in page
    assert "Revision 1</strong> Loaded from FNDDS, 2021-2023" in page


def test_everything_is_there_newest_first(logged_in, changed, dora):
    services.add_alias(food=changed, text="plain rice", region="GB")
    services.set_portion(food=changed, label="1 cup", grams=158.0)
    services.set_portion(food=changed, label="1 cup", grams=160.0)
    services.remove_alias(alias=changed.aliases.get())
    page = read(logged_in(dora), address(changed))
    words = [
        "Name “plain rice” (United Kingdom) taken away.",
        "Measure “1 cup” 158 → 160 g.",
        "Measure “1 cup” added, 158 g.",
        "Name “plain rice” (United Kingdom) added.",
        "Revision 2 verified.",
        "Revision 2 published: reviewed, live.",
        "Revision 2</strong> Draft saved",
        "Revision 1</strong> Loaded",
    ]
    places = [page.find(word) for word in words]
    assert -1 not in places
    assert places == sorted(places)


def test_each_decision_is_told_once(logged_in, rice, dora, emil):
    workflow.publish(food=rice, by=dora)
    workflow.send_back(food=rice, by=emil, note="Which rice?")
    page = read(logged_in(dora), address(rice))
    assert page.count('<li class="sheet">') == 3
    assert "Revision 2</strong> Found right as it is" in page
    assert "Revision 3</strong> Sent back, a draft again" in page
    assert page.count("“Which rice?”") == 1
    assert "Says the same as revision 1." in page


def test_a_merge_is_told_at_both_foods(logged_in, rice, emil):
    twin = make_food("White rice, cooked", energy_kcal=129.0)
    merging.merge_foods(kept=rice, gone=twin, by=emil)
    merging.undo_merge(food=twin, by=emil)
    client = logged_in(emil)
    kept, gone = read(client, address(rice)), read(client, address(twin))
    assert f"White rice, cooked (food {twin.pk}) was merged into this." in kept
    assert f"White rice, cooked (food {twin.pk}) stands by itself again." in kept
    assert f"Merged into Rice, boiled (food {rice.pk})." in gone
    assert "Merge undone." in gone


def test_a_split_is_told_at_both_foods(logged_in, rice, emil):
    new = merging.split_food(food=rice, name="Basmati rice", by=emil)
    client = logged_in(emil)
    assert f"Basmati rice (food {new.pk}) was split off." in read(client, address(rice))
    assert "Split off from Rice, boiled" in read(client, address(new))


def test_a_change_over_http_is_told_with_who_did_it(logged_in, rice, dora):
    client = logged_in(dora)
    alias = services.add_alias(food=rice, text="plain rice")
    client.post(undo(rice, "name", alias))
    page = read(client, address(rice))
    assert "“plain rice” taken away." in page
    assert "</time> · dora@example.org" in page


def test_a_page_has_25_entries(logged_in, rice, dora):
    for number in range(30):
        services.add_alias(food=rice, text=f"rice {number}")
    client = logged_in(dora)
    assert read(client, address(rice)).count('<li class="sheet">') == 25
    assert read(client, address(rice), page=2).count('<li class="sheet">') == 6
    assert "Page 2 of 2, 31 entries" in read(client, address(rice), page="99")


def test_the_history_asks_the_same_however_long_it_is(logged_in, changed, dora):
    client = logged_in(dora)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(changed)).status_code == 200
        return len(asked)

    alias = services.add_alias(food=changed, text="plain rice")
    services.set_portion(food=changed, label="1 cup", grams=158.0)
    few = queries()
    for number in range(3):
        draft(changed, dora, energy_kcal=100.0 + number)
        services.add_alias(food=changed, text=f"rice {number}")
        services.set_portion(food=changed, label=f"{number} cups", grams=158.0)
        services.remove_alias(alias=alias)
        services.add_alias(food=changed, text="plain rice")
    assert queries() == few <= 15


# --- Any two revisions ---


def test_two_revisions_stand_side_by_side(logged_in, changed, dora):
    page = read(logged_in(dora), compare(changed), **{"from": 1, "to": 2})
    assert '<th scope="row">Energy</th><td class="amount">130 kcal</td>' in page
    assert "−5 %" in page
    assert "FNDDS, 2021-2023" in page
    assert "curator, own analysis" in page
    assert "Protein" not in page


def test_what_stayed_can_be_shown_too(logged_in, changed, dora):
    page = read(logged_in(dora), compare(changed), **{"from": 1, "to": 2, "all": 1})
    assert "Protein" in page
    assert "Grains" in page


def test_the_last_two_stand_there_unless_asked_otherwise(logged_in, changed, dora):
    page = read(logged_in(dora), compare(changed))
    assert '<option value="1" selected>' in page
    assert '<option value="2" selected>' in page


@pytest.mark.parametrize("number", ["9", "x", "-1", "1" * 40])
def test_a_revision_that_is_none_is_not_found(logged_in, changed, dora, number):
    assert logged_in(dora).get(compare(changed), {"from": number}).status_code == 404


def test_comparing_asks_little(logged_in, changed, dora):
    client = logged_in(dora)
    with CaptureQueriesContext(connection) as asked:
        client.get(compare(changed))
    assert len(asked) <= 15


# --- The way back ---


def test_reverting_says_first_what_will_change(logged_in, changed, dora):
    page = read(logged_in(dora), revert(changed, 1))
    assert '<td class="amount">123 kcal</td><td class="amount">130 kcal</td>' in page
    assert changed.revisions.count() == 2


def test_reverting_makes_a_new_revision(logged_in, changed, dora):
    response = logged_in(dora).post(revert(changed, 1), {"live": changed.live_id})
    assert told(response) == "Reverted. Rice, boiled is now revision 3, which says what 1 said."
    changed.refresh_from_db()
    assert (changed.live.number, changed.live.energy_kcal) == (3, 130.0)
    assert "Revision 3</strong> Reverted" in read(logged_in(dora), address(changed))


def test_going_back_to_what_is_live_is_told(logged_in, changed, dora):
    client = logged_in(dora)
    assert "there is nothing to go back to" in read(client, revert(changed, 2))
    assert told(client.post(revert(changed, 2))) == "What is live says the same."


def test_nobody_reverts_over_what_went_live_meanwhile(logged_in, changed, dora):
    response = logged_in(dora).post(revert(changed, 1), {"live": "1"})
    assert "look again" in told(response)
    assert changed.revisions.count() == 2


def test_a_name_that_was_added_is_taken_back(logged_in, rice, dora):
    alias = services.add_alias(food=rice, text="plain rice")
    response = logged_in(dora).post(undo(rice, "name", alias))
    assert told(response) == "Taken back. plain rice is gone."
    alias.refresh_from_db()
    assert not alias.active


def test_a_name_of_a_release_that_was_taken_away_comes_back(logged_in, rice, dora):
    Alias.objects.bulk_create([Alias(food=rice, text="boiled rice", source="fndds", origin="release")])
    services.remove_alias(alias=rice.aliases.get())
    client = logged_in(dora)
    client.post(undo(rice, "name", rice.aliases.get()))
    assert rice.aliases.get().active
    (item,) = catalog.latest().resolver.analyze("boiled rice").items
    assert item.food.id == rice.pk


def test_a_measure_weighs_again_what_it_did(logged_in, rice, dora):
    services.set_portion(food=rice, label="1 cup", grams=158.0)
    portion = services.set_portion(food=rice, label="1 cup", grams=1580.0, is_usual=True)
    logged_in(dora).post(undo(rice, "measure", portion))
    portion.refresh_from_db()
    assert (portion.grams, portion.is_usual) == (158.0, False)


def test_a_measure_of_a_release_weighs_again_what_that_said(logged_in, rice, dora):
    Portion.objects.bulk_create(
        [Portion(food=rice, label="1 cup", grams=158.0, source="fndds", loaded_grams=158.0)]
    )
    portion = services.set_portion(food=rice, label="1 cup", grams=160.0)
    client = logged_in(dora)
    assert "Measure “1 cup” 158 → 160 g." in read(client, address(rice))
    client.post(undo(rice, "measure", portion))
    assert rice.portions.get().grams == 158.0


def test_only_the_newest_change_is_taken_back(logged_in, rice, dora):
    alias = services.add_alias(food=rice, text="plain rice")
    first = undo(rice, "name", alias)
    services.remove_alias(alias=alias)
    assert "changed again since" in told(logged_in(dora).post(first))


def test_a_change_of_another_food_is_not_found(logged_in, rice, dora):
    alias = services.add_alias(food=make_food("Pasta"), text="noodles")
    assert logged_in(dora).post(undo(rice, "name", alias)).status_code == 404


# --- Who may ---


def test_the_staff_look_but_change_nothing(logged_in, changed, stan):
    alias = services.add_alias(food=changed, text="plain rice")
    client = logged_in(stan)
    page = read(client, address(changed))
    assert "Go back to this" not in page
    assert "Take back" not in page
    assert client.get(compare(changed)).status_code == 200
    assert client.get(revert(changed, 1)).status_code == 403
    assert client.post(revert(changed, 1)).status_code == 403
    assert client.post(undo(changed, "name", alias)).status_code == 403


def test_both_kinds_of_dietitians_may_go_back(logged_in, changed, dora, emil):
    for somebody in (dora, emil):
        page = read(logged_in(somebody), address(changed))
        assert "Go back to this" in page


def test_who_has_no_rights_sees_nothing(logged_in, changed, make_user):
    client = logged_in(make_user("nobody@example.org", is_staff=True))
    assert client.get(address(changed)).status_code == 403
    assert client.get(compare(changed)).status_code == 403


@pytest.mark.parametrize(
    "below", ["history/", "history/compare/", "history/revert/1/", "decide/merge/", "decide/split/"]
)
@pytest.mark.parametrize("food", ["9" * 30, "x", "0"])
def test_the_pages_of_no_food_are_not_found(logged_in, emil, food, below):
    assert logged_in(emil).get(f"/admin/nutrition/food/{food}/{below}").status_code == 404


@pytest.mark.parametrize("below", [f"history/revert/{'9' * 30}/", f"history/undo/name/{'9' * 30}/"])
def test_numbers_that_are_none_are_not_found(logged_in, rice, emil, below):
    assert logged_in(emil).post(f"/admin/nutrition/food/{rice.pk}/{below}").status_code == 404
