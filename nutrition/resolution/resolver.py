"""The one way in: a sentence -> foods with grams, nutrients, provenance and doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

from nutrition.nutrients import Totals, scaled, total
from nutrition.resolution import language
from nutrition.resolution.amounts import Amount
from nutrition.resolution.foods import Food, FoodTables
from nutrition.resolution.match import Candidate
from nutrition.resolution.parse import parse
from nutrition.resolution.quantities import Measured, is_plausible, measure
from nutrition.resolution.segment import Group, Segmenter
from nutrition.resolution.spelling import Speller
from nutrition.resolution.text import name_stems

MAX_CHARACTERS = 5_000


@dataclass(frozen=True, slots=True)
class Alternative:
    """A runner-up."""

    food: Food
    score: float
    energy_kcal_per_100g: float | None


@dataclass(frozen=True, slots=True)
class ResolvedFood:
    """One food of a meal, with everything needed to trust, doubt or recompute it."""

    phrase: str
    normalised: str
    food: Food
    path: tuple[str, ...]
    score: float
    measured: Measured
    quantity: str
    nutrients: dict[str, float | None]
    energy_kcal_low: float | None
    energy_kcal_high: float | None
    alternatives: tuple[Alternative, ...]
    assumptions: tuple[str, ...]
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A phrase that stays open, and why."""

    phrase: str
    reason: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """A meal sentence, resolved."""

    text: str
    meal: str | None
    items: tuple[ResolvedFood, ...]
    unresolved: tuple[Unresolved, ...]
    totals: Totals
    milliseconds: float


@dataclass(slots=True)
class Resolver:
    """Resolves sentences against one set of food tables."""

    tables: FoodTables
    speller: Speller = field(init=False)

    def __post_init__(self) -> None:
        self.speller = Speller((*self.tables.index.tokens, *self.tables.stems, *language.spelling()))

    def replace(self, food: Food, nutrients: Sequence[float | None]) -> None:
        """Put a changed or new food in place."""
        self.tables.replace(food, nutrients)
        for name in food.names:
            for word in name_stems(name.text):
                self.speller.add(word)

    def remove(self, food_id: int) -> None:
        """Forget a food."""
        self.tables.remove(food_id)

    def analyze(self, text: str, region: str = "US") -> Analysis:
        """Resolve every food in ``text``. Deterministic; what is not found is said, never invented."""
        started = perf_counter()
        parsed = parse(text)
        segmenter = Segmenter(self.tables, self.speller, region, parsed.is_bare)
        items: list[ResolvedFood] = []
        unresolved: list[Unresolved] = []
        for run in parsed.runs:
            host: Food | None = None
            for group in segmenter.groups(run):
                found = self._resolve(group, parsed.folded, host)
                if isinstance(found, Unresolved):
                    unresolved.append(found)
                else:
                    items.append(found)
                    host = found.food
        totals = total((item.measured.grams, item.nutrients) for item in items)
        elapsed = (perf_counter() - started) * 1000
        return Analysis(text, parsed.meal, tuple(items), tuple(unresolved), totals, elapsed)

    def _resolve(self, group: Group, folded: str, host: Food | None) -> ResolvedFood | Unresolved:
        phrase = folded[group.start : group.end].strip()
        if not group.is_found:
            return Unresolved(phrase, "not_found")
        best = group.candidates[0]
        food = self.tables.foods[best.food]
        measured = measure(food, group.amount, group.stems, _host_words(group, host))
        if not is_plausible(measured.grams):
            return Unresolved(phrase, "amount_out_of_range")
        per_100g = self.tables.nutrients_of(best.food)
        low, high = self._energy_interval(group, measured)
        return ResolvedFood(
            phrase=phrase,
            normalised=" ".join(group.tokens),
            food=food,
            path=self._path(best, group),
            score=min(best.score, 1.0),
            measured=measured,
            quantity=_quantity(group.amount),
            nutrients=scaled(per_100g, measured.grams / 100),
            energy_kcal_low=low,
            energy_kcal_high=high,
            alternatives=self._alternatives(group),
            assumptions=measured.assumptions + tuple(f"{a} read as {b}" for a, b in group.corrections),
        )

    def _path(self, best: Candidate, group: Group) -> tuple[str, ...]:
        name = self.tables.names[best.name]
        how = name.kind if best.score >= 0.9 else "fuzzy"
        return (f"{how}:{name.text}",)

    def _energy(self, candidate: Candidate) -> float | None:
        return self.tables.nutrients_of(candidate.food)["energy_kcal"]

    def _energy_interval(self, group: Group, measured: Measured) -> tuple[float | None, float | None]:
        best = group.candidates[0]
        rivals = [c for c in group.candidates[:4] if c.score >= best.score - 0.05]
        energies = [value for c in rivals if (value := self._energy(c)) is not None]
        if not energies:
            return None, None
        return min(energies) * measured.grams_low / 100, max(energies) * measured.grams_high / 100

    def _alternatives(self, group: Group) -> tuple[Alternative, ...]:
        return tuple(
            Alternative(self.tables.foods[c.food], min(c.score, 1.0), self._energy(c)) for c in group.candidates[1:6]
        )


def _host_words(group: Group, host: Food | None) -> frozenset[str]:
    if host is None or group.joiner not in ("with", "on", "in", "topped with", "spread with", "and"):
        return frozenset()
    return frozenset()


def _quantity(amount: Amount | None) -> str:
    if amount is None:
        return ""
    return " ".join([f"{amount.middle:g}", *amount.words, amount.unit]).strip()
