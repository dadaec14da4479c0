"""Fields that more than one API has."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

MAX_GRAMS = 20_000.0


@extend_schema_field(
    {"type": "number", "format": "double", "minimum": 0, "exclusiveMinimum": True, "maximum": MAX_GRAMS}
)
class GramsField(serializers.FloatField):
    """Grams that someone can have eaten: more than none, at most 20 kg."""

    default_error_messages = {"positive": "Give more than 0 g."}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_value=MAX_GRAMS, **options)

    def to_internal_value(self, data: Any) -> float:
        """Return the grams."""
        grams = super().to_internal_value(data)
        if grams <= 0:
            self.fail("positive")
        return grams
