"""The query parameters of the diary, and how its lists are paged."""

from datetime import date
from typing import Any

from django.utils.dateparse import parse_datetime
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

from common.serializers import StrictSerializer

MAX_DAYS = 92
PAGE_SIZE = 20
MAX_PAGE_SIZE = 100


class _SpanQuery(StrictSerializer):
    """A span of local dates, both ends included. `from` cannot be written as an attribute of a class."""

    span_required = False

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Return the fields with `from` and `to` among them."""
        ends = {
            "from": serializers.DateField(required=self.span_required, help_text="First local date."),
            "to": serializers.DateField(required=self.span_required, help_text="Last local date."),
        }
        return {**super().get_fields(), **ends}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a span that ends before it starts."""
        if "from" in attrs and "to" in attrs and attrs["to"] < attrs["from"]:
            raise ValidationError({"to": "This is before `from`."})
        return attrs


class MealsQuery(_SpanQuery):
    """Which meals are listed."""

    date = serializers.DateField(required=False, help_text="One local date.")
    cursor = serializers.CharField(required=False, help_text="From `next` or `previous` of another page.")
    page_size = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_PAGE_SIZE, help_text=f"By default {PAGE_SIZE}."
    )


class DaysQuery(_SpanQuery):
    """Which days are added up."""

    span_required = True

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a span of more days than one answer holds."""
        attrs = super().validate(attrs)
        if (attrs["to"] - attrs["from"]).days >= MAX_DAYS:
            raise ValidationError({"to": f"At most {MAX_DAYS} days at a time."})
        return attrs


class NewestFirst(CursorPagination):
    """Meals, the latest eaten first, in pages that do not shift when meals are added."""

    ordering = ("-eaten_at", "-id")
    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Return the cursor; raises ValidationError when it is none that this list gave out."""
        try:
            cursor = super().decode_cursor(request)
            if cursor is None or cursor.position is None or parse_datetime(str(cursor.position)):
                return cursor
        except (NotFound, ValueError):
            pass
        raise ValidationError({"cursor": "This cursor is not from this list."})


def span_filter(query: dict[str, Any]) -> dict[str, date]:
    """Return the filter on a meal's local date that `date`, `from` and `to` ask for."""
    lookups = {"date": "local_date", "from": "local_date__gte", "to": "local_date__lte"}
    return {lookups[name]: query[name] for name in lookups if name in query}
