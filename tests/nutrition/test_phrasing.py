"""A language model may phrase a comparison; whatever it gets wrong is dropped."""

import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from nutrition.comparing import Candidate, compare_candidates
from nutrition.grading.compare_words import explain
from nutrition.grading.facts import FoodFacts
from nutrition.phrasing import explained
from tests.meals.test_grades import LEAN, RICH


class Model(BaseHTTPRequestHandler):
    """An endpoint of the documented shape, which answers what the test tells it."""

    server: Any

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers["Authorization"], body))
        status, answer, seconds = self.server.answers(body)
        time.sleep(seconds)
        with suppress(BrokenPipeError):  # who asked may have given up
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer.encode())

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def model(settings):
    """The server; set `answers` to a function of the request that returns (status, body, seconds)."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.LANGUAGE_MODEL_URL = f"http://127.0.0.1:{server.server_port}/v1/"
    settings.LANGUAGE_MODEL_KEY = "secret"
    settings.LANGUAGE_MODEL_SECONDS = 0.5
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def comparison():
    beans = FoodFacts(LEAN | {"sugars_g": 8.0}, fruit_vegetable_legume_percent=0.0)
    rusk = FoodFacts(RICH | {"sugars_g": 12.0, "saturated_fat_g": 2.0, "fat_g": 5.0, "energy_kcal": 380.0})
    candidates = [Candidate("Beans", ((beans, 100.0),)), Candidate("Rusk", ((rusk, 40.0),))]
    return compare_candidates(candidates, focus="gut_health", basis="serving")


def chat(said):
    content = said if isinstance(said, str) else json.dumps(said)
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]})


def facts_of(request):
    return json.loads(request["messages"][1]["content"])


def test_true_words_are_taken(model, comparison):
    model.answers = lambda request: (200, chat(facts_of(request)), 0)
    words, by = explained(comparison, phrasing="model")
    assert by == "model"
    assert words == explain(comparison)
    path, authorization, _ = model.asked[0]
    assert (path, authorization) == ("/v1/chat/completions", "Bearer secret")


@pytest.mark.parametrize(
    "lie",
    [
        {"summary": "Rusk is the clear winner for gut health."},
        {"recommendation": "Choose Rusk today."},
        {"summary": ""},
        {"winner_explanation": "Beans have 99 g fibre."},
        {"recommendation": "Better have Salmon."},
    ],
)
def test_a_lie_is_dropped(model, comparison, lie):
    model.answers = lambda request: (200, chat(facts_of(request) | lie), 0)
    words, by = explained(comparison, phrasing="model")
    assert (words, by) == (explain(comparison), "rules")
    assert model.asked


@pytest.mark.parametrize(
    "answer",
    [
        (500, "down", 0),
        (200, "not json", 0),
        (200, "{}", 0),
        (200, chat("no object"), 0),
        (200, chat({"summary": 1, "winner_explanation": "", "considerations": [], "recommendation": ""}), 0),
        (200, chat("[]"), 0),
        (200, "x" * 100_000, 0),
        (200, chat({}), 2),
    ],
)
def test_a_broken_or_slow_model_changes_nothing(model, comparison, answer):
    model.answers = lambda request: answer
    started = time.monotonic()
    words, by = explained(comparison, phrasing="model")
    assert (words, by) == (explain(comparison), "rules")
    assert time.monotonic() - started < 1.9


def test_it_is_not_asked_by_default(model, comparison):
    assert explained(comparison, phrasing="rules")[1] == "rules"
    assert not model.asked


def test_without_an_address_there_is_none(comparison, settings):
    assert settings.LANGUAGE_MODEL_URL == ""
    assert explained(comparison, phrasing="model")[1] == "rules"
