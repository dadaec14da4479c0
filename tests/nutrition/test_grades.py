"""The stored grades follow the food tables and the formulas, and can be taken up again."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from nutrition import catalog, grades, services
from nutrition.grades import grade_stale_foods
from nutrition.grading import tables
from nutrition.grading.grade import grade_food
from nutrition.models import Category, FoodGrade, FoodRevision
from tests.meals.factories import make_food
from tests.meals.test_grades import LEAN, RICH
from tests.nutrition.curating import revise_food

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_catalog")]


def grade() -> int:
    return grade_stale_foods(progress=lambda what, done, total: None)


def letter_of(food) -> str:
    return FoodGrade.objects.get(food=food).nutriscore_grade


@pytest.fixture
def beans(db):
    return make_food("Beans", fruit_vegetable_legume_percent=100.0, **LEAN)


def test_a_food_is_graded_once(beans):
    assert (grade(), grade()) == (1, 0)
    assert letter_of(beans) == "A"


def test_what_is_stored_is_what_is_computed(beans):
    grade()
    current = catalog.current()
    (food,) = current.tables.foods
    computed = grade_food(current.facts_of(food))
    stored = FoodGrade.objects.get(food=beans)
    assert stored.nutriscore_score == computed.nutriscore.score
    assert stored.focus_scores.keys() == computed.focus.keys()
    assert stored.formula_version == computed.formula_version


def test_a_curators_change_makes_it_stale(beans):
    grade()
    revise_food(food=beans, by=None, **RICH)
    assert grade() == 1
    assert letter_of(beans) in "DE"


def test_the_other_foods_keep_theirs(beans):
    make_food("Cake", **RICH)
    grade()
    revise_food(food=beans, by=None, energy_kcal=51.0)
    assert grade() == 1


def test_another_class_of_a_category_makes_its_foods_stale(beans):
    grade()
    Category.objects.update(nutriscore_class="not_rated")
    services.announce_all()
    assert grade() == 1
    assert FoodGrade.objects.get(food=beans).not_computable == "outside_the_scheme"


def test_new_formulas_make_all_stale(beans, monkeypatch):
    grade()
    monkeypatch.setattr(tables, "CODE_VERSION", "next")
    tables.formula_version.cache_clear()
    try:
        assert grade() == 1
        assert FoodGrade.objects.get(food=beans).formula_version.startswith("next-")
    finally:
        tables.formula_version.cache_clear()


def test_interrupted_work_goes_on_where_it_stopped(beans, monkeypatch):
    monkeypatch.setattr(grades, "BATCH", 2)
    foods = [make_food(f"Food {number}", **LEAN) for number in range(4)]

    def give_up(what, done, total):
        if done >= 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade_stale_foods(progress=give_up)
    assert FoodGrade.objects.count() == 2
    assert grade() == len(foods) + 1 - 2


def test_a_retired_food_loses_its_grade(beans):
    grade()
    revise_food(food=beans, by=None, state=FoodRevision.State.RETIRED)
    grade()
    assert not FoodGrade.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_curators_change_is_graded_by_itself(beans):
    revise_food(food=beans, by=None, **RICH)
    assert letter_of(beans) in "DE"


def test_the_command_counts_the_reasons(beans):
    make_food("Mystery")
    out = StringIO()
    call_command("grade_foods", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["graded"] == 2
    assert found["all_foods"]["rated"] == 1
    assert list(found["all_foods"]["reasons"].values()) == [1]


def test_a_changed_preparation_makes_no_grade_stale(beans):
    grade()
    services.announce_all(grades=False)
    assert grade() == 0
    services.announce_all()
    assert grade() == 1
