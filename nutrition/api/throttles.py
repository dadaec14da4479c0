"""How often someone without an account may ask; who is logged in is not counted."""

from collections.abc import Mapping

from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView


class AnalyzeThrottle(AnonRateThrottle):
    """Meals in words: each one is work."""

    scope = "analyze_guest"


class OutsideThrottle(AnonRateThrottle):
    """Meals whose unknown words may be looked up outside: each look-up costs a share of what all have."""

    scope = "outside_guest"

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Count only requests that ask for it."""
        asks = isinstance(request.data, Mapping) and bool(request.data.get("outside"))
        return not asks or super().allow_request(request, view)


class FoodsThrottle(AnonRateThrottle):
    """Reads of the food tables: a search asks with every letter."""

    scope = "foods_guest"
