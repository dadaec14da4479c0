"""Foods, with everything that is known of them."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from nutrition.models import Food


@admin.register(Food)
class FoodAdmin(ModelAdmin):
    search_fields = ("live__name",)
