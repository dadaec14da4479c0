"""Glycemic values and the foods for which they stand."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from nutrition.glycemic.models import GlycemicLink, GlycemicValue


@admin.register(GlycemicValue)
class GlycemicValueAdmin(ModelAdmin):
    search_fields = ("name",)


@admin.register(GlycemicLink)
class GlycemicLinkAdmin(ModelAdmin):
    search_fields = ("value__name",)
    autocomplete_fields = (
        "food",
        "value",
    )
