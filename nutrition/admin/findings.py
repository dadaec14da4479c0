"""What looks wrong in the tables."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from nutrition.curation.models import Finding


@admin.register(Finding)
class FindingAdmin(ModelAdmin):
    search_fields = ("food__live__name",)
    autocomplete_fields = (
        "food",
        "other_food",
    )
