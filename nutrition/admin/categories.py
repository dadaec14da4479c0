"""The food tree."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from nutrition.models import Category


@admin.register(Category)
class CategoryAdmin(ModelAdmin):
    search_fields = (
        "slug",
        "name",
    )
