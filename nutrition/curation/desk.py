"""What needs a curator today: the worst few of each kind, how many there are, and how far the tables are.

Everything is read in a constant handful of queries. How often a food is eaten comes from ``FoodUse``, which
a job counts: no page reads the diaries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from nutrition.curation.four_eyes import verifiable_by
from nutrition.curation.models import Finding, FoodUse, ReleaseBatch, ReleaseChange
from nutrition.learning.models import Miss, Proposal
from nutrition.models import FoodRevision, LoadConflict

State = FoodRevision.State
SHOWN = 6
SHOWN_FINDINGS = 4
_FINDING_COLUMNS = (
    "kind", "subject", "size", "details", "food__live__name", "food__live__food", "food__use__times_logged",
    "other_food__live__name", "other_food__live__food",
)  # fmt: skip
_REVISION_COLUMNS = ("name", "number", "note", "created_at", "created_by__email", "food__live")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits, by what it is; findings by their kind, and those of figures together."""

    of: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.of.get(name, 0)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk shows: of each kind the few most important rows."""

    counts: Counts
    proposals: list[Proposal]
    drafts: list[FoodRevision]
    to_verify: list[FoodRevision]
    findings: Mapping[str, list[Finding]]
    unverified: list[FoodUse]
    batches: list[ReleaseBatch]
    conflicts: list[LoadConflict]

    @property
    def suspicious(self) -> list[Finding]:
        """What cannot be comes before what is only unusual."""
        both = [*self.findings.get(Finding.Kind.IMPOSSIBLE, ()), *self.findings.get(Finding.Kind.OUTLIER, ())]
        return both[: SHOWN_FINDINGS + 2]


def desk_for(user: Any) -> Desk:
    """The desk of a curator; what they may not see is empty."""
    sees = {name: user.has_perm(f"nutrition.view_{name}") for name in _SEEN}
    return Desk(
        counts=_counts(user, sees),
        proposals=list(_proposals()[:SHOWN]) if sees["proposal"] else [],
        drafts=list(_drafts(user)[:SHOWN]) if sees["food"] else [],
        to_verify=list(_to_verify(user)[:SHOWN]) if user.has_perm("nutrition.verify_food") else [],
        findings=_worst_findings() if sees["finding"] else {},
        unverified=list(most_logged_unverified()[:SHOWN]) if sees["fooduse"] else [],
        batches=list(_batches()[:SHOWN]) if sees["releasebatch"] else [],
        conflicts=list(_conflicts()[:SHOWN]) if sees["loadconflict"] else [],
    )


_SEEN = ("proposal", "food", "finding", "fooduse", "releasebatch", "loadconflict", "miss")


def by_use(of: str = "") -> Any:
    """The order by which what is eaten most comes first; ``of`` leads to the food."""
    return F(f"{of}use__times_logged").desc(nulls_last=True)


def most_logged_unverified() -> QuerySet[FoodUse]:
    """The foods that people log most among those that nobody verified, the most logged first."""
    rows = FoodUse.objects.filter(food__live__isnull=False, food__merged_into__isnull=True)
    rows = rows.exclude(food__live__state__in=(State.VERIFIED, State.RETIRED)).order_by("-times_logged")
    return rows.select_related("food__live").only("times_logged", "food__live__name", "food__live__state")


def _counts(user: Any, sees: Mapping[str, bool]) -> Counts:
    """All numbers in one query."""
    open_proposals = Proposal.objects.filter(state=Proposal.State.OPEN)
    rows = {
        "food": _by(FoodRevision.objects.filter(draft_for__isnull=False), _whose(user)),
        "proposal": _by(open_proposals, Value("proposals"), "state"),
        "finding": _by(Finding.objects.filter(state=Finding.State.OPEN), F("kind"), "kind"),
        "releasebatch": _by(ReleaseBatch.objects.filter(state="open"), Value("batches"), "state"),
        "loadconflict": _by(LoadConflict.objects.all(), Value("conflicts"), "release"),
        "miss": _by(Miss.objects.all(), Value("misses"), "kind"),
    }
    asked = [query for name, query in rows.items() if sees[name]]
    if sees["miss"]:
        said = Miss.objects.order_by().values("kind").annotate(what=Value("times_missed"))
        asked.append(said.annotate(n=Sum("count")).values_list("what", "n"))
    if user.has_perm("nutrition.verify_food"):
        asked.append(_by(verifiable_by(user), Value("to_verify"), "state"))
    total: dict[str, int] = defaultdict(int)
    if asked:
        first, *others = asked
        for what, number in first.union(*others, all=True):
            total[what] += number
    total["drafts"] = total["own_drafts"] + total["other_drafts"]
    total["suspicious"] = total[Finding.Kind.IMPOSSIBLE] + total[Finding.Kind.OUTLIER]
    return Counts(dict(total))


def _by(rows: QuerySet[Any], what: Any, *columns: str) -> QuerySet[Any, Any]:
    """How many rows there are by ``what``; grouped by columns too, since a constant groups nothing."""
    grouped: QuerySet[Any, Any] = rows.order_by().values(*columns).annotate(what=what)
    counted: QuerySet[Any, Any] = grouped.annotate(n=Count("pk"))
    return counted.values_list("what", "n")


def _whose(user: Any) -> Case:
    return Case(When(created_by=user, then=Value("own_drafts")), default=Value("other_drafts"))


def _proposals() -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(state=Proposal.State.OPEN).order_by("-evidence", "id")
    return rows.select_related("food__live").defer("food__live__provenance")


def _drafts(user: Any) -> QuerySet[FoodRevision]:
    """One's own drafts first, the newest first."""
    rows = FoodRevision.objects.filter(draft_for__isnull=False)
    own_first = Case(When(created_by=user, then=0), default=1, output_field=IntegerField())
    return _light(rows).order_by(own_first, "-created_at")


def _to_verify(user: Any) -> QuerySet[FoodRevision]:
    """What is eaten most first, then what waits longest."""
    return _light(verifiable_by(user)).order_by(by_use("food__"), "went_live_at")


def _light(rows: QuerySet[FoodRevision]) -> QuerySet[FoodRevision]:
    return rows.select_related("created_by", "food").only(*_REVISION_COLUMNS)


def _worst_findings() -> dict[str, list[Finding]]:
    """The worst open findings of each kind: first of what is eaten most, then by size."""
    place = Window(
        RowNumber(),
        partition_by=F("kind"),
        order_by=[by_use("food__"), F("food__live__is_base").desc(nulls_last=True), F("size").desc(), "id"],
    )
    rows = Finding.objects.filter(state=Finding.State.OPEN).annotate(place=place)
    rows = rows.filter(place__lte=SHOWN_FINDINGS).order_by("kind", "place")
    rows = rows.select_related("food__live", "food__use", "other_food__live").only(*_FINDING_COLUMNS)
    worst: dict[str, list[Finding]] = defaultdict(list)
    for finding in rows:
        worst[finding.kind].append(finding)
    return worst


def _batches() -> QuerySet[ReleaseBatch]:
    undecided = Q(changes__state=ReleaseChange.State.OPEN)
    rows = ReleaseBatch.objects.filter(state=ReleaseBatch.State.OPEN)
    return rows.annotate(
        undecided=Count("changes", filter=undecided),
        clashing=Count("changes", filter=undecided & Q(changes__conflicts__gt=0)),
    ).order_by("-id")


def _conflicts() -> QuerySet[LoadConflict]:
    rows = LoadConflict.objects.select_related("food__live", "food__use")
    columns = ("field", "live_value", "new_value", "release", "food__live__name", "food__use__times_logged")
    return rows.only(*columns).order_by(by_use("food__"), "id")
