"""Deciding about foods: on a food's page, and many at once in the list."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from nutrition import catalog, services
from nutrition.curation import workflow
from nutrition.curation.models import CurationEvent
from nutrition.models import Alias, Food, FoodGrade
from tests.meals.factories import make_food, revise

pytestmark = pytest.mark.django_db

LIST = "/admin/nutrition/food/"


def address(food, key):
    return reverse("admin:nutrition_food_decide", args=[food.pk, key])


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def decide(client, food, key, **body):
    return client.post(address(food, key), body)


def draft(food, by, **changes):
    food.refresh_from_db()
    return workflow.save_draft(food=food, base=workflow.tip(food), by=by, changes=changes)


def reviewed(food, by, **changes):
    draft(food, by, **(changes or {"energy_kcal": 123.0}))
    workflow.publish(food=food, by=by)
    food.refresh_from_db()
    return food


def run(client, action, *foods, **body):
    chosen = {"action": action, "_selected_action": [food.pk for food in foods]}
    return client.post(LIST, chosen | body)


@pytest.fixture
def pasta(rice):
    return make_food("Pasta, boiled", energy_kcal=158.0)


# --- One food ---


def test_a_draft_is_published(logged_in, rice, dora):
    draft(rice, dora, energy_kcal=123.0)
    response = decide(logged_in(dora), rice, "publish")
    assert response.url == reverse("admin:nutrition_food_change", args=[rice.pk])
    assert told(response) == "Published. Rice, boiled is now revision 2, reviewed by you."
    rice.refresh_from_db()
    assert (rice.live.energy_kcal, rice.live.state) == (123.0, "reviewed")


def test_what_a_release_brought_is_right_as_it_is(logged_in, rice, dora):
    assert told(decide(logged_in(dora), rice, "publish")).startswith("Reviewed. Rice, boiled")


def test_another_one_verifies(logged_in, rice, dora, emil):
    reviewed(rice, dora)
    response = decide(logged_in(emil), rice, "verify")
    assert told(response) == "Verified. Rice, boiled is now revision 2, verified by you."
    known = catalog.latest().food(rice.pk)
    assert known
    assert known.state == "verified"


def test_nobody_verifies_their_own(logged_in, rice, emil):
    reviewed(rice, emil)
    assert "somebody else has to verify it" in told(decide(logged_in(emil), rice, "verify"))
    rice.refresh_from_db()
    assert rice.live.state == "reviewed"


def test_sending_back_asks_for_a_word(logged_in, rice, dora, emil):
    reviewed(rice, dora)
    client = logged_in(emil)
    assert "What is to be mended?" in client.get(address(rice, "send_back")).text
    assert "Say what is to be mended." in decide(client, rice, "send_back", note=" ").text
    response = decide(client, rice, "send_back", note="Which rice?")
    assert told(response) == (
        "Sent back. Rice, boiled is a draft again, revision 3; revision 1 is live."
    )  # fmt: skip
    assert CurationEvent.objects.latest("pk").note == "Which rice?"


def test_a_note_that_is_too_long_is_refused(logged_in, rice, emil):
    response = decide(logged_in(emil), rice, "retire", note="x" * 501)
    assert "at most 500 characters" in response.text
    rice.refresh_from_db()
    assert rice.live.state == "imported"


def test_a_food_is_retired_and_brought_back(logged_in, rice, emil):
    client = logged_in(emil)
    assert "found no more" in told(decide(client, rice, "retire", note="Twice here."))
    assert catalog.latest().food(rice.pk) is None
    assert told(decide(client, rice, "restore")).endswith("Rice, boiled is found again, imported.")


def test_a_draft_is_discarded(logged_in, rice, dora):
    draft(rice, dora, energy_kcal=123.0)
    assert told(decide(logged_in(dora), rice, "discard")).startswith("Discarded. Revision 2")
    rice.refresh_from_db()
    assert rice.draft is None


def test_grades_are_computed_anew(logged_in, rice, dora, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.publish_change(rice)
    FoodGrade.objects.filter(food=rice).update(nutriscore_grade="E")
    assert told(decide(logged_in(dora), rice, "grade")).startswith("Graded anew. Nutri-Score of Rice, boiled")
    assert FoodGrade.objects.get(food=rice).nutriscore_grade != "E"


@pytest.mark.parametrize("key", ["verify", "discard", "restore", "undo_merge"])
def test_what_does_not_fit_is_told(logged_in, rice, emil, key):
    assert told(decide(logged_in(emil), rice, key))
    rice.refresh_from_db()
    assert (rice.live.state, rice.revisions.count()) == ("imported", 1)


def test_one_click_is_a_post(logged_in, rice, dora):
    assert logged_in(dora).get(address(rice, "publish")).status_code == 405


def test_what_is_no_decision_and_no_food_is_not_found(logged_in, rice, dora):
    client = logged_in(dora)
    assert client.post(address(rice, "eat")).status_code == 404
    assert client.post("/admin/nutrition/food/999999/decide/publish/").status_code == 404
    assert client.post("/admin/nutrition/food/x/decide/publish/").status_code == 404


def test_nobody_decides_about_what_they_have_not_seen(logged_in, rice, dora, emil):
    draft(rice, dora, energy_kcal=123.0)
    rice.refresh_from_db()
    seen = f"{rice.draft_id}.{rice.live_id}"
    draft(rice, emil, energy_kcal=99.0)
    response = decide(logged_in(dora), rice, "publish", seen=seen)
    assert "emil@example.org saved revision 3" in told(response)
    assert "Energy 123 → 99 kcal (−20 %)" in told(response)
    rice.refresh_from_db()
    assert rice.live.number == 1


@pytest.fixture
def clash(rice, dora):
    """A draft and what went live meanwhile say different energies."""
    draft(rice, dora, energy_kcal=123.0)
    rice.refresh_from_db()
    return revise(rice, energy_kcal=140.0, protein_g=2.7, fat_g=0.3)


def test_what_both_changed_is_shown_with_both_figures(logged_in, clash, dora):
    response = decide(logged_in(dora), clash, "publish")
    assert response.status_code == 409
    assert "You both changed: Energy: theirs 140 kcal, yours 123 kcal." in response.text
    clash.refresh_from_db()
    assert clash.live.energy_kcal == 140.0


def test_the_draft_can_be_published_over_it(logged_in, clash, dora):
    response = decide(logged_in(dora), clash, "publish", over=clash.live_id)
    assert "Published." in told(response)
    clash.refresh_from_db()
    assert (clash.live.energy_kcal, clash.draft) == (123.0, None)


# --- Who may ---

MAY = {
    "dora": {"publish", "discard", "grade"},
    "emil": {
        "publish", "discard", "grade", "verify", "send_back", "retire", "restore", "merge", "split",
        "undo_merge",
    },
    "stan": set(),
}  # fmt: skip


@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize("key", sorted(MAY["emil"]))
def test_who_may_decide(logged_in, rice, request, who, key):
    status = decide(logged_in(request.getfixturevalue(who)), rice, key).status_code
    assert (status != 403) == (key in MAY[who])


BULK = {
    "publish_foods": {"dora", "emil"},
    "grade_foods": {"dora", "emil"},
    "add_alias_to_foods": {"dora", "emil"},
    "verify_foods": {"emil"},
    "send_back_foods": {"emil"},
    "retire_foods": {"emil"},
    "merge_two_foods": {"emil"},
}


@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize("action", BULK)
def test_who_may_decide_about_many(logged_in, rice, request, who, action):
    status = run(logged_in(request.getfixturevalue(who)), action, rice).status_code
    assert (status != 403) == (who in BULK[action])


def test_the_bar_shows_what_fits_and_is_allowed(logged_in, rice, dora, stan):
    page = logged_in(dora).get(reverse("admin:nutrition_food_change", args=[rice.pk])).text
    assert "Right as it is" in page
    assert "Retire…" not in page
    page = logged_in(stan).get(reverse("admin:nutrition_food_change", args=[rice.pk])).text
    assert "Right as it is" not in page


def test_the_bar_says_why_one_cannot_verify(logged_in, rice, emil):
    reviewed(rice, emil)
    page = logged_in(emil).get(reverse("admin:nutrition_food_change", args=[rice.pk])).text
    assert "You drafted or reviewed this: somebody else verifies it." in page


# --- Many foods ---


def test_one_that_cannot_does_not_hinder_the_others(logged_in, rice, pasta, dora, emil):
    reviewed(rice, dora)
    response = run(logged_in(emil), "verify_foods", rice, pasta)
    assert told(response) == (
        "Verified: 1 food. Not done: Pasta, boiled – Only what was reviewed can be verified; "
        "this is imported."
    )
    rice.refresh_from_db()
    assert rice.live.state == "verified"


def test_many_are_published(logged_in, rice, pasta, dora):
    draft(rice, dora, energy_kcal=123.0)
    assert told(run(logged_in(dora), "publish_foods", rice, pasta)) == "Published or right as is: 2 foods."
    assert {food.live.state for food in Food.objects.select_related("live")} == {"reviewed"}


def test_many_are_sent_back_with_one_word(logged_in, rice, pasta, dora, emil):
    reviewed(rice, dora)
    reviewed(pasta, dora)
    client = logged_in(emil)
    page = run(client, "send_back_foods", rice, pasta)
    assert "Pasta, boiled" in page.text
    response = run(client, "send_back_foods", rice, pasta, asked="yes", note="No source.")
    assert told(response) == "Sent back: 2 foods."
    assert set(Food.objects.values_list("draft__note", flat=True)) == {"No source."}


def test_many_are_retired(logged_in, rice, pasta, emil):
    response = run(logged_in(emil), "retire_foods", rice, pasta, asked="yes", note="")
    assert told(response) == "Retired: 2 foods."
    assert catalog.latest().food(pasta.pk) is None


def test_two_lead_to_the_page_of_merging(logged_in, rice, pasta, emil):
    client = logged_in(emil)
    assert run(client, "merge_two_foods", rice, pasta).url == f"{address(rice, 'merge')}?other={pasta.pk}"
    assert "exactly two" in told(run(client, "merge_two_foods", rice))


def test_a_name_is_given_to_each_that_may_have_it(logged_in, rice, pasta, dora):
    bread = make_food("Bread")
    services.add_alias(food=bread, text="starch")
    response = run(
        logged_in(dora), "add_alias_to_foods", rice, pasta, asked="yes", text=" Starch ", region="GB"
    )
    assert told(response) == "Named “Starch”: 2 foods. Other foods have this name too: Bread."
    assert Alias.objects.filter(text="Starch", region="GB").count() == 2


def test_a_name_of_another_food_is_given_to_none(logged_in, rice, pasta, dora):
    response = run(logged_in(dora), "add_alias_to_foods", rice, pasta, asked="yes", text="rice, boiled")
    assert "“rice, boiled” is this food's name already." in told(response)
    assert f"is the name of another food: food {rice.pk}." in told(response)
    assert not Alias.objects.exists()


def test_what_is_no_name_is_told_beside_the_field(logged_in, rice, dora):
    page = run(logged_in(dora), "add_alias_to_foods", rice, asked="yes", text="=1+1").text
    assert "A name cannot begin with" in page


def test_many_are_graded_anew(logged_in, rice, pasta, dora):
    assert told(run(logged_in(dora), "grade_foods", rice, pasta)) == "2 foods graded anew."
    assert FoodGrade.objects.count() == 2


def test_too_many_at_once_are_refused(logged_in, rice, pasta, dora, monkeypatch):
    monkeypatch.setattr("nutrition.admin.food_bulk.MOST_AT_ONCE", 1)
    assert "At most 1 at a time" in told(run(logged_in(dora), "publish_foods", rice, pasta))
    rice.refresh_from_db()
    assert rice.live.state == "imported"
