"""The figures and grade letters of a clause, held against a comparison's facts."""

from collections.abc import Iterator, Sequence

from nutrition.grading.compare import Entry, FocusResult, amount_of
from nutrition.grading.compare_claims import Clause, Group
from nutrition.grading.compare_tables import measures
from nutrition.grading.compare_text import Token

_PER_GRAM = {"g": 1.0, "mg": 1e3, "µg": 1e6}
_SMALL = frozenset({"a", "an", "the"})


def figures_amiss(clause: Clause) -> Iterator[str]:
    """The figures and grades that are not those of the entry, nutrient or focus that they stand beside."""
    for at in clause.of("number"):
        if not _is_fact(clause, at):
            yield f"no such figure: {clause.tokens[at].said!r}"
    for at in clause.of("grade"):
        letters = {result.grades[entry.id] for entry in _owners(clause, at) for result in _results(clause)}
        if letters != {clause.tokens[at].said}:
            yield f"no such grade: {clause.tokens[at].said!r}"


def measured(clause: Clause) -> set[int]:
    """The places of the nutrients with a figure."""
    return {place for at in clause.of("number") if (place := _measure_place(clause, at)) is not None}


def _is_fact(clause: Clause, at: int) -> bool:
    token, place = clause.tokens[at], _measure_place(clause, at)
    owners = _owners(clause, at)
    if place is None:
        margins = _margins(clause, at, owners)
        if margins is not None:
            return bool(margins) and all(_agree(token, margin) for margin in margins)
        scores = [result.scores[entry.id] for entry in owners for result in _results(clause)]
        return token.unit in ("", "point") and bool(scores) and all(_agree(token, one) for one in scores)
    measure = measures()[clause.tokens[place].said]
    if (token.unit in _PER_GRAM) != (measure.unit in _PER_GRAM):
        return False
    factor = _PER_GRAM.get(token.unit, 1.0) / _PER_GRAM.get(measure.unit, 1.0)
    amounts = [amount_of(entry, measure.key) for entry in owners]
    return bool(amounts) and all(
        _agree(token, None if amount is None else amount * factor) for amount in amounts
    )


def _measure_place(clause: Clause, at: int) -> int | None:
    """Where the nutrient of a figure stands: right after, else before, else after; None for points.

    A figure without unit is one of points, unless it stands beside a nutrient or index without weight.
    """
    tokens, after = clause.tokens, clause.skip(frozenset({"of", "the"}), at + 1)
    if tokens[at].unit == "point":
        return None
    if after < len(tokens) and tokens[after].kind == "measure":
        return after
    places = clause.of("measure")
    found = next(iter([place for place in places if place < at][-1:] or places), None)
    if found is None or tokens[at].unit:
        return found
    beside = clause.skip(frozenset({"(", "of", "at", "is", ":"}), at - 1, -1) == found
    return found if beside or measures()[tokens[found].said].unit not in _PER_GRAM else None


def _owners(clause: Clause, at: int) -> list[Entry]:
    """Whose a figure or letter is: of the entry beside it, or all of those; of everyone where none is named.

    Empty where that is unclear.
    """
    ids = _owner_ids(clause, at)
    return [entry for entry in clause.comparison.entries if entry.id in ids]


def _owner_ids(clause: Clause, at: int) -> Sequence[str]:
    if not clause.groups:
        return [entry.id for entry in clause.comparison.entries]
    after = clause.skip(frozenset({"of"}), at + 1)
    after = clause.run("measure", after) if clause.run("measure", after) > after else at + 1
    start = clause.skip(frozenset({"in", "for", "the"}), after)
    for group in clause.groups:
        if group.start == start > after:
            return group.ids
    before = [group for group in clause.groups if group.end <= at]
    return _owner_before(clause, at, before)


def _owner_before(clause: Clause, at: int, before: Sequence[Group]) -> Sequence[str]:
    beside = clause.skip(_SMALL, at - 1, -1)
    subjects = [group.ids for group in before if not group.is_object][-1:]
    if beside >= 0 and clause.tokens[beside].said == "against":
        named = [one for group in before if group.is_object for one in group.ids]
        mine = subjects[0] if subjects else ()
        return named or [entry.id for entry in clause.comparison.entries if entry.id not in mine]
    if before and clause.tokens[at - 1].said == "(" and before[-1].end == at - 1:
        return before[-1].ids[-1:]
    if before and before[-1].is_object and not _is_apart(clause, before[-1].end, at):
        return ()
    return subjects[0] if subjects else ()


def _is_apart(clause: Clause, start: int, end: int) -> bool:
    """Whether a mark or a focus parts what is compared with from the figure: ``ahead of eggs: 78``."""
    return any(token.said in (":", ",") or token.kind == "focus" for token in clause.tokens[start:end])


def _margins(clause: Clause, at: int, owners: Sequence[Entry]) -> list[float | None] | None:
    """The points that the owner is ahead by, of what it is compared with, else of all others.

    None where the figure is no margin.
    """
    following = clause.tokens[at + 1 : at + 2]
    if not following or following[0].kind not in ("more", "win"):
        return None
    than = [one for group in clause.groups if group.is_object and group.start > at for one in group.ids]
    mine = [entry.id for entry in owners]
    others = than or [entry.id for entry in clause.comparison.entries if entry.id not in mine]
    pairs = [(one, other) for one in mine for other in others]
    return [
        None if (a := result.scores[one]) is None or (b := result.scores[other]) is None else a - b
        for result in _results(clause)
        for one, other in pairs
    ]


def _results(clause: Clause) -> list[FocusResult]:
    return [clause.comparison.focuses[focus] for focus in clause.focuses]


def _agree(figure: Token, fact: float | None) -> bool:
    """Whether the fact, rounded to the figure's decimals, is the figure."""
    decimals = len(figure.said.partition(".")[2])
    return fact is not None and abs(float(figure.said) - fact) <= 0.5 * 10**-decimals + 1e-9
