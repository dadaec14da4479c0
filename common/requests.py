"""What a view takes from a request: validated fields, or an error that names them."""

from typing import Any

from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from common.serializers import StrictSerializer


def read_body(serializer: type[StrictSerializer], request: Request) -> Any:
    """Return the validated fields of the body; raises ValidationError by field."""
    return _validated(serializer, request.data)


def read_query(serializer: type[StrictSerializer], request: Request) -> Any:
    """Return the validated query parameters; raises ValidationError by parameter, unknown ones included."""
    empty = [name for name, value in request.query_params.items() if not value]
    if empty:
        message = ErrorDetail("Give a value or leave the parameter out.", code="blank")
        raise ValidationError({name: [message] for name in empty})
    return _validated(serializer, request.query_params)


def _validated(serializer: type[StrictSerializer], data: Any) -> Any:
    reader = serializer(data=data)
    reader.is_valid(raise_exception=True)
    return reader.validated_data
