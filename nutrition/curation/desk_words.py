"""What the desk says of findings, mends and conflicts: short, with the figures and their units."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nutrition.curation import diffs
from nutrition.curation.findings.discrepancy import BEFORE, RELEASE, USDA
from nutrition.curation.findings.tables import checks, watched
from nutrition.curation.models import Finding
from nutrition.learning.models import Proposal
from nutrition.models import LoadConflict
from nutrition.nutrients import by_key

Kind = Finding.Kind
_AGAINST = {RELEASE: "the release", BEFORE: "before the release", USDA: "USDA"}
_REGIONS = {"GB": "in Britain", "US": "in the US"}
MOST_CANDIDATES = 3
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words: what is wrong, and what it is held against."""

    what: str
    against: str = ""


@dataclass(frozen=True, slots=True)
class Mend:
    """A proposal in words: what people said, what would be done (``does``, the food, ``then``), and why.

    ``others`` are the next best foods, (id, name), to choose with one click. ``is_ready``: it can be accepted
    as it stands, for it names a food.
    """

    said: str
    does: str
    food_name: str
    then: str
    why: str
    others: tuple[tuple[int, str], ...]
    is_ready: bool


def of_finding(finding: Finding) -> Told:
    """What a finding says."""
    return _TOLD[Kind(finding.kind)](finding, finding.details)


def of_proposal(proposal: Proposal) -> Mend:
    """What a proposal says."""
    name = str(proposal.food) if proposal.food_id else ""
    others = tuple(
        (one["food_id"], one["name"])
        for one in proposal.details.get("candidates", ())
        if one["food_id"] != proposal.food_id
    )
    return Mend(
        said=proposal.portion or _nutrient(proposal.nutrient) or f"“{proposal.phrase}”",
        does=_does(proposal),
        food_name=name,
        then=_then(proposal),
        why=_why(proposal),
        others=others[:MOST_CANDIDATES],
        is_ready=bool(name),
    )


def of_conflict(conflict: LoadConflict) -> diffs.Difference:
    """What a conflict is about: the live value (before) and the release's (after)."""
    if conflict.field.startswith("portion "):
        ours: Any = conflict.live_value
        theirs: Any = conflict.new_value
        percent = diffs.percent_between(ours["grams"], theirs["grams"])
        return diffs.Difference(conflict.field, ours["label"], "g", ours["grams"], theirs["grams"], percent)
    return diffs.difference(conflict.field, _value(conflict, "live_value"), _value(conflict, "new_value"))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a finding and what it is held against."""

    label: str
    ours: str
    theirs: str
    percent: str


def figures_of(finding: Finding) -> list[Figure]:
    """The figures that a finding rests on, with their units; none for names."""
    figures, details = finding.details["figures"], finding.details
    if finding.kind == Kind.DISCREPANCY:
        return [_figure(key, ours, theirs) for key, (ours, theirs) in figures.items()]
    if finding.kind == Kind.IMPOSSIBLE:
        return [Figure(_nutrient(key), amount(key, value), "", "") for key, value in figures.items() if key]
    if finding.kind == Kind.OUTLIER:
        return [_figure(finding.subject, figures[finding.subject], max(details["median"], 0.0))]
    if finding.kind == Kind.DUPLICATE:
        keys = [nutrient.key for nutrient in watched() if nutrient.same]
        ours, theirs = figures[str(finding.food_id)], figures[str(finding.other_food_id)]
        return [_figure(*row) for row in zip(keys, ours[1:], theirs[1:], strict=True)]
    return []


def _figure(key: str, ours: float | None, theirs: float | None) -> Figure:
    percent = diffs.percent_between(theirs, ours)
    shown = "" if percent is None else diffs.signed_percent(percent)
    return Figure(_nutrient(key), amount(key, ours), amount(key, theirs), shown)


def amount(key: str, value: float | None) -> str:
    """An amount of a nutrient with its unit, to three digits; the food's page has them all."""
    return diffs.shown(None if value is None else float(f"{value:.{DIGITS}g}"), by_key()[key].unit)


def _value(conflict: LoadConflict, column: str) -> Any:
    """A field's value; a nutrient's stands together with its provenance."""
    value = getattr(conflict, column)
    return value[0] if conflict.field in by_key() and isinstance(value, list) else value


def _discrepancy(finding: Finding, details: Mapping[str, Any]) -> Told:
    figures = details["figures"]
    key, (ours, theirs) = next(iter(figures.items()))
    percent = diffs.percent_between(theirs, ours)
    share = f" ({diffs.signed_percent(percent)})" if percent is not None else ""
    more = f", and {len(figures) - 1} more" if len(figures) > 1 else ""
    against = _AGAINST.get(finding.subject, finding.subject)
    return Told(f"{_nutrient(key)} {amount(key, ours)}{share}{more}", f"{against}: {amount(key, theirs)}")


def _impossible(finding: Finding, details: Mapping[str, Any]) -> Told:
    _, _, figures = details["message"].partition(": ")
    check = checks().get(finding.subject)
    if check is None or not figures:
        return Told(details["message"])
    return Told(f"{check.words[:1].upper()}{check.words[1:]}", figures.rstrip("."))


def _outlier(finding: Finding, details: Mapping[str, Any]) -> Told:
    key = finding.subject
    median = amount(key, max(details["median"], 0.0))
    what = f"{_nutrient(key)} {amount(key, details['figures'][key])}"
    category = _last(details["figures"]["category"])
    return Told(what, f"median of {details['foods']} in {category}: {median}")


def _duplicate(finding: Finding, details: Mapping[str, Any]) -> Told:
    return Told(f"like {finding.other_food}", f"nutrients {finding.size:.3g} % alike")


def _alias(finding: Finding, details: Mapping[str, Any]) -> Told:
    kinds = details["figures"]["kinds"]
    regions = [_REGIONS[region] for region in details["figures"]["regions"] if region]
    owners = f"{_as(kinds[0], finding.food)} and {_as(kinds[1], finding.other_food)}"
    return Told(f"“{finding.subject}”", " ".join((owners, *regions)))


def _as(kind: str, food: Any) -> str:
    return f"the name of {food}" if kind == "name" else f"an alias of {food}"


_TOLD = {
    Kind.DISCREPANCY: _discrepancy,
    Kind.IMPOSSIBLE: _impossible,
    Kind.OUTLIER: _outlier,
    Kind.DUPLICATE: _duplicate,
    Kind.AMBIGUOUS_ALIAS: _alias,
}


def _does(proposal: Proposal) -> str:
    if proposal.kind in (Proposal.Kind.PORTION, Proposal.Kind.NUTRIENT):
        return "of"
    return "is another name of" if proposal.food_id else "is a food that is missing"


def _then(proposal: Proposal) -> str:
    if proposal.kind == Proposal.Kind.PORTION:
        return f"weighs {diffs.number(proposal.amount or 0.0)} g"
    if proposal.kind == Proposal.Kind.NUTRIENT:
        return f"is {amount(proposal.nutrient, proposal.amount)} in 100 g"
    return ""


def _why(proposal: Proposal) -> str:
    details = proposal.details
    if proposal.reason == Proposal.Reason.MEDIAN:
        unit = by_key()[proposal.nutrient].unit if proposal.nutrient else "g"
        before = diffs.shown(details["mean_proposed"], unit)
        return f"median of {proposal.evidence} people; proposed so far {before}"
    if proposal.reason == Proposal.Reason.CHOSEN:
        instead = details.get("instead_of")
        return "people chose it" + (f" instead of {instead['name']}" if instead else "")
    return proposal.get_reason_display()


def _nutrient(key: str) -> str:
    return by_key()[key].name if key else ""


def _last(slug: str) -> str:
    """The foods of a category in words: the end of its path."""
    return slug.rpartition("/")[2].replace("_", " ")
