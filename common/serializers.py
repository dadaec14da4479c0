"""Base serializers of every API: an unknown field is refused by name, never dropped."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

AnyField = serializers.Field[Any, Any, Any, Any]


# What a field takes in JSON; the framework would also read numbers from strings and strings from numbers.
JSON_TYPES: tuple[tuple[type[AnyField], tuple[type, ...], str], ...] = (
    (serializers.CharField, (str,), "string"),
    (serializers.UUIDField, (str,), "string"),
    (serializers.FloatField, (int, float), "number"),
    (serializers.IntegerField, (int, float), "number"),
    (serializers.BooleanField, (bool,), "boolean"),
)


class StrictSerializer(serializers.Serializer[Any]):
    """A serializer that refuses unknown fields and mistaken types; for bodies and query parameters.

    Read-only fields count as unknown: a client that sends one expects it to be written.
    """

    def to_internal_value(self, data: Any) -> Any:
        """Validate `data`, reporting what is refused here together with every other error."""
        errors: dict[str, Any] = {}
        if isinstance(data, Mapping):
            refusals = {str(key): self._refusal(str(key), data) for key in data}
            errors = {key: [refusal] for key, refusal in refusals.items() if refusal}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if not isinstance(error.detail, dict):
                raise
            raise serializers.ValidationError({**error.detail, **errors}) from error
        if errors:
            raise serializers.ValidationError(errors)
        return value

    def _refusal(self, key: str, data: Mapping[str, Any]) -> ErrorDetail | None:
        field = self.fields.get(key)
        if field is None or isinstance(field, serializers.HiddenField):
            return ErrorDetail("Unknown field.", code="unknown_field")
        if field.read_only:
            return ErrorDetail("This field cannot be set.", code="read_only")
        # Everything in a query is a string.
        return None if isinstance(data, QueryDict) else _mistaken_type(field, data[key])


def _mistaken_type(field: AnyField, value: Any) -> ErrorDetail | None:
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        return next(filter(None, (_mistaken_type(field.child, item) for item in value)), None)
    for kind, types, name in JSON_TYPES:
        if isinstance(field, kind) and value is not None:
            fits = isinstance(value, types) and (bool in types or not isinstance(value, bool))
            return None if fits else ErrorDetail(f"This must be a {name}.", code="type")
    return None


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
