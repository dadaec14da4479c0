"""Foods, with everything that is known of them."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from nutrition.admin.food_decisions import FoodDecisions
from nutrition.admin.food_history import FoodHistory
from nutrition.models import Food


@admin.register(Food)
class FoodAdmin(FoodDecisions, FoodHistory, ModelAdmin):
    """The foods."""

    search_fields = ("live__name",)
