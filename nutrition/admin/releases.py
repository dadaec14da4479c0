"""New releases of the tables, and what they and the curators both changed."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from nutrition.curation.models import ReleaseBatch
from nutrition.models import LoadConflict


@admin.register(ReleaseBatch)
class ReleaseBatchAdmin(ModelAdmin):
    search_fields = ("name",)


@admin.register(LoadConflict)
class LoadConflictAdmin(ModelAdmin):
    search_fields = ("field",)
    autocomplete_fields = ("food",)
