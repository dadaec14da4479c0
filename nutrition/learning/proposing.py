"""Mends that follow from what was counted: proposed, never applied.

Only what changed since it was last looked at is looked at again, a batch at a time, each stored by itself:
interrupted, the work goes on where it stopped.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, Q, QuerySet

from nutrition import catalog, selectors
from nutrition.catalog import Catalog
from nutrition.learning import histogram
from nutrition.learning.candidates import Names, Near, answers_kept, is_understood, near_foods
from nutrition.learning.models import Correction, Miss, Proposal
from nutrition.learning.thresholds import thresholds
from nutrition.offers import offers_for
from nutrition.present import SCORE_DECIMALS

BATCH = 100
AMOUNT_DIGITS = 3

Progress = Callable[[str, int, int], None]
Categories = Mapping[str, str]
Counts = TypeVar("Counts", Miss, Correction)


def propose_mends(*, progress: Progress) -> int:
    """Look for mends of what was missed or corrected often enough; return how many proposals are open."""
    current = catalog.latest()
    names, categories = Names(current), selectors.category_names()

    def mend_misses(batch: Sequence[Miss]) -> None:
        for miss in batch:
            _mend_miss(current, names, categories, miss)

    def mend_corrections(batch: Sequence[Correction]) -> None:
        for correction in batch:
            _mend_correction(current, correction)

    _in_batches("corrections", Correction, _enough_people(), mend_corrections, current.version, progress)
    enough = Q(count__gte=int(thresholds()["least_misses"]))
    _in_batches("misses", Miss, enough, mend_misses, current.version, progress)
    return Proposal.objects.filter(state=Proposal.State.OPEN).count()


def _enough_people() -> Q:
    is_name = Q(kind=Correction.Kind.FOOD)
    return (is_name & Q(count__gte=int(thresholds()["least_people_for_a_name"]))) | (
        ~is_name & Q(count__gte=int(thresholds()["least_people_for_an_amount"]))
    )


def _in_batches(
    what: str,
    model: type[Counts],
    enough: Q,
    mend: Callable[[Sequence[Counts]], None],
    version: int,
    progress: Progress,
) -> None:
    """Mend the rows that are enough and were not looked at with this count over this version."""
    rows = model._default_manager.filter(enough)
    rows = rows.exclude(considered_count=F("count"), considered_version=version)
    stale = list(rows.order_by("pk").values_list("pk", flat=True))
    progress(what, 0, len(stale))
    for start in range(0, len(stale), BATCH):
        batch = list(model._default_manager.filter(pk__in=stale[start : start + BATCH]).order_by("pk"))
        with transaction.atomic():
            mend(batch)
            for row in batch:
                looked_at = {"considered_count": row.count, "considered_version": version}
                model._default_manager.filter(pk=row.pk).update(**looked_at)
        progress(what, start + len(batch), len(stale))


def _mend_miss(current: Catalog, names: Names, categories: Categories, miss: Miss) -> None:
    """Propose the nearest food that no curator declined, or a new one where none is near."""
    own = Proposal.objects.filter(phrase=miss.phrase, region=miss.region)
    guessed = _guessed(miss.phrase, miss.region)
    is_settled = own.filter(state=Proposal.State.OPEN, reason=Proposal.Reason.CHOSEN).exists()
    if is_settled or is_understood(current, miss.phrase, miss.region):
        guessed.delete()
        return
    candidates = near_foods(current, names, miss.phrase, miss.region)
    declined = set(own.filter(state=Proposal.State.DECLINED).values_list("food_id", flat=True))
    least = thresholds()["near_score"]
    best = next((near for near in candidates if near.score >= least and near.food.id not in declined), None)
    food_id = best.food.id if best else None
    guessed.exclude(food=food_id).delete()
    offer = offers_for([miss.phrase], categories, current.tables).get(miss.phrase)
    counts = Miss.objects.filter(phrase=miss.phrase, region=miss.region).values_list("count", flat=True)
    _propose(
        Proposal.Kind.ALIAS if best else Proposal.Kind.FOOD,
        {"phrase": miss.phrase, "region": miss.region, "food_id": food_id},
        reason=best.reason if best else Proposal.Reason.NOTHING_NEAR,
        evidence=sum(counts),
        score=round(best.score, SCORE_DECIMALS) if best else None,
        details={
            "candidates": [_candidate(near) for near in candidates],
            "category": offer.category if offer else None,
            "outside": answers_kept(miss.phrase, miss.region),
        },
    )


def _guessed(phrase: str, region: str) -> QuerySet[Proposal]:
    """The open proposals for a name that nobody chose."""
    own = Proposal.objects.filter(phrase=phrase, region=region, state=Proposal.State.OPEN)
    return own.exclude(reason=Proposal.Reason.CHOSEN)


def _candidate(near: Near) -> dict[str, Any]:
    return {"food_id": near.food.id, "name": near.food.name, "score": round(near.score, SCORE_DECIMALS)}


def _mend_correction(current: Catalog, correction: Correction) -> None:
    food = current.food(correction.to_food_id)
    if food is None:
        return
    if correction.kind == Correction.Kind.FOOD:
        key = {"phrase": correction.phrase, "region": correction.region, "food_id": food.id}
        _propose_name(current, correction, key)
        return
    amount = histogram.median(correction.histogram)
    known = correction.sum_from / correction.count
    if amount is None or not _differ(amount, known):
        return
    key = {"food_id": food.id, "portion": correction.portion, "nutrient": correction.nutrient}
    is_portion = correction.kind == Correction.Kind.GRAMS
    _propose(
        Proposal.Kind.PORTION if is_portion else Proposal.Kind.NUTRIENT,
        key,
        reason=Proposal.Reason.MEDIAN,
        evidence=correction.count,
        amount=float(f"{amount:.{AMOUNT_DIGITS}g}"),
        details={
            "mean": float(f"{correction.sum_to / correction.count:.{AMOUNT_DIGITS}g}"),
            "mean_proposed": float(f"{known:.{AMOUNT_DIGITS}g}"),
        },
    )


def _propose_name(current: Catalog, correction: Correction, key: dict[str, Any]) -> None:
    """Propose the food that people chose as what the name means; that goes before any guess."""
    same = Correction.objects.filter(kind=correction.kind, phrase=correction.phrase, region=correction.region)
    chosen = same.filter(to_food=correction.to_food_id)
    proposed = None if correction.from_food_id is None else current.food(correction.from_food_id)
    _guessed(correction.phrase, correction.region).delete()
    _propose(
        Proposal.Kind.ALIAS,
        key,
        reason=Proposal.Reason.CHOSEN,
        evidence=sum(chosen.values_list("count", flat=True)),
        details={
            "instead_of": None if proposed is None else {"food_id": proposed.id, "name": proposed.name},
            "chose_another": sum(same.exclude(to_food=correction.to_food_id).values_list("count", flat=True)),
        },
    )


def _differ(amount: float, known: float) -> bool:
    return abs(amount - known) * 100 > thresholds()["difference_percent"] * max(known, 0.0)


def _propose(
    kind: Proposal.Kind, key: Mapping[str, Any], *, amount: float | None = None, **found: Any
) -> None:
    """Keep the open proposal up to date, or make one, unless a curator declined just that."""
    same = Proposal.objects.filter(kind=kind, **key)
    declined = same.filter(state=Proposal.State.DECLINED).values_list("amount", flat=True)
    if any(amount is None or before is None or not _differ(amount, before) for before in declined):
        return
    if not same.filter(state=Proposal.State.OPEN).update(amount=amount, **found):
        Proposal.objects.create(kind=kind, **key, amount=amount, **found)
