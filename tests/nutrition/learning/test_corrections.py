"""What people change of proposals is counted, once a person, and without that person."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from nutrition import catalog
from nutrition.learning.corrections import Change, UnknownFoodError, record_correction
from nutrition.learning.models import Correction
from nutrition.models import CatalogChange, Food
from tests.meals.factories import make_food

pytestmark = pytest.mark.django_db


def another_food(proposed: Food | None, chosen: Food, phrase: str = "a bowl of gruel") -> Change:
    return Change(phrase, "GB", proposed.pk if proposed else None, chosen.pk)


def other_grams(food: Food, before: float, after: float, phrase: str = "2 cups of porridge") -> Change:
    return Change(phrase, "US", food.pk, food.pk, before, after)


def test_another_food_is_counted_for_the_name_without_its_amount(porridge, muesli):
    assert record_correction(who="ann", change=another_food(muesli, porridge)) == 1
    row = Correction.objects.get()
    assert (row.kind, row.phrase, row.region) == ("food", "gruel", "GB")
    assert (row.from_food, row.to_food, row.count) == (muesli, porridge, 1)


def test_a_food_chosen_where_none_was_found_is_counted(porridge):
    record_correction(who="ann", change=another_food(None, porridge))
    record_correction(who="bob", change=another_food(None, porridge))
    row = Correction.objects.get()
    assert (row.from_food, row.count) == (None, 2)


def test_the_same_of_the_same_person_counts_once(porridge, muesli):
    change = another_food(muesli, porridge)
    counted = [record_correction(who=who, change=change) for who in ("ann", "ann", "bob")]
    assert counted == [1, 0, 1]
    assert Correction.objects.get().count == 2


def test_other_grams_are_counted_for_the_measure_that_was_said(porridge):
    record_correction(who="ann", change=other_grams(porridge, 400, 500))
    row = Correction.objects.get()
    assert (row.kind, row.portion, row.phrase) == ("grams", "1 cup", "")
    assert (row.sum_from, row.sum_to) == (200, 250)
    assert sum(row.histogram.values()) == 1


def test_a_weight_that_was_said_teaches_no_measure(porridge):
    assert record_correction(who="ann", change=other_grams(porridge, 400, 500, "400 g porridge")) == 0


def test_grams_that_stay_are_no_correction(porridge):
    assert record_correction(who="ann", change=other_grams(porridge, 400, 400.5)) == 0


def test_grams_of_another_food_teach_nothing_of_its_measures(porridge, muesli):
    change = Change("a cup of gruel", "US", muesli.pk, porridge.pk, 100, 300)
    record_correction(who="ann", change=change)
    assert [row.kind for row in Correction.objects.all()] == ["food"]


def test_a_nutrient_is_counted_where_it_differs_or_was_unknown(porridge):
    nutrients = {"energy_kcal": 70.0, "protein_g": 4.0, "iron_mg": 1.0}
    record_correction(
        who="ann", change=Change("porridge", "US", porridge.pk, porridge.pk, nutrients=nutrients)
    )
    counted = dict(Correction.objects.values_list("nutrient", "sum_to"))
    assert counted == {"protein_g": 4.0, "iron_mg": 1.0}


def test_a_food_that_is_none_is_refused(porridge):
    with pytest.raises(UnknownFoodError):
        record_correction(who="ann", change=Change("gruel", "US", porridge.pk, 10**9))


def test_a_food_made_a_moment_ago_is_known(porridge):
    catalog.current()
    new = make_food("Muesli")
    CatalogChange.objects.create(food=new)
    assert record_correction(who="ann", change=another_food(porridge, new)) == 1


@pytest.mark.parametrize("phrase", ["gruel of ann@example.org", "gruel 020 7946 0958", "x" * 81])
def test_a_name_that_may_point_to_a_person_is_not_kept(porridge, muesli, phrase):
    record_correction(who="ann", change=another_food(muesli, porridge, phrase))
    assert not Correction.objects.exists()


def test_a_change_that_could_not_be_stored_counts_the_next_time(porridge, muesli, monkeypatch):
    change = another_food(muesli, porridge)
    with monkeypatch.context() as patch:
        patch.setattr("nutrition.learning.corrections._add", _fails)
        with pytest.raises(RuntimeError):
            record_correction(who="ann", change=change)
    assert record_correction(who="ann", change=change) == 1


def _fails(*args: object) -> None:
    raise RuntimeError


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    if connection.vendor != "postgresql":
        pytest.skip("this database is not PostgreSQL: tests/test_services.py runs this on one")
    with ThreadPoolExecutor(4) as pool:
        yield pool


def closing(work: Callable[[int], object]) -> Callable[[int], object]:
    def run(number: int) -> object:
        try:
            return work(number)
        finally:
            connection.close()

    return run


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_corrections_at_the_same_time_are_all_counted(crowd, porridge):
    start = Barrier(4)

    def work(person: int) -> None:
        start.wait()
        for round_ in range(5):
            record_correction(who=f"{person} {round_}", change=other_grams(porridge, 400, 500))

    list(crowd.map(closing(work), range(4)))
    row = Correction.objects.get()
    assert (row.count, row.sum_to, sum(row.histogram.values())) == (20, 20 * 250, 20)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_delivered_four_times_at_once_counts_once(crowd, porridge, muesli):
    start = Barrier(4)

    def work(delivery: int) -> int:
        start.wait()
        return record_correction(who="ann", change=another_food(muesli, porridge))

    assert sorted(crowd.map(closing(work), range(4))) == [0, 0, 0, 1]
    assert Correction.objects.get().count == 1
