"""New releases of the tables."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from nutrition.curation.models import ReleaseBatch


@admin.register(ReleaseBatch)
class ReleaseBatchAdmin(ModelAdmin):
    search_fields = ("name",)
