"""What people said that was not understood, and the mends that this suggests."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from nutrition.learning.models import Correction, Miss, Proposal


@admin.register(Miss)
class MissAdmin(ModelAdmin):
    search_fields = ("phrase",)


@admin.register(Correction)
class CorrectionAdmin(ModelAdmin):
    search_fields = ("phrase",)
    autocomplete_fields = (
        "from_food",
        "to_food",
    )


@admin.register(Proposal)
class ProposalAdmin(ModelAdmin):
    search_fields = ("phrase",)
    autocomplete_fields = ("food",)
