"""Foods and meals compared: put on one basis, graded on it, and explained."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

from nutrition.catalog import Catalog
from nutrition.graded import facts_in
from nutrition.grading.compare import Comparison, Entry, basis_grams, compare
from nutrition.grading.facts import FoodFacts
from nutrition.grading.grade import grade_food
from nutrition.grading.meal import grade_meal, meal_item
from nutrition.nutrients import scaled


class NoEnergyError(ValueError):
    """100 kcal of this cannot be eaten; the message says why."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the things compared: a food, or several eaten together, each as facts with its grams."""

    name: str
    lines: tuple[tuple[FoodFacts, float], ...]
    food_id: int | None = None
    preparation: str | None = None
    meal_id: str | None = None

    @property
    def grams(self) -> float:
        """What it weighs as served."""
        return sum(grams for _, grams in self.lines)

    @property
    def energy_kcal(self) -> float | None:
        """What it holds as served; ``None`` where a food's energy is unknown."""
        energies = [
            None if (energy := facts.nutrients.get("energy_kcal")) is None else energy * grams / 100
            for facts, grams in self.lines
        ]
        known = [energy for energy in energies if energy is not None]
        return sum(known) if len(known) == len(energies) else None


def candidate_of(text: str, region: str, current: Catalog) -> Candidate | None:
    """A food or meal in words; ``None`` where nothing in it is known."""
    analysis = current.resolver.analyze(text, region)
    lines = tuple(
        (facts_in(current, item.food, item.nutrients, item.measured.grams), item.measured.grams)
        for item in analysis.items
    )
    if not lines:
        return None
    if len(lines) > 1:
        return Candidate(name=text, lines=lines)
    (found,) = analysis.items
    return Candidate(found.food.name, lines, food_id=found.food.id, preparation=found.preparation)


def compare_candidates(candidates: Sequence[Candidate], *, focus: str, basis: str) -> Comparison:
    """Compare 2 to 10 candidates on one basis: as served, or 100 g or 100 kcal of each.

    Raises ValueError for too few or too many, NoEnergyError where 100 kcal cannot be reckoned.
    """
    named = zip(candidates, _told_apart([each.name for each in candidates]), strict=True)
    entries = [
        _entry(str(number), replace(each, name=name), basis)
        for number, (each, name) in enumerate(named, start=1)
    ]
    return compare(entries, focus, basis)


def _told_apart(names: Sequence[str]) -> list[str]:
    """The names, with a number where the same one was there before."""
    told: list[str] = []
    for name in names:
        numbered = (f"{name} ({number})" for number in count(2))
        told.append(next(free for free in chain([name], numbered) if free not in told))
    return told


def _entry(entry_id: str, candidate: Candidate, basis: str) -> Entry:
    factor = _factor(candidate, basis)
    if len(candidate.lines) == 1:
        facts, grams = candidate.lines[0]
        return _food_entry(entry_id, candidate.name, facts, grams * factor)
    return _meal_entry(entry_id, candidate, factor)


def _factor(candidate: Candidate, basis: str) -> float:
    """By what the grams as served are multiplied to make the basis."""
    energy_kcal = candidate.energy_kcal
    per_100g = {"energy_kcal": None if energy_kcal is None else energy_kcal * 100 / candidate.grams}
    grams = basis_grams(basis, candidate.grams, per_100g)
    if grams is None:
        why = "its energy is not known" if energy_kcal is None else "it has too little energy"
        raise NoEnergyError(f"There are no 100 kcal of {candidate.name}: {why}.")
    return grams / candidate.grams


def _food_entry(entry_id: str, name: str, facts: FoodFacts, grams: float) -> Entry:
    grading = grade_food(replace(facts, serving_g=grams))
    index, filling = grading.glycemic_index, grading.satiety
    return Entry(
        id=entry_id,
        name=name,
        grams=grams,
        nutrients=scaled(facts.nutrients, grams / 100),
        nutriscore_grade=grading.nutriscore.grade,
        nutriscore_score=grading.nutriscore.score,
        focus=grading.focus,
        glycemic_index=None if index is None else index.value,
        glycemic_load=grading.glycemic_load,
        satiety=None if filling is None else filling.score,
        inflammation=grading.inflammation.score,
    )


def _meal_entry(entry_id: str, candidate: Candidate, factor: float) -> Entry:
    grading = grade_meal([meal_item(facts, grams * factor) for facts, grams in candidate.lines])
    glycemic, filling = grading.glycemic, grading.satiety
    return Entry(
        id=entry_id,
        name=candidate.name,
        grams=grading.grams,
        nutrients=grading.nutrients,
        nutriscore_grade=grading.balance.letter,
        nutriscore_score=None,
        focus=grading.focus,
        glycemic_index=None if glycemic is None else glycemic.index,
        glycemic_load=None if glycemic is None else glycemic.load,
        satiety=None if filling is None else filling.score,
        inflammation=grading.inflammation.score,
    )
