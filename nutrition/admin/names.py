"""Aliases and portions of all foods."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from nutrition.models import Alias, Portion


@admin.register(Alias)
class AliasAdmin(ModelAdmin):
    search_fields = ("text",)
    autocomplete_fields = ("food",)


@admin.register(Portion)
class PortionAdmin(ModelAdmin):
    search_fields = ("label",)
    autocomplete_fields = ("food",)
