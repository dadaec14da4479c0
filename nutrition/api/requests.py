"""What the views of nutrition take from a request."""

from typing import Any

from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework import serializers
from rest_framework.request import Request

from common.serializers import StrictSerializer
from nutrition.models import Region
from nutrition.resolution.resolver import MAX_CHARACTERS

REGIONS = [Region.US.value, Region.GB.value]
REGION_HELP = "Whose words are meant; by default GB where Accept-Language prefers en-GB, else US."
MAX_QUERY_CHARACTERS = 100
DEFAULT_LIMIT = 20
MAX_LIMIT = 50


class AnalyzeRequest(StrictSerializer):
    """A meal in words."""

    text = serializers.CharField(max_length=MAX_CHARACTERS, help_text="What was eaten, as one would say it.")
    region = serializers.ChoiceField(choices=REGIONS, required=False, help_text=REGION_HELP)
    outside = serializers.BooleanField(
        required=False,
        help_text="Whether words that we do not know may be sent to the sources outside that this server is "
        "set up with (USDA, Open Food Facts, …). By default nothing is.",
    )


class FoodsQuery(StrictSerializer):
    """What is searched for."""

    q = serializers.CharField(max_length=MAX_QUERY_CHARACTERS, help_text="What was typed so far.")
    region = serializers.ChoiceField(choices=REGIONS, required=False, help_text=REGION_HELP)
    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_LIMIT, help_text=f"By default {DEFAULT_LIMIT}."
    )


class NoQuery(StrictSerializer):
    """No parameters."""


def region_of(request: Request, fields: dict[str, Any]) -> str:
    """The region that the request names, else the one that its language speaks of."""
    if "region" in fields:
        return str(fields["region"])
    languages = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    english = next((language for language, _ in languages if language.startswith("en")), "")
    return Region.GB.value if english == "en-gb" else Region.US.value
