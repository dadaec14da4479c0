"""Who may do what at the curators' pages: one row a page and one an action, asked as each group.

A new page or action gets a row; one that is missing fails a test below.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, reverse

from accounts.models import User
from nutrition import services
from nutrition.curation import workflow
from nutrition.curation.models import Finding, ReleaseBatch, ReleaseChange
from nutrition.glycemic.models import GlycemicLink, GlycemicValue
from nutrition.learning.models import Correction, Miss, Proposal
from nutrition.models import Category, Food, LoadConflict, Preparation
from nutrition.products.models import Product, ProductImport, RejectedProduct
from nutrition.recipes.models import DishRecipe
from tests.meals.factories import make_food
from tests.nutrition.admin.conftest import As

pytestmark = pytest.mark.django_db

# Dietitian, senior dietitian, staff; "" is nobody but superusers.
ALL, CURATORS, SENIOR, LOADERS, DECIDERS, NOBODY = "DST", "DS", "S", "T", "ST", ""

# Model -> who may look, add, change and delete.
MODELS = {
    "food": (ALL, CURATORS, CURATORS, NOBODY),
    "category": (ALL, SENIOR, SENIOR, SENIOR),
    "alias": (ALL, CURATORS, CURATORS, NOBODY),
    "portion": (ALL, CURATORS, CURATORS, NOBODY),
    "preparation": (ALL, SENIOR, SENIOR, NOBODY),
    "glycemicvalue": (ALL, SENIOR, SENIOR, SENIOR),
    "glycemiclink": (ALL, CURATORS, CURATORS, CURATORS),
    "dishrecipe": (ALL, CURATORS, CURATORS, NOBODY),
    "product": (ALL, NOBODY, NOBODY, NOBODY),
    "rejectedproduct": (ALL, NOBODY, NOBODY, NOBODY),
    "productimport": (ALL, NOBODY, NOBODY, NOBODY),
    "proposal": (ALL, NOBODY, CURATORS, NOBODY),
    "miss": (ALL, NOBODY, CURATORS, NOBODY),
    "correction": (ALL, NOBODY, CURATORS, NOBODY),
    "finding": (ALL, NOBODY, CURATORS, NOBODY),
    "loadconflict": (ALL, NOBODY, CURATORS, NOBODY),
    "releasebatch": (ALL, LOADERS, DECIDERS, NOBODY),
    "releasechange": (ALL, NOBODY, DECIDERS, NOBODY),
}
# Those with a form of their own; the others are decided by buttons.
FORMS = ("food", "category", "alias", "portion", "preparation", "glycemicvalue", "glycemiclink", "dishrecipe")
FILES = ("food", "alias", "portion", "preparation")
DECIDED = ("food", "proposal", "miss", "correction", "finding", "loadconflict", "releasebatch")
# What is done to a food -> who may.
DECISIONS = {
    "publish": CURATORS,
    "discard": CURATORS,
    "verify": SENIOR,
    "send_back": SENIOR,
    "retire": SENIOR,
    "restore": SENIOR,
    "merge": SENIOR,
    "undo_merge": SENIOR,
    "split": SENIOR,
    "grade": CURATORS,
}
# Action of a list -> who may.
ACTIONS = {
    "food": {
        "publish_foods": CURATORS,
        "verify_foods": SENIOR,
        "send_back_foods": SENIOR,
        "retire_foods": SENIOR,
        "merge_two_foods": SENIOR,
        "add_alias_to_foods": CURATORS,
        "grade_foods": CURATORS,
    },
    "alias": {"take_away": CURATORS, "bring_back": CURATORS},
    "portion": {"take_away": CURATORS, "bring_back": CURATORS},
    "finding": {"dismiss_each": CURATORS, "reopen_each": CURATORS},
    "loadconflict": {"keep_each": CURATORS, "take_each": CURATORS},
    "proposal": {"accept_each": CURATORS, "accept_for": CURATORS, "decline_each": CURATORS},
    "releasechange": {"accept_selected": DECIDERS, "decline_selected": DECIDERS},
}
GROUPS = {"D": "dora", "S": "emil", "T": "stan"}


@pytest.fixture
def rows(rice: Food) -> dict[str, Any]:
    """A row of each model, by the model's name."""
    category = Category.objects.get(slug="grains")
    value = GlycemicValue.objects.create(name="Rice", gi=60, source="a study", year=2008)
    other = make_food("Bulgur")
    batch = ReleaseBatch.objects.create(name="29", digest="x")
    recipe = DishRecipe.objects.create(food=rice, source="a cook")
    recipe.ingredients.create(sequence=1, food=other, name="Bulgur", grams=100)
    return {
        "food": rice,
        "category": category,
        "alias": services.add_alias(food=rice, text="basmati"),
        "portion": services.set_portion(food=rice, label="1 cup", grams=158.0),
        "preparation": Preparation.objects.create(
            slug="fried", name="Fried", words=["fried"], source="a cook"
        ),
        "glycemicvalue": value,
        "glycemiclink": GlycemicLink.objects.create(food=rice, value=value, kind="same"),
        "dishrecipe": recipe,
        "product": Product.objects.create(gtin=3017620422003, release=date(2026, 4, 1), fingerprint=0),
        "rejectedproduct": RejectedProduct.objects.create(code="1", reason="sum", release=date(2026, 4, 1)),
        "productimport": ProductImport.objects.create(
            file_name="off.csv", file_digest="x", layout="csv", release=date(2026, 4, 1)
        ),
        "proposal": Proposal.objects.create(
            kind="alias", reason="spelling", phrase="ryce", food=rice, evidence=3
        ),
        "miss": Miss.objects.create(phrase="ryce"),
        "correction": Correction.objects.create(kind="food", phrase="ryce", to_food=rice, count=3),
        "finding": Finding.objects.create(
            kind="impossible",
            food=rice,
            subject="sum",
            size=1,
            details={"message": "Too much.", "figures": {}},
        ),
        "loadconflict": LoadConflict.objects.create(food=rice, field="name", release="29"),
        "releasebatch": batch,
        "releasechange": ReleaseChange.objects.create(
            batch=batch, food_number=rice.pk, food=rice, name="Rice", kind="vanished"
        ),
    }


@pytest.fixture
def people(dora: User, emil: User, stan: User) -> dict[str, User]:
    return {"D": dora, "S": emil, "T": stan}


def who_may(people: dict[str, User], logged_in: As, ask: Any) -> str:
    """The letters of the groups that are not refused; any other answer than these is a failure."""
    may = ""
    for letter, user in people.items():
        status = ask(logged_in(user)).status_code
        assert status in (200, 302, 400, 403, 404, 405, 409), f"{letter}: {status}"
        may += "" if status == 403 else letter
    return may


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("kind", ["changelist", "change", "history", "add", "delete"])
def test_every_page_of_a_model(rows, people, logged_in, model, kind):
    look, add, _, delete = MODELS[model]
    args = [rows[model].pk] if kind in ("change", "history", "delete") else []
    address = reverse(f"admin:nutrition_{model}_{kind}", args=args)
    expected = {"add": add, "delete": delete}.get(kind, look)
    assert who_may(people, logged_in, lambda client: client.get(address)) == expected


@pytest.mark.parametrize("model", FORMS)
def test_only_who_may_change_a_model_can_send_its_form(rows, people, logged_in, model):
    address = reverse(f"admin:nutrition_{model}_change", args=[rows[model].pk])
    assert who_may(people, logged_in, lambda client: client.post(address, {})) == MODELS[model][2]


@pytest.mark.parametrize("decision", DECISIONS)
def test_every_decision_about_a_food(rice, people, logged_in, decision):
    address = reverse("admin:nutrition_food_decide", args=[rice.pk, decision])
    assert who_may(people, logged_in, lambda client: client.post(address)) == DECISIONS[decision]


@pytest.mark.parametrize("model", ["proposal", "finding", "loadconflict"])
def test_what_the_desk_offers_is_decided_by_curators(rows, people, logged_in, model):
    address = reverse(f"admin:nutrition_{model}_decide", args=[rows[model].pk])
    assert who_may(people, logged_in, lambda client: client.post(address, {"decide": "nothing"})) == CURATORS


@pytest.mark.parametrize("model", ["miss", "correction"])
def test_a_count_is_mended_by_its_proposal_only(rows, people, logged_in, model):
    address = reverse(f"admin:nutrition_{model}_decide", args=[rows[model].pk])
    assert who_may(people, logged_in, lambda client: client.post(address)) == NOBODY


@pytest.mark.parametrize("how", ["all", "safe", "decline"])
def test_a_release_is_decided_by_seniors_and_staff(rows, people, logged_in, how):
    address = reverse("admin:nutrition_releasebatch_decide", args=[rows["releasebatch"].pk, how])
    assert who_may(people, logged_in, lambda client: client.post(address)) == DECIDERS


@pytest.mark.parametrize("model", FILES)
def test_files_go_out_to_all_and_come_in_from_who_may_change_rows(rows, people, logged_in, model):
    out = reverse(f"admin:nutrition_{model}_export")
    into = reverse(f"admin:nutrition_{model}_import")
    store = reverse(f"admin:nutrition_{model}_process_import")
    assert who_may(people, logged_in, lambda client: client.get(out)) == ALL
    assert who_may(people, logged_in, lambda client: client.get(into)) == MODELS[model][2]
    assert who_may(people, logged_in, lambda client: client.post(store)) == MODELS[model][2]


@pytest.mark.parametrize(
    "model", ["category", "alias", "portion", "preparation", "glycemicvalue", "glycemiclink", "dishrecipe"]
)
def test_going_back_takes_the_right_to_change(rows, people, logged_in, model):
    row = rows[model]
    address = reverse(f"admin:nutrition_{model}_revert", args=[row.pk, row.history.first().pk])
    assert who_may(people, logged_in, lambda client: client.post(address)) == MODELS[model][2]


def test_a_foods_history_and_previews(rice, dora, people, logged_in):
    first = rice.live
    workflow.save_draft(food=rice, base=first, by=dora, changes={"energy_kcal": 123.0})
    workflow.publish(food=rice, by=dora)
    alias: Any = services.add_alias(food=rice, text="basmati")
    compare = reverse("admin:nutrition_food_compare", args=[rice.pk])
    revert = reverse("admin:nutrition_food_revert", args=[rice.pk, first.number])
    undo = reverse("admin:nutrition_food_undo", args=[rice.pk, "name", alias.history.get().pk])
    judge = reverse("admin:nutrition_food_preview")
    cook = reverse("admin:nutrition_preparation_preview")
    assert who_may(people, logged_in, lambda client: client.get(compare)) == ALL
    assert who_may(people, logged_in, lambda client: client.post(revert)) == CURATORS
    assert who_may(people, logged_in, lambda client: client.post(undo)) == CURATORS
    assert who_may(people, logged_in, lambda client: client.post(judge)) == ALL
    assert who_may(people, logged_in, lambda client: client.post(cook)) == ALL


@pytest.mark.parametrize(
    "model", ["accounts_user", "auth_group", "meals_meal", "meals_recipe", "meals_operation"]
)
def test_accounts_and_diaries_are_none_of_the_curators_affair(people, logged_in, model):
    address = reverse(f"admin:{model}_changelist")
    assert who_may(people, logged_in, lambda client: client.get(address)) == NOBODY


@pytest.mark.parametrize("model", MODELS)
def test_the_actions_that_a_list_offers(people, model):
    page = next(page for known, page in admin.site._registry.items() if known._meta.model_name == model)
    for letter, user in people.items():
        request = RequestFactory().get("/admin/")
        request.user = user
        allowed = {action for action, who in ACTIONS.get(model, {}).items() if letter in who}
        assert set(page.get_actions(request)) == allowed


@pytest.mark.parametrize("nobody", ["an eater", "no one"])
def test_the_desk_is_for_curators(rows, user, nobody):
    client = Client()
    if nobody == "an eater":
        client.force_login(user)
    addresses = [reverse("admin:index")]
    addresses += [reverse(f"admin:nutrition_{model}_changelist") for model in MODELS]
    addresses += [reverse(f"admin:nutrition_{model}_change", args=[rows[model].pk]) for model in MODELS]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]


def test_a_picker_shows_foods_only_to_who_may_see_them(rice, user, people, logged_in):
    asked = {"app_label": "nutrition", "model_name": "alias", "field_name": "food", "term": "rice"}
    for curator in people.values():
        assert logged_in(curator).get(reverse("admin:autocomplete"), asked).status_code == 200
    assert logged_in(user).get(reverse("admin:autocomplete"), asked).status_code == 302


def test_no_page_is_missing_here():
    own = {name for name in _names(admin.site.urls[0]) if name.startswith("nutrition_")}
    usual = {
        f"nutrition_{model}_{page}"
        for model in MODELS
        for page in ("changelist", "change", "history", "add", "delete")
    }
    files = {
        f"nutrition_{model}_{page}" for model in FILES for page in ("import", "export", "process_import")
    }
    decided = {f"nutrition_{model}_decide" for model in DECIDED}
    back = {f"nutrition_{model}_revert" for model in FORMS}
    others = {"food_compare", "food_undo", "food_preview", "preparation_preview"}
    others = {f"nutrition_{name}" for name in others}
    assert own == usual | files | decided | back | others


def _names(patterns: Any) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name
