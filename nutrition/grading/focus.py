"""Ten focus grades of a serving: from how well it suits the heart to what it brings the immune system.

A grade starts from a neutral score; every criterion of ``focus_criteria.csv`` gives or takes points by a
published threshold (``clinical_thresholds.csv``). What is unknown gives and takes nothing and lowers the
confidence. `balanced` is the Nutri-Score's balanced score with the reasons that a reader looks for.

A grade speaks of one serving, not of a diet, and makes no medical claim. What no nutrient shows is not
seen: live cultures, polyphenols, how far a food is processed. A larger portion never has a better grade for
the heart, for blood sugar or for weight; of the others it may bring more. Alcoholic drinks are not graded.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, partial
from operator import itemgetter

from nutrition.grading import tables
from nutrition.grading.focus_criteria import Area, Criterion, criteria
from nutrition.grading.focus_measures import NOT_APPLICABLE
from nutrition.grading.focus_serving import Serving, is_alcoholic, parts

__all__ = ["FOCUSES", "Criterion", "FocusGrade", "Serving", "focus_grades", "letter"]

BALANCED = "balanced"
FOCUSES = (
    BALANCED,
    "heart_health",
    "blood_sugar",
    "weight_loss",
    "muscle_building",
    "energy",
    "gut_health",
    "brain",
    "bone_joint",
    "immunity",
)
LETTERS = ((80.0, "A"), (65.0, "B"), (50.0, "C"), (35.0, "D"))
LOWEST_LETTER, LOWEST_BALANCED = "F", "E"
ALCOHOL, NOT_MADE_FOR = "alcohol", "not_graded"
MOST_SCORE = 100.0

_STANDING = {"A": "good", "B": "good", "C": "fair", "D": "weak", "E": "weak", "F": "weak", "": "unknown"}
_Said = list[tuple[float, str]]
_Values = list[float | None]
# A third of the time of calling the class with its names.
_criterion = partial(tuple.__new__, Criterion)


@dataclass(frozen=True, slots=True)
class FocusGrade:
    """A serving's grade for one focus.

    ``score`` 0-100 and ``grade`` A-D or F (of `balanced` A-E, as the Nutri-Score), ``None`` and empty where
    nothing is known or the serving is not graded, of which the insight then tells; ``confidence`` 0-1 is the
    share of the criteria's weight that is known; ``insight`` one plain sentence; ``pros`` and ``cons`` the
    strongest first; ``criteria`` every line of the reckoning.
    """

    focus: str
    score: float | None
    grade: str
    confidence: float
    insight: str
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    criteria: tuple[Criterion, ...]


_BEYOND = (math.inf, -math.inf)


def letter(score: float, lowest: str = LOWEST_LETTER) -> str:
    """The letter of a score: A from 80, B from 65, C from 50, D from 35, else F (design document 004).

    ``lowest`` is said for F: "E" of a score that stands for the Nutri-Score.
    """
    for bound, grade in LETTERS:
        if score >= bound:
            return grade
    return lowest


def focus_grades(serving: Serving) -> dict[str, FocusGrade]:
    """The ten grades of a serving by focus.

    Where it holds alcohol, only `balanced` is graded, if the Nutri-Score of what is eaten with it is known.
    """
    compiled = criteria()
    shown = [_within_numbers(measure(serving)) for measure in compiled.measures]
    values = shown.copy()
    for of, part in parts(serving).items():
        if part is not serving:
            for place in compiled.places[of]:
                values[place] = _within_numbers(compiled.measures[place](part))
    reason = _reason_for_none(serving)
    return {
        area.focus: _not_graded(area.focus, reason)
        if reason
        and not (area.focus == BALANCED and serving.is_graded and serving.balanced_score is not None)
        else _grade(area, values, shown, serving.balanced_score)
        for area in compiled.areas
    }


def _within_numbers(value: float | None) -> float | None:
    """A share of next to nothing can be beyond all numbers: then it is not asked for."""
    return NOT_APPLICABLE if value in _BEYOND else value


def _reason_for_none(serving: Serving) -> str:
    """Why a serving has no grades, as a standing of ``focus_insights.csv``; empty where it has."""
    if not serving.is_graded:
        return NOT_MADE_FOR
    return ALCOHOL if is_alcoholic(serving) else ""


def _not_graded(focus: str, reason: str) -> FocusGrade:
    return FocusGrade(focus, None, "", 0.0, _sentences()[reason, False, False], (), (), ())


def _grade(area: Area, values: _Values, shown: _Values, balanced_score: float | None) -> FocusGrade:
    points, known, lines, pros, cons = _reckon(area, values, shown)
    if area.focus == BALANCED:
        score, confidence, lowest = balanced_score, float(balanced_score is not None), LOWEST_BALANCED
    else:
        confidence, lowest = known / area.weight, LOWEST_LETTER
        score = min(MOST_SCORE, max(0.0, area.base + points)) if known else None
    grade = "" if score is None else letter(score, lowest)
    for_it, against_it = _strongest_first(pros), _strongest_first(cons)
    insight = _insight(area.name, grade, for_it, against_it)
    return FocusGrade(area.focus, score, grade, confidence, insight, for_it, against_it, lines)


def _reckon(
    area: Area, values: _Values, shown: _Values
) -> tuple[float, float, tuple[Criterion, ...], _Said, _Said]:
    """Points, known weight, the lines, and what speaks for and against, each with its points.

    Of a criterion's bands the first that holds the value and whose conditions hold decides; a condition on
    something unknown does not hold. One loop without calls, for it runs a hundred times a grading.
    """
    points = known = 0.0
    lines: list[tuple[object, ...]] = []
    pros: _Said = []
    cons: _Said = []
    for key, place, unit, weight, cuts, cells, unknown, not_applicable in area.rules:
        value = values[place]
        if value is None:
            lines.append(unknown)
            continue
        known += weight
        if value != value:  # NOT_APPLICABLE
            lines.append(not_applicable)
            continue
        for given, text, is_pro, bound, conditions in cells[bisect_right(cuts, value)]:
            for other, low, high in conditions:
                if (measured := values[other]) is None or not low <= measured < high:
                    break
            else:
                points += given
                (pros if is_pro else cons).append((given, text))
                lines.append((key, shown[place], unit, given, weight, text, bound, True))
                break
        else:
            lines.append((key, shown[place], unit, 0.0, weight, "", "", True))
    return points, known, tuple(map(_criterion, lines)), pros, cons


def _strongest_first(said: _Said) -> tuple[str, ...]:
    if len(said) > 1:
        said.sort(key=itemgetter(0), reverse=said[0][0] > 0)
    return tuple([text for _, text in said])


def _insight(name: str, grade: str, pros: tuple[str, ...], cons: tuple[str, ...]) -> str:
    sentence = _sentences()[_STANDING[grade], bool(pros) and grade != "", bool(cons) and grade != ""]
    return sentence.format(
        name=name, pro=_in_sentence(pros[0]) if pros else "", con=_in_sentence(cons[0]) if cons else ""
    )


def _in_sentence(text: str) -> str:
    return text[0].lower() + text[1:]


@cache
def _sentences() -> dict[tuple[str, bool, bool], str]:
    return {
        (row["standing"], row["pro"] == "1", row["con"] == "1"): row["sentence"]
        for row in tables.rows("focus_insights")
    }
