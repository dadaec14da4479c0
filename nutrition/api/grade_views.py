"""Grades over HTTP: of a food, and of foods put together to a meal."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from common.fields import GramsField
from common.requests import read_body, read_query
from common.serializers import StrictSerializer
from nutrition import catalog
from nutrition.api.grade_serializers import FoodGradeSerializer, MealGradingSerializer
from nutrition.api.requests import NoQuery
from nutrition.api.views import OpenView
from nutrition.facts import usual_serving
from nutrition.graded import PreparationError, UnknownFoodError, food_facts
from nutrition.grading.grade import grade_food
from nutrition.grading.meal import MealItem, grade_meal, meal_item
from nutrition.nutrients import scaled
from nutrition.present_grades import present_grading, present_meal_grading
from nutrition.reference_intakes import life_stages, percent_of_reference

LARGEST_ID = 2**63 - 1
MAX_ITEMS = 100
LUNCH = OpenApiExample(
    "Lunch", request_only=True, value={"items": [{"food_id": 1, "grams": 244}, {"food_id": 2, "grams": 60}]}
)


class ServedQuery(StrictSerializer):
    """What is served of a food."""

    grams = GramsField(required=False, help_text="By default the food's usual serving.")
    preparation = serializers.CharField(
        required=False, max_length=40, help_text="The cooking method by which the figures are reckoned."
    )
    life_stage = serializers.ChoiceField(
        choices=life_stages(), required=False, help_text="Whose day; by default the FDA's daily values count."
    )


class GradedItem(StrictSerializer):
    """A food of the meal."""

    food_id = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    grams = GramsField()
    preparation = serializers.CharField(required=False, allow_null=True, max_length=40)


class GradeRequest(StrictSerializer):
    """A meal that nobody has logged."""

    items = serializers.ListField(child=GradedItem(), min_length=1, max_length=MAX_ITEMS)


class FoodGrade(OpenView):
    """How good a food is."""

    @extend_schema(
        operation_id="foods_grade",
        summary="The grades of a food, with every point",
        parameters=[ServedQuery],
        responses=FoodGradeSerializer,
    )
    def get(self, request: Request, food_id: int) -> Response:
        """Return the Nutri-Scores per 100 g, and for a serving the ten focus grades and the rest."""
        query = read_query(ServedQuery, request)
        try:
            with catalog.in_use(food_id) as current:
                food, facts = food_facts(current, food_id, **served(query))
        except UnknownFoodError as error:
            raise Http404 from error
        except PreparationError as error:
            raise refused("preparation", str(error), "unsuitable_preparation") from error
        stage = query.get("life_stage")
        amounts = scaled(facts.nutrients, facts.serving_g / 100)
        percents = percent_of_reference(amounts, stage)
        return Response(
            {
                "food_id": food.id,
                "name": food.name,
                "revision": food.revision,
                "serving": "" if "grams" in query else usual_serving(food)[0],
                "preparation": query.get("preparation"),
                "life_stage": stage,
                "daily_reference_percent": {
                    key: round(percent, 1) for key, percent in percents.items() if percent is not None
                },
                **present_grading(grade_food(facts)),
            }
        )


class Grade(OpenView):
    """How good foods are together."""

    @extend_schema(
        operation_id="grade",
        summary="The grades of a meal",
        request=GradeRequest,
        responses=MealGradingSerializer,
        examples=[LUNCH],
    )
    def post(self, request: Request) -> Response:
        """Return the meal's letter, the focus grades and the rest; nothing is stored."""
        read_query(NoQuery, request)
        lines = read_body(GradeRequest, request)["items"]
        return Response(present_meal_grading(grade_meal(_items(lines))))


def _items(lines: Sequence[Mapping[str, Any]]) -> list[MealItem]:
    """The lines as the formulas take them; raises ValidationError that names every line at fault."""
    items: list[MealItem] = []
    errors: dict[str, Any] = {}
    with catalog.in_use(*(line["food_id"] for line in lines)) as current:
        for index, line in enumerate(lines):
            try:
                _, facts = food_facts(current, line["food_id"], **served(line))
            except UnknownFoodError:
                errors[str(index)] = refused("food_id", "There is no such food.", "unknown_food").detail
            except PreparationError as error:
                errors[str(index)] = refused("preparation", str(error), "unsuitable_preparation").detail
            else:
                items.append(meal_item(facts, line["grams"]))
    if errors:
        raise ValidationError({"items": errors})
    return items


def served(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What of a food was asked for, as `nutrition.graded.food_facts` takes it."""
    return {name: fields.get(name) for name in ("grams", "preparation")}


def refused(field: str, message: str, code: str) -> ValidationError:
    """An error that names the field."""
    return ValidationError({field: [ErrorDetail(message, code=code)]})
