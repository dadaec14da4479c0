"""The start page: what waits for whom, decided where it stands, in a constant handful of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nutrition.curation import workflow
from nutrition.curation.models import CurationEvent, Finding, FoodUse, ReleaseBatch, ReleaseChange
from nutrition.learning.models import Correction, Miss, Proposal
from nutrition.models import LoadConflict
from tests.meals.factories import make_food

pytestmark = pytest.mark.django_db
DESK = "/admin/"


def finding(kind="impossible", food=None, **fields):
    defaults = {
        "subject": "sugars_above_carbohydrate",
        "size": 20.0,
        "details": {
            "figures": {"sugars_g": 10.0, "carbohydrate_total_g": 8.0},
            "message": "Sugars above carbohydrate: 10 g against 8 g.",
        },
    }
    food = food or make_food(f"Candy {Finding.objects.count()}")
    return Finding.objects.create(kind=kind, food=food, **defaults | fields)


def proposal(food=None, phrase="kuli kuli", **fields):
    kind = Proposal.Kind.ALIAS if food else Proposal.Kind.FOOD
    defaults = {"kind": kind, "reason": Proposal.Reason.NEAR_NAME, "evidence": 19}
    return Proposal.objects.create(phrase=phrase, food=food, **defaults | fields)


def draft(food, by, **changes):
    workflow.save_draft(food=food, base=workflow.tip(food), by=by, changes=changes or {"energy_kcal": 120.0})
    food.refresh_from_db()
    return food


def reviewed(name, by):
    food = draft(make_food(name, energy_kcal=100.0), by)
    workflow.publish(food=food, by=by)
    return food


def everything(number, by):
    """So many rows of every kind."""
    batch = ReleaseBatch.objects.create(name=f"FNDDS {number}", digest=str(number))
    for place in range(number):
        food = make_food(f"Food {number} {place}", energy_kcal=100.0)
        other = make_food(f"Other {number} {place}")
        proposal(food, f"name {number} {place}", details={"candidates": [{"food_id": other.pk, "name": "x"}]})
        finding(food=food)
        outlying = {"figures": {"sodium_mg": 900.0, "category": "grains"}, "median": 4.0, "foods": 50}
        finding("outlier", food=food, subject="sodium_mg", details=outlying)
        apart = {"figures": {"protein_g": [3.0, 2.0]}, "from": "fndds 1, 2021"}
        finding("discrepancy", food=food, subject="the last release", details=apart)
        finding("duplicate", food=food, other_food=other, subject="", details={"figures": {}})
        named = {"figures": {"kinds": ["alias", "name"], "regions": ["GB"]}}
        finding("alias", food=food, other_food=other, subject="chips", details=named)
        draft(make_food(f"Draft {number} {place}", energy_kcal=1.0), by)
        reviewed(f"Reviewed {number} {place}", by)
        FoodUse.objects.create(food=food, times_logged=place + 1)
        LoadConflict.objects.create(
            food=food, field="protein_g", live_value=[3.1, None], new_value=[2.0, None], release="2023"
        )
        ReleaseChange.objects.create(batch=batch, food_number=place, food=food, kind="changed")
        Miss.objects.create(phrase=f"odd {number} {place}")
        Correction.objects.create(kind="food", phrase=f"said {number}", from_food=food, to_food=other)


def queries(client, address=DESK):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_the_desk_takes_at_most_15_queries_however_much_waits(logged_in, emil, dora, rice):
    client = logged_in(emil)
    few = queries(client)
    everything(3, dora)
    some = queries(client)
    everything(12, dora)
    assert few == some == queries(client)
    assert some <= 15


@pytest.mark.parametrize("model", ["proposal", "miss", "correction", "finding", "loadconflict"])
def test_the_lists_take_as_many_queries_for_many_rows_as_for_few(logged_in, emil, dora, rice, model):
    client, address = logged_in(emil), f"/admin/nutrition/{model}/"
    everything(1, dora)
    few = queries(client, address)
    everything(25, dora)
    assert few == queries(client, address) <= 15


def test_an_empty_desk_says_what_to_do_first(logged_in, emil, rice):
    page = logged_in(emil).get(DESK)
    for told in (
        "A name that is missed three times",
        "Open a food</a> and save a change",
        "The diaries are counted once a day.",
        "Nobody decided anything yet",
        "Nothing waits for a second pair of eyes",
        "No two foods share their words",
    ):
        assert told in page.content.decode()


def test_the_mends_most_asked_for_stand_first(logged_in, dora, rice):
    proposal(phrase="rare", evidence=4)
    proposal(rice, phrase="rise", evidence=40)
    desk = logged_in(dora).get(DESK).context["desk"]
    assert [row.phrase for row in desk.proposals] == ["rise", "rare"]
    assert desk.counts["proposals"] == 2


def test_own_drafts_stand_before_those_of_others(logged_in, dora, emil, rice):
    draft(rice, emil)
    own = draft(make_food("Oats", energy_kcal=300.0), dora)
    draft(make_food("Barley", energy_kcal=300.0), emil)
    desk = logged_in(dora).get(DESK).context["desk"]
    assert desk.drafts[0].food_id == own.pk
    assert (desk.counts["own_drafts"], desk.counts["other_drafts"]) == (1, 2)


def test_four_eyes_what_one_reviewed_waits_for_another(logged_in, dora, emil, rice):
    food = reviewed("Oats", dora)
    reviewed("Barley", emil)
    desk = logged_in(emil).get(DESK).context["desk"]
    assert [row.food_id for row in desk.to_verify] == [food.pk]
    assert desk.counts["to_verify"] == 1


def test_who_published_anothers_draft_does_not_verify_it(logged_in, dora, emil, rice):
    food = draft(make_food("Oats", energy_kcal=300.0), dora)
    workflow.publish(food=food, by=emil)
    assert logged_in(emil).get(DESK).context["desk"].to_verify == []


def test_what_is_logged_most_stands_first_and_verified_foods_not_at_all(logged_in, dora, rice):
    for name, state, times in (("Oats", "imported", 5), ("Barley", "reviewed", 9), ("Rye", "verified", 99)):
        FoodUse.objects.create(food=make_food(name, state=state), times_logged=times)
    desk = logged_in(dora).get(DESK).context["desk"]
    assert [use.food.live.name for use in desk.unverified] == ["Barley", "Oats"]


def test_findings_of_foods_that_are_eaten_stand_first(logged_in, dora, rice):
    finding(size=90.0)
    eaten = finding(size=1.0)
    FoodUse.objects.create(food=eaten.food, times_logged=3)
    finding(size=99.0, state="dismissed")
    desk = logged_in(dora).get(DESK).context["desk"]
    assert (desk.suspicious[0], desk.counts["suspicious"]) == (eaten, 2)


def test_the_charts_have_a_table_with_the_same_figures(logged_in, dora, emil, rice):
    food = reviewed("Oats", dora)
    workflow.verify(food=food, by=emil)
    Miss.objects.create(phrase="kuli kuli", count=3)
    page = logged_in(dora).get(DESK)
    week = page.context["progress"].weeks[-1]
    assert week.done == {"drafted": 1, "reviewed": 1, "verified": 1, "other": 0}
    assert (week.unknown_names, len(page.context["progress"].weeks)) == (1, 12)
    assert page.context["decisions"].columns[-1].total == 3
    assert "<svg" in page.content.decode()
    assert "unknown names, new" in page.content.decode()


def test_decisions_of_long_ago_are_in_no_chart(logged_in, dora, rice):
    reviewed("Oats", dora)
    CurationEvent.objects.update(at=timezone.now() - timedelta(weeks=13))
    assert logged_in(dora).get(DESK).context["decisions"].total == 0


def test_foods_stand_by_their_state(logged_in, dora, rice):
    for name, state in (("Oats", "verified"), ("Rye", "imported"), ("Old", "retired")):
        FoodUse.objects.create(food=make_food(name, state=state, is_base=True), times_logged=1)
    progress = logged_in(dora).get(DESK).context["progress"]
    assert progress.base.parts == progress.logged.parts == {"verified": 1, "imported": 1}


@pytest.mark.parametrize(
    ("who", "shown", "hidden"),
    [
        (
            "dora",
            ["Accept", "Right as it is", "Keep ours", "Take theirs"],
            ["Compare", "second pair of eyes"],
        ),
        ("emil", ["Accept", "Right as it is", "Keep ours", "Compare", "for you to verify"], []),
        ("stan", ["Load conflicts"], ["Accept<", "Right as it is", "Keep ours<", "Compare"]),
    ],
)
def test_what_one_may_not_do_is_no_button(request, logged_in, rice, who, shown, hidden):
    curator = request.getfixturevalue(who)
    everything(1, request.getfixturevalue("dora"))
    text = logged_in(curator).get(DESK).content.decode()
    assert [word for word in shown if word not in text] == []
    assert [word for word in hidden if word in text] == []


def test_someone_of_no_group_sees_an_empty_desk(logged_in, make_user, rice):
    proposal(rice)
    text = logged_in(make_user("new@example.org", is_staff=True)).get(DESK).content.decode()
    assert "kuli kuli" not in text
    assert "<section" not in text


def test_a_mend_is_accepted_at_the_desk(logged_in, dora, rice):
    row = proposal(rice, phrase="boild rice")
    address = reverse("admin:nutrition_proposal_decide", args=[row.pk])
    answer = logged_in(dora).post(address, {"do": "accept", "next": "/admin/#proposals"})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/#proposals")
    assert rice.aliases.get().text == "boild rice"


def test_nobody_is_sent_to_another_site(logged_in, dora, rice):
    address = reverse("admin:nutrition_proposal_decide", args=[proposal(rice).pk])
    answer = logged_in(dora).post(address, {"do": "decline", "next": "https://example.com/"})
    assert answer["Location"] == reverse("admin:nutrition_proposal_changelist")
