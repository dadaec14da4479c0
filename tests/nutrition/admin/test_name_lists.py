"""The lists of all aliases and portions in the admin."""

import pytest
from django.urls import reverse

from nutrition.models import Alias, CatalogChange, Food, Portion
from tests.meals.factories import make_food
from tests.nutrition.admin.row_pages import (
    add,
    address,
    change,
    errors,
    history,
    queries,
    records,
    revert,
    told,
)

ALIASES, PORTIONS = "/admin/nutrition/alias/", "/admin/nutrition/portion/"


@pytest.fixture
def paella(rice: Food) -> Alias:
    alias = Alias(food=rice, text="paella rice", origin="release", source="base food")
    Alias.objects.bulk_create([alias])
    return alias


@pytest.fixture
def cup(rice: Food) -> Portion:
    cup = Portion(food=rice, label="1 cup", grams=160.0, source="fndds", loaded_grams=158.0)
    Portion.objects.bulk_create([cup])
    return cup


def names(food: Food) -> set[tuple[str, str]]:
    return set(food.aliases.filter(active=True).values_list("text", "region"))


def press(client, place, action, *rows):
    sent = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(place, sent, follow=True)


def test_a_name_is_added_to_any_food(rice, dora, logged_in):
    add(logged_in(dora), "alias", food=rice.pk, text=" boiled rice ", region="GB")
    assert names(rice) == {("boiled rice", "GB")}
    assert CatalogChange.objects.filter(food=rice).exists()


def test_a_name_that_is_called_otherwise_is_another_one(paella, rice, dora, logged_in):
    change(logged_in(dora), paella, text="risotto rice")
    paella.refresh_from_db()
    assert (paella.text, paella.active) == ("paella rice", False)
    assert names(rice) == {("risotto rice", "")}


def test_another_case_is_the_same_name(paella, rice, dora, logged_in):
    change(logged_in(dora), paella, text="Paella rice")
    assert names(rice) == {("Paella rice", "")}
    assert Alias.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"text": "Hen"}, "name of another food"),
        ({"text": "rice, BOILED"}, "this food's name already"),
        ({"text": "=rice"}, "cannot begin with"),
        ({"text": "risotto"}, "has the name “risotto” already"),
        ({"text": "r" * 161}, "at most 160"),
        ({"region": "XX"}, "not one of the available choices"),
    ],
)
def test_what_is_no_name_is_refused(paella, rice, dora, logged_in, typed, wrong):
    make_food("Hen")
    Alias.objects.create(food=rice, text="Risotto")
    assert wrong in errors(change(logged_in(dora), paella, **typed))
    assert names(rice) == {("paella rice", ""), ("Risotto", "")}


def test_no_name_for_a_food_that_was_merged(rice, dora, logged_in):
    old = make_food("Old rice")
    Food.objects.filter(pk=old.pk).update(merged_into=rice)
    assert "was merged into" in errors(add(logged_in(dora), "alias", food=old.pk, text="older rice"))


def test_a_name_of_two_foods_is_marked_and_told(paella, dora, logged_in):
    hen, client = make_food("Hen"), logged_in(dora)
    page = add(client, "alias", food=hen.pk, text="Paella Rice")
    assert "also a name of Rice, boiled" in told(page)
    Alias.objects.create(food=hen, text="biddy", region="GB")
    Alias.objects.create(food=paella.food, text="biddy", region="US")
    marked = client.get(ALIASES, {"ambiguous": "yes"}).context["cl"].result_list
    assert {row.text for row in marked} == {"paella rice", "Paella Rice"}
    assert client.get(ALIASES).content.decode().count("also another food") == 2


def test_a_name_is_taken_away_and_brought_back(paella, rice, dora, logged_in):
    client = logged_in(dora)
    assert "1 taken away." in told(press(client, ALIASES, "take_away", paella))
    assert names(rice) == set()
    assert "1 brought back." in told(press(client, ALIASES, "bring_back", paella))
    assert names(rice) == {("paella rice", "")}


def test_it_does_not_come_back_once_another_food_has_it(paella, dora, logged_in):
    client = logged_in(dora)
    press(client, ALIASES, "take_away", paella)
    make_food("Paella rice")
    page = press(client, ALIASES, "bring_back", paella)
    assert "stays away" in told(page)
    assert "0 brought back." in told(page)


def test_nothing_is_deleted(paella, cup, dora, logged_in):
    client = logged_in(dora)
    for row in (paella, cup):
        assert client.post(address(row, "delete"), {"post": "yes"}).status_code == 403
    press(client, ALIASES, "delete_selected", paella)
    assert Alias.objects.count() == Portion.objects.count() == 1


def test_its_history_brings_it_back(paella, rice, dora, logged_in):
    client = logged_in(dora)
    change(client, paella, active="")
    assert history(client, paella) == ["In use: yes → no"]
    revert(client, paella, records(paella).last())
    assert names(rice) == {("paella rice", "")}


def test_a_measure_changes_and_says_what_the_release_said(cup, rice, dora, logged_in):
    client = logged_in(dora)
    change(client, cup, grams="170", is_usual="on")
    cup.refresh_from_db()
    assert (cup.grams, cup.is_usual) == (170.0, True)
    assert "170 g (release: 158 g)" in client.get(PORTIONS).content.decode()
    assert CatalogChange.objects.filter(food=rice).exists()


def test_a_measure_that_is_called_otherwise_is_another_one(cup, rice, dora, logged_in):
    change(logged_in(dora), cup, label="1 mug")
    assert list(rice.portions.values_list("label", "active")) == [("1 cup", False), ("1 mug", True)]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"grams": "0"}, "above 0"),
        ({"grams": "-3"}, "above 0"),
        ({"grams": "inf"}, "Enter a number"),
        ({"label": "1 bowl"}, "a measure “1 bowl” already"),
        ({"label": ""}, "required"),
    ],
)
def test_what_is_no_measure_is_refused(cup, rice, dora, logged_in, typed, wrong):
    Portion.objects.create(food=rice, label="1 bowl", grams=200.0, source="fndds")
    assert wrong in errors(change(logged_in(dora), cup, **typed))
    cup.refresh_from_db()
    assert (cup.label, cup.grams) == ("1 cup", 160.0)


def test_staff_look_and_change_nothing(paella, cup, stan, logged_in):
    client = logged_in(stan)
    for place, row in ((ALIASES, paella), (PORTIONS, cup)):
        assert client.get(place).status_code == 200
        assert client.post(address(row), {"text": "mine", "label": "mine"}).status_code == 403
        assert press(client, place, "take_away", row).status_code in (200, 403)
    assert Alias.objects.get().active
    assert Portion.objects.get().active


def test_a_key_that_is_none_is_not_found(dora, logged_in):
    place = reverse("admin:nutrition_alias_history", args=["x"])
    assert logged_in(dora).get(place).status_code == 404


def test_the_queries_do_not_grow(paella, cup, rice, dora, logged_in):
    client = logged_in(dora)
    paella.save()
    paella.save()
    places = (ALIASES, PORTIONS, ALIASES + "?q=a", address(paella), address(cup), address(paella, "history"))
    few = [queries(client, place) for place in places]
    for number in range(50):
        food = make_food(f"Food {number}")
        Alias.objects.create(food=food, text=f"alias {number}")
        Portion.objects.create(food=food, label="1 cup", grams=1.0, source="fndds")
        paella.save()
    assert [queries(client, place) for place in places] == few
    assert max(few) <= 15
