"""What the diary's API reads and answers."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.validators import validate_time_zone
from common.fields import GramsField
from common.serializers import StrictSerializer
from meals.api.fields import InstantField
from meals.api.line_serializers import LineChangeSerializer, LineSerializer, NewLine, distinct
from meals.api.newer_figures import NewerLineSerializer, present_line
from meals.grades import short_grade
from meals.models import Meal, MealItem
from meals.selectors import totals_of
from meals.services import MAX_ITEMS
from nutrition.api.grade_serializers import ShortMealGradeSerializer
from nutrition.api.serializers import TotalsSerializer


class ItemChangeSerializer(LineChangeSerializer):
    """What can be said of a line of a meal. An interval goes with the grams that it describes."""

    grams_low = GramsField(required=False, allow_null=True)
    grams_high = GramsField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse an interval that does not hold the grams."""
        attrs = super().validate(attrs)
        low, grams, high = (attrs.get(name) for name in ("grams_low", "grams", "grams_high"))
        if low is None and high is None:
            return attrs
        if grams is None:
            raise serializers.ValidationError({"grams": "Give the grams together with their interval."})
        if low is None or high is None:
            missing = "grams_low" if low is None else "grams_high"
            raise serializers.ValidationError({missing: "Give both ends of the interval."})
        if low > grams:
            raise serializers.ValidationError({"grams_low": "This is more than the grams."})
        if high < grams:
            raise serializers.ValidationError({"grams_high": "This is less than the grams."})
        return attrs


class ItemReplaceSerializer(ItemChangeSerializer):
    """A line of the meal as it is to be: a known id keeps its line, else it says what of and how much."""

    id = serializers.UUIDField(required=False, help_text="A UUIDv7.")


class ItemCreateSerializer(NewLine, ItemReplaceSerializer):
    """A new line: of a food or a recipe, in grams or, of a recipe, servings."""


class _Moment(StrictSerializer):
    eaten_at = InstantField(required=False, help_text="By default now.")
    time_zone = serializers.CharField(
        required=False,
        max_length=64,
        validators=[validate_time_zone],
        help_text="IANA name; by default the profile's.",
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class MealCreateSerializer(_Moment):
    """A new meal."""

    id = serializers.UUIDField(required=False, help_text="A UUIDv7; made by the server if absent.")
    kind = serializers.ChoiceField(Meal.Kind.choices)
    items = serializers.ListField(child=ItemCreateSerializer(), max_length=MAX_ITEMS)

    def validate_items(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse the same id twice."""
        return distinct(items)


class MealChangeSerializer(_Moment):
    """What can be changed of a meal; `items` replaces all lines."""

    kind = serializers.ChoiceField(Meal.Kind.choices, required=False)
    items = serializers.ListField(child=ItemReplaceSerializer(), required=False, max_length=MAX_ITEMS)

    def validate_items(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse the same id twice."""
        return distinct(items)


class MealCopySerializer(_Moment):
    """When and as what a meal is logged again."""

    id = serializers.UUIDField(required=False, help_text="A UUIDv7; made by the server if absent.")
    kind = serializers.ChoiceField(
        Meal.Kind.choices, required=False, help_text="By default that of the original."
    )


class ItemSerializer(LineSerializer):
    """A line as it was logged. What is newer of it comes with the context, from `newer_of`."""

    newer_figures = serializers.SerializerMethodField(
        help_text="Null where the line says what is known of its food today."
    )

    class Meta(LineSerializer.Meta):
        model = MealItem
        fields = (*LineSerializer.Meta.fields, "grams_low", "grams_high", "newer_figures")
        read_only_fields = fields

    @extend_schema_field(NewerLineSerializer(allow_null=True))
    def get_newer_figures(self, item: MealItem) -> dict[str, Any] | None:
        """Return what is newer of the line, in short."""
        renewal = self.context["renewals"].get(item.pk)
        return None if renewal is None else present_line(renewal)


class MealSerializer(serializers.ModelSerializer[Meal]):
    """A meal with its lines and what they add up to."""

    items = ItemSerializer(many=True)
    totals = serializers.SerializerMethodField()
    grade = serializers.SerializerMethodField()

    class Meta:
        model = Meal
        fields = (
            "id",
            "kind",
            "eaten_at",
            "time_zone",
            "local_date",
            "note",
            "items",
            "totals",
            "grade",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields

    @extend_schema_field(TotalsSerializer)
    def get_totals(self, meal: Meal) -> dict[str, Any]:
        """Return what the lines add up to."""
        return TotalsSerializer(totals_of(meal)).data

    @extend_schema_field(ShortMealGradeSerializer(allow_null=True))
    def get_grade(self, meal: Meal) -> dict[str, Any] | None:
        """Return the meal's letter, from the lines as they were logged; null without a line."""
        return short_grade(meal.items.all())


class DayTotalsSerializer(serializers.Serializer[Any]):
    """What one day adds up to."""

    date = serializers.DateField()
    totals = TotalsSerializer()


class DaySerializer(serializers.Serializer[Any]):
    """One day of the diary, the earliest meal first."""

    date = serializers.DateField()
    meals = MealSerializer(many=True)
    totals = TotalsSerializer()
    grade = ShortMealGradeSerializer(allow_null=True, help_text="Of all that was eaten, as one meal.")


class DayInflammationSerializer(serializers.Serializer[Any]):
    """The day's score after Shivappa 2014; below 0 is anti-inflammatory. Not the published index itself."""

    score = serializers.FloatField(allow_null=True)
    per_1000_kcal = serializers.FloatField(allow_null=True)
    band = serializers.CharField()
    known = serializers.IntegerField(help_text="Parameters that are known …")
    parameters = serializers.IntegerField(help_text="… of so many.")
    contributions = serializers.DictField(child=serializers.FloatField(), help_text="The largest first.")


class DayGradeSerializer(serializers.Serializer[Any]):
    """What the formulas say of one day."""

    date = serializers.DateField()
    grade = ShortMealGradeSerializer(allow_null=True)
    inflammation = DayInflammationSerializer()
    life_stage = serializers.CharField(allow_null=True, help_text="By the profile; null where it tells none.")
    reference_percent = serializers.DictField(
        child=serializers.FloatField(),
        help_text="Of the life stage's reference intake, else of the FDA's daily value; unknown is left out.",
    )


class DaysSerializer(serializers.Serializer[Any]):
    """The days on which something was logged."""

    days = DayTotalsSerializer(many=True)
