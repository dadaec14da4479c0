"""What a comparison takes from a request."""

from typing import Any

from rest_framework import serializers

from common.fields import GramsField
from common.serializers import StrictSerializer
from nutrition.api.grade_views import LARGEST_ID, GradedItem
from nutrition.api.requests import REGION_HELP, REGIONS
from nutrition.grading.compare import BASES
from nutrition.grading.focus import FOCUSES
from nutrition.phrasing import PHRASINGS, RULES

FEWEST, MOST = 2, 10
MAX_WORDS = 500


class CompareEntry(StrictSerializer):
    """One of the things compared: a food, a meal in words, foods together, or a meal of the diary."""

    food_id = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    grams = GramsField(required=False, help_text="Of the food; by default its usual serving.")
    preparation = serializers.CharField(required=False, max_length=40, help_text="Of the food.")
    text = serializers.CharField(required=False, max_length=MAX_WORDS)
    items = serializers.ListField(child=GradedItem(), required=False, min_length=1, max_length=100)
    meal_id = serializers.UUIDField(required=False, help_text="Only with an account: a meal of one's own.")
    name = serializers.CharField(required=False, max_length=160, help_text="What to call it.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse an entry that is none of these, or several at once."""
        kinds = [kind for kind in ("food_id", "text", "items", "meal_id") if kind in attrs]
        if len(kinds) != 1:
            raise serializers.ValidationError("Give one of food_id, text, items and meal_id.")
        stray = [name for name in ("grams", "preparation") if name in attrs and kinds != ["food_id"]]
        if stray:
            raise serializers.ValidationError({stray[0]: "This goes with food_id."})
        return attrs


class CompareRequest(StrictSerializer):
    """What is compared: a question in words, or entries."""

    text = serializers.CharField(required=False, max_length=MAX_WORDS)
    entries = serializers.ListField(child=CompareEntry(), required=False, max_length=MOST, min_length=FEWEST)
    focus = serializers.ChoiceField(
        choices=FOCUSES,
        required=False,
        help_text="By default what the question asks for, else the profile's, else `balanced`.",
    )
    basis = serializers.ChoiceField(choices=BASES, default=BASES[0], help_text="What of each is compared.")
    phrasing = serializers.ChoiceField(
        choices=PHRASINGS,
        default=RULES,
        help_text="Who puts it into words. `model`: this server's language model, if it has one, is told "
        "the names and figures; what contradicts the facts is dropped.",
    )
    region = serializers.ChoiceField(choices=REGIONS, required=False, help_text=REGION_HELP)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse both ways of asking, or neither."""
        if ("text" in attrs) == ("entries" in attrs):
            raise serializers.ValidationError({"entries": "Give either a text or entries."})
        return attrs
