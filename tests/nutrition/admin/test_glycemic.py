"""Glycemic values and links in the admin."""

import pytest

from nutrition.glycemic.models import GlycemicLink, GlycemicValue
from nutrition.models import CatalogChange, Food, FoodGrade, Origin
from tests.meals.factories import make_food
from tests.nutrition.admin.row_pages import (
    add,
    address,
    change,
    errors,
    filled_in,
    history,
    queries,
    records,
    revert,
    told,
)

VALUES, LINKS = "/admin/nutrition/glycemicvalue/", "/admin/nutrition/glycemiclink/"


@pytest.fixture
def oats(own_catalog: None, db: None) -> Food:
    return make_food("Oats", energy_kcal=370.0, carbohydrate_total_g=60.0, fibre_g=10.0)


@pytest.fixture
def porridge(oats: Food) -> GlycemicValue:
    value = GlycemicValue.objects.create(
        name="Porridge", gi=55.0, source="A study", year=2020, origin="release"
    )
    GlycemicLink.objects.create(food=oats, value=value, kind="close", origin="release")
    records(GlycemicLink).all().delete()
    records(GlycemicValue).all().delete()
    return value


def test_the_list_tells_for_how_many_foods_a_value_stands(porridge, dora, logged_in):
    GlycemicValue.objects.create(name="Maltose", gi=130.0, source="A study", year=2020)
    page = logged_in(dora).get(VALUES).content.decode()
    assert "Above 120, beyond what the tables hold" in page
    assert [row.linked_foods for row in logged_in(dora).get(VALUES).context["cl"].result_list] == [None, 1]


def test_another_index_is_a_curators_announced_and_graded_by(
    porridge, oats, emil, logged_in, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        change(logged_in(emil), porridge, gi="62")
    porridge.refresh_from_db()
    assert (porridge.gi, porridge.origin) == (62.0, Origin.CURATOR)
    assert CatalogChange.objects.filter(food=None).exists()
    assert FoodGrade.objects.get(food=oats).glycemic_index == 62.0


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"gi": "-1"}, "0 or more"),
        ({"gi": "nan"}, "Enter a number"),
        ({"serving_g": "-5"}, "0 or more"),
        ({"serving_g": "10", "carbohydrate_available_g": "11"}, "More carbohydrate than"),
        ({"links-0-kind": "none"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_refused(porridge, emil, logged_in, typed, wrong):
    assert wrong in errors(change(logged_in(emil), porridge, **typed))
    porridge.refresh_from_db()
    assert porridge.gi == 55.0


def test_an_unlikely_index_is_stored_and_told(porridge, emil, logged_in):
    assert "121 is above 120" in told(change(logged_in(emil), porridge, gi="121"))


def test_links_change_beside_the_value(porridge, oats, emil, logged_in):
    muesli = make_food("Muesli")
    page = change(
        logged_in(emil),
        porridge,
        **{"links-0-kind": "same", "links-2-0-food": muesli.pk, "links-2-0-kind": "category"},
    )
    assert not page.context.get("adminform"), errors(page)
    links = GlycemicLink.objects.order_by("food").values_list("food__live__name", "kind", "origin")
    assert list(links) == [("Oats", "same", "curator"), ("Muesli", "category", "curator")]
    assert set(CatalogChange.objects.values_list("food", flat=True)) >= {oats.pk, muesli.pk}


def test_a_link_goes_and_its_food_is_announced(porridge, oats, emil, logged_in):
    change(logged_in(emil), porridge, **{"links-0-DELETE": "on"})
    assert not GlycemicLink.objects.exists()
    assert CatalogChange.objects.filter(food=oats).exists()


def test_a_food_has_one_link(porridge, oats, emil, logged_in):
    other = GlycemicValue.objects.create(name="Rolled oats", gi=50.0, source="A study", year=2020)
    page = change(logged_in(emil), other, **{"links-2-0-food": oats.pk})
    assert "“Porridge: 55” stands for it" in errors(page)


def test_that_no_value_fits_is_said_by_a_link(porridge, oats, dora, logged_in):
    link, client = GlycemicLink.objects.get(), logged_in(dora)
    assert "leave it empty" in errors(change(client, link, kind="none"))
    change(client, link, kind="none", value="")
    link.refresh_from_db()
    assert (link.kind, link.value, link.origin) == ("none", None, "curator")
    assert "Choose the value" in errors(change(client, link, kind="same"))


def test_what_the_release_said_comes_back(porridge, oats, dora, logged_in):
    link, client = GlycemicLink.objects.get(), logged_in(dora)
    change(client, link, kind="none", value="")
    assert history(client, link) == [
        "Glycemic value: Porridge: 55 → –",
        "How near: close to it → no value fits",
    ]
    revert(client, link, records(link).last())
    link.refresh_from_db()
    assert (link.kind, link.value) == ("close", porridge)


def test_a_deleted_value_is_announced(porridge, emil, logged_in):
    logged_in(emil).post(address(porridge, "delete"), {"post": "yes"})
    assert not GlycemicValue.objects.exists()
    assert CatalogChange.objects.filter(food=None).exists()


def test_a_dietitian_changes_links_and_no_values(porridge, oats, dora, stan, logged_in):
    client = logged_in(dora)
    page = client.get(address(porridge))
    assert "Other words" in page.content.decode()
    sent = filled_in(page) | {"gi": "99", "links-0-kind": "same"}
    client.post(address(porridge), sent)
    porridge.refresh_from_db()
    assert porridge.gi == 55.0
    assert logged_in(stan).post(address(GlycemicLink.objects.get()), {"kind": "none"}).status_code == 403
    assert client.post(address(porridge, "delete"), {"post": "yes"}).status_code == 403


def test_a_value_is_added(own_catalog, db, emil, logged_in):
    add(
        logged_in(emil),
        "glycemicvalue",
        name="Amaranth",
        aliases="kiwicha\n",
        gi="97",
        source="Me",
        year="2026",
    )
    assert GlycemicValue.objects.get().aliases == ["kiwicha"]


def test_the_queries_do_not_grow(porridge, emil, logged_in):
    client = logged_in(emil)
    places = (VALUES, LINKS, address(porridge), address(porridge, "history"))
    few = [queries(client, place) for place in places]
    for number in range(50):
        food = make_food(f"Oat {number}")
        GlycemicLink.objects.create(food=food, value=porridge, kind="same")
        GlycemicValue.objects.create(name=f"Oat {number}", gi=1, source="A study", year=2020)
    assert [queries(client, place) for place in places] == few
    assert max(few) <= 15
