"""The API does what its schema says, for made-up requests to every operation."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from accounts.api.throttles import AddressThrottle
from accounts.models import User
from config.wsgi import application
from tests.conftest import access_token


@pytest.fixture
def api_schema(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[schemathesis.BaseSchema]:
    """Return the schema, on an application that stays in the test's transaction and never throttles."""
    rates = dict.fromkeys(AddressThrottle.THROTTLE_RATES)
    monkeypatch.setattr(AddressThrottle, "THROTTLE_RATES", rates)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/schema/", application)
    for signal in signals:
        signal.connect(close_old_connections)


schema = schemathesis.pytest.from_fixture("api_schema")


@schema.parametrize()
@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
def test_answers_are_as_described(case: schemathesis.Case, user: User) -> None:
    """Call as a user who is logged in.

    A 400 for a request that fits the schema is right: no schema tells a weak password or a made-up zone.
    """
    case.call_and_validate(
        headers={"Authorization": f"Bearer {access_token(user)}"},
        excluded_checks=[positive_data_acceptance],
    )


def test_the_docs_take_everything_from_here(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()
    assert "swagger-ui-bundle.js" in page
    assert "https://" not in page
