"""What the API answers of look-ups outside, for its description; made by `nutrition.sources.lookup`."""

from typing import Any

from rest_framework import serializers

from nutrition.api.fields import AmountsField

CONFIDENCES = ["likely", "possible", "uncertain"]
PATH_HELP = "Each source with what it said, in the order asked: `edamam: timeout`, `usda_fdc: exact`."


class FoundOutsideSerializer(serializers.Serializer[Any]):
    """A food that a source outside knows, in the amount that was said."""

    phrase = serializers.CharField(help_text="The words that it stands for; they stay in `unresolved`.")
    name = serializers.CharField()
    food_id = serializers.IntegerField(
        allow_null=True, help_text="Set where the words were read as one of our own foods."
    )
    is_estimate = serializers.BooleanField(help_text="True: a language model's guess, measured by nobody.")
    grams = serializers.FloatField()
    grams_low = serializers.FloatField()
    grams_high = serializers.FloatField()
    portion = serializers.CharField(allow_blank=True)
    assumptions = serializers.ListField(child=serializers.CharField())
    nutrients = AmountsField(help_text="In these grams, not per 100 g.")
    score = serializers.FloatField(min_value=0, max_value=1)
    confidence = serializers.ChoiceField(choices=CONFIDENCES)
    source = serializers.CharField()  # type: ignore[assignment]
    source_id = serializers.CharField(allow_blank=True)
    release = serializers.CharField(allow_blank=True)
    licence = serializers.CharField(allow_blank=True)
    attribution = serializers.CharField(allow_blank=True, help_text="To be shown with the figures.")
    age_days = serializers.FloatField(help_text="How long ago the source was asked.")
    path = serializers.ListField(child=serializers.CharField(), help_text=PATH_HELP)


class NotFoundOutsideSerializer(serializers.Serializer[Any]):
    """A phrase that no source knew, or could be asked for."""

    phrase = serializers.CharField()
    path = serializers.ListField(child=serializers.CharField(), help_text=PATH_HELP)
