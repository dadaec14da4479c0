"""Newer figures of a meal's foods: looked at, and taken on request."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from common.requests import read_body
from meals import selectors, services
from meals.api import examples
from meals.api.idempotency import described_write, idempotent
from meals.api.newer_figures import (
    NewerFiguresSerializer,
    TakeNewerSerializer,
    newer_of,
    present_newer_figures,
)
from meals.api.requests import user_of
from meals.api.serializers import MealSerializer
from meals.newer_figures import newer_figures


class NewerFiguresViewSet(viewsets.ViewSet):
    """What a meal of the one who asks would be with the newest figures of its foods."""

    @extend_schema(summary="Newer figures of a meal", responses=NewerFiguresSerializer)
    def retrieve(self, request: Request, meal_id: UUID) -> Response:
        """Return, line by line, what is in the diary and what it would be; nothing is changed.

        Retired foods and recipes have nothing newer. A food that is no longer cooked as the line says cannot
        be taken: `left` says why.
        """
        meal = get_object_or_404(selectors.whole_meals_for(user_of(request)), pk=meal_id)
        found = present_newer_figures(meal, newer_figures(meal.items.all()))
        return Response(NewerFiguresSerializer(found).data)

    @described_write(
        summary="Take newer figures of a meal",
        request=TakeNewerSerializer,
        responses={200: MealSerializer},
        examples=[examples.ONE_LINE],
    )
    @idempotent
    def create(self, request: Request, meal_id: UUID) -> Response:
        """Let the lines cite what is known of their foods today, grams and preparation as they are.

        What the line said before is gone then. A line without anything newer stays as it is.
        """
        fields = read_body(TakeNewerSerializer, request)
        user = user_of(request)
        services.take_newer_figures(user=user, meal_id=meal_id, item_ids=fields.get("items"))
        meal = get_object_or_404(selectors.whole_meals_for(user), pk=meal_id)
        return Response(MealSerializer(meal, context=newer_of(meal)).data)
