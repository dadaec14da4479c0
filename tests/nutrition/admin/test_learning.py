"""Misses and corrections to be looked at, and mends that a curator accepts or declines."""

import pytest
from django.urls import reverse

from nutrition.learning.models import Correction, Miss, Proposal
from nutrition.models import Alias, Portion
from tests.meals.factories import make_food
from tests.nutrition.admin.food_page import told

pytestmark = pytest.mark.django_db
LIST = "/admin/nutrition/proposal/"


@pytest.fixture
def oats(rice):
    return make_food("Oats", energy_kcal=370.0, protein_g=13.0)


def alias(food, phrase="boild rice", **fields):
    kind = Proposal.Kind.ALIAS if food else Proposal.Kind.FOOD
    reason = Proposal.Reason.SPELLING if food else Proposal.Reason.NOTHING_NEAR
    return Proposal.objects.create(kind=kind, reason=reason, phrase=phrase, food=food, evidence=9, **fields)


def decide(client, row, what, **fields):
    address = reverse("admin:nutrition_proposal_decide", args=[row.pk])
    return client.post(address, {"do": what, **fields}, follow=True)


def act(client, action, *rows, **fields):
    sent = {"action": action, "_selected_action": [row.pk for row in rows], **fields}
    return client.post(LIST, sent, follow=True)


def state(row):
    row.refresh_from_db()
    return row.state, row.decided_by


def test_a_name_is_accepted(logged_in, dora, rice):
    row = alias(rice)
    answer = decide(logged_in(dora), row, "accept")
    assert told(answer) == "Accepted. “boild rice” is another name of Rice, boiled."
    assert (state(row), rice.aliases.get().text) == (("accepted", dora), "boild rice")


def test_a_name_is_accepted_for_another_food(logged_in, dora, rice, oats):
    row = alias(rice, "porrige")
    answer = decide(logged_in(dora), row, "accept", food=oats.pk)
    assert told(answer) == "Accepted. “porrige” is another name of Oats."
    assert Alias.objects.get().food == oats


def test_a_missing_food_asks_which_one_is_meant(logged_in, dora, rice, oats):
    row = alias(None, "porrige")
    answer = decide(logged_in(dora), row, "accept")
    assert "choose the food that is meant" in told(answer)
    assert state(row) == ("open", None)
    decide(logged_in(dora), row, "accept", food=oats.pk)
    assert oats.aliases.get().text == "porrige"


def test_what_a_measure_weighs_is_accepted(logged_in, dora, rice):
    row = Proposal.objects.create(
        kind="portion", reason="median", portion="1 bowl", food=rice, amount=340.0, evidence=8,
        details={"mean": 345, "mean_proposed": 250},
    )  # fmt: skip
    answer = decide(logged_in(dora), row, "accept")
    assert told(answer) == "Accepted. 1 bowl of Rice, boiled weighs 340 g."
    assert Portion.objects.get(food=rice, label="1 bowl").grams == 340


def test_a_nutrient_is_accepted(logged_in, dora, rice):
    row = Proposal.objects.create(
        kind="nutrient", reason="median", nutrient="protein_g", food=rice, amount=3.1, evidence=8,
        details={"mean": 3.1, "mean_proposed": 2.7},
    )  # fmt: skip
    answer = decide(logged_in(dora), row, "accept")
    assert told(answer) == "Accepted. Protein of Rice, boiled is 3.1 g in 100 g."
    rice.refresh_from_db()
    assert (rice.live.protein_g, rice.live.created_by) == (3.1, dora)


def test_declined_changes_nothing(logged_in, dora, rice):
    row = alias(rice)
    answer = decide(logged_in(dora), row, "decline")
    assert told(answer).startswith("Declined. “boild rice” stays as it is")
    assert (state(row), Alias.objects.count()) == (("declined", dora), 0)


def test_of_two_curators_the_second_is_told(logged_in, dora, emil, rice):
    row = alias(rice)
    decide(logged_in(dora), row, "decline")
    assert told(decide(logged_in(emil), row, "accept")) == (
        "Somebody decided this already; nothing was done twice."
    )
    assert (state(row), Alias.objects.count()) == (("declined", dora), 0)


def test_a_name_that_is_another_foods_is_refused(logged_in, dora, rice, oats):
    row = alias(rice, "oats")
    answer = decide(logged_in(dora), row, "accept")
    assert told(answer) == f"“oats” is the name of another food: food {oats.pk}."
    assert (state(row), Alias.objects.count()) == (("open", None), 0)


@pytest.mark.parametrize("food", ["0", "abc", "99999999999999999999"])
def test_a_food_that_is_none_is_refused(logged_in, dora, rice, food):
    row = alias(rice)
    assert "There is no such food" in told(decide(logged_in(dora), row, "accept", food=food))
    assert state(row) == ("open", None)


def test_a_food_that_is_not_live_is_refused(logged_in, dora, rice):
    retired = make_food("Old", state="retired")
    row = alias(rice)
    assert "is not live" in told(decide(logged_in(dora), row, "accept", food=retired.pk))
    assert state(row) == ("open", None)


def test_an_unknown_decision_is_404(logged_in, dora, rice):
    assert decide(logged_in(dora), alias(rice), "burn").status_code == 404


def test_a_proposal_that_is_gone_is_told_kindly(logged_in, dora, rice):
    row = alias(rice)
    Proposal.objects.all().delete()
    assert "It is gone already" in told(decide(logged_in(dora), row, "accept"))


def test_a_decision_is_a_post(logged_in, dora, rice):
    address = reverse("admin:nutrition_proposal_decide", args=[alias(rice).pk])
    assert logged_in(dora).get(address).status_code == 405


def test_who_may_only_look_decides_nothing(logged_in, stan, rice):
    client, row = logged_in(stan), alias(rice)
    assert client.get(reverse("admin:nutrition_proposal_change", args=[row.pk])).status_code == 200
    assert decide(client, row, "accept").status_code == 403
    assert act(client, "accept_each", row).status_code == 403
    assert state(row) == ("open", None)


def test_many_are_accepted_at_once_and_those_that_cannot_be_are_named(logged_in, dora, rice, oats):
    good, bad = alias(rice), alias(rice, "oats")
    answer = act(logged_in(dora), "accept_each", good, bad)
    assert told(answer).startswith("Accepted: 1. Not done: ")
    assert "“oats” is the name of another food" in told(answer)
    assert (state(good)[0], state(bad)[0]) == ("accepted", "open")


def test_many_are_declined_at_once(logged_in, dora, rice):
    rows = [alias(rice), alias(None, "porrige")]
    assert told(act(logged_in(dora), "decline_each", *rows)) == "Declined: 2."
    assert {state(row)[0] for row in rows} == {"declined"}


def test_many_are_accepted_for_a_food_that_is_asked_for(logged_in, dora, rice, oats):
    rows = [alias(None, "porrige"), alias(rice, "porage")]
    client = logged_in(dora)
    asked = act(client, "accept_for", *rows)
    assert "The food that is meant" in asked.content.decode()
    assert Alias.objects.count() == 0
    answer = act(client, "accept_for", *rows, asked="yes", food=oats.pk)
    assert told(answer) == "Accepted: 2."
    assert sorted(oats.aliases.values_list("text", flat=True)) == ["porage", "porrige"]


def test_the_list_shows_what_is_open_unless_asked_otherwise(logged_in, dora, rice):
    alias(rice)
    alias(rice, "rise", state="declined")
    client = logged_in(dora)
    assert [row.phrase for row in client.get(LIST).context["cl"].result_list] == ["boild rice"]
    declined = client.get(LIST, {"state": "declined"}).context["cl"].result_list
    assert [row.phrase for row in declined] == ["rise"]


def test_misses_and_corrections_are_only_looked_at(logged_in, emil, rice, oats):
    miss = Miss.objects.create(phrase="kuli kuli", count=19)
    correction = Correction.objects.create(kind="food", phrase="rise", from_food=oats, to_food=rice)
    alias(rice, "kuli kuli")
    client = logged_in(emil)
    for row in (miss, correction):
        page = reverse(f"admin:nutrition_{row._meta.model_name}_change", args=[row.pk])
        assert client.get(page).status_code == 200
        assert client.post(page, {"count": 5}).status_code == 403
        assert client.get(reverse(f"admin:nutrition_{row._meta.model_name}_add")).status_code == 403
    assert "q=kuli+kuli" in client.get("/admin/nutrition/miss/").content.decode()


def test_a_decided_proposal_shows_who_decided_it(logged_in, dora, emil, rice):
    row = alias(rice)
    decide(logged_in(dora), row, "decline")
    page = logged_in(emil).get(reverse("admin:nutrition_proposal_change", args=[row.pk]))
    assert "dora@example.org" in page.content.decode()
    assert 'value="accept"' not in page.content.decode()


def test_the_page_of_a_proposal_that_is_gone_leads_to_the_list(logged_in, dora, rice):
    answer = logged_in(dora).get(reverse("admin:nutrition_proposal_change", args=[4711]), follow=True)
    assert "It is gone" in told(answer)
