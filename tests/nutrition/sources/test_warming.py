"""What is asked for most often is counted, and resolved before it is asked for again."""

import pytest
from django.conf import settings as project
from django.core.cache import cache

from config.celery import app
from nutrition.resolution.descriptor import FoodDescriptor, FoodType
from nutrition.sources import uses
from nutrition.sources.resolve import resolve
from nutrition.sources.warming import warm
from nutrition.tasks import warm_resolution_cache
from tests.nutrition.sources.shapes import fdc, fdc_food

FDC = "/fdc/v1/foods/search"
RICE = FoodDescriptor("White rice", FoodType.WHOLE_FOOD)
STEW = FoodDescriptor("stew", restaurant="Wobble's", region="GB")


def test_the_most_used_come_first():
    uses.note([STEW, RICE, RICE])
    uses.note([FoodDescriptor("  white RICE", FoodType.WHOLE_FOOD, grams=50)])
    found = uses.most_used(5)
    assert [(food.name, count) for food, count in found] == [("white rice", 3), ("stew", 1)]
    assert found[1][0] == STEW


def test_counts_of_several_processes_add_up():
    uses.note([RICE])
    uses.flush()
    uses.note([RICE, STEW])
    uses.flush()
    assert {food.name: count for food, count in uses.most_used(9)} == {"white rice": 2, "stew": 1}


def test_counts_wait_while_another_process_adds_up():
    uses.note([RICE])
    cache.add("resolution-uses-lock", 1)
    uses.flush()
    cache.delete("resolution-uses-lock")
    assert len(uses.most_used(9)) == 1


@pytest.mark.usefixtures("food_tables")
def test_what_is_used_is_warm_afterwards(turn_on, server, client, granola):
    turn_on("usda_fdc")
    server.replies[FDC] = fdc(fdc_food())
    resolve([granola], allowed=["usda_fdc"], client=client)
    used = uses.most_used(9)
    cache.clear()
    uses.note([food for food, _ in used])
    assert warm(foods=3) == 3
    (made,) = resolve([granola], allowed=["usda_fdc"], client=client)
    assert made.is_cached
    assert len(server.asked) == 2


@pytest.mark.usefixtures("food_tables")
def test_warming_counts_no_use_and_asks_no_source_that_is_off(server):
    assert warm_resolution_cache() == 500
    assert uses.most_used(9) == []
    assert not server.asked


def test_the_job_is_on_the_schedule():
    (entry,) = [e for e in project.CELERY_BEAT_SCHEDULE.values() if "warm" in e["task"]]
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks
