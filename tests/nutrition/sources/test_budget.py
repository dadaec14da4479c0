"""A source's budget holds, over all threads and processes that share the cache."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as project

from nutrition.sources.budget import spend, spent
from nutrition.sources.found import SourceError
from tests.nutrition.sources.server import as_json

SPEND = """
import django; django.setup()
from nutrition.sources.budget import spend
from nutrition.sources.found import SourceError
made = 0
for _ in range(8):
    try:
        spend("open_food_facts_search", now=lambda: 600.0)
        made += 1
    except SourceError:
        pass
print(made)
"""


def fits(source, now):
    try:
        spend(source, now=lambda: now)
    except SourceError:
        return False
    return True


def test_only_so_many_calls_fit_a_window():
    assert [fits("open_food_facts_search", 600.0) for _ in range(12)] == [True] * 10 + [False] * 2
    assert spent("open_food_facts_search", now=lambda: 600.0) == {("calls", 60): 12}


def test_the_next_window_is_empty():
    assert not all(fits("open_food_facts_search", 600.0) for _ in range(11))
    assert fits("open_food_facts_search", 660.0)


def test_dollars_are_counted_too():
    """Two dollars a day at half a cent a call, no more than 30 a minute."""
    made = sum(fits("language_model", 86_400.0 + minute * 60) for minute in range(20) for _ in range(30))
    assert made == 400
    assert spent("language_model", now=lambda: 86_400.0)["usd", 86_400] > 2


def test_threads_share_it():
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: fits("open_food_facts_search", 600.0), range(40)))
    assert sum(made) == 10


def test_no_call_is_made_beyond_it(client, server):
    server.replies["/off"] = as_json({})
    for _ in range(10):
        client.get("open_food_facts_search", server.url + "/off")
    with pytest.raises(SourceError, match="budget"):
        client.get("open_food_facts_search", server.url + "/off")
    assert len(server.asked) == 10


def test_asking_again_costs_too(client, server):
    server.replies["/off"] = as_json({}, status=500)
    for _ in range(5):
        with pytest.raises(SourceError, match="server error"):
            client.get("open_food_facts_search", server.url + "/off")
    assert len(server.asked) == 10


@pytest.mark.redis
def test_processes_share_it_in_redis():
    environment = {
        **os.environ,
        "CACHE_URL": os.environ["TEST_REDIS_URL"],
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    empty = "import django; django.setup(); from django.core.cache import cache; cache.clear()"
    subprocess.run([sys.executable, "-c", empty], check=True, env=environment, cwd=project.BASE_DIR)  # noqa: S603
    command = [sys.executable, "-c", SPEND]
    running = [
        subprocess.Popen(command, env=environment, cwd=project.BASE_DIR, stdout=subprocess.PIPE, text=True)  # noqa: S603
        for _ in range(3)
    ]
    assert sum(int(process.communicate()[0]) for process in running) == 10
