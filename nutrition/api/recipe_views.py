"""Of what a dish of the food tables is made, over HTTP."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.requests import read_query
from nutrition import catalog
from nutrition.api.requests import NoQuery
from nutrition.api.views import OpenView
from nutrition.recipes.present import dish_recipe, present_recipe


class DishIngredientSerializer(serializers.Serializer[Any]):
    """One ingredient of a dish."""

    food_id = serializers.IntegerField(allow_null=True, help_text="Null where it is none of our foods.")
    name = serializers.CharField()
    grams = serializers.FloatField(help_text="In the recipe, raw.")
    share_percent = serializers.FloatField(help_text="Of the recipe's raw weight.")
    has_recipe = serializers.BooleanField(help_text="Whether it is a dish with ingredients of its own.")


class DishRecipeSerializer(serializers.Serializer[Any]):
    """Of what a dish is made, the most first."""

    food_id = serializers.IntegerField()
    name = serializers.CharField()
    raw_g = serializers.FloatField(help_text="What goes in.")
    cooked_g = serializers.FloatField(help_text="What comes out.")
    moisture_change_percent = serializers.FloatField(help_text="Water gained or lost, of the raw weight.")
    ingredients = DishIngredientSerializer(many=True)
    source = serializers.CharField()  # type: ignore[assignment]
    origin = serializers.ChoiceField(choices=["release", "curator"])


class FoodRecipe(OpenView):
    """Of what a dish is made."""

    @extend_schema(
        operation_id="foods_recipe",
        summary="Of what a dish is made",
        responses=DishRecipeSerializer,
    )
    def get(self, request: Request, food_id: int) -> Response:
        """Return the ingredients of a dish with their shares; 404 where no recipe of the food is known."""
        read_query(NoQuery, request)
        food = catalog.knowing(food_id).food(food_id)
        recipe = None if food is None else dish_recipe(food.id)
        if food is None or recipe is None:
            raise Http404
        return Response(present_recipe(recipe, food.name))
