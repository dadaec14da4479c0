"""Rows that are asked for by a key: one that no row can have is no error of the site."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, ManyToManyField, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin


class KnownOnly(AutocompleteMixin):
    """What was sent to a picker and can be no row is not looked for."""

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> Any:
        """The chosen rows."""
        key = self.field.remote_field.model._meta.pk
        return super().optgroups(name, [one for one in value if not one or _fits(key, str(one))], attr)


class KnownSelect(KnownOnly, AutocompleteSelect):
    """A picker of a row."""


class KnownSelectMultiple(KnownOnly, AutocompleteSelectMultiple):
    """A picker of rows."""


class KnownRowsField(ModelMultipleChoiceField):
    """Several rows; what can be none is told like one that is not there."""

    def clean(self, value: Any) -> Any:
        """The rows. Raises ``ValidationError``."""
        rows: Any = self.queryset
        for one in value or ():
            if not _fits(rows.model._meta.pk, str(one)):
                told = self.error_messages["invalid_pk_value"]
                raise ValidationError(told, code="invalid_pk_value", params={"pk": str(one)[:40]})
        return super().clean(value)


class KnownRows(ModelAdmin):
    """What all admins share whose rows stand in an address or are ticked in a list."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row of this key, or None; no row has a key larger than a database counts, or a NUL in it."""
        if "\0" in object_id:
            return None
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

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        """The field of several rows, a picker that stands any answer."""
        if db_field.name in self.get_autocomplete_fields(request):
            picker = KnownSelectMultiple(db_field, self.admin_site, using=kwargs.get("using"))
            kwargs = {"widget": picker, "form_class": KnownRowsField, **kwargs}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

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
