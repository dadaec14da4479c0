"""What a release and a curator both changed: ours is kept until somebody decides."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from nutrition.models import LoadConflict


@admin.register(LoadConflict)
class LoadConflictAdmin(ModelAdmin):
    search_fields = ("field",)
    autocomplete_fields = ("food",)
