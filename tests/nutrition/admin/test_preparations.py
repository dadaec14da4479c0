"""Cooking methods in the admin, and a food to try them on."""

import pytest
from django.urls import reverse

from nutrition.models import CatalogChange, Category, Food, FoodRevision, Preparation
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

LIST = "/admin/nutrition/preparation/"


@pytest.fixture
def beef(own_catalog: None, db: None) -> Food:
    """Raw beef, of which the model knows what frying does."""
    category = Category.objects.create(slug="proteins", name="Proteins")
    beef = make_food(
        "Beef", description="Beef, chuck, raw", energy_kcal=150.0, water_g=70.0, protein_g=21.0, fat_g=7.0,
        sodium_mg=60.0, vitamin_c_mg=None,
    )  # fmt: skip
    FoodRevision.objects.filter(pk=beef.live_id).update(category=category)
    return beef


@pytest.fixture
def fried(beef: Food) -> Preparation:
    fried = Preparation.objects.create(
        slug="fried", name="Fried", words=["fried", "deep fried"], method="pan_fried", source="a cook"
    )
    fried.applies_to.add(Category.objects.get(pk="proteins"))
    return fried


@pytest.fixture
def boiled(db: None) -> Preparation:
    return Preparation.objects.create(slug="boiled", name="Boiled", words=["boiled"], source="a cook")


def tried(client, beef, preparation, **typed):
    """What the page shows of the food, with what is typed over the form."""
    page = client.get(address(preparation))
    sent = filled_in(page) | {"food": beef.pk, "preparation": preparation.pk} | typed
    return client.post(reverse("admin:nutrition_preparation_preview"), sent)


def cooked(answer, name):
    return next(row.cooked for row in answer.context["effect"].rows if row.name == name)


def test_raw_stands_beside_cooked(fried, beef, emil, logged_in):
    answer = tried(logged_in(emil), beef, fried)
    effect = answer.context["effect"]
    assert 50 < effect.cooked_g < 90
    assert cooked(answer, "Protein") == pytest.approx(21.0 * 100 / effect.cooked_g)
    assert next(row for row in effect.rows if row.name == "Salt").raw == pytest.approx(0.15)
    assert cooked(answer, "Vitamin C") is None


def test_it_changes_with_the_form_and_nothing_is_stored(fried, beef, emil, logged_in):
    client = logged_in(emil)
    plain, oily = (tried(client, beef, fried, fat_added_g=oil) for oil in ("0", "10"))
    assert cooked(oily, "Fat") > cooked(plain, "Fat") + 5
    fried.refresh_from_db()
    assert fried.fat_added_g == 0


def test_numbers_of_its_own_hold_where_there_is_no_method(fried, beef, emil, logged_in):
    answer = tried(logged_in(emil), beef, fried, method="", water_loss_percent="30")
    assert answer.context["effect"].cooked_g == pytest.approx(70.0)
    assert cooked(answer, "Water") == pytest.approx(40 / 0.7)


@pytest.mark.parametrize(
    ("description", "category", "reason"),
    [
        ("Beef, chuck, fried", "proteins", "of the prepared food already"),
        ("Beef, chuck, raw", "grains", "not of a kind"),
        ("Beef, chuck", "proteins", "not of the raw food"),
    ],
)
def test_it_says_why_a_food_does_not_suit(fried, beef, emil, logged_in, description, category, reason):
    Category.objects.get_or_create(slug=category)
    FoodRevision.objects.filter(pk=beef.live_id).update(description=description, category=category)
    answer = tried(logged_in(emil), beef, fried)
    assert reason in answer.content.decode()
    assert not answer.context["effect"].rows


@pytest.mark.parametrize(
    ("typed", "told_there"),
    [
        ({"fat_added_g": "much"}, "Oil added"),
        ({"fat_added_g": "-1"}, "Oil added"),
        ({"method": "zapped"}, "Method"),
        ({"applies_to": "nowhere"}, "For foods of"),
        ({"water_loss_percent": "nan"}, "Water lost"),
        ({"food": "0x1"}, "Choose a food"),
        ({"food": "9" * 40}, "Choose a food"),
        ({"food": ""}, "Choose a food"),
    ],
)
def test_a_look_at_what_cannot_be_says_so(fried, beef, emil, logged_in, typed, told_there):
    answer = tried(logged_in(emil), beef, fried, **typed)
    assert answer.status_code == 200
    assert told_there in answer.content.decode()


def test_who_may_only_look_sees_what_is_stored(fried, beef, dora, user, logged_in):
    place = reverse("admin:nutrition_preparation_preview")
    answer = logged_in(dora).post(place, {"food": beef.pk, "preparation": "fried"})
    assert answer.context["effect"].rows
    user.is_staff = True
    user.save()
    assert logged_in(user).post(place, {"food": beef.pk, "preparation": "fried"}).status_code == 403
    assert logged_in(dora).get(place).status_code == 405


def test_the_page_opens_with_the_food_it_came_from(fried, beef, dora, logged_in):
    page = logged_in(dora).get(address(fried), {"food": beef.pk})
    assert page.context["effect"].food.food_id == beef.pk
    assert f'<option value="{beef.pk}" selected>Beef</option>' in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"method": "zapped"}, "zapped is not one"),
        ({"words": "boiled"}, "“boiled” names the preparation “Boiled” already"),
        ({"words": "BOILED "}, "names the preparation “Boiled” already"),
        ({"words": " \n "}, "required"),
        ({"words": "=fried"}, "cannot begin with"),
        ({"parent": "fried"}, "that is a loop"),
        ({"saturated_fat_added_g": "5"}, "More than all the fat"),
        ({"water_loss_percent": "99"}, "less than or equal to 95"),
        ({"fat_factor": "inf"}, "Enter a number"),
    ],
)
def test_what_cannot_be_is_refused(fried, boiled, emil, logged_in, typed, wrong):
    page = change(logged_in(emil), fried, **typed)
    assert wrong in errors(page)
    assert records(fried).count() == 2


def test_a_loop_over_two_steps_is_refused(fried, boiled, emil, logged_in):
    client = logged_in(emil)
    change(client, fried, parent="boiled")
    assert "that is a loop" in errors(change(client, boiled, parent="fried"))


def test_what_is_saved_is_a_curators_and_announced(fried, emil, logged_in):
    change(logged_in(emil), fried, words="fried\npan-fried", fat_added_g="4")
    fried.refresh_from_db()
    assert (fried.words, fried.fat_added_g, fried.origin) == (["fried", "pan-fried"], 4.0, "curator")
    assert CatalogChange.objects.filter(food=None).exists()


def test_a_new_one_is_made(fried, emil, logged_in):
    add(logged_in(emil), "preparation", slug="seared", name="Seared", words="seared", source="me")
    assert Preparation.objects.get(pk="seared").origin == "curator"


def test_its_history_tells_of_words_and_foods_and_brings_them_back(fried, emil, logged_in):
    Category.objects.create(slug="vegetables", name="Vegetables")
    client, before = logged_in(emil), records(fried).first()
    change(client, fried, words="fried", applies_to=["vegetables"])
    assert set(history(client, fried)) == {
        "Words: fried, deep fried → fried",
        "For foods of: proteins → –",
        "For foods of: – → vegetables",
        "For foods of: – → proteins",
    }
    assert "Back to what it was" in told(revert(client, fried, before))
    fried.refresh_from_db()
    assert fried.words == ["fried", "deep fried"]
    assert [category.pk for category in fried.applies_to.all()] == ["proteins"]


def test_it_does_not_come_back_with_words_that_another_has_by_now(fried, boiled, emil, logged_in):
    client, before = logged_in(emil), records(fried).first()
    change(client, fried, words="fried")
    Preparation.objects.filter(pk="boiled").update(words=["deep fried"])
    assert "names the preparation “Boiled” already" in told(revert(client, fried, before))
    fried.refresh_from_db()
    assert fried.words == ["fried"]


def test_a_dietitian_changes_none(fried, dora, logged_in):
    assert logged_in(dora).post(address(fried), {"name": "Mine"}).status_code == 403


def test_the_queries_do_not_grow(fried, beef, emil, logged_in):
    client = logged_in(emil)
    places = (LIST, address(fried), address(fried, "history"))
    few = [queries(client, place) for place in places]
    for number in range(50):
        more = Preparation.objects.create(
            slug=f"more{number}", name="More", words=[f"more{number}"], parent=fried
        )
        more.applies_to.add(Category.objects.get(pk="proteins"))
        fried.name = f"Fried {number}"
        fried.save()
    assert [queries(client, place) for place in places] == few
    assert max(few) <= 15
