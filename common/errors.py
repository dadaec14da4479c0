"""Errors that any app may raise beyond those of Django REST framework."""

from rest_framework import status
from rest_framework.exceptions import APIException


class Conflict(APIException):
    """The request contradicts what is stored (409)."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = "This contradicts what is already stored."
    default_code = "conflict"


class PayloadTooLarge(APIException):
    """The body is longer than the server reads (413)."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The request is too large."
    default_code = "payload_too_large"
