"""The one way in: a sentence -> foods with grams, nutrients, provenance and doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

from nutrition.nutrients import NutrientValues, Totals, scaled, total
from nutrition.resolution import language
from nutrition.resolution.amounts import Amount, in_region
from nutrition.resolution.foods import Food, FoodTables
from nutrition.resolution.language import word_set
from nutrition.resolution.match import Candidate
from nutrition.resolution.parse import Phrase, parse
from nutrition.resolution.preparations import (
    Footing,
    Preparation,
    effect_on,
    footing,
    is_cooked,
    is_raw,
    prepared_food,
    said,
)
from nutrition.resolution.quantities import Measured, beside, is_plausible, measure
from nutrition.resolution.reading import Group, Reader
from nutrition.resolution.segment import Segmenter
from nutrition.resolution.spelling import Speller
from nutrition.resolution.text import name_stems, name_tokens, stem

MAX_CHARACTERS = 5_000
MAX_PHRASE = 200
RIVAL_MARGIN = 0.05
EXACT_SCORE = 0.9


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
    count: float
    nutrients: dict[str, float | None]
    energy_kcal_low: float | None
    energy_kcal_high: float | None
    alternatives: tuple[Alternative, ...]
    assumptions: tuple[str, ...]
    adjustments: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    preparation: str | None = None  # the slug of the method that changed the figures


@dataclass(frozen=True, slots=True)
class _Cooking:
    """How what was said of the cooking is met: by a method to apply, an assumption or a question."""

    method: Preparation | None = None
    path: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    adjustments: tuple[str, ...] = ()
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
    preparations: tuple[Preparation, ...] = ()
    speller: Speller = field(init=False)

    def __post_init__(self) -> None:
        unnamed = dict.fromkeys((*self.tables.index.tokens, *language.spelling()), 0)
        self.speller = Speller({**unnamed, **self.tables.stems})

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
        segmenter = Segmenter(Reader(self.tables, self.speller, region, parsed.is_bare))
        items: list[ResolvedFood] = []
        unresolved: list[Unresolved] = []
        for run in self._as_one_name(parsed.folded, region) or parsed.runs:
            host: ResolvedFood | None = None
            for group in segmenter.groups(run):
                found = self._resolve(group, parsed.folded, host, region)
                if isinstance(found, Unresolved):
                    unresolved.append(found)
                else:
                    items.append(found)
                    host = found
        if not items and not unresolved:
            unresolved.append(Unresolved(parsed.folded.strip()[:MAX_PHRASE], "no_food_named"))
        totals = total((item.measured.grams, item.nutrients) for item in items)
        elapsed = (perf_counter() - started) * 1000
        return Analysis(text, parsed.meal, tuple(items), tuple(unresolved), totals, elapsed)

    def _as_one_name(self, folded: str, region: str) -> list[list[Phrase]]:
        """The whole text as the name of one food: then no word of it is an amount or a detail."""
        text = folded.strip(" .!\n")
        if len(text) > MAX_PHRASE or not self.tables.is_everyday_name(text, region):
            return []
        return [[Phrase("", list(name_stems(text)), start=0, end=len(folded))]]

    def _resolve(
        self, group: Group, folded: str, host: ResolvedFood | None, region: str
    ) -> ResolvedFood | Unresolved:
        phrase = folded[group.start : group.end].strip()
        if not group.is_found:
            return Unresolved(phrase[:MAX_PHRASE], "not_found")
        best = group.candidates[0]
        food = self.tables.foods[best.food]
        per_100g = self.tables.nutrients_of(best.food)
        cooking = self._cooking(food, group, per_100g)
        if cooking.method:
            per_100g = prepared_food(per_100g, cooking.method, food.description, food.category)
        amount = in_region(group.amount, region)
        known = _in_dish(group) or _beside(food, group, host)
        measured = known or measure(food, amount, group.stems, per_100g["energy_kcal"])
        if not is_plausible(measured.grams):
            return Unresolved(phrase[:MAX_PHRASE], "amount_out_of_range")
        low, high = self._energy_interval(group, measured, per_100g["energy_kcal"])
        return ResolvedFood(
            phrase=phrase,
            normalised=" ".join(group.tokens),
            food=food,
            path=(*self._path(best, group), *cooking.path),
            score=min(best.score, 1.0) * (group.part.sureness if group.part else 1.0),
            measured=measured,
            quantity=_quantity(group.amount),
            count=group.amount.count if group.amount and not group.amount.unit else 1.0,
            nutrients=scaled(per_100g, measured.grams / 100),
            energy_kcal_low=low,
            energy_kcal_high=high,
            alternatives=self._alternatives(group),
            assumptions=(*measured.assumptions, *cooking.assumptions, *_readings(group)),
            adjustments=cooking.adjustments,
            questions=cooking.questions,
            preparation=cooking.method.slug if cooking.method else None,
        )

    def _cooking(self, food: Food, group: Group, per_100g: NutrientValues) -> _Cooking:
        """What was said of the cooking against what the table's food is."""
        method = said(self.preparations, group.tokens)
        if method is None:
            return _Cooking(assumptions=_state_assumed(food, group))
        found = footing(method, food.name, food.description, food.category)
        if found is Footing.DONE_ALREADY:
            return _Cooking(path=(f"preparation:{method.slug}",))
        if found is Footing.OTHER_KIND:
            return _Cooking(questions=(f"{method.name}? {food.name} is not usually; it is taken as it is.",))
        if found is Footing.NOT_RAW:
            return _Cooking(assumptions=(f"taken as the table has it: {food.description}",))
        note = f"{method.name.lower()}: reckoned from the raw food{_weight_note(method, food, per_100g)}"
        return _Cooking(method=method, path=(f"preparation:{method.slug}",), adjustments=(note,))

    def _path(self, best: Candidate, group: Group) -> tuple[str, ...]:
        name = self.tables.names[best.name]
        how = name.kind if best.score >= EXACT_SCORE else "fuzzy"
        spelling = ("spelling",) if group.corrections else ()
        dish = (f"decomposed:{group.part.template}",) if group.part else ()
        return (*dish, *spelling, f"{how}:{name.text}")

    def _energy(self, candidate: Candidate) -> float | None:
        return self.tables.nutrients_of(candidate.food)["energy_kcal"]

    def _energy_interval(
        self, group: Group, measured: Measured, own_kcal: float | None
    ) -> tuple[float | None, float | None]:
        """From the least grams of the leanest food that is as likely to the most of the richest."""
        if own_kcal is None:
            return None, None
        near = [c for c in group.candidates[1:4] if c.score >= group.candidates[0].score - RIVAL_MARGIN]
        energies = [own_kcal, *(value for c in near if (value := self._energy(c)) is not None)]
        return min(energies) * measured.grams_low / 100, max(energies) * measured.grams_high / 100

    def _alternatives(self, group: Group) -> tuple[Alternative, ...]:
        return tuple(
            Alternative(self.tables.foods[c.food], min(c.score, 1.0), self._energy(c))
            for c in group.candidates[1:6]
        )


def _in_dish(group: Group) -> Measured | None:
    """The amount of a part of a dish that was taken apart."""
    return group.part.measured if group.part else None


def _beside(food: Food, group: Group, host: ResolvedFood | None) -> Measured | None:
    """The amount that goes with the food before: butter on two slices of toast, milk in a cup of coffee."""
    if host is None or group.amount is not None or group.joiner not in word_set("beside_connectors"):
        return None
    category = host.food.category.split("/")
    words = {
        *name_stems(host.food.description),
        *name_stems(host.food.name),
        *(stem(part) for part in category),
    }
    return beside(food, frozenset(words), host.food, host.measured.grams, host.count)


def _weight_note(method: Preparation, food: Food, per_100g: NutrientValues) -> str:
    done = effect_on(per_100g, method, food.description, food.category)
    if done is not None:
        return f" (100 g raw make {done.cooked_g:.0f} g)"
    return f" ({method.water_loss_percent:g} % water lost)" if method.water_loss_percent else ""


def _readings(group: Group) -> tuple[str, ...]:
    return tuple(f"{typed} read as {meant}" for typed, meant in group.corrections)


def _state_assumed(food: Food, group: Group) -> tuple[str, ...]:
    """Raw or cooked, where the table's food is one and nobody said which."""
    if is_raw(food.description) and not {"raw", "fresh", "uncooked"} & set(group.tokens):
        return ("weighed raw",)
    if (
        is_cooked(food.description)
        and "cooked" in name_tokens(food.description)
        and "cooked" not in group.tokens
    ):
        return ("weighed cooked",)
    return ()


def _quantity(amount: Amount | None) -> str:
    if amount is None:
        return ""
    low, high = (f"{round(bound, 3):g}" for bound in (amount.low, amount.high))
    number = low if low == high else f"{low}-{high}"
    return " ".join([number, *amount.words[:-1], amount.unit, *amount.words[-1:]]).replace("  ", " ").strip()
