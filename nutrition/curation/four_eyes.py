"""Who may verify: somebody who drafted or reviewed nothing of what is to be verified."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from nutrition.curation.models import CurationEvent
from nutrition.merge import content_of
from nutrition.models import FoodRevision
from nutrition.nutrients import KEYS

Kind = CurationEvent.Kind
State = FoodRevision.State
# By these somebody says that the figures are right; nobody says so twice.
_WORK = (Kind.DRAFTED, Kind.PUBLISHED, Kind.REVERTED, Kind.SPLIT)


def verifiable_by(user: Any) -> QuerySet[FoodRevision]:
    """What is live as reviewed and of which nothing is the user's work since the food was verified last."""
    of_food = FoodRevision.objects.filter(food=OuterRef("food"), number__lt=OuterRef("number"))
    verified = of_food.filter(state=State.VERIFIED).order_by("-number").values("number")[:1]
    reviewed = FoodRevision.objects.filter(live_for__isnull=False, state=State.REVIEWED)
    since = {"number__gt": OuterRef("verified_up_to"), "number__lte": OuterRef("number")}
    drafted = FoodRevision.objects.filter(food=OuterRef("food"), created_by=user, **since)
    told = CurationEvent.objects.filter(food=OuterRef("food"), by=user, kind__in=_WORK)
    told = told.filter(**{f"revision__{name}": value for name, value in since.items()})
    rows = reviewed.annotate(verified_up_to=Coalesce(Subquery(verified), Value(0)))
    return rows.filter(~Exists(drafted), ~Exists(told))


def may_verify(live: FoodRevision, user: Any) -> bool:
    """Whether nothing that a reviewed revision says is the user's work, also if reverted to or split off."""
    if not verifiable_by(user).filter(pk=live.pk).exists():
        return False
    split_from = CurationEvent.objects.filter(food=live.food_id, kind=Kind.SPLIT).values("other_food")
    foods = Q(food=live.food_id, number__lt=live.number) | Q(food__in=split_from)
    same = [row for row in FoodRevision.objects.filter(foods) if _figures(row) == _figures(live)]
    was_verified = any(row.state == State.VERIFIED for row in same)
    return was_verified or all(row.created_by_id != user.pk for row in same)


def _figures(revision: FoodRevision) -> dict[str, Any]:
    content = content_of(revision)
    return {key: content[key] for key in KEYS}
