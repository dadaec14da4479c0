"""Merging two foods and splitting one, on their pages."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nutrition import catalog, services
from nutrition.curation import workflow
from nutrition.curation.models import Finding, FoodUse
from nutrition.models import Food
from tests.meals.factories import make_food

pytestmark = pytest.mark.django_db


def address(food, key="merge"):
    return reverse("admin:nutrition_food_decide", args=[food.pk, key])


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def twin(rice):
    """The same rice once more, logged more often."""
    food = make_food("White rice, cooked", energy_kcal=117.0, protein_g=2.7)
    services.add_alias(food=food, text="plain rice", region="GB")
    services.set_portion(food=food, label="1 bowl", grams=250.0)
    FoodUse.objects.create(food=food, times_logged=12)
    return food


def stands_for(food):
    known = catalog.latest().food(food.pk)
    return None if known is None else known.id


def test_the_other_food_is_chosen_and_look_alikes_are_proposed(logged_in, rice, twin, emil):
    Finding.objects.create(kind=Finding.Kind.DUPLICATE, food=twin, other_food=rice, size=1)
    page = logged_in(emil).get(address(rice)).text
    assert "The other food" in page
    assert f'href="?other={twin.pk}"' in page


def test_both_stand_side_by_side(logged_in, rice, twin, emil):
    page = " ".join(logged_in(emil).get(address(rice), {"other": twin.pk}).text.split())
    assert '<td class="amount">130 kcal</td><td class="amount">117 kcal</td>' in page
    assert "−10 %" in page
    assert "Logged 12 times." in page
    assert "plain rice (GB)" in page
    assert '<th scope="row">1 bowl</th><td class="amount">–</td><td class="amount">250 g</td>' in page


def test_the_one_logged_more_often_is_proposed_to_stay(logged_in, rice, twin, emil):
    page = logged_in(emil).get(address(rice), {"other": twin.pk}).text
    assert f'name="keep" value="{twin.pk}" checked' in page
    assert f'name="keep" value="{rice.pk}">' in page


def test_the_one_chosen_stays(logged_in, rice, twin, emil):
    body = {"other": twin.pk, "keep": rice.pk, "note": "The same food."}
    response = logged_in(emil).post(address(rice), body)
    assert response.url == reverse("admin:nutrition_food_change", args=[rice.pk])
    assert "White rice, cooked is found as Rice, boiled" in told(response)
    assert stands_for(twin) == rice.pk
    assert rice.aliases.filter(text="plain rice", region="GB", active=True).exists()


def test_the_other_may_stay_too(logged_in, rice, twin, emil):
    logged_in(emil).post(address(rice), {"other": twin.pk, "keep": twin.pk})
    assert stands_for(rice) == twin.pk


def test_a_merge_can_be_undone(logged_in, rice, twin, emil):
    client = logged_in(emil)
    client.post(address(rice), {"other": twin.pk, "keep": rice.pk})
    page = client.get(reverse("admin:nutrition_food_change", args=[twin.pk])).text
    assert "Undo the merge" in page
    assert "stands by itself again" in told(client.post(address(twin, "undo_merge")))
    assert stands_for(twin) == twin.pk


def test_a_food_is_not_merged_into_itself(logged_in, rice, emil):
    for send in (logged_in(emil).get, logged_in(emil).post):
        page = send(address(rice), {"other": rice.pk, "keep": rice.pk}).text
        assert "A food cannot be merged into itself" in page
    assert Food.objects.get().merged_into is None


@pytest.mark.parametrize("other", ["", "x", "999999", "-1", "9" * 30])
def test_what_is_no_other_food_is_told(logged_in, rice, emil, other):
    response = logged_in(emil).get(address(rice), {"other": other})
    assert response.status_code == 200
    assert "There is no such food." in response.text or "Choose the other food." in response.text


def test_a_retired_food_is_not_merged(logged_in, rice, twin, emil):
    workflow.retire(food=twin, by=emil)
    page = logged_in(emil).get(address(rice), {"other": twin.pk}).text
    assert "White rice, cooked is not live." in page


def test_one_with_an_open_draft_does_not_go(logged_in, rice, twin, emil):
    workflow.save_draft(food=twin, base=twin.live, by=emil, changes={"energy_kcal": 99.0})
    response = logged_in(emil).post(address(rice), {"other": twin.pk, "keep": rice.pk})
    assert "has an open draft" in told(response)
    assert stands_for(twin) == twin.pk


@pytest.mark.parametrize("keep", ["", "x", "999999"])
def test_which_stays_has_to_be_chosen(logged_in, rice, twin, emil, keep):
    response = logged_in(emil).post(address(rice), {"other": twin.pk, "keep": keep})
    assert response.status_code in (200, 302)
    assert stands_for(twin) == twin.pk


def test_the_page_asks_the_same_however_many_names_there_are(logged_in, rice, twin, emil):
    client = logged_in(emil)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(address(rice), {"other": twin.pk})
        return len(asked)

    few = queries()
    for number in range(30):
        services.add_alias(food=rice, text=f"rice {number}")
        services.set_portion(food=twin, label=f"{number} spoons", grams=10.0 + number)
    assert queries() == few <= 15


# --- Split ---


def test_a_food_is_split_and_a_name_goes_along(logged_in, rice, emil):
    alias = services.add_alias(food=rice, text="basmati")
    client = logged_in(emil)
    assert "basmati" in client.get(address(rice, "split")).text
    body = {"name": "Basmati rice, boiled", "aliases": [alias.pk], "note": "Another rice."}
    response = client.post(address(rice, "split"), body)
    new = Food.objects.latest("pk")
    assert response.url == reverse("admin:nutrition_food_change", args=[new.pk])
    assert (new.live.name, new.live.energy_kcal) == ("Basmati rice, boiled", 130.0)
    assert list(new.aliases.values_list("text", flat=True)) == ["basmati"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "needs a name of its own"),
        ("rice, BOILED", "Another food has the name"),
        ("White rice, cooked", "Another food has the name"),
        ("=1+1", "cannot begin with"),
        ("x" * 161, "at most 160 characters"),
    ],
)
def test_the_new_food_needs_a_name_of_its_own(logged_in, rice, twin, emil, name, words):
    assert words in logged_in(emil).post(address(rice, "split"), {"name": name}).text
    assert Food.objects.count() == 2


def test_a_name_of_another_food_does_not_go_along(logged_in, rice, twin, emil):
    body = {"name": "Basmati rice, boiled", "aliases": [twin.aliases.get().pk]}
    assert "Select a valid choice" in logged_in(emil).post(address(rice, "split"), body).text
    assert Food.objects.count() == 2


def test_what_is_not_live_is_not_split(logged_in, rice, emil):
    workflow.retire(food=rice, by=emil)
    page = logged_in(emil).post(address(rice, "split"), {"name": "Basmati rice, boiled"}).text
    assert "is not live" in page
