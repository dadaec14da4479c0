"""The local server of the sources' tests, for what asks a source."""

from tests.nutrition.sources.conftest import server, turn_on

__all__ = ["server", "turn_on"]
