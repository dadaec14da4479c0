"""The diary in the admin: to be looked at, not to be changed.

Millions of rows may lie here, so the lists go by their keys, which ascend with time, and are not counted.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.paginator import InfinitePaginator

from meals.models import Meal, MealItem, Operation, Recipe, RecipeIngredient


class ReadOnly:
    """What is a user's own is written by the user only; it can go, so that a user can be deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


class LongList(ReadOnly, ModelAdmin):
    """A list that is never counted, newest first by its key, which an index orders."""

    actions = None
    list_per_page = 50
    list_fullwidth = True
    list_filter_submit = True
    show_full_result_count = False
    paginator = InfinitePaginator
    ordering = ("-pk",)
    sortable_by = ()


class LineInline(ReadOnly, TabularInline):
    """The lines of a meal or a recipe."""

    can_delete = False
    hide_title = True
    fields = ("name", "description", "quantity", "preparation", "grams", "provenance")


class MealItemInline(LineInline):
    """The lines of a meal."""

    model = MealItem


@admin.register(Meal)
class MealAdmin(LongList):
    """Meals with their lines."""

    list_display = ("local_date", "kind", "user", "eaten_at", "time_zone")
    list_filter = (("user", AutocompleteSelectFilter),)
    list_select_related = ("user",)
    inlines = (MealItemInline,)


class RecipeIngredientInline(LineInline):
    """What goes into a recipe."""

    model = RecipeIngredient
    fk_name = "part_of"


@admin.register(Recipe)
class RecipeAdmin(LongList):
    """Recipes with what goes into them."""

    list_display = ("name", "owner", "grams", "servings", "version", "updated_at")
    list_filter = (("owner", AutocompleteSelectFilter),)
    list_select_related = ("owner",)
    inlines = (RecipeIngredientInline,)


@admin.register(Operation)
class OperationAdmin(LongList):
    """Writes, by their ids."""

    list_display = ("operation_id", "user", "method", "path", "status", "created_at")
    list_filter = (("user", AutocompleteSelectFilter),)
    list_select_related = ("user",)
