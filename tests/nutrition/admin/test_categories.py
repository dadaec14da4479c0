"""The food tree in the admin."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from nutrition.curation.categories import check_parent, path_of
from nutrition.models import CatalogChange, Category, FoodGrade, NutriScoreClass, Preparation
from nutrition.tasks import grade_changed_foods
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

LIST = "/admin/nutrition/category/"


@pytest.fixture
def tree(own_catalog: None, db: None) -> Category:
    """Proteins > poultry > chicken, with a hen in it; returns proteins."""
    proteins = Category.objects.create(slug="proteins", name="Proteins", nutriscore_class="red_meat")
    poultry = Category.objects.create(slug="proteins/poultry", name="Poultry", parent=proteins)
    chicken = Category.objects.create(slug="proteins/poultry/chicken", name="Chicken", parent=poultry)
    hen = make_food("Hen", energy_kcal=120.0)
    hen.live.__class__.objects.filter(pk=hen.live_id).update(category=chicken)
    return proteins


def at(path: str) -> Category:
    return Category.objects.get(pk=path)


def test_the_tree_tells_foods_and_classes(tree, dora, logged_in):
    page = logged_in(dora).get(LIST)
    branch = next(one for one in page.context["branches"] if one.category == tree)
    assert (branch.foods, branch.foods_within, branch.class_from) == (0, 1, "")
    chicken = branch.children[0].children[0]
    assert (chicken.foods, chicken.food_class, chicken.class_from) == (1, "red meat", "proteins")


def test_a_search_is_a_list(tree, dora, logged_in):
    page = logged_in(dora).get(LIST, {"q": "poultry"})
    assert [row.pk for row in page.context["cl"].result_list] == [
        "proteins/poultry",
        "proteins/poultry/chicken",
    ]
    assert page.context["branches"] is None


def test_the_path_is_made_of_the_place_and_the_name(tree, emil, logged_in):
    add(logged_in(emil), "category", name="Wild duck", parent="proteins/poultry")
    made = at("proteins/poultry/wild_duck")
    assert (made.parent_id, made.origin) == ("proteins/poultry", "curator")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"name": "Chicken", "parent": "proteins/poultry"}, "a category “proteins/poultry/chicken” already"),
        ({"name": "Duck", "part": "Duck!"}, "small letters"),
        ({"name": "家"}, "small letters"),
        ({"name": "Duck", "part": "a" * 50, "parent": "x"}, "valid choice"),
    ],
)
def test_a_path_that_cannot_be_is_refused(tree, emil, logged_in, typed, wrong):
    page = add(logged_in(emil), "category", **typed)
    assert wrong in errors(page)
    assert Category.objects.count() == 4


def test_a_category_does_not_come_to_stand_below_its_own(tree, emil, logged_in):
    page = change(logged_in(emil), tree, parent="proteins/poultry/chicken")
    assert "that is a loop" in errors(page)
    assert at("proteins").parent is None


def test_no_place_in_a_chain_is_a_parent_of_its_beginning(tree):
    for slug in ("proteins", "proteins/poultry", "proteins/poultry/chicken"):
        with pytest.raises(ValidationError, match="loop"):
            check_parent(tree, at(slug))
    check_parent(at("proteins/poultry/chicken"), tree)


def test_a_path_too_long_is_no_path(tree):
    with pytest.raises(ValidationError, match="longer than 120"):
        path_of(Category(slug="a" * 110), "duck_and_goose", "")


def test_a_category_in_use_keeps_its_place(tree, emil, logged_in):
    grains = at("grains")
    page = change(logged_in(emil), at("proteins/poultry"), parent=grains.pk)
    assert "1 category are there" in errors(page).replace("categories", "category")
    assert at("proteins/poultry").parent == tree


def test_an_empty_category_moves_and_its_path_with_it(tree, emil, logged_in):
    duck = Category.objects.create(slug="duck", name="Duck")
    change(logged_in(emil), duck, parent="proteins/poultry")
    assert at("proteins/poultry/duck").name == "Duck"
    assert not Category.objects.filter(pk="duck").exists()


def test_another_class_is_announced_and_graded_by(tree, emil, logged_in, django_capture_on_commit_callbacks):
    grade_changed_foods()
    with django_capture_on_commit_callbacks(execute=True):
        change(logged_in(emil), tree, nutriscore_class="beverage")
    assert CatalogChange.objects.filter(food=None).exists()
    hen = FoodGrade.objects.get(revision__category="proteins/poultry/chicken")
    assert hen.nutriscore_class == NutriScoreClass.BEVERAGE


def test_what_was_said_before_comes_back_with_one_click(tree, emil, logged_in):
    client = logged_in(emil)
    change(client, tree, nutriscore_class="general", name="Meat")
    assert history(client, tree) == [
        "Name: Proteins → Meat",
        "Nutri-Score class: red meat → general food",
    ]
    before = CatalogChange.objects.count()
    page = revert(client, tree, records(tree).last())
    assert "Back to what it was" in told(page)
    assert (at("proteins").name, at("proteins").nutriscore_class) == ("Proteins", "red_meat")
    assert CatalogChange.objects.count() == before + 1


def test_a_category_in_use_is_not_deleted(tree, emil, logged_in):
    Preparation.objects.create(slug="fried", name="Fried").applies_to.add(tree)
    page = logged_in(emil).post(
        address(at("proteins/poultry/chicken"), "delete"), {"post": "yes"}, follow=True
    )
    assert "“proteins/poultry/chicken” stays: 1 food are there" in told(page).replace(
        "1 food is", "1 food are"
    )
    assert "category=proteins%2Fpoultry%2Fchicken" in told(page)
    page = logged_in(emil).post(address(tree, "delete"), {"post": "yes"}, follow=True)
    assert "1 category, 1 preparation for it" in told(page)
    assert Category.objects.filter(pk__in=["proteins", "proteins/poultry/chicken"]).count() == 2


def test_an_empty_category_is_deleted_and_announced(tree, emil, logged_in):
    duck = Category.objects.create(slug="duck", name="Duck")
    logged_in(emil).post(address(duck, "delete"), {"post": "yes"})
    assert not Category.objects.filter(pk="duck").exists()
    assert CatalogChange.objects.filter(food=None).exists()


def test_a_dietitian_looks_and_changes_nothing(tree, dora, logged_in):
    client = logged_in(dora)
    assert client.get(address(tree)).status_code == 200
    for place in (address(tree), address(tree, "delete"), reverse("admin:nutrition_category_add")):
        assert client.post(place, {"name": "Mine"}).status_code == 403
    client.force_login(dora)
    tree.save()
    assert revert(client, tree, records(tree).first()).status_code == 403


def test_who_is_no_curator_sees_nothing(tree, user, logged_in):
    assert logged_in(user).get(LIST).status_code in (302, 403)


def test_a_record_of_another_row_is_not_found(tree, emil, logged_in):
    grains = at("grains")
    grains.save()
    assert revert(logged_in(emil), tree, records(grains).first()).status_code == 404


def test_the_queries_do_not_grow_with_the_tree(tree, emil, logged_in):
    client = logged_in(emil)
    few = [queries(client, place) for place in (LIST, LIST + "?q=o", address(tree))]
    for number in range(50):
        Category.objects.create(slug=f"proteins/more_{number}", name=f"More {number}", parent=tree)
    assert [queries(client, place) for place in (LIST, LIST + "?q=o", address(tree))] == few
    assert max(few) <= 15
