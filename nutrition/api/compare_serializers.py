"""What the API answers of a comparison, for its description; `nutrition.present_compare` makes the answer."""

from typing import Any

from rest_framework import serializers

from nutrition.api.fields import AmountsField
from nutrition.api.grade_serializers import FOCUS_LETTERS, LETTERS
from nutrition.grading.compare import BASES, MARGINS
from nutrition.grading.focus import FOCUSES
from nutrition.phrasing import PHRASINGS


class _Answer(serializers.Serializer[Any]):
    """An object that is only ever answered."""


class EntryFocusSerializer(_Answer):
    """How one of the things does for one focus."""

    score = serializers.FloatField(allow_null=True, min_value=0, max_value=100)
    grade = serializers.ChoiceField(choices=FOCUS_LETTERS, allow_null=True)


class EntryFocusesSerializer(_Answer):
    """How one of the things does for each focus."""

    def get_fields(self) -> dict[str, Any]:
        """A field for each focus."""
        return {focus: EntryFocusSerializer() for focus in FOCUSES}


class ComparedSerializer(_Answer):
    """One of the things compared, in what the basis amounts to."""

    id = serializers.CharField(help_text="Within this answer.")
    name = serializers.CharField()
    food_id = serializers.IntegerField(allow_null=True)
    preparation = serializers.CharField(allow_null=True)
    meal_id = serializers.CharField(allow_null=True)
    grams = serializers.FloatField()
    letter = serializers.ChoiceField(choices=LETTERS, allow_null=True)
    score = serializers.IntegerField(allow_null=True, help_text="Nutri-Score points of a single food.")
    nutrients = AmountsField(help_text="In these grams.")
    glycemic_index = serializers.FloatField(allow_null=True)
    glycemic_load = serializers.FloatField(allow_null=True)
    satiety = serializers.FloatField(allow_null=True)
    inflammation = serializers.FloatField(allow_null=True)
    focus = EntryFocusesSerializer()
    confidence = serializers.FloatField(help_text="Of the chosen focus, 0-1.")
    pros = serializers.ListField(child=serializers.CharField())
    cons = serializers.ListField(child=serializers.CharField())


class WinnerSerializer(_Answer):
    """The best of one focus; several where they are level."""

    ids = serializers.ListField(child=serializers.CharField())
    names = serializers.ListField(child=serializers.CharField())
    score = serializers.FloatField()
    margin = serializers.ChoiceField(choices=MARGINS)
    points = serializers.FloatField(help_text="To the next.")


class WinnersSerializer(_Answer):
    """The winner of each focus."""

    def get_fields(self) -> dict[str, Any]:
        """A field for each focus."""
        return {focus: WinnerSerializer(allow_null=True) for focus in FOCUSES}


class _Measured(_Answer):
    key = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    decimals = serializers.IntegerField(help_text="To show.")


class LeaderSerializer(_Measured):
    """Who has most of a nutrient, or least of one that there is better little of."""

    direction = serializers.ChoiceField(choices=["high", "low"])
    ids = serializers.ListField(child=serializers.CharField())
    value = serializers.FloatField()
    unknown = serializers.ListField(child=serializers.CharField(), help_text="Whose amount nobody knows.")


class DifferenceSerializer(_Measured):
    """A nutrient in which the things are far apart."""

    percent = serializers.FloatField(help_text="(highest - lowest) / highest.")
    values = serializers.DictField(child=serializers.FloatField(), help_text="By id, where known.")


class ExplanationSerializer(_Answer):
    """The comparison in words, made from its facts."""

    summary = serializers.CharField()
    winner_explanation = serializers.CharField(allow_blank=True)
    considerations = serializers.ListField(child=serializers.CharField())
    recommendation = serializers.CharField(allow_blank=True)
    phrased_by = serializers.ChoiceField(choices=PHRASINGS)


class ComparisonSerializer(_Answer):
    """Which is better, for what, and why."""

    focus = serializers.ChoiceField(choices=FOCUSES)
    focus_name = serializers.CharField()
    basis = serializers.ChoiceField(choices=BASES)
    entries = ComparedSerializer(many=True)
    winner = WinnerSerializer(allow_null=True, help_text="Null where fewer than two have a score.")
    winners = WinnersSerializer()
    leaders = LeaderSerializer(many=True)
    differences = DifferenceSerializer(many=True, help_text="Above 50 %, the largest first.")
    explanation = ExplanationSerializer()
    formula_version = serializers.CharField()
