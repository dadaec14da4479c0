"""Kinds of dishes: the words that name them, the parts that they are made of, and typical amounts of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from nutrition.recipes.tables import rows
from nutrition.resolution.text import name_stems


@dataclass(frozen=True, slots=True)
class TypicalAmount:
    """Grams of a part in one usual portion of a dish, with the range that most recipes lie in."""

    grams: float
    grams_low: float
    grams_high: float

    def times(self, factor: float) -> TypicalAmount:
        """The same, scaled."""
        return TypicalAmount(self.grams * factor, self.grams_low * factor, self.grams_high * factor)


@dataclass(frozen=True, slots=True)
class Default:
    """A part that a dish has unless a part with one of the roles of ``unless`` was named."""

    role: str
    food: tuple[str, ...]
    unless: frozenset[str]


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of dish: the roles in it with their amounts; a bowl may hold a whole dish (``takes_dishes``)."""

    slug: str
    parts: dict[str, TypicalAmount]
    defaults: tuple[Default, ...]
    takes_dishes: bool

    def role_among(self, roles: Sequence[str]) -> str:
        """The first of a food's roles that this kind of dish has a place for; empty if none."""
        return next((role for role in roles if role in self.parts), "")


def _parts(slug: str, roles: Collection[str]) -> dict[str, TypicalAmount]:
    return {
        row["role"]: TypicalAmount(float(row["grams"]), float(row["grams_low"]), float(row["grams_high"]))
        for row in rows("templates")
        if row["template"] == slug and row["role"] in roles
    }


@cache
def _by_words() -> dict[tuple[str, ...], Template]:
    defaults: dict[str, list[Default]] = {}
    for row in rows("template_defaults"):
        one = Default(row["role"], name_stems(row["food"]), frozenset(row["unless"].split("|")))
        defaults.setdefault(row["template"], []).append(one)
    found: dict[tuple[str, ...], Template] = {}
    for row in rows("template_sources"):
        slug, roles = row["template"], row["roles"].split("|")
        template = Template(slug, _parts(slug, roles), tuple(defaults.get(slug, ())), "dish" in roles)
        found.update((name_stems(word), template) for word in row["words"].split("|"))
    return found


@cache
def _longest() -> int:
    return max(map(len, _by_words()))


def template_at_end(stems: Sequence[str]) -> tuple[Template, int] | None:
    """The kind of dish that ``stems`` end in, and how many of them name it."""
    for size in range(min(_longest(), len(stems)), 0, -1):
        found = _by_words().get(tuple(stems[-size:]))
        if found:
            return found, size
    return None


@cache
def _roles_of_categories() -> list[tuple[str, tuple[str, ...]]]:
    return [(row["category"], tuple(row["roles"].split("|"))) for row in rows("category_roles")]


@cache
def roles_of(category: str) -> tuple[str, ...]:
    """The roles that a food of ``category`` (a slug path) may play in a dish, the likeliest first."""
    for slug, roles in _roles_of_categories():
        if category == slug or category.startswith(f"{slug}/"):
            return roles
    return ()
