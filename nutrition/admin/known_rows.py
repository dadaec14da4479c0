"""Rows that are asked for by a key: one that no row can have is no error of the site."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import Field, QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin


class KnownRows(ModelAdmin):
    """What all admins share whose rows stand in an address or are ticked in a list."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row of this key, or None; no row has a key larger than a database counts."""
        try:
            return super().get_object(request, object_id, from_field)
        except OverflowError:
            return None

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Act on the ticked rows; what cannot be a row is told instead of looked for."""
        key: Any = self.opts.pk
        if all(_fits(getattr(key, "target_field", key), one) for one in _ticked(request)):
            answer: HttpResponse | None = super().response_action(request, queryset)
            return answer
        messages.error(request, "Some of what was ticked is not in this list. Nothing was done.")
        return None


def _ticked(request: HttpRequest) -> list[str]:
    return request.POST.getlist(ACTION_CHECKBOX_NAME)


def _fits(key: Field, text: str) -> bool:
    try:
        key.run_validators(key.to_python(text))
    except (ValidationError, ValueError):
        return False
    return "\0" not in text
