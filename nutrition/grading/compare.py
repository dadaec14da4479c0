"""Foods or meals side by side: who leads for which focus and in which nutrient, and by how much.

Facts only, decided by the grades and amounts as shown; ``compare_words`` puts them into words.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from nutrition.grading.compare_tables import Measure, focuses, measures, rule
from nutrition.nutrients import NutrientValues

BASES = ("serving", "100g", "100kcal")
MARGINS = ("tie", "slight", "moderate", "decisive")
SCORE_DECIMALS = 1


class Graded(Protocol):
    """What a comparison needs of a focus grade; see ``focus.FocusGrade``."""

    @property
    def score(self) -> float | None: ...
    @property
    def grade(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def pros(self) -> tuple[str, ...]: ...
    @property
    def cons(self) -> tuple[str, ...]: ...


class ComparisonError(ValueError):
    """These things cannot be compared. ``code`` is ``too_few``, ``too_many``, ``duplicate_id``,
    ``unknown_focus``, ``unknown_basis`` or ``no_portion``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Entry:
    """One graded food or meal. ``nutrients`` and ``glycemic_load`` are those of ``grams``, which is what the
    basis amounts to; ``focus`` holds its grades by focus."""

    id: str
    name: str
    grams: float
    nutrients: NutrientValues
    nutriscore_grade: str
    nutriscore_score: int | None
    focus: Mapping[str, Graded]
    glycemic_index: float | None = None
    glycemic_load: float | None = None
    satiety: float | None = None
    inflammation: float | None = None


@dataclass(frozen=True, slots=True)
class Winner:
    """The best of a focus: all ``ids`` that share the best ``score``, and the ``points`` to the next."""

    ids: tuple[str, ...]
    score: float
    margin: str
    points: float


@dataclass(frozen=True, slots=True)
class FocusResult:
    """A focus over all entries. There is no ``winner`` where fewer than two have a score; ``why_none`` is
    then ``fewer_than_two_scores``."""

    focus: str
    scores: dict[str, float | None]
    grades: dict[str, str]
    winner: Winner | None
    why_none: str


@dataclass(frozen=True, slots=True)
class Leader:
    """Who has the best (``direction`` ``high`` or ``low``) amount of a nutrient, all that share it as shown.
    ``unknown`` are the entries whose amount nobody knows."""

    key: str
    direction: str
    ids: tuple[str, ...]
    value: float
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A nutrient in which the entries are far apart: ``percent`` is (highest - lowest) / highest."""

    key: str
    values: dict[str, float]
    percent: float


@dataclass(frozen=True, slots=True)
class GradeSummary:
    """An entry's letter and what its grade for the chosen focus says for and against it."""

    nutriscore_grade: str
    nutriscore_score: int | None
    focus_grade: str
    focus_score: float | None
    confidence: float
    pros: tuple[str, ...]
    cons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that a comparison found; ``focus`` and ``basis`` are those asked for."""

    focus: str
    basis: str
    entries: tuple[Entry, ...]
    focuses: dict[str, FocusResult]
    leaders: tuple[Leader, ...]
    differences: tuple[Difference, ...]
    summaries: dict[str, GradeSummary]

    @property
    def winner(self) -> Winner | None:
        """The winner for the chosen focus."""
        return self.focuses[self.focus].winner


def compare(entries: Sequence[Entry], focus: str, basis: str) -> Comparison:
    """Compare 2 to 10 entries, given on the same ``basis``; raises ``ComparisonError``."""
    _refuse(entries, focus, basis)
    amounts = [(measure, _amounts(measure.key, entries)) for measure in measures().values()]
    return Comparison(
        focus=focus,
        basis=basis,
        entries=tuple(entries),
        focuses={key: _focus_result(key, entries) for key in focuses()},
        leaders=tuple(leader for pair in amounts if (leader := _leader(*pair, entries)) is not None),
        differences=_differences(amounts),
        summaries={entry.id: _summary(entry, focus) for entry in entries},
    )


def shown_score(score: float) -> float:
    """A score of 0-100 as it is shown; winners and margins go by this, to agree with what is seen."""
    return round(score, SCORE_DECIMALS)


def basis_grams(basis: str, serving_g: float, nutrients: NutrientValues) -> float | None:
    """What ``basis`` amounts to for a food with ``nutrients`` per 100 g, in grams.

    ``None`` for 100 kcal of something whose energy is unknown or next to nothing. Raises
    ``ComparisonError`` for another basis.
    """
    if basis not in BASES:
        raise ComparisonError("unknown_basis", f"no basis {basis!r}; there are {', '.join(BASES)}")
    if basis == "serving":
        return serving_g
    if basis == "100g":
        return 100.0
    energy_kcal = nutrients.get("energy_kcal")
    if energy_kcal is None or energy_kcal < rule("least_energy_kcal"):
        return None
    return 100 * 100 / energy_kcal


def amount_of(entry: Entry, key: str) -> float | None:
    """An entry's amount of a measure, ``None`` if unknown."""
    if key in _OF_ENTRY:
        amount: float | None = getattr(entry, key)
        return amount
    return entry.nutrients.get(key)


def _refuse(entries: Sequence[Entry], focus: str, basis: str) -> None:
    fewest, most = int(rule("fewest")), int(rule("most"))
    if len(entries) < fewest:
        raise ComparisonError("too_few", f"a comparison needs {fewest} things, not {len(entries)}")
    if len(entries) > most:
        raise ComparisonError("too_many", f"a comparison takes at most {most} things, not {len(entries)}")
    ids = [entry.id for entry in entries]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise ComparisonError("duplicate_id", f"compared with itself: {', '.join(twice)}")
    if focus not in focuses():
        raise ComparisonError("unknown_focus", f"no focus {focus!r}; there are {', '.join(focuses())}")
    if basis not in BASES:
        raise ComparisonError("unknown_basis", f"no basis {basis!r}; there are {', '.join(BASES)}")
    for entry in entries:
        if not 0 < entry.grams < math.inf:
            raise ComparisonError("no_portion", f"{entry.name}: a portion of {entry.grams:g} g")


def _focus_result(focus: str, entries: Sequence[Entry]) -> FocusResult:
    scores: dict[str, float | None] = {}
    grades: dict[str, str] = {}
    for entry in entries:
        graded = entry.focus.get(focus)
        known = graded is not None and graded.score is not None
        scores[entry.id] = shown_score(graded.score) if graded and graded.score is not None else None
        grades[entry.id] = graded.grade if graded and known else ""
    winner = _winner({key: score for key, score in scores.items() if score is not None})
    return FocusResult(focus, scores, grades, winner, "" if winner else "fewer_than_two_scores")


def _winner(scores: dict[str, float]) -> Winner | None:
    if len(scores) < int(rule("fewest")):
        return None
    best, second = sorted(scores.values(), reverse=True)[:2]
    ids = tuple(key for key, score in scores.items() if score == best)
    points = round(best - second, SCORE_DECIMALS)
    return Winner(ids, best, _margin(points), points)


def _margin(points: float) -> str:
    if points == 0:
        return "tie"
    if points < rule("moderate_from"):
        return "slight"
    return "moderate" if points < rule("decisive_from") else "decisive"


def _amounts(key: str, entries: Sequence[Entry]) -> dict[str, float]:
    """The known amounts by entry."""
    return {entry.id: amount for entry in entries if (amount := amount_of(entry, key)) is not None}


def _leader(measure: Measure, amounts: dict[str, float], entries: Sequence[Entry]) -> Leader | None:
    if not measure.direction or len(amounts) < int(rule("fewest")) or not _worth_telling(measure, amounts):
        return None
    shown = {key: round(amount, measure.decimals) for key, amount in amounts.items()}
    best = max(shown.values()) if measure.direction == "high" else min(shown.values())
    ids = tuple(key for key, amount in shown.items() if amount == best)
    if len(ids) == len(shown):
        return None
    unknown = tuple(entry.id for entry in entries if entry.id not in amounts)
    return Leader(measure.key, measure.direction, ids, amounts[ids[0]], unknown)


def _differences(amounts: Sequence[tuple[Measure, dict[str, float]]]) -> tuple[Difference, ...]:
    """The differences above the table's share of the highest amount, the largest first."""
    found = []
    for measure, known in amounts:
        if not measure.differs or len(known) < int(rule("fewest")) or not _worth_telling(measure, known):
            continue
        most = max(known.values())
        percent = 100 * (1 - min(known.values()) / most) if most > 0 else 0.0
        if percent > rule("difference_over_percent"):
            found.append(Difference(measure.key, known, percent))
    return tuple(sorted(found, key=lambda difference: -difference.percent))


def _worth_telling(measure: Measure, amounts: dict[str, float]) -> bool:
    return max(abs(amount) for amount in amounts.values()) >= measure.negligible


def _summary(entry: Entry, focus: str) -> GradeSummary:
    graded = entry.focus.get(focus)
    if graded is None or graded.score is None:
        return GradeSummary(entry.nutriscore_grade, entry.nutriscore_score, "", None, 0.0, (), ())
    return GradeSummary(
        entry.nutriscore_grade,
        entry.nutriscore_score,
        graded.grade,
        shown_score(graded.score),
        graded.confidence,
        tuple(graded.pros),
        tuple(graded.cons),
    )


_OF_ENTRY = frozenset({"glycemic_index", "glycemic_load", "satiety", "inflammation"})
