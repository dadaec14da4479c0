"""Which words may be a name of a food: the same rules on the food's page, in the list and for a file."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from nutrition.models import Alias, Food, FoodRevision, Region

MOST_CHARACTERS = 160
# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t")

LiveNames = Mapping[str, Collection[int]]


def check_alias(*, food: Food | None, text: str, region: str, names: LiveNames | None = None) -> str:
    """Return ``text``, trimmed, as it may stand as another name of ``food`` (None: one not stored yet).

    Raises ValidationError for what is no name, a region that is none, the food's own name and another live
    food's, whatever its case. For many aliases at once read ``names`` before, with `live_names`.
    """
    text = check_words(text)
    if region not in Region.values:
        raise ValidationError(f"“{region}” is no region: leave it empty, or choose US or GB.", code="region")
    if food is not None and _same(text, own_name(food)):
        raise ValidationError(f"“{text}” is this food's name already.", code="own_name")
    if taken := _others(text, food, names):
        raise ValidationError(f"“{text}” is the name of another food: {told(taken)}.", code="other_name")
    return text


def check_name(*, food: Food | None, text: str, names: LiveNames | None = None) -> str:
    """Return ``text``, trimmed, as it may be the name of ``food``; raises ValidationError like an alias."""
    text = check_words(text)
    if taken := _others(text, food, names):
        raise ValidationError(f"Another food has the name “{text}”: {told(taken)}.", code="other_name")
    return text


def check_words(text: str) -> str:
    """Return ``text`` without the spaces around it; raises ValidationError for what cannot be a name."""
    if text.startswith(FORMULA_STARTS) or text.strip().startswith(FORMULA_STARTS):
        raise ValidationError(
            "A name cannot begin with =, +, -, @ or a tab: a spreadsheet would take it for a formula.",
            code="formula",
        )
    text = text.strip()
    if not text:
        raise ValidationError("Write a name.", code="empty")
    if len(text) > MOST_CHARACTERS:
        raise ValidationError(
            f"A name has at most {MOST_CHARACTERS} characters; this has {len(text)}.", code="too_long"
        )
    if hidden := next((letter for letter in text if unicodedata.category(letter)[0] == "C"), None):
        raise ValidationError(
            f"A name cannot hold a character that is not seen (U+{ord(hidden):04X}).", code="control"
        )
    return text


def own_name(food: Food) -> str:
    """The name that a food bears: live, or else in its draft."""
    shown = food.live or food.draft
    return shown.name if shown else ""


def live_names() -> dict[str, set[int]]:
    """The ids of the live foods by name, case folded: read once where many names are checked."""
    names: dict[str, set[int]] = defaultdict(set)
    for name, food_id in _live().values_list("name", "food_id"):
        names[name.casefold()].add(food_id)
    return dict(names)


def other_foods_named(text: str, region: str, *, than: Food | None = None) -> list[Food]:
    """The live foods besides ``than`` that have the alias already, where one of the regions holds the other.

    That is allowed (a biscuit is another thing elsewhere), but the one who adds it should know.
    """
    has = Alias.objects.annotate(folded=Lower("text")).filter(folded=text.strip().lower(), active=True)
    if region:
        has = has.filter(region__in=("", region))
    foods = Food.objects.filter(pk__in=has.values("food"), live__isnull=False, merged_into__isnull=True)
    foods = foods.exclude(live__state=FoodRevision.State.RETIRED)
    if than is not None:
        foods = foods.exclude(pk=than.pk)
    return list(foods.select_related("live").order_by("pk"))


def told(food_ids: Collection[int]) -> str:
    """Foods by number, as a message names them."""
    return ", ".join(f"food {food_id}" for food_id in sorted(food_ids))


def _live() -> QuerySet[FoodRevision, Any]:
    live = FoodRevision.objects.filter(live_for__isnull=False, live_for__merged_into__isnull=True)
    return live.exclude(state=FoodRevision.State.RETIRED)


def _others(text: str, food: Food | None, names: LiveNames | None) -> set[int]:
    if names is None:
        found = set(_live().filter(_is_called(text)).values_list("food_id", flat=True))
    else:
        found = set(names.get(text.casefold(), ()))
    return found if food is None else found - {food.pk}


def _is_called(text: str) -> Q:
    """SQLite folds the case of ASCII letters alone, so the others are asked for in both."""
    asked = Q()
    for spelt in {text} if text.isascii() else {text, text.lower(), text.upper()}:
        asked |= Q(name__iexact=spelt)
    return asked


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
