"""What the recipes' API reads and answers."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.fields import MAX_GRAMS
from common.serializers import StrictSerializer
from meals.api.line_serializers import (
    MAX_SERVINGS,
    LineChangeSerializer,
    LineSerializer,
    NewLine,
    distinct,
)
from meals.recipes.citing import amounts_per_100g
from meals.recipes.models import Recipe, RecipeIngredient
from meals.recipes.services import MAX_INGREDIENTS
from nutrition.api.fields import AmountsField
from nutrition.api.grade_serializers import LETTERS, ShortGradeSerializer
from nutrition.api.serializers import TotalsSerializer
from nutrition.nutrients import KEYS, Totals, scaled

# What as many ingredients as there can be may weigh, each as heavy as it can be.
MAX_POT_G = MAX_INGREDIENTS * MAX_GRAMS


class IngredientChangeSerializer(LineChangeSerializer):
    """An ingredient as it is to be: a known id keeps its line, else it says what of and how much."""

    id = serializers.UUIDField(required=False, help_text="A UUIDv7.")


class IngredientCreateSerializer(NewLine, IngredientChangeSerializer):
    """A new ingredient: a food, or another recipe of one's own."""


class _Words(StrictSerializer):
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    servings = serializers.FloatField(
        required=False,
        min_value=0.1,
        max_value=MAX_SERVINGS,
        help_text="How many the pot makes; by default 1.",
    )
    yield_g = serializers.FloatField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=MAX_POT_G,
        help_text="What the finished pot weighs; null: as much as went in. The difference is water.",
    )


class RecipeCreateSerializer(_Words):
    """A new recipe."""

    id = serializers.UUIDField(required=False, help_text="A UUIDv7; made by the server if absent.")
    name = serializers.CharField(max_length=160)
    ingredients = serializers.ListField(
        child=IngredientCreateSerializer(), min_length=1, max_length=MAX_INGREDIENTS
    )

    def validate_ingredients(self, ingredients: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse the same id twice."""
        return distinct(ingredients)


class RecipeChangeSerializer(_Words):
    """What can be changed of a recipe; `ingredients` replaces all lines."""

    name = serializers.CharField(required=False, max_length=160)
    ingredients = serializers.ListField(
        child=IngredientChangeSerializer(), required=False, min_length=1, max_length=MAX_INGREDIENTS
    )

    def validate_ingredients(self, ingredients: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse the same id twice."""
        return distinct(ingredients)


class IngredientSerializer(LineSerializer):
    """What goes into a recipe, as it was when the recipe was saved."""

    newer_figures = serializers.SerializerMethodField(help_text="Whether newer figures are known of it.")

    class Meta(LineSerializer.Meta):
        model = RecipeIngredient
        fields = (*LineSerializer.Meta.fields, "newer_figures")
        read_only_fields = fields

    def get_newer_figures(self, line: RecipeIngredient) -> bool:
        """Return whether the line is one of those that the view found to be outdated."""
        return line.pk in self.context["outdated"]


class PortionOfRecipeSerializer(serializers.Serializer[Any]):
    """One portion of the pot."""

    grams = serializers.FloatField()
    nutrients = AmountsField(help_text="Null too where less than 95 % of the pot is known: what a meal logs.")


class RecipeSerializer(serializers.ModelSerializer[Recipe]):
    """A recipe with its ingredients and what the pot holds."""

    ingredients = IngredientSerializer(many=True)
    pot = serializers.SerializerMethodField()
    serving = serializers.SerializerMethodField()
    per_100g = serializers.SerializerMethodField()
    grade = ShortGradeSerializer(help_text="Of the finished dish.")
    newer_figures = serializers.SerializerMethodField(
        help_text="Whether newer figures are known of an ingredient; `POST …/renew/` takes them."
    )

    class Meta:
        model = Recipe
        fields = (
            "id",
            "name",
            "note",
            "servings",
            "yield_g",
            "version",
            "ingredients",
            "pot",
            "serving",
            "per_100g",
            "grade",
            "newer_figures",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields

    @extend_schema_field(TotalsSerializer)
    def get_pot(self, recipe: Recipe) -> dict[str, Any]:
        """Return what the whole pot holds, as far as it is known."""
        unknown = dict.fromkeys(KEYS, 0)
        for line in recipe.ingredients.all():
            for key, amount in line.nutrients().items():
                unknown[key] += amount is None
        nutrients = scaled(recipe.nutrients(), recipe.grams / 100)
        return TotalsSerializer(Totals(recipe.grams, nutrients, recipe.known_share, unknown)).data

    @extend_schema_field(PortionOfRecipeSerializer)
    def get_serving(self, recipe: Recipe) -> dict[str, Any]:
        """Return what one portion holds."""
        grams = recipe.serving_g
        nutrients = scaled(amounts_per_100g(recipe), grams / 100)
        return PortionOfRecipeSerializer({"grams": grams, "nutrients": nutrients}).data

    @extend_schema_field(AmountsField)
    def get_per_100g(self, recipe: Recipe) -> dict[str, float | None]:
        """Return what 100 g hold; what too little of the pot is known for is unknown."""
        return AmountsField().to_representation(amounts_per_100g(recipe))

    def get_newer_figures(self, recipe: Recipe) -> bool:
        """Return whether any line is outdated."""
        return bool(self.context["outdated"])


class ShortRecipeSerializer(serializers.ModelSerializer[Recipe]):
    """A recipe in a list."""

    ingredients = serializers.IntegerField(source="ingredient_count", help_text="How many.")
    grams = serializers.FloatField(help_text="What the whole pot weighs.")
    serving_g = serializers.FloatField()
    energy_kcal_per_serving = serializers.SerializerMethodField()
    letter = serializers.SerializerMethodField(help_text="Nutri-Score of 2023; null where there is none.")

    class Meta:
        model = Recipe
        fields = (
            "id",
            "name",
            "servings",
            "grams",
            "serving_g",
            "ingredients",
            "energy_kcal_per_serving",
            "letter",
            "version",
            "updated_at",
        )
        read_only_fields = fields

    def get_energy_kcal_per_serving(self, recipe: Recipe) -> float | None:
        """Return the energy of a portion; null where it is not known."""
        energy_kcal = amounts_per_100g(recipe)["energy_kcal"]
        return None if energy_kcal is None else round(energy_kcal * recipe.serving_g / 100, 2)

    @extend_schema_field(serializers.ChoiceField(choices=LETTERS, allow_null=True))
    def get_letter(self, recipe: Recipe) -> str | None:
        """Return the dish's letter."""
        letter: str | None = recipe.grade["letter"]
        return letter
