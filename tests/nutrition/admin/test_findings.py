"""What looks wrong, at its page and in the list: mended at the food, dismissed, or a name taken away."""

import pytest
from django.urls import reverse

from nutrition.curation.findings.inspecting import inspect_foods
from nutrition.curation.models import Finding
from nutrition.nutrients import KEYS
from nutrition.services import add_alias
from nutrition.usda.models import SourceFood
from tests.meals.factories import make_food
from tests.nutrition.admin.food_page import told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_catalog")]
LIST = "/admin/nutrition/finding/"


def inspect():
    inspect_foods(progress=lambda what, done, total: None)


@pytest.fixture
def sugary():
    """A food with more sugars than carbohydrate, as it was found."""
    make_food("Candy", sugars_g=10.0, carbohydrate_total_g=8.0)
    inspect()
    return Finding.objects.get()


@pytest.fixture
def chips():
    """A name of two foods, as it was found."""
    crisps, fries = make_food("Crisps"), make_food("Fries")
    for food in (crisps, fries):
        add_alias(food=food, text="chips")
    inspect()
    return Finding.objects.get(kind="alias")


def page(client, finding):
    return client.get(reverse("admin:nutrition_finding_change", args=[finding.pk]))


def decide(client, finding, what, **fields):
    address = reverse("admin:nutrition_finding_decide", args=[finding.pk])
    return client.post(address, {"do": what, **fields}, follow=True)


def test_dismissed_with_a_reason_it_says_who_and_why(logged_in, dora, sugary):
    client = logged_in(dora)
    answer = decide(client, sugary, "dismiss", note="measured apart")
    assert told(answer).startswith("Right as it is: Candy, More sugars than carbohydrate.")
    sugary.refresh_from_db()
    assert (sugary.state, sugary.dismissed_by, sugary.note) == ("dismissed", dora, "measured apart")
    assert "measured apart" in page(client, sugary).content.decode()


def test_open_again(logged_in, dora, sugary):
    client = logged_in(dora)
    decide(client, sugary, "dismiss")
    decide(client, sugary, "reopen")
    sugary.refresh_from_db()
    assert sugary.state == "open"


def test_many_are_dismissed_with_one_reason(logged_in, dora, sugary, chips):
    client = logged_in(dora)
    rows = {"action": "dismiss_each", "_selected_action": [sugary.pk, chips.pk]}
    asked = client.post(LIST, rows)
    assert "Why it is right as it is" in asked.content.decode()
    answer = client.post(LIST, rows | {"asked": "yes", "note": "checked"}, follow=True)
    assert told(answer).startswith("Right as they are: 2.")
    assert set(Finding.objects.values_list("state", "note")) == {("dismissed", "checked")}


def test_a_long_reason_is_told_before_anything_is_done(logged_in, dora, sugary):
    rows = {"action": "dismiss_each", "_selected_action": [sugary.pk], "asked": "yes", "note": "x" * 501}
    answer = logged_in(dora).post(LIST, rows)
    assert "at most 500 characters" in answer.content.decode()
    assert Finding.objects.get().state == "open"


def test_a_name_is_taken_away_from_one_of_two_foods(logged_in, dora, chips):
    answer = decide(logged_in(dora), chips, "take_away", owner=chips.other_food_id)
    assert told(answer) == "Taken away: “chips” is no name of Fries any more."
    assert [alias.active for alias in chips.other_food.aliases.all()] == [False]
    assert chips.food.aliases.get().active
    inspect()
    assert not Finding.objects.exists()


def test_a_name_is_not_taken_from_a_food_that_has_it_not(logged_in, dora, chips):
    other = make_food("Peas")
    assert decide(logged_in(dora), chips, "take_away", owner=other.pk).status_code == 404


def test_who_may_only_look_decides_nothing(logged_in, stan, chips):
    client = logged_in(stan)
    assert page(client, chips).status_code == 200
    assert b'name="do"' not in page(client, chips).content
    assert decide(client, chips, "dismiss").status_code == 403
    assert decide(client, chips, "take_away", owner=chips.food_id).status_code == 403
    sent = {"action": "dismiss_each", "_selected_action": [chips.pk]}
    assert client.post(LIST, sent).status_code == 403


def test_two_foods_lead_to_the_page_where_they_are_merged_for_who_may(logged_in, dora, emil):
    for name in ("Rice, boiled", "Boiled rice"):
        make_food(name, energy_kcal=130.0, protein_g=2.7)
    inspect()
    finding = Finding.objects.get()
    merge = reverse("admin:nutrition_food_decide", args=[finding.food_id, "merge"])
    assert f"{merge}?other={finding.other_food_id}" in page(logged_in(emil), finding).content.decode()
    assert merge not in page(logged_in(dora), finding).content.decode()


def test_each_kind_says_what_is_wrong_with_its_units(logged_in, dora):
    make_food("Oats", protein_g=20.0, provenance={})
    source = dict.fromkeys(KEYS) | {"protein_g": 25.0}
    SourceFood.objects.create(source="fndds", source_id="56205000", release="2025", description="", **source)
    inspect()
    text = page(logged_in(dora), Finding.objects.get()).content.decode()
    for words in ("Protein 20 g (−20 %)", "USDA: 25 g", "fndds 56205000, 2025"):
        assert words in text


@pytest.mark.parametrize(
    ("asked", "count"),
    [({}, 1), ({"state": "dismissed"}, 1), ({"state": "any"}, 2), ({"kind__exact": "alias"}, 0)],
)
def test_the_list_is_filtered_by_kind_and_state(logged_in, dora, sugary, chips, asked, count):
    Finding.objects.filter(pk=chips.pk).update(state="dismissed")
    result = logged_in(dora).get(LIST, asked).context["cl"]
    assert result.result_count == count


def test_findings_are_found_by_the_names_of_their_foods(logged_in, dora, sugary, chips):
    rows = logged_in(dora).get(LIST, {"q": "fries"}).context["cl"].result_list
    assert [row.pk for row in rows] == [chips.pk]
