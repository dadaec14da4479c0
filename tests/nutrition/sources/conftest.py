"""What the tests of the sources share: the server, a client that waits for nothing, sources that are on."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest

from nutrition.resolution.descriptor import FoodDescriptor, FoodType
from nutrition.sources import uses
from nutrition.sources.http import JsonClient
from nutrition.sources.tables import Limits, limits_of
from tests.nutrition.sources.server import Server


@dataclass
class Clock:
    """A clock that only moves when it is told to, or when somebody waits."""

    seconds: float = 1_000.0
    pauses: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.seconds

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.seconds += seconds


def _quick(source: str) -> Limits:
    """The source's own limits, but for the seconds, which tests have not."""
    return replace(limits_of(source), connect_s=0.3, read_s=0.3, total_s=0.8)


@pytest.fixture(autouse=True)
def _no_uses() -> Iterator[None]:
    yield
    uses.forget()


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(clock: Clock) -> JsonClient:
    """A client whose time is the test's, but for the seconds that a server takes."""
    return JsonClient(clock=clock, pause=clock.pause, chance=lambda: 1.0, limits=_quick)


@pytest.fixture
def real_time_client() -> JsonClient:
    return JsonClient(limits=_quick)


@pytest.fixture
def turn_on(settings, server: Server) -> Callable[..., None]:
    """Return a function that turns sources on, at the server."""

    def turn(*names: str) -> None:
        keys: dict[str, dict[str, str | float]] = {
            "usda_fdc": {"USDA_FDC_URL": server.url + "/fdc", "USDA_FDC_KEY": "fdc-secret"},
            "open_food_facts": {"OPEN_FOOD_FACTS_URL": server.url + "/off"},
            "edamam": {
                "EDAMAM_URL": server.url,
                "EDAMAM_APP_ID": "edamam-id-secret",
                "EDAMAM_APP_KEY": "edamam-key-secret",
            },
            "supermarket": {
                "SUPERMARKET_URL": server.url + "/shop",
                "SUPERMARKET_KEY": "shop-secret",
            },
            "estimate": {
                "LANGUAGE_MODEL_URL": server.url + "/llm/v1",
                "LANGUAGE_MODEL_KEY": "llm-secret",
                "LANGUAGE_MODEL_SECONDS": 0.8,
            },
        }
        for name in names:
            for key, value in keys[name].items():
                setattr(settings, key, value)

    return turn


@pytest.fixture
def granola() -> FoodDescriptor:
    """A food of no table."""
    return FoodDescriptor("wobbly granola", FoodType.WHOLE_FOOD)
