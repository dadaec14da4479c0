"""Keys that no row can have, in an address or ticked in a list: told, and never an error of the site."""

import pytest
from django.contrib import admin

from nutrition.models import Portion
from nutrition.recipes.models import DishRecipe
from tests.nutrition.admin.row_pages import told

pytestmark = pytest.mark.django_db
ODD = ["abc", "0", "-1", "9" * 30, "²", "1/2", "%00", "a%00b", "null"]
PAGES = [
    f"/admin/nutrition/{model._meta.model_name}/"
    for model in admin.site._registry
    if model._meta.app_label == "nutrition"
]


@pytest.mark.parametrize("place", PAGES)
def test_no_row_has_such_a_key(logged_in, emil, rice, place):
    client = logged_in(emil)
    for key in ODD:
        for page in ("change", "history"):
            assert client.get(f"{place}{key}/{page}/").status_code in (302, 404), (key, page)


@pytest.mark.parametrize("asked", ["q=%00", "p=99999", "p=x", "o=99.1", "state=xyz", "lacks=%00", "e=1"])
@pytest.mark.parametrize("place", PAGES)
def test_a_list_that_is_asked_oddly_is_still_a_list(logged_in, emil, rice, place, asked):
    answer = logged_in(emil).get(f"{place}?{asked}", follow=True)
    assert answer.status_code == 200


@pytest.mark.parametrize("key", ["abc", "9" * 30, "9" * 5000, "\x00"])
@pytest.mark.parametrize(
    ("model", "action"),
    [
        ("food", "publish_foods"),
        ("proposal", "decline_each"),
        ("finding", "dismiss_each"),
        ("portion", "take_away"),
    ],
)
def test_what_is_no_row_cannot_be_ticked(logged_in, emil, rice, model, action, key):
    sent = {"action": action, "_selected_action": [str(rice.pk), key], "index": "0"}
    answer = logged_in(emil).post(f"/admin/nutrition/{model}/", sent, follow=True)
    assert answer.status_code == 200
    assert told(answer)


def test_an_odd_answer_to_a_decision_is_as_none(logged_in, emil, rice):
    place = f"/admin/nutrition/food/{rice.pk}/decide/publish/"
    for over in ("9" * 5000, "²", "x"):
        assert logged_in(emil).post(place, {"over": over}).status_code == 302
    rice.refresh_from_db()
    assert rice.live.state == "reviewed"


def test_a_recipe_of_no_dish_is_not_found(logged_in, emil, rice):
    DishRecipe.objects.create(food=rice, source="fndds")
    answer = logged_in(emil).get(f"/admin/nutrition/dishrecipe/{'9' * 30}/history/")
    assert answer.status_code == 404


def test_foods_without_a_measure_in_use_are_found(logged_in, emil, rice):
    client, place = logged_in(emil), "/admin/nutrition/food/?lacks=portion"
    cup = Portion.objects.create(food=rice, label="1 cup", grams=158.0, source="fndds", active=False)
    assert rice.live.name in client.get(place).content.decode()
    Portion.objects.filter(pk=cup.pk).update(active=True)
    assert rice.live.name not in client.get(place).content.decode()


@pytest.mark.parametrize("key", ["abc", "9" * 30, "9" * 5000, "\x00", "²"])
@pytest.mark.parametrize(
    ("model", "field"),
    [("alias", "food"), ("portion", "food"), ("glycemiclink", "food"), ("dishrecipe", "food"),
     ("dishrecipe", "ingredients-0-food"), ("food", "category"), ("category", "parent"),
     ("preparation", "applies_to")],
)  # fmt: skip
def test_what_is_no_row_cannot_be_picked(logged_in, emil, rice, model, field, key):
    inline = {"ingredients-TOTAL_FORMS": "1", "ingredients-INITIAL_FORMS": "0", "ingredients-0-grams": "10"}
    answer = logged_in(emil).post(f"/admin/nutrition/{model}/add/", inline | {field: key})
    assert answer.status_code == 200
    assert answer.context["errors"]
