"""Meals in words, foods, nutrients and categories over HTTP; no account is needed."""

from django.http import Http404
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.requests import read_body, read_query
from nutrition import catalog, selectors
from nutrition.analyze import analyze_text
from nutrition.api import answers, serializers
from nutrition.api.requests import DEFAULT_LIMIT, AnalyzeRequest, FoodsQuery, NoQuery, region_of
from nutrition.api.throttles import AnalyzeThrottle, FoodsThrottle, OutsideThrottle
from nutrition.search import index_of

BREAKFAST = OpenApiExample(
    "Breakfast",
    request_only=True,
    value={
        "text": "two scrambled eggs, a slice of whole wheat toast with butter and a glass of orange juice"
    },
)
LANGUAGE = OpenApiParameter(
    "Accept-Language",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Tells the region if it is not named.",
)
KNOWN_VERSION = OpenApiParameter(
    "If-None-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The ETag of the answer that you hold.",
)


class OpenView(APIView):
    """A view for everybody."""

    permission_classes = [AllowAny]
    throttle_classes = [FoodsThrottle]


class AnalyzeText(OpenView):
    """A meal in words becomes foods with their grams and nutrients."""

    throttle_classes = [AnalyzeThrottle, OutsideThrottle]

    @extend_schema(
        operation_id="analyze_text",
        summary="Analyze a meal in words",
        parameters=[LANGUAGE],
        request=AnalyzeRequest,
        responses=serializers.AnalysisSerializer,
        examples=[BREAKFAST],
    )
    def post(self, request: Request) -> Response:
        """Return every food with grams, nutrients and provenance; what is not found stays unresolved."""
        read_query(NoQuery, request)
        fields = read_body(AnalyzeRequest, request)
        region = region_of(request, fields)
        asks_outside = fields.get("outside", False)
        answer = analyze_text(text=fields["text"], region=region, is_counted=True, asks_outside=asks_outside)
        return Response(answer)


class Foods(OpenView):
    """The foods, to be searched."""

    @extend_schema(
        operation_id="foods_search",
        summary="Search foods as one types",
        parameters=[FoodsQuery, LANGUAGE],
        responses=serializers.FoundFoodsSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return the foods with a name in which every word typed begins a word, everyday foods first.

        Where there is none, words that are almost like those typed count too.
        """
        query = read_query(FoodsQuery, request)
        region, limit = region_of(request, query), query.get("limit", DEFAULT_LIMIT)
        with catalog.in_use() as current:
            hits = index_of(current.tables).find(query["q"], region, limit)
            answer = Response({"results": [answers.found_food(hit, current) for hit in hits]})
        patch_vary_headers(answer, ["Accept-Language"])
        return answer


class Food(OpenView):
    """One food."""

    @extend_schema(
        operation_id="foods_retrieve",
        summary="One food",
        parameters=[KNOWN_VERSION],
        responses={200: serializers.FoodSerializer, 304: None},
    )
    def get(self, request: Request, food_id: int) -> Response:
        """Return all that is known of a food.

        The id of a food that was merged into another answers with that one: its `food_id` is another than
        the one asked for.
        """
        read_query(NoQuery, request)
        current = catalog.knowing(food_id)
        food = current.food(food_id)
        if food is None:
            raise Http404
        etag = f'"{food.id}.{food.revision}.{current.version}"'
        known = etag in parse_etags(request.headers.get("If-None-Match", ""))
        code = status.HTTP_304_NOT_MODIFIED if known else status.HTTP_200_OK
        return Response(None if known else answers.whole_food(food), status=code, headers={"ETag": etag})


class Nutrients(OpenView):
    """The nutrients."""

    @extend_schema(
        operation_id="nutrients_list",
        summary="The nutrients that we know",
        responses=serializers.NutrientsSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return every nutrient with its unit, in the order to show them."""
        read_query(NoQuery, request)
        return Response({"results": answers.nutrients()})


class Categories(OpenView):
    """The categories."""

    @extend_schema(
        operation_id="categories_list",
        summary="The food tree",
        responses=serializers.CategoriesSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return the tree of categories, each with the number of foods in it and below it."""
        read_query(NoQuery, request)
        with catalog.in_use() as current:
            tree = answers.category_tree(selectors.category_names(), current.tables)
        return Response({"results": tree})
