"""Finding a product among millions: by its number in any spelling, or by how its name begins."""

import re

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from nutrition.products.gtin import DIGITS, LENGTHS, GtinError, normalised, upc_e
from nutrition.products.models import Product, RejectedProduct

# Fewer digits begin too many numbers to be of use.
LEAST_DIGITS = 6
_SEPARATORS = re.compile(r"[\s.\-‐-–]+")
_LAST = "\U0010ffff"


def products_found(queryset: QuerySet[Product], typed: str) -> QuerySet[Product]:
    """The products with that number or whose number begins so, else those whose name begins so.

    Both are ranges of an index: nothing is read but what is found.
    """
    digits = _SEPARATORS.sub("", typed)
    if digits.isascii() and digits.isdecimal() and LEAST_DIGITS <= len(digits) <= DIGITS:
        return queryset.filter(_numbered(digits))
    begins = typed.strip().lower()
    if not begins:
        return queryset
    named = queryset.annotate(folded=Lower("name"))
    within = named.filter(folded__gte=begins, folded__lt=begins + _LAST, folded__startswith=begins)
    return within.order_by("folded", "pk")


def rejections_found(queryset: QuerySet[RejectedProduct], typed: str) -> QuerySet[RejectedProduct]:
    """The rejected rows whose code begins so, as it was read."""
    begins = typed.strip()
    if not begins:
        return queryset
    spelt = {begins, begins.lstrip("0") or begins, *(begins.zfill(length) for length in LENGTHS)}
    either = Q()
    for one in sorted(spelt):
        either |= Q(code__gte=one, code__lt=one + _LAST)
    return queryset.filter(either)


def _numbered(digits: str) -> Q:
    """A whole number in one of its spellings, or the beginning of one of them."""
    try:
        exact = {normalised(digits), upc_e(digits)} - {None}
    except GtinError:
        exact = set()
    either = Q(gtin__in=exact)
    # Whole where it has 13 or 14 digits and the check digit is right; shorter ones may be a beginning too.
    if not exact or len(digits) < LENGTHS[2]:
        for low, high in (_range(digits, length) for length in LENGTHS if length >= len(digits)):
            either |= Q(gtin__gte=low, gtin__lte=high)
    return either


def _range(digits: str, length: int) -> tuple[int, int]:
    """The numbers of that many digits which begin so."""
    more = 10 ** (length - len(digits))
    return int(digits) * more, int(digits) * more + more - 1
