"""The food tables as resolution sees them: foods, their names and portions, held in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nutrition.nutrients import KEYS
from nutrition.resolution import language
from nutrition.resolution.match import FOREIGN_WORD_COST, Candidate, NameIndex
from nutrition.resolution.rank import Anatomy, Wanted, anatomy, closeness
from nutrition.resolution.text import canonical, fold, name_stems, name_tokens, stem, words
from nutrition.resolution.units import shape_words

# How a name came to a food, the surest first. The everyday name and the curators' aliases are what people
# type; a table's own description and the synonyms in it are what its publisher wrote.
BASE_NAME, ALIAS, DESCRIPTION, SYNONYM = "name", "alias", "description", "synonym"
_PRIOR = {BASE_NAME: 0.02, ALIAS: 0.01, DESCRIPTION: 0.0, SYNONYM: -0.02}
BASE_FOOD_PRIOR = 0.01
OWN_WORD_PRIOR = 0.05
OTHER_ORDER_COST = 0.04
OTHER_WORDING_COST = 0.02
SOURCE_PRIOR = {"fndds": 0.02}


@dataclass(frozen=True, slots=True)
class Portion:
    """A household measure with its grams; ``is_usual`` marks the amount meant when none is said."""

    label: str
    grams: float
    is_usual: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """One of a food's names: ``kind`` as above, ``region`` empty where it is used everywhere."""

    text: str
    kind: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Food:
    """A live food without its nutrients, which stand in the tables' matrix."""

    id: int
    revision_id: int
    revision: int
    name: str
    description: str
    category: str
    is_base: bool
    state: str
    serving: str
    serving_g: float | None
    source: str
    source_id: str
    release: str
    portions: tuple[Portion, ...]
    names: tuple[Name, ...]


@dataclass(slots=True)
class FoodTables:
    """All live foods with the indexes over their names; one food can be replaced without a rebuild."""

    foods: list[Food] = field(default_factory=list)
    nutrients: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, len(KEYS))))
    index: NameIndex = field(default_factory=NameIndex)
    rows_of_id: dict[int, int] = field(default_factory=dict)
    exact: dict[tuple[str, ...], list[int]] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    stems: Counter[str] = field(default_factory=Counter)
    anatomies: dict[int, Anatomy] = field(default_factory=dict)
    shapes: dict[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def build(cls, rows: Iterable[tuple[Food, Sequence[float | None]]]) -> FoodTables:
        """Index ``(food, nutrients per 100 g in the order of KEYS)``."""
        tables = cls()
        values: list[NDArray[np.float64]] = []
        for food, nutrients in rows:
            tables.rows_of_id[food.id] = len(tables.foods)
            tables.foods.append(food)
            values.append(np.array(nutrients, dtype=np.float64))
        tables.nutrients = np.array(values).reshape(-1, len(KEYS))
        # The index weighs by heads once it has read all names, which are noted as they are read.
        tables.index.build(
            (tables._register(name, row) for row, food in enumerate(tables.foods) for name in food.names),
            tables.heads,
        )
        return tables

    def replace(self, food: Food, nutrients: Sequence[float | None]) -> None:
        """Put a changed or new food in place; the others are not touched."""
        self.remove(food.id)
        row = self.rows_of_id[food.id] = len(self.foods)
        self.foods.append(food)
        self.nutrients = np.vstack([self.nutrients, np.array([nutrients], dtype=np.float64)])
        for name in food.names:
            self.index.add(*self._register(name, row))

    def remove(self, food_id: int) -> None:
        """Forget a food: no search returns it any more."""
        row = self.rows_of_id.pop(food_id, None)
        if row is None:
            return
        for name_row, food in enumerate(self.index.food_of):
            if food == row:
                self.index.disable(name_row)
                self.exact[_exact_key(self.index.key_of[name_row])].remove(name_row)

    def _register(self, name: Name, row: int) -> tuple[int, tuple[str, ...], str, float]:
        stems = name_stems(name.text)
        tokens = canonical(stems)
        self.stems.update(stems)
        food = self.foods[row]
        self.exact.setdefault(_exact_key(tokens), []).append(len(self.names))
        self.names.append(name)
        self._note_heads(name, tokens)
        prior = _PRIOR[name.kind] + BASE_FOOD_PRIOR * food.is_base + SOURCE_PRIOR.get(food.source, 0.0)
        return row, tokens, name.region, prior

    def _note_heads(self, name: Name, tokens: tuple[str, ...]) -> None:
        """Words that name a food alone: the last of a name's first part, or of the second behind a group."""
        parts = name.text.split(",", 2)[:2]
        for part in parts:
            lead = tokens if len(parts) == 1 else name_tokens(part) or tokens
            self.heads.update(set(lead[-1:]) - language.word_set("qualifiers"))
            if not set(lead) <= language.word_set("group_words"):
                break

    def nutrients_of(self, row: int) -> dict[str, float | None]:
        """The nutrients of the food in ``row`` per 100 g."""
        values = self.nutrients[row]
        return {
            key: None if value != value else value for key, value in zip(KEYS, values.tolist(), strict=True)
        }

    def exact_matches(self, tokens: Sequence[str], region: str, stems: Sequence[str] = ()) -> list[Candidate]:
        """Foods with exactly these words for a name: in this order, of this region, everyday names first.

        ``stems`` are the words as said, little words included: "hot dog bun" is no "hot dog in a bun".
        """
        key = tuple(dict.fromkeys(tokens))
        found: dict[int, Candidate] = {}
        ranked = [
            (self._rank(row, key, region, tuple(stems)), row)
            for row in self.exact.get(_exact_key(tokens), [])
        ]
        for rank, row in sorted(ranked, key=lambda pair: (-pair[0], pair[1])):
            food = self.index.food_of[row]
            if food not in found:
                found[food] = Candidate(food, row, 1.0 + rank)
        return list(found.values())

    def is_everyday_name(self, folded: str, region: str) -> bool:
        """Whether a text is a food's own name in ``region``: the same words in order, the same commas."""
        stems = name_stems(folded)
        rows = self.exact.get(_exact_key(canonical(stems)), ()) if stems else ()
        return any(
            name.kind in (BASE_NAME, ALIAS)
            and name.region in ("", region)
            and name.text.count(",") == folded.count(",")
            and name_stems(name.text) == stems
            for name in (self.names[row] for row in rows)
        )

    def _rank(self, name_row: int, key: tuple[str, ...], region: str, stems: tuple[str, ...]) -> float:
        name = self.names[name_row]
        rank: float = self.index.prior[name_row]
        if stems and name_stems(name.text) != stems:
            rank -= OTHER_WORDING_COST
        if self.index.key_of[name_row] != key and name.kind != DESCRIPTION:
            rank -= OTHER_ORDER_COST
        if name.region:
            rank += OWN_WORD_PRIOR if name.region == region else -FOREIGN_WORD_COST
        return rank

    def search(self, wanted: Wanted, region: str, limit: int = 8) -> list[Candidate]:
        """The foods that answer ``wanted`` best: found by the index, ranked by a closer look."""
        found = self.index.search(tuple(wanted.weights), wanted.optional, region, limit * 3 // 2)
        priors = self.index.priors(region)
        looked_at = [
            Candidate(c.food, c.name, self._closeness(wanted, c) + float(priors[c.name])) for c in found
        ]
        return sorted(looked_at, key=lambda c: (-c.score, c.name))[:limit]

    def _closeness(self, wanted: Wanted, candidate: Candidate) -> float:
        tokens = self.index.key_of[candidate.name]
        return closeness(
            wanted, tokens, self.index, self._anatomy(candidate.name), self._shapes(candidate.food)
        )

    def described(self, row: int) -> tuple[str, ...]:
        """The tokens of a food's full description."""
        return name_tokens(self.foods[row].description)

    def heads_of(self, name_row: int) -> frozenset[str]:
        """The words that may head a name."""
        return self._anatomy(name_row).heads

    def _anatomy(self, name_row: int) -> Anatomy:
        if name_row not in self.anatomies:
            self.anatomies[name_row] = anatomy(self.names[name_row].text)
        return self.anatomies[name_row]

    def _shapes(self, row: int) -> frozenset[str]:
        """The shapes that a food's portions come in: nuggets, sticks, slices."""
        if row not in self.shapes:
            said = {stem(word) for portion in self.foods[row].portions for word in words(fold(portion.label))}
            self.shapes[row] = shape_words() & said
        return self.shapes[row]


def _exact_key(tokens: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(tokens)))
