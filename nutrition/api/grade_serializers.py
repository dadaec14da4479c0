"""What the API answers of grades, for its description; `nutrition.present_grades` makes the answers."""

from typing import Any

from rest_framework import serializers

from nutrition.glycemic.models import GlycemicLink
from nutrition.grading.focus import FOCUSES
from nutrition.models import NutriScoreClass

LETTERS = ["A", "B", "C", "D", "E"]
# The focus `balanced` has the letters of the Nutri-Score, the others end in F.
FOCUS_LETTERS = ["A", "B", "C", "D", "E", "F"]
BANDS = ["low", "medium", "high"]
SATIETY_BANDS = ["very_low", "low", "moderate", "high", "very_high"]
GLYCEMIC_KINDS = [choice for choice in GlycemicLink.Kind.choices if choice[0] != "none"]


class _Answer(serializers.Serializer[Any]):
    """An object that is only ever answered."""


class _Score(serializers.FloatField):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 100, "allow_null": True, **options})


class ShortGradeSerializer(_Answer):
    """A food's Nutri-Score of 2023 in short; `GET foods/{food_id}/grade` shows every point."""

    letter = serializers.ChoiceField(choices=LETTERS, allow_null=True)
    score = serializers.IntegerField(allow_null=True, help_text="Points: the fewer, the better.")
    balanced_score = _Score(help_text="The points turned into 0-100, higher is better.")
    food_class = serializers.ChoiceField(choices=NutriScoreClass.choices)
    because = serializers.CharField(allow_null=True, help_text="Why there is no score.")
    glycemic_index = serializers.FloatField(allow_null=True)
    formula_version = serializers.CharField()


class BalanceSerializer(_Answer):
    """A meal's letter: the mean of its foods' scores, weighed by their energy."""

    letter = serializers.ChoiceField(choices=LETTERS, allow_null=True)
    balanced_score = _Score()
    graded_share = serializers.FloatField(help_text="The share of all energy, 0-1, whose foods have a score.")


class ShortMealGradeSerializer(BalanceSerializer):
    """A meal's grade in short."""

    glycemic_load = serializers.FloatField(allow_null=True)
    glycemic_known_share = serializers.FloatField(
        allow_null=True, help_text="Of the available carbohydrate, 0-1; below 1 the load is a least value."
    )
    formula_version = serializers.CharField()


class ComponentSerializer(_Answer):
    """One line of a Nutri-Score."""

    key = serializers.CharField()
    name = serializers.CharField()
    value = serializers.FloatField(allow_null=True, help_text="In 100 g or 100 ml; null is unknown.")
    unit = serializers.CharField(allow_blank=True)
    points = serializers.IntegerField()
    most_points = serializers.IntegerField()
    counted = serializers.BooleanField(help_text="Protein is not where the other points are too many.")


class NutriScoreSerializer(_Answer):
    """A Nutri-Score with its points, or why there is none."""

    version = serializers.ChoiceField(choices=["2017", "2023"])
    food_class = serializers.ChoiceField(choices=NutriScoreClass.choices)
    class_name = serializers.CharField()
    grade = serializers.ChoiceField(choices=LETTERS, allow_null=True)
    score = serializers.IntegerField(allow_null=True)
    negative_points = serializers.IntegerField(allow_null=True)
    positive_points = serializers.IntegerField(allow_null=True)
    protein_counts = serializers.BooleanField(allow_null=True)
    negative = ComponentSerializer(many=True)
    positive = ComponentSerializer(many=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Nutrients that are not known.")
    because = serializers.CharField(allow_null=True, help_text="Why there is no score.")
    assumed = serializers.ListField(child=serializers.CharField(), help_text="What was assumed.")


class GlycemicSerializer(_Answer):
    """The glycemic index (glucose = 100) and the load of the serving."""

    index = serializers.FloatField()
    band = serializers.ChoiceField(choices=BANDS)
    load = serializers.FloatField(allow_null=True)
    load_band = serializers.ChoiceField(choices=BANDS, allow_null=True)
    kind = serializers.ChoiceField(
        choices=GLYCEMIC_KINDS,
        help_text="How near the tested food is to this one.",
    )
    confidence = serializers.FloatField(min_value=0, max_value=1)
    tested_food = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class MealGlycemicSerializer(_Answer):
    """A meal's glycemic index, weighed by available carbohydrate, and its load."""

    index = serializers.FloatField()
    band = serializers.ChoiceField(choices=BANDS)
    load = serializers.FloatField()
    load_band = serializers.ChoiceField(choices=BANDS)
    known_share = serializers.FloatField(help_text="Of the available carbohydrate, 0-1.")


class CriterionSerializer(_Answer):
    """One line of a focus grade."""

    key = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    known = serializers.BooleanField(help_text="What is unknown gives and takes nothing.")
    unit = serializers.CharField(allow_blank=True)
    points = serializers.FloatField()
    most_points = serializers.FloatField()
    text = serializers.CharField(allow_blank=True)
    threshold = serializers.CharField(help_text="Id of the published threshold.")
    source = serializers.CharField(help_text="Where it was published.")  # type: ignore[assignment]


class FocusGradeSerializer(_Answer):
    """How good a serving is for one focus."""

    name = serializers.CharField()
    score = _Score()
    grade = serializers.ChoiceField(choices=FOCUS_LETTERS, allow_null=True)
    confidence = serializers.FloatField(
        min_value=0, max_value=1, help_text="The share of the criteria, by weight, that is known."
    )
    insight = serializers.CharField()
    pros = serializers.ListField(child=serializers.CharField())
    cons = serializers.ListField(child=serializers.CharField())
    criteria = CriterionSerializer(many=True)


class SatietySerializer(_Answer):
    """How filling 240 kcal of it are, white bread being 100 (after Holt 1995): a model, not a measurement."""

    score = serializers.FloatField()
    band = serializers.ChoiceField(choices=SATIETY_BANDS)
    words = serializers.CharField()
    extrapolated = serializers.BooleanField(help_text="Beyond the foods that the model was made from.")


class InflammationSerializer(_Answer):
    """What the serving adds to a day's score (after Shivappa 2014); below 0 is anti-inflammatory."""

    contribution = serializers.FloatField(allow_null=True)
    known = serializers.IntegerField(help_text="Parameters that are known …")
    parameters = serializers.IntegerField(help_text="… of so many.")


class ShortFormSerializer(_Answer):
    """The short form of the inflammation score: eleven amounts over a daily value, a variant by itself."""

    index = serializers.FloatField(allow_null=True)
    category = serializers.CharField()
    known = serializers.IntegerField()
    parameters = serializers.IntegerField()


class FindingSerializer(_Answer):
    """Something implausible in the figures."""

    code = serializers.CharField()
    nutrient = serializers.CharField(allow_null=True)
    message = serializers.CharField()
    impossible = serializers.BooleanField(help_text="Not only doubtful: it cannot be true.")


class FocusGradesSerializer(_Answer):
    """The ten focus grades."""

    def get_fields(self) -> dict[str, Any]:
        """A field for each focus."""
        return {focus: FocusGradeSerializer() for focus in FOCUSES}


class GradingSerializer(_Answer):
    """Everything that the formulas say of a serving."""

    formula_version = serializers.CharField()
    serving_g = serializers.FloatField()
    nutriscore_2023 = NutriScoreSerializer()
    nutriscore_2017 = NutriScoreSerializer()
    balanced_score = _Score()
    glycemic = GlycemicSerializer(allow_null=True)
    focus = FocusGradesSerializer()
    satiety = SatietySerializer(allow_null=True)
    satiety_contributions = serializers.DictField(
        child=serializers.FloatField(), help_text="Of what the satiety score is made up; it adds up to it."
    )
    inflammation = InflammationSerializer()
    inflammation_short_form = ShortFormSerializer()
    findings = FindingSerializer(many=True)


class FoodGradeSerializer(GradingSerializer):
    """A food's grades."""

    food_id = serializers.IntegerField()
    name = serializers.CharField()
    revision = serializers.IntegerField()
    serving = serializers.CharField()
    preparation = serializers.CharField(allow_null=True)
    daily_reference_percent = serializers.DictField(
        child=serializers.FloatField(),
        help_text="Of a day's reference by nutrient, in the serving: of the profile's life stage, else of "
        "the FDA's daily values. What is unknown is left out.",
    )
    life_stage = serializers.CharField(allow_null=True)


class MealGradingSerializer(BalanceSerializer):
    """Everything that the formulas say of a meal."""

    formula_version = serializers.CharField()
    grams = serializers.FloatField()
    glycemic = MealGlycemicSerializer(allow_null=True)
    focus = FocusGradesSerializer()
    satiety = SatietySerializer(allow_null=True)
    inflammation = InflammationSerializer()
