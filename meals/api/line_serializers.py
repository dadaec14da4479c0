"""What the API reads and answers of a line, be it of a meal or of a recipe."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from common.fields import GramsField
from common.serializers import StrictSerializer
from meals.line_columns import Line
from nutrition.api.fields import AmountsField
from nutrition.api.grade_serializers import ShortGradeSerializer

LARGEST_ID = 2**63 - 1
MAX_SERVINGS = 1000


class LineChangeSerializer(StrictSerializer):
    """What can be said of a line."""

    food_id = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    recipe_id = serializers.UUIDField(
        required=False, help_text="A recipe of one's own in place of a food; never both."
    )
    preparation = serializers.CharField(
        required=False,
        allow_null=True,
        max_length=40,
        help_text="The `preparation` of an analysed item: the figures are reckoned from the raw food by it. "
        "Refused where the food is not cooked this way or was not measured raw.",
    )
    grams = GramsField(required=False)
    servings = serializers.FloatField(
        required=False,
        min_value=0.01,
        max_value=MAX_SERVINGS,
        help_text="Of a recipe, in place of grams: as much as its pot holds, divided by its servings.",
    )
    name = serializers.CharField(required=False, max_length=160, help_text="By default the food's name.")
    description = serializers.CharField(
        required=False, allow_blank=True, max_length=500, help_text="The words that were typed."
    )
    quantity = serializers.CharField(
        required=False, allow_blank=True, max_length=80, help_text="The amount in words, `2 large`."
    )
    path = serializers.CharField(
        required=False, allow_blank=True, max_length=120, help_text="How the food was found."
    )
    score = serializers.FloatField(
        required=False, allow_null=True, min_value=0, max_value=1, help_text="How well it matched."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse two things at once, or two amounts."""
        for one, other in (("food_id", "recipe_id"), ("grams", "servings")):
            if one in attrs and other in attrs:
                message = f"Give either {one} or {other}."
                raise serializers.ValidationError({other: [ErrorDetail(message, code="one_of")]})
        return attrs


class NewLine(StrictSerializer):
    """What a new line has to say. To be put before the serializer of its fields."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a line without a food or a recipe, or without an amount."""
        pairs = (("food_id", "recipe_id"), ("grams", "servings"))
        missing = [first for first, second in pairs if not {first, second} & attrs.keys()]
        if missing:
            error = ErrorDetail("This field is required.", code="required")
            raise serializers.ValidationError({name: [error] for name in missing})
        return super().validate(attrs)  # type: ignore[no-any-return]


class MethodSerializer(serializers.Serializer[Any]):
    """What cooking did to the figures, as it was known when the line was logged."""

    slug = serializers.CharField()
    name = serializers.CharField()
    derivation = serializers.CharField(help_text="How the figures came about.")
    modifiers = serializers.DictField(
        child=serializers.FloatField(), help_text="What is done to 100 g of the raw food."
    )


class CitedSourceSerializer(serializers.Serializer[Any]):
    """A table that figures of a recipe come from."""

    source = serializers.CharField()  # type: ignore[assignment]
    release = serializers.CharField()


class CitedIngredientSerializer(CitedSourceSerializer):
    """What went into the pot; another recipe's source is `recipe`, its version the revision."""

    name = serializers.CharField()
    grams = serializers.FloatField()
    source_id = serializers.CharField()
    revision = serializers.IntegerField()


class CitedRecipeSerializer(serializers.Serializer[Any]):
    """The recipe as it was when the line was logged."""

    name = serializers.CharField()
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()
    grams = serializers.FloatField(help_text="What the whole pot weighed.")
    serving_g = serializers.FloatField()
    known_share = serializers.DictField(
        child=serializers.FloatField(), help_text="Of what went in, for nutrients that are known of a part."
    )
    sources = CitedSourceSerializer(many=True)
    ingredients = CitedIngredientSerializer(many=True)


class ProvenanceSerializer(serializers.Serializer[Any]):
    """Where the figures of a line come from."""

    source = serializers.CharField(  # type: ignore[assignment]
        help_text="`recipe` for a recipe of one's own; its figures' tables are in `recipe`."
    )
    source_id = serializers.CharField()
    release = serializers.CharField()
    revision = serializers.IntegerField(help_text="The number of the food's revision, or a recipe's version.")
    path = serializers.CharField(help_text="How the food was found; empty if it was picked.")
    score = serializers.FloatField(allow_null=True)
    preparation = MethodSerializer(allow_null=True, help_text="Null where the figures are the source's own.")
    recipe = CitedRecipeSerializer(allow_null=True, help_text="Null where the line is of a food.")


class LineSerializer(serializers.ModelSerializer[Any]):
    """A line as it was written; its subclass tells whose."""

    food_id = serializers.IntegerField(allow_null=True, help_text="Null where the line is of a recipe.")
    recipe_id = serializers.UUIDField(
        allow_null=True, help_text="Null where the line is of a food, or where the recipe has been deleted."
    )
    nutrients = AmountsField(help_text="In these grams, not per 100 g.")
    grade = ShortGradeSerializer(allow_null=True, help_text="As it was when the line was logged.")
    provenance = ProvenanceSerializer()

    class Meta:
        model = Line
        fields: tuple[str, ...] = (
            "id",
            "food_id",
            "recipe_id",
            "name",
            "description",
            "quantity",
            "preparation",
            "grams",
            "nutrients",
            "grade",
            "provenance",
        )


def distinct(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines; raises ValidationError where two have the same id."""
    seen: set[Any] = set()
    errors: dict[str, Any] = {}
    for index, item in enumerate(items):
        if item.get("id") in seen:
            errors[str(index)] = {"id": ["This id stands for another line already."]}
        if "id" in item:
            seen.add(item["id"])
    if errors:
        raise serializers.ValidationError(errors)
    return items
