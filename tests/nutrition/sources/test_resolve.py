"""From descriptors to figures: what is kept, our tables, the chain of the food's type, the last resort."""

import time
from dataclasses import replace

import pytest
from django.core.cache import cache

from nutrition import catalog
from nutrition.resolution.descriptor import FoodDescriptor, FoodType
from nutrition.sources.found import Found, Kind
from nutrition.sources.resolve import resolve
from tests.nutrition.sources.server import CUT_OFF, HALF_A_JSON, HANGING, HTML, Reply, as_json
from tests.nutrition.sources.shapes import (
    chat,
    edamam,
    edamam_food,
    estimate,
    fdc,
    fdc_food,
    off_product,
    off_search,
)

pytestmark = pytest.mark.usefixtures("food_tables")
FDC, OFF, EDAMAM, CHAT = "/fdc/v1/foods/search", "/off/cgi/search.pl", "/api/food-database", "/llm/v1/chat"
ALL = ("usda_fdc", "open_food_facts", "edamam", "supermarket", "estimate")


@pytest.fixture
def ask(client, granola):
    """Resolve one food, by default the granola of no table, with every source allowed."""

    def one(descriptor=granola, allowed=ALL, **how):
        return resolve([descriptor], allowed=allowed, client=client, **how)[0]

    return one


def test_our_own_tables_come_first(ask, turn_on, server):
    turn_on("usda_fdc")
    made = ask(FoodDescriptor("white rice", FoodType.WHOLE_FOOD))
    assert made.path == ("catalog: exact",)
    assert (made.found.source, made.found.food_id is None) == ("fndds", False)
    assert made.found.nutrients["energy_kcal"] == pytest.approx(129, abs=5)
    assert not server.asked


def test_nothing_leaves_unless_it_is_allowed(turn_on, client, granola, server):
    turn_on("usda_fdc", "open_food_facts")
    (made,) = resolve([granola], client=client)
    assert made.found is None
    assert made.path[:4] == (
        "catalog: below threshold", "usda_fdc: not allowed", "edamam: off", "open_food_facts: not allowed",
    )  # fmt: skip
    assert not server.asked


def test_nothing_is_asked_that_is_off(ask, server):
    assert ask().path == (
        "catalog: below threshold",
        "usda_fdc: off",
        "edamam: off",
        "open_food_facts: off",
        "identify: off",
        "estimate: off",
    )
    assert not server.asked


def test_the_chain_is_that_of_the_food_type(ask, turn_on, server):
    turn_on("usda_fdc", "edamam")
    server.replies.update({FDC: fdc(fdc_food()), EDAMAM: edamam(parsed=[edamam_food()])})
    assert ask().path[1:] == ("usda_fdc: exact",)
    dish = ask(FoodDescriptor("wobbly granola", FoodType.GENERIC_DISH))
    assert dish.path[1:] == ("edamam: exact",)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (HANGING, "timeout"),
        (Reply(status=429), "429"),
        (HTML, "broken answer"),
        (HALF_A_JSON, "broken answer"),
        (CUT_OFF, "broken answer"),
        (as_json([1]), "broken answer"),
        (Reply(status=500), "server error"),
        (Reply(status=403), "refused"),
        (fdc(), "nothing found"),
        (fdc(fdc_food("Granola with a great many raisins")), "below threshold"),
        (fdc(fdc_food(n307=40_000.0)), "implausible"),
    ],
)
def test_the_next_source_is_used_and_the_answer_says_why(ask, turn_on, server, reply, said):
    turn_on("usda_fdc", "open_food_facts")
    server.replies.update({FDC: reply, OFF: off_search(off_product())})
    made = ask()
    assert made.path == (
        "catalog: below threshold", f"usda_fdc: {said}", "edamam: off", "open_food_facts: exact",
    )  # fmt: skip
    assert (made.found.source, made.found.confidence) == ("open_food_facts", 0.85)


def test_a_source_that_fails_often_is_left_alone(ask, turn_on, server):
    turn_on("usda_fdc")
    server.replies[FDC] = HTML
    said = [ask(FoodDescriptor(f"wobbly granola {i}", FoodType.WHOLE_FOOD)).path[1] for i in range(7)]
    assert said == ["usda_fdc: broken answer"] * 5 + ["usda_fdc: breaker open"] * 2
    assert len(server.asked) == 5


def test_the_budget_holds_in_a_batch(turn_on, client, server):
    turn_on("open_food_facts")
    server.replies[OFF] = off_search()
    foods = [FoodDescriptor(f"wobbly granola {i}", FoodType.WHOLE_FOOD) for i in range(14)]
    said = [made.path[3] for made in resolve(foods, allowed=ALL, client=client)]
    assert (said.count("open_food_facts: nothing found"), said.count("open_food_facts: budget")) == (10, 4)
    assert len(server.asked) == 10


def test_a_hit_keeps_its_source_its_confidence_and_its_age(ask, turn_on, server):
    turn_on("usda_fdc")
    server.replies[FDC] = fdc(fdc_food())
    first, again = ask(), ask()
    assert (first.is_cached, again.is_cached) == (False, True)
    assert again.path == ("cache", *first.path)
    assert again.found == first.found
    assert again.age_days >= first.age_days >= 0
    assert len(server.asked) == 1


def test_a_kept_estimate_stays_an_estimate(ask, turn_on, server):
    turn_on("estimate")
    server.replies[CHAT] = [chat({"name": "wobbly granola", "food_type": "whole_food"}), chat(estimate())]
    ask()
    again = ask()
    assert again.is_cached
    assert (again.found.is_estimate, again.found.confidence) == (True, 0.70)


@pytest.mark.parametrize("fault", [Reply(status=500), HTML, Reply(status=429), CUT_OFF])
def test_a_fault_is_not_kept_as_nothing_found(ask, turn_on, server, fault):
    turn_on("usda_fdc")
    server.replies[FDC] = fault
    assert ask().found is None
    server.replies[FDC] = fdc(fdc_food())
    assert ask().found.source == "usda_fdc"


def test_a_spent_budget_is_not_kept_as_nothing_found(ask, turn_on, server, monkeypatch):
    turn_on("open_food_facts")
    server.replies[OFF] = off_search()
    for i in range(10):
        ask(FoodDescriptor(f"wobbly granola {i}", FoodType.WHOLE_FOOD))
    assert ask().path[3] == "open_food_facts: budget"
    server.replies[OFF] = off_search(off_product())
    cache.clear()  # a minute later
    assert ask().found.source == "open_food_facts"


def test_nothing_found_is_kept(ask, turn_on, server):
    turn_on("usda_fdc")
    server.replies[FDC] = fdc()
    assert ask().found is None
    again = ask()
    assert (again.is_cached, len(server.asked)) == (True, 1)


def test_what_the_terms_forbid_to_keep_is_asked_for_again(ask, turn_on, server):
    turn_on("edamam")
    server.replies[EDAMAM] = edamam(parsed=[edamam_food()])
    assert [ask().is_cached, ask().is_cached] == [False, False]
    assert len(server.asked) == 2


def test_a_changed_food_table_costs_no_second_question(ask, turn_on, server, monkeypatch):
    turn_on("usda_fdc")
    server.replies[FDC] = fdc(fdc_food())
    first = ask()
    monkeypatch.setattr(catalog.current(), "version", catalog.current().version + 1)
    again = ask()
    assert not again.is_cached
    assert again.found == first.found
    assert len(server.asked) == 1


def test_a_lesser_source_gives_way_when_the_better_one_is_back(ask, turn_on, server, monkeypatch):
    turn_on("usda_fdc", "open_food_facts")
    server.replies.update({FDC: Reply(status=500), OFF: off_search(off_product())})
    assert ask().found.source == "open_food_facts"
    server.replies[FDC] = fdc(fdc_food())
    assert ask().is_cached
    later = time.time() + 3_601
    monkeypatch.setattr(time, "time", lambda: later)
    assert ask().found.source == "usda_fdc"


def test_an_estimate_is_the_last_resort_and_needs_no_certainty(ask, turn_on, server):
    turn_on("usda_fdc", "estimate")
    same = {"name": "Wobbly  granola", "food_type": "whole_food"}
    server.replies.update({FDC: fdc(), CHAT: [chat(same), chat(estimate())]})
    made = ask()
    assert made.path == (
        "catalog: below threshold",
        "usda_fdc: nothing found",
        "edamam: off",
        "open_food_facts: off",
        "identify: as it was said",
        "estimate: estimate",
    )
    assert (made.found.kind, made.found.confidence) == (Kind.ESTIMATE, 0.70)


def test_an_implausible_estimate_is_dropped_and_not_kept_as_food(ask, turn_on, server):
    turn_on("estimate")
    server.replies[CHAT] = [chat({"name": ""}), chat(estimate(energy_kcal=1_883))]
    made = ask()
    assert made.found is None
    assert made.path[-2:] == ("identify: nothing found", "estimate: implausible")


def test_words_that_a_model_reads_as_a_food_of_ours_get_our_figures(ask, turn_on, server):
    turn_on("estimate")
    server.replies[CHAT] = chat({"name": "white rice", "food_type": "whole_food", "confidence": 0.9})
    made = ask()
    assert made.path[-2:] == ("identify: white rice", "catalog: exact")
    assert made.found.source == "fndds"
    assert made.found.confidence == pytest.approx(0.9, abs=0.1)
    assert len(server.asked) == 1


def test_a_reading_that_is_unsure_is_not_taken(ask, turn_on, server):
    turn_on("estimate")
    unsure = {"name": "white rice", "food_type": "whole_food", "confidence": 0.5}
    server.replies[CHAT] = [chat(unsure), chat(estimate())]
    made = ask()
    assert "catalog: below threshold" in made.path
    assert made.found.is_estimate


def test_a_dish_can_be_summed_up_from_its_ingredients(ask, turn_on, server):
    turn_on("usda_fdc")
    server.replies[FDC] = fdc()
    dish = FoodDescriptor("wobbly granola", FoodType.HOMEMADE_DISH)
    summed = Found(
        "Granola", {"energy_kcal": 1.0}, "decompose", "", "", Kind.DECOMPOSED, 0.85, 60, time.time()
    )
    made = ask(dish, decompose=lambda descriptor: replace(summed, name=descriptor.name))
    assert made.path[-1] == "decompose: decomposed"
    assert made.found.name == "wobbly granola"


def test_a_part_that_trips_takes_nothing_down(ask, caplog):
    def tripping(descriptor):
        raise ZeroDivisionError

    made = ask(FoodDescriptor("wobbly granola", FoodType.HOMEMADE_DISH), decompose=tripping)
    assert "decompose: broken answer" in made.path
    assert "decompose could not be read" in caplog.text


def test_a_batch_is_answered_in_order_and_nobody_is_asked_twice(turn_on, client, server):
    turn_on("usda_fdc")
    server.replies[FDC] = lambda asked: fdc(fdc_food(asked.query["query"]))
    names = ["wobbly granola", "white rice", "Wobbly  Granola", "frobnitz stew", "wobbly granola"]
    made = resolve([FoodDescriptor(n, FoodType.WHOLE_FOOD) for n in names], allowed=ALL, client=client)
    assert [one.found and one.found.source for one in made] == [
        "usda_fdc",
        "fndds",
        "usda_fdc",
        "usda_fdc",
        "usda_fdc",
    ]
    assert [one.descriptor.name for one in made] == names
    assert sorted(asked.query["query"] for asked in server.asked) == ["frobnitz stew", "wobbly granola"]


def test_foods_are_asked_for_at_the_same_time(turn_on, real_time_client, server):
    turn_on("usda_fdc")
    server.replies[FDC] = replace(fdc(fdc_food()), wait_s=0.2)
    foods = [FoodDescriptor(f"wobbly granola {i}", FoodType.WHOLE_FOOD) for i in range(8)]
    started = time.monotonic()
    resolve(foods, allowed=ALL, client=real_time_client)
    assert time.monotonic() - started < 1.2
    assert len(server.asked) == 8


def test_a_request_waits_only_so_long_for_all_sources_together(
    turn_on, real_time_client, granola, server, settings
):
    turn_on("usda_fdc", "open_food_facts", "edamam", "estimate")
    settings.OUTSIDE_SECONDS = 0.4
    server.replies.update({FDC: HANGING, OFF: HANGING, EDAMAM: HANGING, CHAT: HANGING})
    started = time.monotonic()
    (made,) = resolve([granola], allowed=ALL, client=real_time_client)
    assert time.monotonic() - started < 1.0
    assert (made.found, made.path[1:]) == (None, ("outside: timeout",))
    assert not server.asked_for("/llm")


def test_no_descriptors_no_resolutions(client):
    assert resolve([], allowed=ALL, client=client) == []
