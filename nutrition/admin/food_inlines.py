"""The other names and the household measures of a food, written with it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from unfold.admin import TabularInline
from unfold.forms import PaginationInlineFormSet

from nutrition.admin.row_form import RowForm
from nutrition.curation.names import check_alias
from nutrition.models import Alias, Food, Portion
from nutrition.services import add_alias, remove_alias, remove_portion, set_portion


class AliasForm(RowForm):
    """Another name; it may not be that of another food."""

    class Meta:
        model = Alias
        fields = ("text", "region")
        labels = {"text": "Other name"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_fields(self)

    def clean(self) -> dict[str, Any]:
        """Check the name against the other foods'. Raises ``ValidationError``."""
        cleaned: dict[str, Any] = super().clean() or {}
        food = self.instance.food if self.instance.food_id else None
        if self.has_changed() and food is not None and cleaned.get("text") and not cleaned.get("DELETE"):
            try:
                check_alias(food=food, text=cleaned["text"], region=cleaned.get("region", ""))
            except ValidationError as error:
                self.add_error("text", error)
        return cleaned


def _name_fields(form: forms.ModelForm) -> None:
    """Say each field's name to who hears the page: in a table only the head of the column stands there."""
    for field in form.fields.values():
        field.widget.attrs["aria-label"] = field.label


class ActiveInline(TabularInline):
    """Rows that count; one that is taken away stays in the database, inactive."""

    extra = 0
    show_change_link = False
    tab = False
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows that count."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(active=True)


class PortionForm(RowForm):
    """A household measure."""

    class Meta:
        model = Portion
        fields = ("label", "grams", "is_usual")
        labels = {"label": "Measure", "grams": "Weighs, g", "is_usual": "The usual amount"}
        help_texts = {"is_usual": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_fields(self)
        if self.instance.pk:
            self.initial["grams"] = f"{self.instance.grams:.10g}"


class PortionInline(ActiveInline):
    """The household measures."""

    model = Portion
    form = PortionForm
    fields = ("label", "grams", "is_usual", "grams_from")
    readonly_fields = ("grams_from",)


class AliasInline(ActiveInline):
    """The other names."""

    model = Alias
    form = AliasForm
    fields = ("text", "region", "source")
    readonly_fields = ("source",)


def save_names(food: Food, formset: BaseInlineFormSet | PaginationInlineFormSet) -> None:
    """Store what changed in one of the two, each change announced.

    A name or measure that is called otherwise is another one: the old one stays, inactive, so that no release
    brings it back.
    """
    formset.save(commit=False)
    model: Any = formset.model
    save, remove = (_add_alias, _remove_alias) if model is Alias else (_set_portion, _remove_portion)
    for row in formset.deleted_objects:
        remove(row)
    for row, changed in formset.changed_objects:
        if {"label", "text", "region"} & set(changed):
            remove(model.objects.get(pk=row.pk))
        save(food, row)
    for row in formset.new_objects:
        save(food, row)


def _add_alias(food: Food, row: Alias) -> None:
    add_alias(food=food, text=row.text, region=row.region)


def _set_portion(food: Food, row: Portion) -> None:
    set_portion(food=food, label=row.label, grams=row.grams, is_usual=row.is_usual)


def _remove_alias(row: Alias) -> None:
    remove_alias(alias=row)


def _remove_portion(row: Portion) -> None:
    remove_portion(portion=row)
