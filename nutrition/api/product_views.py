"""Packaged foods over HTTP."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from common.requests import read_query
from common.serializers import ProblemSerializer
from nutrition import catalog
from nutrition.api.product_serializers import ProductSerializer
from nutrition.api.requests import NoQuery
from nutrition.api.views import OpenView
from nutrition.products import models
from nutrition.products.gtin import GtinError, normalised, upc_e
from nutrition.products.present import present_product
from nutrition.products.selectors import product_with, rejection_of
from nutrition.products.tables import checks

GTIN = OpenApiParameter(
    "gtin",
    OpenApiTypes.STR,
    OpenApiParameter.PATH,
    description="The digits under the bar code: GTIN-8, -12, -13 or -14, or UPC-E; spaces and dashes may "
    "stand between them.",
)


class Product(OpenView):
    """One packaged food."""

    @extend_schema(
        operation_id="products_retrieve",
        summary="One packaged food",
        parameters=[GTIN],
        responses={200: ProductSerializer, 400: ProblemSerializer},
    )
    def get(self, request: Request, gtin: str) -> Response:
        """Return what the label tells, completed from the food that it is a kind of, with every origin.

        The data of the label are those of Open Food Facts, under the Open Database License.
        """
        read_query(NoQuery, request)
        number = _number(gtin)
        product = product_with(number) or _as_upc_e(gtin)
        if product is None:
            raise NotFound(_why_not(number))
        with catalog.in_use() as current:
            return Response(present_product(product, current.tables))


def _as_upc_e(gtin: str) -> models.Product | None:
    """The product that eight digits mean as UPC-E, where they could be a GTIN-8 too."""
    number = upc_e(gtin)
    return None if number is None else product_with(number)


def _number(gtin: str) -> int:
    try:
        return normalised(gtin)
    except GtinError as error:
        raise ValidationError({"gtin": [ErrorDetail(str(error), code=error.code)]}) from error


def _why_not(number: int) -> str:
    rejected = rejection_of(number)
    if rejected is None:
        return "We don't know this one yet."
    words = checks()[rejected.reason].words
    return f"Open Food Facts has this product, but its figures cannot be right: {words}"
