"""Grades as plain data: what the API answers and what the commands print."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from nutrition.grading.checks import Finding
from nutrition.grading.facts import FoodFacts
from nutrition.grading.focus import FocusGrade
from nutrition.grading.glycemic import GlycemicIndex, gi_band, gl_band
from nutrition.grading.grade import Grading
from nutrition.grading.inflammation import Contribution, Inflammation, SeedInflammation
from nutrition.grading.meal import MealBalance, MealGrading, MealItem, glycemic_of, meal_balance
from nutrition.grading.nutriscore import Component, NutriScore, balanced_score, nutri_score_2023
from nutrition.grading.satiety import Satiety
from nutrition.grading.tables import formula_version, rows
from nutrition.nutrients import by_key

VALUE_DECIMALS = 3
SCORE_DECIMALS = 1
SHARE_DECIMALS = 3


@cache
def words(kind: str) -> dict[str, str]:
    """Key -> words of one ``kind`` of things that grades speak of."""
    text = files("nutrition").joinpath("data/grade_words.csv").read_text(encoding="utf-8")
    return {row["key"]: row["text"] for row in csv.DictReader(text.splitlines()) if row["kind"] == kind}


def rounded(value: float | None, decimals: int = SCORE_DECIMALS) -> float | None:
    """``value`` rounded once; ``None`` is unknown."""
    return None if value is None else round(value, decimals)


def present_grading(grading: Grading) -> dict[str, Any]:
    """All grades of a food, with every point."""
    return {
        "formula_version": grading.formula_version,
        "serving_g": rounded(grading.serving_g, VALUE_DECIMALS),
        "nutriscore_2023": present_nutriscore(grading.nutriscore),
        "nutriscore_2017": present_nutriscore(grading.nutriscore_2017),
        "balanced_score": rounded(grading.balanced_score),
        "glycemic": _glycemic(grading.glycemic_index, grading.glycemic_load),
        "focus": present_focus(grading.focus),
        "satiety": present_satiety(grading.satiety),
        "satiety_contributions": {
            name: round(part, SCORE_DECIMALS) for name, part in grading.satiety_contributions.items()
        },
        "inflammation": present_inflammation(grading.inflammation),
        "inflammation_short_form": _short_form(grading.inflammation_short_form),
        "findings": [_finding(found) for found in grading.findings],
    }


def present_meal_grading(grading: MealGrading) -> dict[str, Any]:
    """All grades of a meal."""
    glycemic = grading.glycemic
    return {
        "formula_version": grading.formula_version,
        "grams": rounded(grading.grams),
        **present_balance(grading.balance),
        "glycemic": None
        if glycemic is None
        else {
            "index": rounded(glycemic.index),
            "band": gi_band(glycemic.index),
            "load": rounded(glycemic.load),
            "load_band": gl_band(glycemic.load),
            "known_share": rounded(glycemic.known_share, SHARE_DECIMALS),
        },
        "focus": present_focus(grading.focus),
        "satiety": present_satiety(grading.satiety),
        "inflammation": present_inflammation(grading.inflammation),
    }


def present_balance(balance: MealBalance) -> dict[str, Any]:
    """A meal's letter in short."""
    return {
        "letter": balance.letter or None,
        "balanced_score": rounded(balance.score),
        "graded_share": rounded(balance.graded_share, SHARE_DECIMALS),
    }


def present_nutriscore(score: NutriScore) -> dict[str, Any]:
    """A Nutri-Score with its points, or why there is none."""
    return {
        "version": score.version,
        "food_class": score.food_class,
        "class_name": words("class")[score.food_class],
        "grade": score.grade or None,
        "score": score.score,
        "negative_points": score.negative_points,
        "positive_points": score.positive_points,
        "protein_counts": score.protein_counts,
        "negative": [_component(part, score) for part in score.negative],
        "positive": [_component(part, score) for part in score.positive],
        "missing": list(score.missing),
        "because": why_not(score),
        "assumed": [words("assumed").get(code, code) for code in score.assumed],
    }


def why_not(score: NutriScore) -> str | None:
    """Why there is no score, in a sentence; ``None`` if there is one."""
    if score.not_rated_because:
        return words("because").get(score.not_rated_because, score.not_rated_because)
    if not score.missing:
        return None
    names = [_name(key).lower() for key in score.missing]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"Not computable: {listed} {'are' if len(names) > 1 else 'is'} not known."


def _name(key: str) -> str:
    nutrient = by_key().get(key)
    return words("component").get(key) or (nutrient.name if nutrient else key)


# What a component's amount was taken as where nobody knows it, by the code of the assumption.
_TAKEN_AS_NONE = {
    "fruit_vegetable_legume_percent": "no_fruit_vegetable_legume_known",
    "non_nutritive_sweeteners": "no_sweeteners_known",
}


def _component(part: Component, score: NutriScore) -> dict[str, Any]:
    is_known = _TAKEN_AS_NONE.get(part.key) not in score.assumed
    return {
        "key": part.key,
        "name": _name(part.key),
        "value": rounded(part.value, VALUE_DECIMALS) if is_known else None,
        "unit": part.unit,
        "points": part.points,
        "most_points": part.most_points,
        "counted": part.counted,
    }


@cache
def _citations() -> dict[str, str]:
    """The published threshold's id -> its citation."""
    return {row["id"]: row["source"] for row in rows("clinical_thresholds")}


def present_focus(grades: Mapping[str, FocusGrade]) -> dict[str, Any]:
    """The focus grades by focus."""
    return {
        focus: {
            "name": words("focus")[focus],
            "score": rounded(grade.score),
            "grade": grade.grade or None,
            "confidence": rounded(grade.confidence, SHARE_DECIMALS),
            "insight": grade.insight,
            "pros": list(grade.pros),
            "cons": list(grade.cons),
            "criteria": [
                {
                    "key": criterion.key,
                    "value": rounded(criterion.value, VALUE_DECIMALS),
                    "known": criterion.known,
                    "unit": criterion.unit,
                    "points": criterion.points,
                    "most_points": criterion.most_points,
                    "text": criterion.text,
                    "threshold": criterion.threshold,
                    "source": _citations().get(criterion.threshold, ""),
                }
                for criterion in grade.criteria
            ],
        }
        for focus, grade in grades.items()
    }


def _glycemic(index: GlycemicIndex | None, load: float | None) -> dict[str, Any] | None:
    if index is None:
        return None
    return {
        "index": rounded(index.value),
        "band": gi_band(index.value),
        "load": rounded(load),
        "load_band": None if load is None else gl_band(load),
        "kind": index.kind,
        "confidence": rounded(index.confidence, SHARE_DECIMALS),
        "tested_food": index.name,
        "source": index.source,
    }


def present_satiety(satiety: Satiety | None) -> dict[str, Any] | None:
    """How filling 240 kcal of it are; white bread is 100."""
    if satiety is None:
        return None
    return {
        "score": rounded(satiety.score),
        "band": satiety.band,
        "words": words("satiety")[satiety.band],
        "extrapolated": satiety.extrapolated,
    }


def present_inflammation(contribution: Contribution) -> dict[str, Any]:
    """What the serving adds to a day's score."""
    return {
        "contribution": rounded(contribution.score, VALUE_DECIMALS),
        "known": contribution.known,
        "parameters": contribution.parameters,
    }


def _short_form(short: SeedInflammation) -> dict[str, Any]:
    """The short form's index of the serving, which cannot be set beside the day's score."""
    return {
        "index": rounded(short.index, VALUE_DECIMALS),
        "category": short.category,
        "known": short.known,
        "parameters": short.parameters,
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "code": found.code,
        "nutrient": found.nutrient or None,
        "message": found.message,
        "impossible": found.refuses,
    }


def present_short(facts: FoodFacts) -> dict[str, Any]:
    """A food's Nutri-Score in short, with the version of the formulas."""
    score = nutri_score_2023(facts)
    return {
        "letter": score.grade or None,
        "score": score.score,
        "balanced_score": rounded(balanced_score(score)),
        "food_class": score.food_class,
        "because": why_not(score),
        "glycemic_index": None if facts.glycemic_index is None else rounded(facts.glycemic_index.value),
        "formula_version": formula_version(),
    }


def present_short_meal(items: Sequence[MealItem]) -> dict[str, Any]:
    """A meal's letter in short, with its glycemic load."""
    found = meal_balance(items)
    glycemic = glycemic_of(items)
    return {
        **present_balance(found),
        "glycemic_load": None if glycemic is None else rounded(glycemic.load),
        "glycemic_known_share": None if glycemic is None else rounded(glycemic.known_share, SHARE_DECIMALS),
        "formula_version": formula_version(),
    }


def present_day_inflammation(day: Inflammation) -> dict[str, Any]:
    """A day's score with what it is made of."""
    return {
        "score": rounded(day.score, 2),
        "per_1000_kcal": rounded(day.per_1000_kcal, 2),
        "band": day.band,
        "known": day.known,
        "parameters": day.parameters,
        "contributions": {name: round(part, VALUE_DECIMALS) for name, part in day.contributions},
    }
