"""A comparison as plain data."""

from collections.abc import Sequence
from typing import Any

from nutrition.comparing import Candidate
from nutrition.grading.compare import Comparison, Entry, FocusResult
from nutrition.grading.compare_tables import measures
from nutrition.grading.compare_words import Explanation
from nutrition.grading.tables import formula_version
from nutrition.nutrients import rounded
from nutrition.present_grades import SCORE_DECIMALS, VALUE_DECIMALS, words
from nutrition.present_grades import rounded as rounded_value

PERCENT_DECIMALS = 0


def present_comparison(
    found: Comparison, candidates: Sequence[Candidate], explanation: Explanation, phrased_by: str
) -> dict[str, Any]:
    """The comparison with everything rounded once; ``candidates`` in the order of its entries."""
    return {
        "focus": found.focus,
        "focus_name": words("focus")[found.focus],
        "basis": found.basis,
        "entries": [
            _entry(entry, candidate, found)
            for entry, candidate in zip(found.entries, candidates, strict=True)
        ],
        "winner": _winner(found.focuses[found.focus], found),
        "winners": {focus: _winner(result, found) for focus, result in found.focuses.items()},
        "leaders": [
            {
                **_measure(leader.key),
                "direction": leader.direction,
                "ids": list(leader.ids),
                "value": rounded_value(leader.value, VALUE_DECIMALS),
                "unknown": list(leader.unknown),
            }
            for leader in found.leaders
        ],
        "differences": [
            {
                **_measure(difference.key),
                "percent": round(difference.percent, PERCENT_DECIMALS),
                "values": {key: round(value, VALUE_DECIMALS) for key, value in difference.values.items()},
            }
            for difference in found.differences
        ],
        "explanation": {
            "summary": explanation.summary,
            "winner_explanation": explanation.winner_explanation,
            "considerations": list(explanation.considerations),
            "recommendation": explanation.recommendation,
            "phrased_by": phrased_by,
        },
        "formula_version": formula_version(),
    }


def _measure(key: str) -> dict[str, Any]:
    measure = measures()[key]
    return {"key": key, "name": measure.name, "unit": measure.unit, "decimals": measure.decimals}


def _winner(result: FocusResult, found: Comparison) -> dict[str, Any] | None:
    """The best of a focus; None where fewer than two have a score."""
    if result.winner is None:
        return None
    names = {entry.id: entry.name for entry in found.entries}
    return {
        "ids": list(result.winner.ids),
        "names": [names[entry_id] for entry_id in result.winner.ids],
        "score": result.winner.score,
        "margin": result.winner.margin,
        "points": result.winner.points,
    }


def _entry(entry: Entry, candidate: Candidate, found: Comparison) -> dict[str, Any]:
    summary = found.summaries[entry.id]
    return {
        "id": entry.id,
        "name": entry.name,
        "food_id": candidate.food_id,
        "preparation": candidate.preparation,
        "meal_id": candidate.meal_id,
        "grams": rounded_value(entry.grams, SCORE_DECIMALS),
        "letter": entry.nutriscore_grade or None,
        "score": entry.nutriscore_score,
        "nutrients": rounded(entry.nutrients),
        "glycemic_index": rounded_value(entry.glycemic_index),
        "glycemic_load": rounded_value(entry.glycemic_load),
        "satiety": rounded_value(entry.satiety),
        "inflammation": rounded_value(entry.inflammation, VALUE_DECIMALS),
        "focus": {
            focus: {"score": result.scores[entry.id], "grade": result.grades[entry.id] or None}
            for focus, result in found.focuses.items()
        },
        "confidence": rounded_value(summary.confidence, VALUE_DECIMALS),
        "pros": list(summary.pros),
        "cons": list(summary.cons),
    }
