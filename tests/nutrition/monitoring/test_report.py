"""What was counted, beside the targets."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nutrition.counting import add_up
from nutrition.monitoring import latest
from nutrition.monitoring.models import LayerCount, ResolutionCount
from tests.meals.factories import make_food
from tests.nutrition.sources.shapes import chat, estimate

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()


def run(*options: str) -> str:
    out = StringIO()
    call_command("resolution_report", *options, stdout=out)
    return out.getvalue()


def figures(*options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("--json", *options))
    return found


def resolved(source: str, step: str, times: int, cache: str = "unasked", days_ago: int = 0) -> None:
    key = (TODAY - timedelta(days=days_ago), source, step, cache, "likely")
    add_up(ResolutionCount, {key: (times,)})


def called(layer: str, at_most_us: int, times: int, microdollars: int = 0) -> None:
    sums = (times, times * at_most_us, microdollars)
    add_up(LayerCount, {(TODAY, layer, at_most_us): sums})


def test_shares_stand_beside_their_targets():
    resolved("catalog", "own_name", 50)
    resolved("catalog", "other_name", 15)
    resolved("catalog", "near_name", 10)
    resolved("usda_fdc", "outside", 15, cache="hit")
    resolved("estimate", "last_resort", 10, cache="miss")
    targets = figures()["targets"]
    measured = {name: line["measured"] for name, line in targets.items()}
    assert measured["own_name"] == 0.5
    assert measured["other_name"] == 0.25
    assert (measured["outside"], measured["last_resort"], measured["cache_hits"]) == (0.15, 0.1, 0.6)
    assert (targets["last_resort"]["is_met"], targets["own_name"]["is_met"]) == (False, None)


def test_without_counts_nothing_is_known_and_nothing_is_missed():
    found = figures()
    assert found["resolutions"] == 0
    assert {(line["measured"], line["is_met"]) for line in found["targets"].values()} == {(None, None)}
    assert "unknown" in run()


def test_times_and_costs_stand_by_layer():
    called("total", 1_000, 95)
    called("total", 750_000, 5)
    called("edamam", 200_000, 10, microdollars=1_400)
    found = figures()
    assert found["targets"]["p95_ms"]["measured"] == 1.0
    assert found["layers"]["edamam"]["usd"] == found["usd"] == 0.0014
    assert found["layers"]["total"]["calls"] == 100


def test_a_cost_is_reckoned_for_a_month():
    called("language_model", 1_000_000, 10, microdollars=50_000)
    assert figures("--days", "3")["targets"]["usd_a_month"]["measured"] == 0.5


def test_only_the_days_asked_for_count():
    resolved("catalog", "own_name", 1)
    resolved("catalog", "own_name", 1, days_ago=2)
    assert [figures("--days", days)["resolutions"] for days in ("1", "2", "3")] == [1, 1, 2]


@pytest.mark.parametrize("days", ["0", "-1", "1000000000"])
def test_days_that_cannot_be_are_refused(days):
    with pytest.raises(CommandError, match="--days"):
        run("--days", days)


def test_the_check_fails_when_too_many_are_the_last_resort():
    latest._pushed("0" * 95 + "1" * 5)
    run("--check")
    latest._pushed("1")
    with pytest.raises(CommandError, match="last resort"):
        run("--check")
    assert figures()["targets"]["latest_last_resort"] | {"source": ""} == {
        "bound": "below", "target": 0.05, "unit": "share", "measured": 0.06, "is_met": False, "source": ""
    }  # fmt: skip


def log_of(folder: Path, *lines: str) -> str:
    path = folder / "log.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_without_a_language_model_a_replay_says_so_and_asks_nobody(own_catalog, tmp_path):
    make_food("Rice, boiled", energy_kcal=130.0)
    log = log_of(tmp_path, '{"text": "100 g boiled rice"}', "", '{"text": "xyzzy", "region": "GB"}')
    found = json.loads(run("--replay", log, "--json"))
    assert (found["tables"]["phrases"], found["tables"]["resolved"], found["estimate"]) == (2, 1, None)
    assert "LANGUAGE_MODEL_URL" in found["note"]
    assert "LANGUAGE_MODEL_URL" in run("--replay", log)


def test_with_a_language_model_both_ways_stand_side_by_side(own_catalog, tmp_path, server, turn_on):
    make_food("Rice, boiled", energy_kcal=400.0)
    turn_on("estimate")
    server.replies["/llm/v1/chat/completions"] = [chat(estimate()), chat({"is_food": False})]
    found = json.loads(
        run("--replay", log_of(tmp_path, '{"text": "boiled rice"}', '{"text": "xyzzy"}'), "--json")
    )
    assert (found["tables"]["resolved"], found["estimate"]["resolved"]) == (1, 1)
    assert (found["compared"], found["energy_median_difference"]) == (1, 0.125)
    assert found["estimate"]["usd"] == 0.01


def test_a_replay_counts_no_resolution(own_catalog, tmp_path):
    run("--replay", log_of(tmp_path, '{"text": "xyzzy"}'))
    assert figures()["resolutions"] == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: this is no JSON"),
        ("[" * 100_000, "line 2: this is no JSON"),
        ("3", "line 2: this is no object"),
        ('{"text": "rice", "who": "ann"}', "line 2: this is no object"),
        ('{"text": ""}', "line 2, text"),
        ('{"text": 3}', "line 2, text"),
        ('{"text": "rice", "region": "FR"}', "line 2, region"),
        ('{"text": "rice", "region": ["GB"]}', "line 2, region"),
    ],
)
def test_a_broken_log_is_refused_by_its_line(tmp_path, line, said):
    with pytest.raises(CommandError, match=said):
        run("--replay", log_of(tmp_path, '{"text": "rice"}', line))


def test_a_log_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run("--replay", str(tmp_path / "none.jsonl"))
