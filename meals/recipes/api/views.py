"""The recipes of the one who asks."""

from uuid import UUID

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from common.requests import read_body, read_query
from common.serializers import StrictSerializer
from meals.api.idempotency import described_write, idempotent
from meals.api.queries import MAX_PAGE_SIZE, PAGE_SIZE, NewestFirst
from meals.api.requests import user_of
from meals.recipes import selectors, services
from meals.recipes.api import examples
from meals.recipes.api.serializers import (
    RecipeChangeSerializer,
    RecipeCreateSerializer,
    RecipeSerializer,
    ShortRecipeSerializer,
)
from meals.recipes.models import Recipe


class RecipesQuery(StrictSerializer):
    """Which page of the list."""

    cursor = serializers.CharField(required=False, help_text="From `next` or `previous` of another page.")
    page_size = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_PAGE_SIZE, help_text=f"By default {PAGE_SIZE}."
    )


class LastChangedFirst(NewestFirst):
    """Recipes, the one changed last first."""

    ordering = ("-updated_at", "-id")


class RecipeViewSet(viewsets.GenericViewSet[Recipe]):
    """The recipes of the one who asks: what goes in, and what the finished pot weighs."""

    serializer_class = RecipeSerializer
    pagination_class = LastChangedFirst
    filter_backends = ()
    lookup_field = "id"
    lookup_url_kwarg = "recipe_id"

    def get_queryset(self) -> QuerySet[Recipe]:
        """Return the user's own recipes with their lines."""
        return selectors.whole_recipes_for(user_of(self.request))

    @extend_schema(
        summary="List recipes, last changed first",
        parameters=[RecipesQuery],
        responses=ShortRecipeSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        """Return a page of recipes, each in short."""
        read_query(RecipesQuery, request)
        recipes = selectors.recipes_for(user_of(request)).annotate(ingredient_count=Count("ingredients"))
        page = self.paginate_queryset(recipes)
        return self.get_paginated_response(ShortRecipeSerializer(page, many=True).data)

    @described_write(
        summary="Write a recipe down",
        request=RecipeCreateSerializer,
        responses={201: RecipeSerializer},
        examples=[examples.STEW],
    )
    @idempotent
    def create(self, request: Request) -> Response:
        """Write a recipe down; the figures come from the foods' live revisions and one's recipes of today."""
        fields = read_body(RecipeCreateSerializer, request)
        recipe = services.create_recipe(user=user_of(request), recipe_id=fields.pop("id", None), **fields)
        return self._answer(recipe.pk, status.HTTP_201_CREATED)

    @extend_schema(summary="One recipe")
    def retrieve(self, request: Request, recipe_id: UUID) -> Response:
        """Return one recipe, and whether newer figures are known of what goes into it."""
        return self._answer(recipe_id)

    @described_write(
        summary="Change a recipe",
        request=RecipeChangeSerializer,
        responses={200: RecipeSerializer},
        examples=[examples.WEIGHED],
    )
    @idempotent
    def partial_update(self, request: Request, recipe_id: UUID) -> Response:
        """Change a recipe; `ingredients` replaces all lines and takes today's figures for them.

        What was logged of it before stays as it was.
        """
        fields = read_body(RecipeChangeSerializer, request)
        services.change_recipe(user=user_of(request), recipe_id=recipe_id, fields=fields)
        return self._answer(recipe_id)

    @described_write(summary="Delete a recipe", responses={204: None})
    @idempotent
    def destroy(self, request: Request, recipe_id: UUID) -> Response:
        """Delete a recipe; what was logged of it stays."""
        services.delete_recipe(user=user_of(request), recipe_id=recipe_id)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @described_write(summary="Take newer figures", request=None, responses={200: RecipeSerializer})
    @idempotent
    def renew(self, request: Request, recipe_id: UUID) -> Response:
        """Reckon a recipe anew with what is known of its ingredients today; what was logged stays."""
        services.renew_recipe(user=user_of(request), recipe_id=recipe_id)
        return self._answer(recipe_id)

    def _answer(self, recipe_id: UUID, code: int = status.HTTP_200_OK) -> Response:
        recipe = get_object_or_404(self.get_queryset(), pk=recipe_id)
        context = {"outdated": selectors.outdated(recipe)}
        return Response(RecipeSerializer(recipe, context=context).data, status=code)
