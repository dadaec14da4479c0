"""How often foods are logged is counted over all diaries."""

from typing import Any

import pytest
from django.core.management import call_command

from meals import services
from meals.tasks import count_food_use
from nutrition.curation.models import FoodUse
from nutrition.curation.use import tell_use
from nutrition.models import Food
from nutrition.services import announce
from tests.meals.factories import line, make_food

pytestmark = pytest.mark.django_db


def log(user, *foods):
    lines: Any = [line(food) for food in foods]
    services.log_meal(user=user, kind="lunch", items=lines)


def uses():
    return dict(FoodUse.objects.values_list("food_id", "times_logged"))


def test_every_diary_counts(user, other_user):
    rice, soup = make_food("Rice"), make_food("Soup")
    log(user, rice, soup, rice)
    log(other_user, rice)
    assert count_food_use() == 2
    assert uses() == {rice.pk: 3, soup.pk: 1}


def test_what_is_no_longer_in_a_diary_counts_no_more(user):
    rice, soup = make_food("Rice"), make_food("Soup")
    tell_use({rice.pk: 3, soup.pk: 1})
    log(user, soup)
    count_food_use()
    assert uses() == {soup.pk: 1}


def test_a_merged_food_counts_for_the_one_in_its_place():
    kept, gone, long_gone = (make_food(name) for name in ("Rice", "Rise", "Ryce"))
    Food.objects.filter(pk=gone.pk).update(merged_into=kept)
    Food.objects.filter(pk=long_gone.pk).update(merged_into=gone)
    announce(foods=[gone.pk, long_gone.pk])
    tell_use({kept.pk: 2, gone.pk: 3, long_gone.pk: 5})
    assert uses() == {kept.pk: 10}


def test_the_same_counts_again_write_nothing():
    rice = make_food("Rice")
    tell_use({rice.pk: 3})
    before = FoodUse.objects.get().counted_at
    tell_use({rice.pk: 3})
    assert FoodUse.objects.get().counted_at == before


def test_many_diaries_are_read_in_one_query(user, django_assert_num_queries):
    foods = [make_food(f"Food {number}") for number in range(30)]
    log(user, *foods)
    count_food_use()
    # The diaries, the version of the catalog, and what is known already, in a transaction of two more.
    with django_assert_num_queries(5):
        count_food_use()


def test_the_command_tells_how_many(user, capsys):
    log(user, make_food("Rice"))
    call_command("count_food_use")
    assert capsys.readouterr().out == "1 foods were logged\n"
