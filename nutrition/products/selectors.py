"""Products by their number."""

from nutrition.products.gtin import shortest, written
from nutrition.products.models import Product, RejectedProduct


def product_with(gtin: int) -> Product | None:
    """The product with this GTIN."""
    return Product.objects.filter(gtin=gtin).first()


def rejection_of(gtin: int) -> RejectedProduct | None:
    """Why a row with this GTIN was not taken, if one was not."""
    codes = {shortest(gtin), written(gtin), written(gtin)[1:], written(gtin)[2:]}
    return RejectedProduct.objects.filter(code__in=codes).first()
