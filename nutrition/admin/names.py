"""Aliases and portions of all foods."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from nutrition.admin.exchange import AliasExchange, PortionExchange
from nutrition.models import Alias, Portion


@admin.register(Alias)
class AliasAdmin(AliasExchange, ModelAdmin):
    search_fields = ("text",)
    autocomplete_fields = ("food",)


@admin.register(Portion)
class PortionAdmin(PortionExchange, ModelAdmin):
    search_fields = ("label",)
    autocomplete_fields = ("food",)
