"""Every error of the API as application/problem+json (RFC 9457)."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from rest_framework import exceptions
from rest_framework.fields import get_error_detail
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler as drf_exception_handler

CONTENT_TYPE = "application/problem+json"
API_PREFIX = "/api/"
# What errors of no field in particular are filed under.
WHOLE = (NON_FIELD_ERRORS, api_settings.NON_FIELD_ERRORS_KEY)


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception raised in an API view; None (Django's 500) when it was not foreseen."""
    if isinstance(exc, ValidationError):  # raised by a service
        exc = exceptions.ValidationError(get_error_detail(exc))
    response = drf_exception_handler(exc, context)
    if response is None:
        return None
    error = _as_api_exception(exc)
    response.data = _body(error)
    response.content_type = CONTENT_TYPE
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 outside a view, e.g. for a request that Django itself refuses."""
    if not request.path.startswith(API_PREFIX):
        return defaults.bad_request(request, exception)
    return _plain(HTTPStatus.BAD_REQUEST, "bad_request", "The request could not be read.")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 outside an API view."""
    if not request.path.startswith(API_PREFIX):
        return defaults.permission_denied(request, exception)
    return _plain(HTTPStatus.FORBIDDEN, "permission_denied", "This is not allowed.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 for an address that no view has."""
    if not request.path.startswith(API_PREFIX):
        return defaults.page_not_found(request, exception)
    return _plain(HTTPStatus.NOT_FOUND, "not_found", "There is nothing at this address.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without a word about its cause, which is in the log."""
    if not request.path.startswith(API_PREFIX):
        return defaults.server_error(request)
    return _plain(HTTPStatus.INTERNAL_SERVER_ERROR, "error", "Something went wrong on our side.")


def _as_api_exception(exc: Exception) -> exceptions.APIException:
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    assert isinstance(exc, exceptions.APIException)  # nothing else gets an answer from the framework
    return exc


def _body(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        errors = list(_flatten(error.detail))
        return problem(error.status_code, "invalid", "The request is not valid.", errors)
    code = error.get_codes()
    detail = str(error.detail if not isinstance(error.detail, dict) else error.detail.get("detail", ""))
    return problem(error.status_code, code if isinstance(code, str) else error.default_code, detail)


def problem(
    status: int, code: str, detail: str, errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """Return the body of an answer: `code` names the kind, `detail` tells what happened."""
    return {
        "type": f"urn:platewise:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "errors": errors or [],
    }


def _plain(status: HTTPStatus, code: str, detail: str) -> HttpResponse:
    return JsonResponse(problem(status, code, detail), status=status, content_type=CONTENT_TYPE)


def _flatten(detail: Any, path: tuple[str, ...] = ()) -> Iterator[dict[str, str]]:
    """Yield one entry per message, each with the dotted path of its field."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            step = () if key in WHOLE else (str(key),)
            yield from _flatten(value, path + step)
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            step = (str(index),) if isinstance(value, dict | list) else ()
            yield from _flatten(value, path + step)
    else:
        yield {"field": ".".join(path), "message": str(detail), "code": getattr(detail, "code", "invalid")}
