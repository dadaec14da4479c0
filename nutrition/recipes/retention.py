"""What cooking keeps, by USDA's retention codes, as recipes name them line by line."""

from functools import cache

from nutrition.resolution.cooking.model import RETAINED_AS
from nutrition.resolution.cooking.tables import retention_factors


@cache
def retention_percent(code: str) -> dict[str, float]:
    """Nutrient -> percent kept under a retention code; empty where the code says nothing (``0``, none)."""
    shares = dict(retention_factors().get(code, {}))
    shares |= {key: shares[same] for key, same in RETAINED_AS.items() if same in shares}
    return {key: share * 100 for key, share in shares.items() if share != 1.0}
