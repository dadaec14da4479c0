"""The diary over HTTP: meals, their lines, and days."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.selectors import profile_for
from common.requests import read_body, read_query
from meals import selectors, services
from meals.api import examples, queries
from meals.api.idempotency import described_write, idempotent
from meals.api.newer_figures import newer_of, newer_of_lines
from meals.api.requests import user_of
from meals.api.serializers import (
    DayGradeSerializer,
    DaySerializer,
    DaysSerializer,
    ItemChangeSerializer,
    ItemCreateSerializer,
    ItemSerializer,
    MealChangeSerializer,
    MealCopySerializer,
    MealCreateSerializer,
    MealSerializer,
)
from meals.day_grades import day_grade
from meals.models import Meal, MealItem

DATE = OpenApiParameter("day", OpenApiTypes.DATE, OpenApiParameter.PATH, description="A local date.")


class MealViewSet(viewsets.GenericViewSet[Meal]):
    """The meals of the one who asks."""

    serializer_class = MealSerializer
    pagination_class = queries.NewestFirst
    filter_backends = ()
    lookup_field = "id"
    lookup_url_kwarg = "meal_id"

    def get_queryset(self) -> QuerySet[Meal]:
        """Return the user's own meals with their lines."""
        return selectors.whole_meals_for(user_of(self.request))

    @extend_schema(summary="List meals, newest first", parameters=[queries.MealsQuery])
    def list(self, request: Request) -> Response:
        """Return a page of meals, of one local date or of a span."""
        query = read_query(queries.MealsQuery, request)
        page = self.paginate_queryset(self.get_queryset().filter(**queries.span_filter(query)))
        shown = MealSerializer(page, many=True, context=newer_of(*page or ()))
        return self.get_paginated_response(shown.data)

    @described_write(
        summary="Log a meal",
        request=MealCreateSerializer,
        responses={201: MealSerializer},
        examples=[examples.LUNCH],
    )
    @idempotent
    def create(self, request: Request) -> Response:
        """Log a meal; the nutrients come from the foods' live revisions."""
        fields = read_body(MealCreateSerializer, request)
        meal = services.log_meal(user=user_of(request), meal_id=fields.pop("id", None), **fields)
        return self._answer(meal.pk, status.HTTP_201_CREATED)

    @extend_schema(summary="One meal")
    def retrieve(self, request: Request, meal_id: UUID) -> Response:
        """Return one meal."""
        return self._answer(meal_id)

    @described_write(
        summary="Change a meal",
        request=MealChangeSerializer,
        responses={200: MealSerializer},
        examples=[examples.MOVED],
    )
    @idempotent
    def partial_update(self, request: Request, meal_id: UUID) -> Response:
        """Change a meal; `items` replaces all lines, those with a known `id` keep the revision they cite."""
        fields = read_body(MealChangeSerializer, request)
        services.change_meal(user=user_of(request), meal_id=meal_id, fields=fields)
        return self._answer(meal_id)

    @described_write(summary="Delete a meal", responses={204: None})
    @idempotent
    def destroy(self, request: Request, meal_id: UUID) -> Response:
        """Delete a meal with its lines."""
        services.delete_meal(user=user_of(request), meal_id=meal_id)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @described_write(
        summary="Log a meal again",
        request=MealCopySerializer,
        responses={201: MealSerializer},
        examples=[examples.SAME_AGAIN],
    )
    @idempotent
    def copy(self, request: Request, meal_id: UUID) -> Response:
        """Log the same foods and grams at another time, by what is known of the foods today."""
        fields = read_body(MealCopySerializer, request)
        copy = services.copy_meal(
            user=user_of(request), meal_id=meal_id, copy_id=fields.pop("id", None), **fields
        )
        return self._answer(copy.pk, status.HTTP_201_CREATED)

    def _answer(self, meal_id: UUID, code: int = status.HTTP_200_OK) -> Response:
        meal = get_object_or_404(self.get_queryset(), pk=meal_id)
        return Response(MealSerializer(meal, context=newer_of(meal)).data, status=code)


class ItemViewSet(viewsets.ViewSet):
    """The lines of a meal, one by one."""

    @described_write(
        summary="Add a line",
        request=ItemCreateSerializer,
        responses={201: ItemSerializer},
        examples=[examples.LINE],
    )
    @idempotent
    def create(self, request: Request, meal_id: UUID) -> Response:
        """Add a line at the end of a meal."""
        fields = read_body(ItemCreateSerializer, request)
        item = services.add_item(user=user_of(request), meal_id=meal_id, fields=fields)
        return Response(_shown(item), status=status.HTTP_201_CREATED)

    @described_write(
        summary="Change a line",
        request=ItemChangeSerializer,
        responses={200: ItemSerializer},
        examples=[examples.LESS],
    )
    @idempotent
    def partial_update(self, request: Request, meal_id: UUID, item_id: UUID) -> Response:
        """Change a line; new grams are counted by the revision that it cites, not by the newest."""
        fields = read_body(ItemChangeSerializer, request)
        item = services.change_item(user=user_of(request), meal_id=meal_id, item_id=item_id, fields=fields)
        return Response(_shown(item))

    @described_write(summary="Delete a line", responses={204: None})
    @idempotent
    def destroy(self, request: Request, meal_id: UUID, item_id: UUID) -> Response:
        """Delete a line."""
        services.delete_item(user=user_of(request), meal_id=meal_id, item_id=item_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _shown(item: MealItem) -> Any:
    return ItemSerializer(item, context=newer_of_lines([item])).data


class DayViewSet(viewsets.ViewSet):
    """The days of the one who asks."""

    @extend_schema(
        summary="Totals by day",
        parameters=[queries.DaysQuery],
        responses=DaysSerializer,
        operation_id="days_totals",
    )
    def totals(self, request: Request) -> Response:
        """Return the totals of each day of a span on which something was logged; at most 92 days."""
        query = read_query(queries.DaysQuery, request)
        days = selectors.day_totals_for(user_of(request), query["from"], query["to"])
        return Response(DaysSerializer({"days": days}).data)

    @extend_schema(summary="One day", parameters=[DATE], responses=DaySerializer)
    def retrieve(self, request: Request, day: date) -> Response:
        """Return the meals of one day and what they add up to."""
        found = selectors.day_for(user_of(request), day)
        return Response(DaySerializer(found, context=newer_of(*found.meals)).data)

    @extend_schema(summary="One day's grades", parameters=[DATE], responses=DayGradeSerializer)
    def grade(self, request: Request, day: date) -> Response:
        """Return what the formulas say of the day as a whole; a day without a line knows nothing."""
        found = selectors.day_for(user_of(request), day)
        return Response({"date": day, **day_grade(found, profile_for(user_of(request)))})
