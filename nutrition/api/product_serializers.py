"""What the API answers of packaged foods, for its description; `nutrition.products.present` makes it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nutrition.api.fields import AmountsField
from nutrition.api.grade_serializers import LETTERS, NutriScoreSerializer
from nutrition.api.serializers import CONFIDENCES
from nutrition.products.models import CarbohydrateBasis

SCALES = ["mass", "solids_not_fat"]


class _Answer(serializers.Serializer[Any]):
    """An object that is only ever answered."""


def _texts(help_text: str = "") -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text=help_text)


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {
            "type": "array",
            "items": {"type": "string"},
            "minItems": 2,
            "maxItems": 2,
        },
    }
)
class ProvenanceField(serializers.Field[Any, Any, Any, Any]):
    """By nutrient its source and how it was derived; what is unknown is left out."""


class ServingSerializer(_Answer):
    """One serving."""

    text = serializers.CharField(help_text="In the label's words.")
    grams = serializers.FloatField(allow_null=True)
    millilitres = serializers.FloatField(allow_null=True)


class LabelSerializer(_Answer):
    """What the label tells, per 100 g or, of a drink, per 100 ml."""

    nutrients = AmountsField()
    energy_kj = serializers.FloatField(allow_null=True)
    carbohydrate = serializers.ChoiceField(
        choices=CarbohydrateBasis.choices,
        allow_null=True,
        help_text="What it calls carbohydrate: with fibre (total) or without (available).",
    )
    carbohydrate_known_from = serializers.CharField(allow_null=True, help_text="How that is known.")


class GenericFoodSerializer(_Answer):
    """The food of the tables that stands in for what the label leaves out."""

    food_id = serializers.IntegerField()
    name = serializers.CharField()
    revision = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    source_id = serializers.CharField()
    matched = serializers.CharField(help_text="The words of the product that are a name of it.")
    scaled_by = serializers.ChoiceField(
        choices=SCALES, help_text="Parts of fat and protein always go by the label's fat and protein."
    )
    factor = serializers.FloatField()


class AllergensSerializer(_Answer):
    """The fourteen allergens of the EU; one that is not told is unknown, never absent."""

    contains = _texts()
    may_contain = _texts()
    unknown = _texts()
    others = _texts("Further tags as Open Food Facts tells them.")


class ToldNutriScoreSerializer(_Answer):
    """The Nutri-Score that Open Food Facts tells, to compare."""

    grade = serializers.ChoiceField(choices=LETTERS, allow_null=True)
    score = serializers.IntegerField(allow_null=True)


class FlagSerializer(_Answer):
    """Something doubtful, or left out for a reason."""

    code = serializers.CharField()
    message = serializers.CharField()


class ProductOriginSerializer(_Answer):
    """Where the label's data come from, and how that has to be said."""

    source = serializers.CharField()  # type: ignore[assignment]
    source_id = serializers.CharField()
    url = serializers.URLField()
    release = serializers.DateField(help_text="In which this state of it was first read.")
    modified_at = serializers.DateTimeField(allow_null=True)
    licence = serializers.CharField()
    attribution = serializers.CharField(help_text="Show it wherever the data are shown.")


class ProductSerializer(_Answer):
    """All that is told and reckoned of a packaged food."""

    gtin = serializers.CharField(help_text="14 digits.")
    number_note = serializers.CharField(
        allow_null=True, help_text="Where the number does not name one product everywhere."
    )
    name = serializers.CharField()
    generic_name = serializers.CharField()
    brand = serializers.CharField()
    quantity = serializers.CharField(help_text="What the package holds, in words.")
    serving = ServingSerializer()
    label = LabelSerializer()  # type: ignore[assignment]
    nutrients = AmountsField(help_text="Per 100 g: the label's, completed from the generic food.")
    nutrients_per_serving = AmountsField(allow_null=True)
    provenance = ProvenanceField()
    generic_food = GenericFoodSerializer(allow_null=True)
    resolved_by = serializers.ChoiceField(choices=["hybrid", "open_food_facts"])
    confidence = serializers.ChoiceField(choices=CONFIDENCES)
    score = serializers.FloatField(min_value=0, max_value=1)
    ingredients = serializers.CharField()
    allergens = AllergensSerializer()
    categories = _texts("Tags of Open Food Facts, the general before the special.")
    countries = _texts()
    language = serializers.CharField()
    nova_group = serializers.IntegerField(allow_null=True, min_value=1, max_value=4)
    nutriscore = NutriScoreSerializer()
    told_nutriscore = ToldNutriScoreSerializer()
    flags = FlagSerializer(many=True)
    origin = ProductOriginSerializer()
