"""Users, groups and diaries in the admin."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from meals import services
from meals.models import Meal
from nutrition.curation.models import ReleaseChange
from nutrition.curation.rights import give_rights
from tests.meals.factories import make_food

USERS, GROUPS = "/admin/accounts/user/", "/admin/auth/group/"
DIARIES = ("/admin/meals/meal/", "/admin/meals/recipe/", "/admin/meals/operation/")


@pytest.fixture
def root(make_user) -> Client:
    give_rights()
    client = Client()
    client.force_login(make_user("root@example.org", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def curator(make_user) -> Client:
    give_rights()
    dora = make_user("dora@example.org", is_staff=True)
    dora.groups.add(Group.objects.get(name="senior dietitian"))
    client = Client()
    client.force_login(dora)
    return client


def queries(client: Client, place: str) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(place).status_code == 200
    return [query["sql"] for query in seen]


def a_meal(user: User) -> Meal:
    return services.log_meal(user=user, kind="lunch", items=[{"food_id": make_food().pk, "grams": 100}])


def test_a_user_is_made_and_put_into_a_group(root):
    typed = {
        "email": "New@Example.org",
        "password1": "correct horse battery",
        "password2": "correct horse battery",
    }
    root.post(reverse("admin:accounts_user_add"), typed | {"usable_password": "true"})
    new = User.objects.get(email="new@example.org")
    dietitian = Group.objects.get(name="dietitian")
    sent = {"email": new.email, "is_active": "on", "is_staff": "on", "groups": [dietitian.pk]}
    root.post(reverse("admin:accounts_user_change", args=[new.pk]), sent)
    assert new.groups.get() == dietitian
    assert "dietitian" in root.get(USERS, {"q": "new@"}).content.decode()


@pytest.mark.parametrize("email", ["", "nobody", "root@example.org"])
def test_an_address_that_cannot_be_is_refused(root, email):
    typed = {"email": email, "password1": "correct horse battery", "password2": "correct horse battery"}
    page = root.post(reverse("admin:accounts_user_add"), typed | {"usable_password": "true"})
    assert page.status_code == 200
    assert page.context["adminform"].form.errors["email"]


def test_a_password_is_set_anew(root, make_user):
    ann = make_user("ann@example.org")
    place = reverse("admin:auth_user_password_change", args=[ann.pk])
    root.post(
        place,
        {
            "password1": "another horse battery",
            "password2": "another horse battery",
            "usable_password": "true",
        },
    )
    ann.refresh_from_db()
    assert ann.check_password("another horse battery")


def test_curators_see_no_users_and_no_diaries(curator):
    for place in (USERS, GROUPS, *DIARIES):
        assert curator.get(place).status_code == 403
    menu = curator.get("/admin/nutrition/category/").content.decode()
    assert USERS not in menu
    assert DIARIES[0] not in menu


def test_the_menu_leads_to_every_list(root):
    page = root.get("/admin/nutrition/category/").content.decode()
    for model in admin.site._registry.keys() - {ReleaseChange}:  # It is reached by its batch.
        place = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        if model._meta.app_label in ("nutrition", "meals", "accounts", "auth"):
            assert f'href="{place}"' in page, place


def test_a_diary_is_looked_at_and_not_changed(root, user):
    lunch = a_meal(user)
    place = reverse("admin:meals_meal_change", args=[lunch.pk])
    assert "Rice, boiled" in root.get(place).content.decode()
    assert root.post(place, {"kind": "dinner"}).status_code == 403
    assert root.post(reverse("admin:meals_meal_add"), {}).status_code == 403


def test_the_lists_count_nothing_and_do_not_grow(root, user, make_user):
    a_meal(user)
    places = (USERS, GROUPS, *DIARIES, reverse("admin:accounts_user_change", args=[user.pk]))
    few = [len(queries(root, place)) for _ in range(2) for place in places][len(places) :]
    for number in range(50):
        other = make_user(f"user{number}@example.org")
        other.groups.add(Group.objects.first())
        a_meal(other)
    many = [queries(root, place) for place in places]
    assert [len(seen) for seen in many] == few
    assert max(few) <= 15
    diaries = [sql for seen in many[2:5] for sql in seen if "meals_" in sql]
    assert not any("COUNT(" in sql for sql in diaries)
    assert any('ORDER BY "meals_meal"."id" DESC' in sql for sql in diaries)
