"""Rows that are asked for by a key: one that no row can have is no error of the site."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin


class KnownSelect(AutocompleteSelect):
    """A picker of rows; what was sent and can be no row is not looked for."""

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> Any:
        """The chosen rows."""
        key = self.field.remote_field.model._meta.pk
        return super().optgroups(name, [one for one in value if not one or _fits(key, str(one))], attr)


class KnownRows(ModelAdmin):
    """What all admins share whose rows stand in an address or are ticked in a list."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row of this key, or None; no row has a key larger than a database counts."""
        try:
            return super().get_object(request, object_id, from_field)
        except OverflowError:
            return None

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """The field of another row, a picker that stands any answer."""
        if db_field.name in self.get_autocomplete_fields(request):
            picker = KnownSelect(db_field, self.admin_site, using=kwargs.get("using"))
            kwargs = {"widget": picker, **kwargs}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

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
