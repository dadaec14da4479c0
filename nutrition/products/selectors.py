"""Products by their number."""

from nutrition.products.gtin import shortest, written
from nutrition.products.models import Product, RejectedProduct

# Written out, as putting some ninety columns into a query takes longer than finding the row.
_BY_GTIN = f"SELECT * FROM {Product._meta.db_table} WHERE gtin = %s"  # noqa: S608


def product_with(gtin: int) -> Product | None:
    """The product with this GTIN."""
    return next(iter(Product.objects.raw(_BY_GTIN, [gtin])), None)


def rejection_of(gtin: int) -> RejectedProduct | None:
    """Why a row with this GTIN was not taken, if one was not."""
    codes = {shortest(gtin), written(gtin), written(gtin)[1:], written(gtin)[2:]}
    return RejectedProduct.objects.filter(code__in=codes).first()
