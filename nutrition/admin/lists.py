"""What several of the curators' lists share: choosing a food, naming it in a row, lists too long to count."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Field
from django.forms.models import ModelChoiceIteratorValue
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.paginator import InfinitePaginator

from nutrition.admin.known_rows import KnownSelect
from nutrition.models import Food


class ToBeLookedAt(ModelAdmin):
    """Rows that nobody writes here; the list is not counted, as it can be millions long."""

    actions = None
    list_per_page = 50
    list_fullwidth = True
    list_filter_submit = True
    show_full_result_count = False
    paginator = InfinitePaginator

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


class FoodSelect(KnownSelect):
    """A picker of foods for many rows: ``known`` foods are named without a query for each row."""

    def __init__(self, field: Field, **kwargs: Any) -> None:
        super().__init__(field, admin.site, **kwargs)
        self.known: Mapping[int, Food] = {}

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> Any:
        """The chosen food, from those that are known."""
        chosen = [
            one
            for one in value
            if one and str(one).isdecimal() and len(str(one)) < 18 and int(one) in self.known
        ]
        if len(chosen) != len([one for one in value if one]):
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options = [
            self.create_option(
                name, ModelChoiceIteratorValue(one, self.known[int(one)]), str(self.known[int(one)]), True, 1
            )
            for one in chosen
        ]
        return [(None, [*empty, *options], 0)]


def link_to(food: Food | None) -> str:
    """A food's name, leading to its page."""
    if food is None:
        return ""
    return format_html(
        '<a class="row-link" href="{}">{}</a>', reverse("admin:nutrition_food_change", args=[food.pk]), food
    )


def shown_as(fieldsets: Any, **others: str) -> list[Any]:
    """The fieldsets with other columns in the place of some fields: field=column."""
    return [
        (title, {**group, "fields": tuple(others.get(name, name) for name in group["fields"])})
        for title, group in fieldsets
    ]
