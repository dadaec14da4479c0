"""What a curator and a release both changed: ours stays or theirs is taken."""

import pytest
from django.urls import reverse

from nutrition.curation import workflow
from nutrition.models import Food, LoadConflict, Origin
from nutrition.services import set_portion
from tests.meals.factories import make_food, revise
from tests.nutrition.admin.food_page import told
from tests.nutrition.curating import revise_food

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_catalog")]
LIST = "/admin/nutrition/loadconflict/"


@pytest.fixture
def rice(dora):
    """A release said 2.7 g of protein, Dora 3.1, and a new release 2.5."""
    food = make_food("Rice", protein_g=2.7, energy_kcal=130.0, origin=Origin.RELEASE)
    first = food.live
    live = revise_food(food=food, by=dora, protein_g=3.1)
    newer = revise(food, name="Rice", protein_g=2.5, energy_kcal=130.0, origin=Origin.RELEASE).live
    Food.objects.filter(pk=food.pk).update(live=live, loaded=newer)
    assert first.protein_g == 2.7
    food.refresh_from_db()
    return food


def conflict(food, field="protein_g", ours=None, theirs=None):
    ours, theirs = ours or [3.1, ["curator", ""]], theirs or [2.5, ["fndds", "computed"]]
    return LoadConflict.objects.create(
        food=food, field=field, live_value=ours, new_value=theirs, release="2023-2025"
    )


def decide(client, row, what):
    return client.post(
        reverse("admin:nutrition_loadconflict_decide", args=[row.pk]), {"do": what}, follow=True
    )


def live(food):
    food.refresh_from_db()
    return food.live


def test_the_page_says_what_it_was_what_is_live_and_what_the_release_says(logged_in, dora, rice):
    row = conflict(rice)
    text = logged_in(dora).get(reverse("admin:nutrition_loadconflict_change", args=[row.pk])).content.decode()
    for words in ("ours 3.1 g", "the release’s 2.5 g", "<dd>2.7 g</dd>", "−19 %"):
        assert words in text


def test_ours_is_kept(logged_in, dora, rice):
    answer = decide(logged_in(dora), conflict(rice), "keep")
    assert told(answer) == "Kept: Protein of Rice stays 3.1 g."
    assert (live(rice).protein_g, LoadConflict.objects.count()) == (3.1, 0)


def test_who_kept_ours_stands_in_the_foods_history(logged_in, dora, rice):
    browser = logged_in(dora)
    decide(browser, conflict(rice), "keep")
    text = browser.get(reverse("admin:nutrition_food_history", args=[rice.pk])).content.decode()
    for words in ("Ours kept", "Not as release 2023-2025 says: protein_g", "dora@example.org"):
        assert words in text


def test_theirs_is_taken_with_its_provenance_and_published(logged_in, dora, rice):
    answer = decide(logged_in(dora), conflict(rice), "take")
    assert told(answer) == "Taken: Protein of Rice is 2.5 g."
    now = live(rice)
    assert (now.protein_g, now.state, now.created_by) == (2.5, "reviewed", dora)
    assert now.provenance == {"protein_g": ["fndds", "computed"]}
    assert not LoadConflict.objects.exists()


def test_the_sources_own_figure_has_no_provenance(logged_in, dora, rice):
    decide(logged_in(dora), conflict(rice, theirs=[2.5, None]), "take")
    assert live(rice).provenance == {}


def test_into_an_open_draft_it_goes_and_waits(logged_in, dora, rice):
    workflow.save_draft(food=rice, base=rice.live, by=dora, changes={"energy_kcal": 128.0})
    answer = decide(logged_in(dora), conflict(rice), "take")
    assert told(answer).endswith("in the draft, and waits to be published with it.")
    assert live(rice).protein_g == 3.1
    assert (rice.draft.protein_g, rice.draft.energy_kcal) == (2.5, 128.0)


def test_a_field_that_is_no_nutrient_is_taken(logged_in, dora, rice):
    decide(logged_in(dora), conflict(rice, "serving", "1 bowl", "1 cup"), "take")
    assert live(rice).serving == "1 cup"


def test_a_measure_is_taken(logged_in, dora, rice):
    portion = set_portion(food=rice, label="1 cup", grams=200.0)
    ours, theirs = {"label": "1 cup", "grams": 200.0}, {"label": "1 cup", "grams": 158.0}
    answer = decide(logged_in(dora), conflict(rice, f"portion {portion.pk}", ours, theirs), "take")
    assert told(answer) == "Taken: 1 cup of Rice is 158 g."
    portion.refresh_from_db()
    assert portion.grams == 158


def test_a_measure_that_was_taken_away_is_told(logged_in, dora, rice):
    ours, theirs = {"label": "1 cup", "grams": 200.0}, {"label": "1 cup", "grams": 158.0}
    answer = decide(logged_in(dora), conflict(rice, "portion 4711", ours, theirs), "take")
    assert told(answer) == "That measure was taken away meanwhile."
    assert LoadConflict.objects.exists()


def test_the_second_of_two_curators_is_told(logged_in, dora, emil, rice):
    row = conflict(rice)
    decide(logged_in(dora), row, "keep")
    assert "gone already" in told(decide(logged_in(emil), row, "take"))
    assert live(rice).protein_g == 3.1


def test_many_are_decided_at_once(logged_in, dora, rice):
    rows = [conflict(rice), conflict(rice, "serving", "1 bowl", "1 cup")]
    sent = {"action": "take_each", "_selected_action": [row.pk for row in rows]}
    assert told(logged_in(dora).post(LIST, sent, follow=True)) == "Taken: 2."
    assert (live(rice).protein_g, rice.live.serving) == (2.5, "1 cup")


def test_who_may_only_look_decides_nothing(logged_in, stan, rice):
    row, client = conflict(rice), logged_in(stan)
    assert client.get(reverse("admin:nutrition_loadconflict_change", args=[row.pk])).status_code == 200
    assert decide(client, row, "take").status_code == decide(client, row, "keep").status_code == 403
    sent = {"action": "keep_each", "_selected_action": [row.pk]}
    assert client.post(LIST, sent).status_code == 403
