"""Base serializers of every API: an unknown field is refused by name, never dropped."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers


class StrictSerializer(serializers.Serializer[Any]):
    """A serializer that refuses unknown fields; for bodies and for query parameters.

    Read-only fields count as unknown: a client that sends one expects it to be written.
    """

    def to_internal_value(self, data: Any) -> Any:
        """Validate `data`, reporting unknown keys together with every other error."""
        errors: dict[str, Any] = {}
        if isinstance(data, Mapping):
            errors = {str(key): [self._refusal(str(key))] for key in data if not self._accepts(str(key))}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if not isinstance(error.detail, dict):
                raise
            raise serializers.ValidationError({**error.detail, **errors}) from error
        if errors:
            raise serializers.ValidationError(errors)
        return value

    def _accepts(self, key: str) -> bool:
        field = self.fields.get(key)
        return field is not None and not field.read_only and not isinstance(field, serializers.HiddenField)

    def _refusal(self, key: str) -> serializers.ErrorDetail:
        if key in self.fields:
            return serializers.ErrorDetail("This field cannot be set.", code="read_only")
        return serializers.ErrorDetail("Unknown field.", code="unknown_field")


class StrictModelSerializer(StrictSerializer, serializers.ModelSerializer[Any]):
    """A model serializer that refuses unknown fields."""


class ProblemErrorSerializer(serializers.Serializer[Any]):
    """What is wrong with one field."""

    field = serializers.CharField(
        help_text="Dotted path, e.g. `items.0.amount`; empty for the whole request."
    )
    message = serializers.CharField(help_text="For people.")
    code = serializers.CharField(help_text="For programs.")


class ProblemSerializer(serializers.Serializer[Any]):
    """An error as RFC 9457 describes it."""

    type = serializers.CharField(help_text="Names the kind of problem, e.g. `urn:platewise:problem:invalid`.")
    title = serializers.CharField(help_text="The kind of problem in words.")
    status = serializers.IntegerField(help_text="The HTTP status code.")
    detail = serializers.CharField(help_text="What happened this time.")
    errors = ProblemErrorSerializer(  # type: ignore[assignment]
        many=True, help_text="By field; empty unless fields are at fault."
    )
