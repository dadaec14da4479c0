"""Cooking methods."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from nutrition.models import Preparation


@admin.register(Preparation)
class PreparationAdmin(ModelAdmin):
    search_fields = ("name",)
    autocomplete_fields = ("parent",)
