"""What a person changed of what was proposed, counted without that person.

Whoever calls has to make sure that the person agreed to it. One person's same correction counts once in 30
days: so a redelivery changes nothing, and a count is one of people. That it was counted is remembered in the
cache under a keyed digest that nobody can read a name from, and is forgotten after that time; no table holds
it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import salted_hmac

from nutrition import catalog
from nutrition.catalog import Catalog
from nutrition.learning import histogram
from nutrition.learning.measures import Measure, measure_said
from nutrition.learning.models import Correction
from nutrition.learning.phrases import food_words
from nutrition.learning.thresholds import thresholds

DAY_S = 86_400
# Two amounts nearer than that are the same, one of them rounded.
SAME_SHARE = 0.005


class UnknownFoodError(LookupError):
    """There is no live food with this id."""


@dataclass(frozen=True, slots=True)
class Change:
    """What was proposed for ``phrase`` and what was chosen instead, by food id; None is not told.

    ``proposed_food_id`` is None where nothing was found. ``nutrients`` are those of the chosen food that were
    put right, per 100 g by nutrient key.
    """

    phrase: str
    region: str
    proposed_food_id: int | None
    food_id: int
    proposed_grams: float | None = None
    grams: float | None = None
    nutrients: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Count:
    """One row that goes up by one, with the amounts that go into it."""

    kind: Correction.Kind
    from_food: int | None
    to_food: int
    phrase: str = ""
    region: str = ""
    portion: str = ""
    nutrient: str = ""
    amount_from: float = 0.0
    amount_to: float = 0.0

    def key(self) -> dict[str, Any]:
        """The columns that tell the row from others."""
        return {
            "kind": self.kind.value,
            "phrase": self.phrase,
            "region": self.region,
            "from_food_id": self.from_food,
            "to_food_id": self.to_food,
            "portion": self.portion,
            "nutrient": self.nutrient,
        }


def record_correction(*, who: str, change: Change) -> int:
    """Count a change that ``who`` made (any text that stands for one person); return how many rows went up.

    Raises UnknownFoodError where one of the foods is none.
    """
    named = (change.food_id, change.proposed_food_id)
    with catalog.in_use(*(food_id for food_id in named if food_id is not None)) as current:
        counts = list(_counts(current, change))
    recorded = 0
    for one in counts:
        mark = _mark(who, one)
        if not cache.add(mark, 1, timeout=int(thresholds()["days_until_counted_again"] * DAY_S)):
            continue
        try:
            _add(one)
        except BaseException:
            cache.delete(mark)
            raise
        recorded += 1
    return recorded


def _counts(current: Catalog, change: Change) -> Iterator[_Count]:
    food = _live(current, change.food_id)
    proposed = None if change.proposed_food_id is None else _live(current, change.proposed_food_id)
    words = food_words(change.phrase)
    if proposed != food and words:
        yield _Count(Correction.Kind.FOOD, proposed, food, phrase=words, region=change.region)
    if proposed == food and change.grams and change.proposed_grams:
        measure = measure_said(current, change.phrase, change.region, food)
        if measure and _differ(change.grams, change.proposed_grams):
            yield _weighed(food, measure, change.grams / change.proposed_grams)
    nutrients = current.tables.nutrients_of(current.tables.rows_of_id[food])
    for key, amount in change.nutrients.items():
        known = nutrients[key]
        if known is None or _differ(amount, known):
            yield _Count(
                Correction.Kind.NUTRIENT, food, food, nutrient=key, amount_from=known or 0.0, amount_to=amount
            )


def _weighed(food: int, measure: Measure, factor: float) -> _Count:
    """The grams of one such measure, before and after."""
    return _Count(
        Correction.Kind.GRAMS,
        food,
        food,
        portion=measure.label,
        amount_from=measure.grams,
        amount_to=measure.grams * factor,
    )


def _live(current: Catalog, food_id: int) -> int:
    food = current.food(food_id)
    if food is None:
        raise UnknownFoodError(food_id)
    return food.id


def _differ(amount: float, known: float) -> bool:
    return abs(amount - known) > SAME_SHARE * max(amount, known)


def _mark(who: str, one: _Count) -> str:
    return "correction:" + salted_hmac("correction", f"{who}|{one.key()}", algorithm="sha256").hexdigest()


@transaction.atomic
def _add(one: _Count) -> None:
    """Let the row go up by one; it is held meanwhile, so that none of two at a time is lost."""
    row, _ = Correction.objects.get_or_create(**one.key())
    row = Correction.objects.select_for_update().get(pk=row.pk)
    row.count += 1
    row.sum_from += one.amount_from
    row.sum_to += one.amount_to
    if one.kind is not Correction.Kind.FOOD:
        row.histogram = histogram.with_one_more(row.histogram, one.amount_to)
    row.save()
