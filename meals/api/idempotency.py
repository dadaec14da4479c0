"""The header `Idempotency-Key`: a write that is delivered again gets its first answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from common.serializers import ProblemSerializer
from meals import operations
from meals.api.requests import user_of

HEADER = "Idempotency-Key"
PARAMETER = OpenApiParameter(
    HEADER,
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description=(
        "The operation's id, a UUID made by the client. The same request with the same id changes nothing "
        "and gets the first answer, for 90 days; another request with it is a 409. A refused request is "
        "not remembered."
    ),
)

CONFLICT = {(409, "application/problem+json"): ProblemSerializer}

Handler = Callable[..., Response]


def described_write(**description: Any) -> Callable[[Handler], Handler]:
    """Describe a write: every one takes an operation id and can contradict what is stored."""
    answers = {**description.pop("responses"), **CONFLICT}
    described: Callable[[Handler], Handler] = extend_schema(
        parameters=[PARAMETER], responses=answers, **description
    )
    return described


def idempotent(handler: Handler) -> Handler:
    """Run the method of a view in a transaction, once for each operation id.

    The answer is looked up before the handler looks for its object: a redelivered DELETE finds none.
    """

    @wraps(handler)
    def answer(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        operation_id = _operation_id(request)
        with transaction.atomic():
            if operation_id is None:
                return handler(view, request, *args, **kwargs)
            operation = operations.claim(
                user=user_of(request),
                operation_id=operation_id,
                method=request.method or "",
                path=request.path,
                payload=request.data,
            )
            if operation.status is not None:
                return Response(operation.body, status=operation.status)
            response = handler(view, request, *args, **kwargs)
            operations.finish(operation=operation, status=response.status_code, body=response.data)
            return response

    return answer


def _operation_id(request: Request) -> UUID | None:
    text = request.headers.get(HEADER)
    if text is None:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise ValidationError({HEADER: "This is not a UUID."}) from error
