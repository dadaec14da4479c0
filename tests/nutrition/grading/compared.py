"""Graded things to compare, made by hand."""

from dataclasses import dataclass

from nutrition.grading.compare import Comparison, Entry, Winner


@dataclass(frozen=True, slots=True)
class Grade:
    """A focus grade as the comparison sees it."""

    score: float | None
    grade: str
    confidence: float = 1.0
    pros: tuple[str, ...] = ()
    cons: tuple[str, ...] = ()


def won(comparison: Comparison, focus: str = "") -> Winner:
    """The winner of a focus that has one."""
    winner = comparison.focuses[focus or comparison.focus].winner
    assert winner is not None
    return winner


def letter(score):
    return "ABCDF"[sum(score < bound for bound in (80, 65, 50, 35))]


def entry(name, *, pros=(), cons=(), confidence=1.0, nutrients=None, grams=100.0, **scores):
    """An entry whose id is its name in lower case; focuses by name, ``gi`` is its glycemic index."""
    gi = scores.pop("gi", None)
    focus = {
        key: Grade(score, "" if score is None else letter(score), confidence, tuple(pros), tuple(cons))
        for key, score in scores.items()
    }
    balanced = scores.get("balanced")
    return Entry(
        id=name.lower(),
        name=name,
        grams=grams,
        nutrients=nutrients or {},
        nutriscore_grade="" if balanced is None else letter(balanced).replace("F", "E"),
        nutriscore_score=None,
        focus=focus,
        glycemic_index=gi,
    )


OATMEAL = entry(
    "Oatmeal, cooked",
    energy=78.0,
    balanced=85.0,
    muscle_building=40.0,
    heart_health=80.0,
    gi=53.0,
    pros=("High in fibre (8 g)", "Low glycemic index (53)"),
    cons=("Little vitamin C",),
    nutrients={"energy_kcal": 379.0, "protein_g": 13.2, "fibre_g": 8.0, "sodium_mg": 6.0, "sugars_g": 1.0},
)
EGGS = entry(
    "Eggs",
    energy=61.0,
    balanced=66.0,
    muscle_building=82.0,
    heart_health=80.0,
    pros=("Complete protein",),
    cons=("No fibre",),
    nutrients={"energy_kcal": 143.0, "protein_g": 12.6, "fibre_g": 0.0, "sodium_mg": 142.0, "sugars_g": 0.4},
)
