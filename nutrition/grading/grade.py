"""All grades of one food, and those of a meal from its items."""

from dataclasses import dataclass

from nutrition.grading.checks import Finding, findings
from nutrition.grading.facts import FoodFacts
from nutrition.grading.focus import FocusGrade, Serving, focus_grades
from nutrition.grading.glycemic import GlycemicIndex, available_carbohydrate_g, glycemic_load
from nutrition.grading.inflammation import (
    Contribution,
    SeedInflammation,
    inflammation_contribution,
    seed_inflammation,
)
from nutrition.grading.nutriscore import (
    NOT_RATED,
    NutriScore,
    balanced_score,
    nutri_score_2017,
    nutri_score_2023,
)
from nutrition.grading.satiety import Satiety, satiety, satiety_contributions
from nutrition.grading.tables import formula_version
from nutrition.nutrients import scaled

GRAMS = 100.0  # what the nutrients of FoodFacts are in


@dataclass(frozen=True, slots=True)
class Grading:
    """Everything that the formulas say of a food, for one serving of ``serving_g`` grams.

    The Nutri-Scores are per 100 g; ``nutriscore`` is that of 2023. ``glycemic_load``, ``focus`` and
    ``inflammation`` are the serving's. ``findings`` are what is implausible in the figures.
    """

    formula_version: str
    serving_g: float
    nutriscore: NutriScore
    nutriscore_2017: NutriScore
    balanced_score: float | None
    glycemic_index: GlycemicIndex | None
    glycemic_load: float | None
    focus: dict[str, FocusGrade]
    satiety: Satiety | None
    satiety_contributions: dict[str, float]
    inflammation: Contribution
    inflammation_short_form: SeedInflammation
    findings: tuple[Finding, ...]


def grade_food(facts: FoodFacts) -> Grading:
    """Grade one food. The same facts give the same grades, by ``formula_version``."""
    nutriscore = nutri_score_2023(facts)
    balanced = balanced_score(nutriscore)
    amounts = scaled(facts.nutrients, facts.serving_g / 100)
    index = facts.glycemic_index
    load = None if index is None else _load(index, available_carbohydrate_g(amounts))
    filling = None if facts.is_drink else satiety(facts.nutrients, GRAMS)
    serving = Serving(
        grams=facts.serving_g,
        nutrients=amounts,
        balanced_score=balanced,
        glycemic_index=None if index is None else index.value,
        glycemic_load=load,
        satiety_score=None if filling is None else filling.score,
        is_drink=facts.is_drink,
        is_graded=facts.nutriscore_class != NOT_RATED,
    )
    return Grading(
        formula_version=formula_version(),
        serving_g=facts.serving_g,
        nutriscore=nutriscore,
        nutriscore_2017=nutri_score_2017(facts),
        balanced_score=balanced,
        glycemic_index=index,
        glycemic_load=load,
        focus=focus_grades(serving),
        satiety=filling,
        satiety_contributions=_contributions(facts, filling),
        inflammation=inflammation_contribution(amounts),
        inflammation_short_form=seed_inflammation(amounts),
        findings=findings(facts.nutrients),
    )


def _contributions(facts: FoodFacts, filling: Satiety | None) -> dict[str, float]:
    """Of what a satiety score is made up; empty where there is none."""
    return {} if filling is None else satiety_contributions(facts.nutrients, GRAMS) or {}


def _load(index: GlycemicIndex, carbohydrate_available_g: float | None) -> float | None:
    return None if carbohydrate_available_g is None else glycemic_load(index.value, carbohydrate_available_g)
