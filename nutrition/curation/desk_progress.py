"""How far the food tables are: decisions and unknown names by week, foods by state, letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, DateField, F, QuerySet, Value, When
from django.db.models.functions import TruncWeek
from django.utils import timezone

from nutrition.curation.models import CurationEvent, FoodUse
from nutrition.learning.models import Miss
from nutrition.models import Food, FoodGrade, FoodRevision

WEEKS = 12
MOST_LOGGED = 200
UNKNOWN_NAMES = "unknown names"
BASE, LOGGED, LETTERS = "base foods", "most logged", "letters"
NO_LETTER, OUTSIDE = "no letter", "outside"
OUTSIDE_THE_SCHEME = "outside_the_scheme"
_KIND = CurationEvent.Kind
# What a curator does, from the first word to the last; drafts that were let go decide nothing.
DONE = {
    "drafted": (_KIND.DRAFTED,),
    "reviewed": (_KIND.PUBLISHED, _KIND.REVERTED),
    "verified": (_KIND.VERIFIED,),
    "other": (_KIND.SENT_BACK, _KIND.RETIRED, _KIND.RESTORED, _KIND.MERGED, _KIND.SPLIT, _KIND.KEPT),
}


@dataclass(frozen=True, slots=True)
class Week:
    """The decisions of a week, by what was done, and the names that nobody had asked for before."""

    monday: date
    done: Mapping[str, int]
    unknown_names: int


@dataclass(frozen=True, slots=True)
class Shares:
    """Some foods by their state or letter."""

    of: str
    parts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many foods they are."""
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class Progress:
    """Twelve weeks, the last of them this one, and where the foods stand."""

    weeks: list[Week]
    base: Shares
    logged: Shares
    letters: Shares


def progress() -> Progress:
    """Everything that the charts show, in two queries."""
    standing = _standing()
    return Progress(
        weeks=_weeks(timezone.now().date()),
        base=Shares(BASE, standing[BASE]),
        logged=Shares(LOGGED, standing[LOGGED]),
        letters=Shares(LETTERS, standing[LETTERS]),
    )


def _weeks(today: date) -> list[Week]:
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    done: dict[date, dict[str, int]] = defaultdict(dict)
    for monday, what, number in _by_week(mondays[0]):
        done[monday][what] = number
    return [
        Week(monday, {what: done[monday].get(what, 0) for what in DONE}, done[monday].get(UNKNOWN_NAMES, 0))
        for monday in mondays
    ]


def _by_week(since: date) -> QuerySet[Any, Any]:
    what = Case(
        *(When(kind__in=kinds, then=Value(name)) for name, kinds in DONE.items()), output_field=CharField()
    )
    kinds = [kind for told in DONE.values() for kind in told]
    events = CurationEvent.objects.filter(kind__in=kinds, at__date__gte=since).order_by()
    decisions = events.annotate(week=TruncWeek("at", output_field=DateField()), what=what)
    misses = Miss.objects.filter(first_seen_on__gte=since).order_by()
    names = misses.annotate(week=TruncWeek("first_seen_on"), what=Value(UNKNOWN_NAMES))
    rows: QuerySet[Any, Any] = _counted(decisions, "week", "what")
    return rows.union(_counted(names, "week", "what"), all=True)


def _standing() -> dict[str, dict[str, int]]:
    """Base foods and those most logged by state, and base foods by letter."""
    live = FoodRevision.objects.filter(live_for__isnull=False, live_for__merged_into__isnull=True)
    live = live.exclude(state=FoodRevision.State.RETIRED).order_by()
    most = FoodUse.objects.order_by("-times_logged").values("food_id")[:MOST_LOGGED]
    logged = live.filter(food__in=Food.objects.filter(pk__in=most))
    letter = Case(
        When(not_computable=OUTSIDE_THE_SCHEME, then=Value(OUTSIDE)),
        When(nutriscore_grade="", then=Value(NO_LETTER)),
        default=F("nutriscore_grade"),
    )
    grades = FoodGrade.objects.filter(food__live__is_base=True).order_by()
    base = live.filter(is_base=True)
    rows = _counted(base.annotate(of=Value(BASE), what=F("state")), "of", "what").union(
        _counted(logged.annotate(of=Value(LOGGED), what=F("state")), "of", "what"),
        _counted(grades.annotate(of=Value(LETTERS), what=letter), "of", "what"),
        all=True,
    )
    standing: dict[str, dict[str, int]] = {BASE: {}, LOGGED: {}, LETTERS: {}}
    for of, part, number in rows:
        standing[of][part] = number
    return standing


def _counted(rows: QuerySet[Any], *columns: str) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = rows.values(*columns).annotate(n=Count("pk"))
    return counted.values_list(*columns, "n")
