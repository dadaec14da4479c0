"""The diary in the admin: to be looked at, not to be changed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from meals.models import Meal, MealItem, Operation, Recipe, RecipeIngredient


class ReadOnly:
    """What is a user's own is written by the user only; it can go, so that a user can be deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


class MealItemInline(ReadOnly, admin.TabularInline):
    """The lines of a meal."""

    model = MealItem
    can_delete = False
    fields = ("name", "description", "quantity", "preparation", "grams", "provenance")


@admin.register(Meal)
class MealAdmin(ReadOnly, admin.ModelAdmin):
    """Meals with their lines."""

    list_display = ("local_date", "kind", "user", "eaten_at", "time_zone")
    list_filter = ("kind",)
    date_hierarchy = "local_date"
    list_select_related = ("user",)
    inlines = (MealItemInline,)


class RecipeIngredientInline(ReadOnly, admin.TabularInline):
    """What goes into a recipe."""

    model = RecipeIngredient
    fk_name = "part_of"
    can_delete = False
    fields = ("name", "description", "quantity", "preparation", "grams", "provenance")


@admin.register(Recipe)
class RecipeAdmin(ReadOnly, admin.ModelAdmin):
    """Recipes with what goes into them."""

    list_display = ("name", "owner", "grams", "servings", "version", "updated_at")
    date_hierarchy = "updated_at"
    list_select_related = ("owner",)
    inlines = (RecipeIngredientInline,)


@admin.register(Operation)
class OperationAdmin(ReadOnly, admin.ModelAdmin):
    """Writes, by their ids."""

    list_display = ("operation_id", "user", "method", "path", "status", "created_at")
    list_select_related = ("user",)
