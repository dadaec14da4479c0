"""What nutrition's API answers, for its description; `nutrition.present` makes the answers."""

from typing import Any

from rest_framework import serializers

from nutrition.api.fields import AmountsField, CountsField, SharesField
from nutrition.api.grade_serializers import LETTERS, ShortGradeSerializer, ShortMealGradeSerializer
from nutrition.api.outside_serializers import FoundOutsideSerializer, NotFoundOutsideSerializer
from nutrition.models import FoodRevision
from nutrition.nutrients import NUTRIENTS

STATES = FoodRevision.State.choices
UNITS = sorted({nutrient.unit for nutrient in NUTRIENTS})
CONFIDENCES = ["likely", "possible", "uncertain"]


class _Answer(serializers.Serializer[Any]):
    """An object that is only ever answered."""


class TotalsSerializer(_Answer):
    """What foods add up to, and how much of it is known."""

    grams = serializers.FloatField()
    nutrients = AmountsField(help_text="The sum of what is known; null if nothing is.")
    known_share = SharesField()
    unknown_foods = CountsField()


class OriginSerializer(_Answer):
    """Where figures come from."""

    source = serializers.CharField(help_text="`fndds`, `sr28`, `foundation` or `curator`.")  # type: ignore[assignment]
    source_id = serializers.CharField()
    release = serializers.CharField()


class ItemProvenanceSerializer(_Answer):
    """Where the figures of an item come from; `GET foods/{food_id}/` tells it by nutrient."""

    default = OriginSerializer()


class AdjustmentSerializer(_Answer):
    """A change that was made to the food's own figures, such as for how it was cooked."""

    note = serializers.CharField()


class AlternativeSerializer(_Answer):
    """A runner-up."""

    food_id = serializers.IntegerField()
    name = serializers.CharField()
    score = serializers.FloatField()
    energy_kcal_per_100g = serializers.FloatField(allow_null=True)


class AnalyzedItemSerializer(_Answer):
    """A food of the meal with everything needed to trust, doubt or recompute it."""

    phrase = serializers.CharField(help_text="The words that it stands for.")
    normalised = serializers.CharField(help_text="The words as they were looked up.")
    name = serializers.CharField()
    food_id = serializers.IntegerField()
    revision = serializers.IntegerField()
    state = serializers.ChoiceField(choices=STATES)
    category = serializers.CharField(help_text="Slug, see `GET categories/`.")
    source = serializers.CharField()  # type: ignore[assignment]
    source_id = serializers.CharField()
    release = serializers.CharField()
    grams = serializers.FloatField()
    grams_low = serializers.FloatField(help_text="Most amounts said this way lie from here …")
    grams_high = serializers.FloatField(help_text="… to here.")
    quantity = serializers.CharField(help_text="The amount that was said; empty if none was.")
    portion = serializers.CharField(help_text="The household measure that it was weighed by, if any.")
    portion_multiplier = serializers.FloatField(help_text="Grams per standard serving, or per 100 g.")
    path = serializers.ListField(child=serializers.CharField(), help_text="How the food was found.")
    score = serializers.FloatField(min_value=0, max_value=1)
    confidence = serializers.ChoiceField(choices=CONFIDENCES)
    energy_kcal_low = serializers.FloatField(allow_null=True)
    energy_kcal_high = serializers.FloatField(allow_null=True)
    nutrients = AmountsField(help_text="In these grams, not per 100 g.")
    grade = ShortGradeSerializer()
    preparation = serializers.CharField(
        allow_null=True,
        help_text="The cooking method, such as `grilled`, by which the figures were reckoned from the raw "
        "food; null if they are as measured. Send it along when the item is logged.",
    )
    adjustments = AdjustmentSerializer(many=True)
    assumptions = serializers.ListField(child=serializers.CharField())
    questions = serializers.ListField(child=serializers.CharField(), help_text="What to ask the eater.")
    alternatives = AlternativeSerializer(many=True, help_text="The runners-up, the best first.")
    provenance = ItemProvenanceSerializer()


class OfferSerializer(_Answer):
    """A kind of food that the phrase names: offered, never added by itself."""

    category = serializers.CharField(help_text="Slug, see `GET categories/`.")
    name = serializers.CharField()
    foods = serializers.IntegerField(help_text="How many foods of the kind the figures are of.")
    energy_kcal_per_100g = serializers.FloatField(help_text="Median.")
    energy_kcal_per_100g_low = serializers.FloatField()
    energy_kcal_per_100g_high = serializers.FloatField()


class UnresolvedSerializer(_Answer):
    """A phrase that stays open."""

    phrase = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(
        help_text="For programs: `not_found`, `amount_out_of_range`, `no_food_named`."
    )
    message = serializers.CharField(help_text="For people.")
    offer = OfferSerializer(allow_null=True)


class AnalysisSerializer(_Answer):
    """A meal in words, resolved."""

    text = serializers.CharField()
    meal = serializers.CharField(allow_null=True, help_text="`breakfast`, … if the words name one.")
    items = AnalyzedItemSerializer(many=True)
    grade = ShortMealGradeSerializer(allow_null=True, help_text="The meal's; null if no food was found.")
    unresolved = UnresolvedSerializer(many=True)
    found_outside = FoundOutsideSerializer(
        many=True,
        help_text="Of what stays open, if `outside` was asked for; neither in `items` nor in `totals`.",
    )
    not_found_outside = NotFoundOutsideSerializer(many=True)
    outside_sources = serializers.ListField(
        child=serializers.CharField(),
        help_text="The sources that `outside` would ask, such as `usda_fdc`; empty where none is set up.",
    )
    totals = TotalsSerializer()
    milliseconds = serializers.FloatField(help_text="What the resolution took.")
    data_version = serializers.IntegerField(help_text="The version of the food tables.")


class FoundFoodSerializer(_Answer):
    """A food that a search found."""

    food_id = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()
    category = serializers.CharField()
    serving = serializers.CharField()
    serving_g = serializers.FloatField(allow_null=True)
    energy_kcal_per_100g = serializers.FloatField(allow_null=True)
    letter = serializers.ChoiceField(choices=LETTERS, allow_null=True, help_text="Nutri-Score of 2023.")
    source = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=STATES)
    is_base = serializers.BooleanField(help_text="One of the most eaten foods.")
    matched = serializers.CharField(help_text="The name that answered what was typed.")


class FoundFoodsSerializer(_Answer):
    """The foods that a search found, the best first."""

    results = FoundFoodSerializer(many=True)


class PortionSerializer(_Answer):
    """A household measure."""

    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    grams = serializers.FloatField()
    is_usual = serializers.BooleanField(help_text="The amount meant when none is said.")


class AliasSerializer(_Answer):
    """Another name of a food."""

    text = serializers.CharField()
    region = serializers.CharField(help_text="`US` or `GB`; empty where it is used everywhere.")


class FoodProvenanceSerializer(_Answer):
    """Where a food's figures come from: `default`, but for the nutrients that are named."""

    default = OriginSerializer()
    nutrients = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(allow_blank=True)),
        help_text="Nutrient -> [source, derivation].",
    )


class FoodSerializer(_Answer):
    """All that is known of a food."""

    food_id = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()
    category = serializers.CharField()
    category_name = serializers.CharField()
    is_base = serializers.BooleanField(help_text="One of the most eaten foods.")
    serving = serializers.CharField()
    serving_g = serializers.FloatField(allow_null=True)
    portions = PortionSerializer(many=True)
    nutrients = AmountsField(help_text="Per 100 g of the edible part.")
    provenance = FoodProvenanceSerializer()
    revision = serializers.IntegerField()
    state = serializers.ChoiceField(choices=STATES)
    refuse_percent = serializers.FloatField(
        allow_null=True, help_text="Share of the food as bought that is not eaten (bone, peel)."
    )
    allergens = serializers.ListField(
        child=serializers.CharField(), help_text="Contains these, as derived; what is missing is unknown."
    )
    dietary_tags = serializers.ListField(child=serializers.CharField(), help_text="Derived.")
    aliases = AliasSerializer(many=True)


class NutrientSerializer(_Answer):
    """A nutrient that we know."""

    key = serializers.CharField(help_text="Ends in its unit.")
    name = serializers.CharField()
    group = serializers.CharField()
    unit = serializers.ChoiceField(choices=UNITS)
    decimals = serializers.IntegerField(help_text="To show.")
    is_core = serializers.BooleanField()
    daily_value = serializers.FloatField(allow_null=True, help_text="The FDA's for adults.")


class NutrientsSerializer(_Answer):
    """The nutrients, in the order to show them."""

    results = NutrientSerializer(many=True)


class CategorySerializer(_Answer):
    """A node of the food tree."""

    slug = serializers.CharField(help_text="Its whole path.")
    name = serializers.CharField()
    foods = serializers.IntegerField(help_text="In it and below it.")

    def get_fields(self) -> dict[str, Any]:
        """The fields, and the nodes below."""
        return {**super().get_fields(), "children": CategorySerializer(many=True)}


class CategoriesSerializer(_Answer):
    """The food tree."""

    results = CategorySerializer(many=True)
