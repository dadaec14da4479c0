"""Figures by nutrient, as every API shows them."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nutrition.nutrients import KEYS, NutrientValues, rounded
from nutrition.present import SHARE_DECIMALS


def _by_nutrient(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: dict(value) for key in KEYS},
        "required": list(KEYS),
        "additionalProperties": False,
    }


@extend_schema_field(_by_nutrient({"type": "number", "format": "double", "nullable": True}))
class AmountsField(serializers.Field[Any, Any, Any, Any]):
    """Amounts by nutrient, each in the unit that ends its key; null is unknown, which is not zero."""

    def to_representation(self, value: NutrientValues) -> dict[str, float | None]:
        """Return the amounts rounded."""
        return rounded(value)


@extend_schema_field(_by_nutrient({"type": "number", "format": "double", "minimum": 0, "maximum": 1}))
class SharesField(serializers.Field[Any, Any, Any, Any]):
    """The share of the grams, 0-1, of which a nutrient is known."""

    def to_representation(self, value: Mapping[str, float]) -> dict[str, float]:
        """Return the shares rounded."""
        return {key: round(share, SHARE_DECIMALS) for key, share in value.items()}


@extend_schema_field(_by_nutrient({"type": "integer", "minimum": 0}))
class CountsField(serializers.Field[Any, Any, Any, Any]):
    """How many foods do not know a nutrient."""

    def to_representation(self, value: Mapping[str, int]) -> dict[str, int]:
        """Return the counts."""
        return dict(value)
