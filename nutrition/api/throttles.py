"""How often someone without an account may ask; who is logged in is not counted."""

from rest_framework.throttling import AnonRateThrottle


class AnalyzeThrottle(AnonRateThrottle):
    """Meals in words: each one is work."""

    scope = "analyze_guest"


class FoodsThrottle(AnonRateThrottle):
    """Reads of the food tables: a search asks with every letter."""

    scope = "foods_guest"
