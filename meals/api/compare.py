"""Foods and meals compared over HTTP: from ids, from words, from the diary of the one who asks."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.selectors import profile_for
from common.requests import read_body, read_query
from meals.api.candidates import candidates_of
from meals.api.compare_requests import FEWEST, MOST, CompareRequest
from nutrition.api.compare_serializers import ComparisonSerializer
from nutrition.api.grade_views import refused
from nutrition.api.requests import NoQuery, region_of
from nutrition.api.throttles import AnalyzeThrottle
from nutrition.api.views import OpenView
from nutrition.comparing import Candidate, NoEnergyError, compare_candidates
from nutrition.grading.focus import FOCUSES
from nutrition.phrasing import explained
from nutrition.present_compare import present_comparison
from nutrition.resolution.comparison import Question, read_question

HOW_MANY = f"Name {FEWEST} to {MOST} foods or meals to compare, such as “oatmeal vs eggs”."
QUESTION = OpenApiExample("A question", request_only=True, value={"text": "oatmeal vs eggs for energy"})
BY_ID = OpenApiExample(
    "By id",
    request_only=True,
    value={
        "entries": [{"food_id": 1}, {"food_id": 2, "grams": 60}],
        "focus": "heart_health",
        "basis": "100g",
    },
)


class Compare(OpenView):
    """Which of several foods or meals is better, and for what."""

    throttle_classes = [AnalyzeThrottle]

    @extend_schema(
        operation_id="compare",
        summary="Compare foods and meals",
        request=CompareRequest,
        responses=ComparisonSerializer,
        examples=[QUESTION, BY_ID],
    )
    def post(self, request: Request) -> Response:
        """Return the winner for each focus, the leaders by nutrient, what differs most, and why, in words."""
        read_query(NoQuery, request)
        fields = read_body(CompareRequest, request)
        region = region_of(request, fields)
        question = read_question(fields.get("text", ""))
        if "text" in fields:
            candidates = _asked_for(request, question, region)
        else:
            candidates = candidates_of(request, fields["entries"], region)
        focus = fields.get("focus") or question.focus or _own_focus(request)
        try:
            found = compare_candidates(candidates, focus=focus, basis=fields["basis"])
        except NoEnergyError as error:
            raise refused("basis", str(error), "no_energy") from error
        return Response(present_comparison(found, candidates, *explained(found, phrasing=fields["phrasing"])))


def _asked_for(request: Request, question: Question, region: str) -> list[Candidate]:
    """The sides of a question; what is wrong with one is said of the text."""
    if question.unread:
        raise refused("text", f"We don't understand “{question.unread[0]}” here.", "not_understood")
    if not FEWEST <= len(question.sides) <= MOST:
        raise refused("text", HOW_MANY, "count")
    try:
        return candidates_of(request, [{"text": side} for side in question.sides], region)
    except ValidationError as error:
        sides: Any = error.detail
        raise ValidationError(
            {"text": [said for side in sides["entries"].values() for said in side["text"]]}
        ) from error


def _own_focus(request: Request) -> str:
    return str(profile_for(request.user).wellness_focus) if isinstance(request.user, User) else FOCUSES[0]
