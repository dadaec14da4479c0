"""Of what the dishes are made."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from nutrition.recipes.models import DishRecipe


@admin.register(DishRecipe)
class DishRecipeAdmin(ModelAdmin):
    search_fields = ("food__live__name",)
    autocomplete_fields = ("food",)
