"""What someone changed of a proposal, told so that the food tables learn from it."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle

from accounts.models import User
from accounts.selectors import profile_for
from common.fields import GramsField
from common.requests import read_body, read_query
from common.serializers import StrictSerializer
from meals.corrections import person
from nutrition.api.grade_views import LARGEST_ID, refused
from nutrition.api.requests import REGION_HELP, REGIONS, NoQuery, region_of
from nutrition.api.views import OpenView
from nutrition.grading.checks import findings
from nutrition.learning.corrections import Change, UnknownFoodError, record_correction
from nutrition.nutrients import KEYS

MAX_PHRASE = 200
NOT_AGREED = (
    "Corrections are kept only where it was agreed to: switch on “shares_corrections” in the profile."
)
NOT_AGREED_GUEST = "Corrections are kept only where it was agreed to: say so with “agreed”."
OTHER_FOOD = OpenApiExample(
    "Another food",
    request_only=True,
    value={"phrase": "a bowl of porridge", "proposed_food_id": 1, "food_id": 2, "agreed": True},
)
OTHER_GRAMS = OpenApiExample(
    "Other grams",
    request_only=True,
    value={
        "phrase": "a bowl of porridge",
        "proposed_food_id": 1,
        "food_id": 1,
        "proposed_grams": 234,
        "grams": 300,
        "agreed": True,
    },
)


class CorrectedNutrients(StrictSerializer):
    """Nutrients of the chosen food per 100 g, each in the unit that ends its key."""

    def get_fields(self) -> dict[str, Any]:
        """A field for each nutrient."""
        return {key: serializers.FloatField(required=False, min_value=0) for key in KEYS}


class CorrectionRequest(StrictSerializer):
    """What was proposed, and what was chosen instead."""

    phrase = serializers.CharField(max_length=MAX_PHRASE, help_text="The item's words, as analyzed.")
    region = serializers.ChoiceField(choices=REGIONS, required=False, help_text=REGION_HELP)
    proposed_food_id = serializers.IntegerField(
        allow_null=True,
        default=None,
        min_value=1,
        max_value=LARGEST_ID,
        help_text="null: nothing was found for the phrase.",
    )
    food_id = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, help_text="What was chosen; the same where only amounts changed."
    )
    proposed_grams = GramsField(required=False)
    grams = GramsField(required=False, help_text="Instead of `proposed_grams`.")
    nutrients = CorrectedNutrients(required=False)
    agreed = serializers.BooleanField(
        default=False, help_text="Without an account: that the one who corrects agreed that it is kept."
    )

    def validate_nutrients(self, nutrients: dict[str, float]) -> dict[str, float]:
        """Refuse what no 100 g of food can hold."""
        wrong = {found.nutrient: [found.message] for found in findings(nutrients) if found.refuses}
        if wrong:
            raise serializers.ValidationError(wrong)
        return nutrients


class CorrectionsThrottle(UserRateThrottle):
    """Corrections, by person: nobody makes many an hour."""

    scope = "corrections"


class Corrections(OpenView):
    """What people change of proposals."""

    throttle_classes = [CorrectionsThrottle]

    @extend_schema(
        operation_id="corrections_create",
        summary="Tell what was changed of a proposal",
        request=CorrectionRequest,
        responses={204: None},
        examples=[OTHER_FOOD, OTHER_GRAMS],
    )
    def post(self, request: Request) -> Response:
        """Count the change for the curators, without who made it; nothing else is kept.

        Only where it was agreed to: by `shares_corrections` of the profile, or `agreed` without an account;
        otherwise the answer is 403. The same change by the same person counts once in 30 days, so it can be
        sent again safely.
        """
        read_query(NoQuery, request)
        fields = read_body(CorrectionRequest, request)
        who = _who_agreed(request, fields.pop("agreed"))
        change = Change(**{**fields, "region": region_of(request, fields)})
        try:
            record_correction(who=who, change=change)
        except UnknownFoodError as error:
            name = "food_id" if error.args == (change.food_id,) else "proposed_food_id"
            raise refused(name, "There is no such food.", "unknown_food") from error
        return Response(status=status.HTTP_204_NO_CONTENT)


def _who_agreed(request: Request, agreed: bool) -> str:
    """What stands for the one who asks; raises PermissionDenied where they did not agree."""
    if isinstance(request.user, User):
        if not profile_for(request.user).shares_corrections:
            raise PermissionDenied(NOT_AGREED)
        return person(request.user)
    if not agreed:
        raise PermissionDenied(NOT_AGREED_GUEST)
    return f"guest {CorrectionsThrottle().get_ident(request)}"
