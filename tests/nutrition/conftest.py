"""What tests of the food tables share."""

import pytest

from nutrition import catalog


@pytest.fixture
def own_catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalog that a test may change, and that looks for changes at every use."""
    monkeypatch.setattr(catalog, "CHECK_SECONDS", -1.0)
    monkeypatch.setattr(catalog, "_current", None)
