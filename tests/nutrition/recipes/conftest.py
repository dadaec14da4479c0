"""The resolver over the real food tables."""

from tests.nutrition.resolution.conftest import resolver

__all__ = ["resolver"]
