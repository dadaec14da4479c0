"""A dish that no table has -> its parts: "tofu stir-fry with peppers" -> tofu, peppers, soy sauce and oil.

Only where the whole is not found, or found so poorly that a food that was named is lost. The parts that were
named get the amounts that recipes of this kind of dish have on average; what makes the dish what it is (the
tortilla of a wrap) is added where nobody named it. Whatever was found well keeps its answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from nutrition.recipes.tables import confidence_factor
from nutrition.recipes.templates import Template, TypicalAmount, roles_of, template_at_end
from nutrition.resolution.amounts import Amount
from nutrition.resolution.foods import Food
from nutrition.resolution.parse import Phrase
from nutrition.resolution.quantities import Measured, usual
from nutrition.resolution.reading import MIN_SCORE_OF_DETAIL, Group, Part, Reader, chatter_stems
from nutrition.resolution.text import canonical

WELL_FOUND = 0.7
SURELY_FOUND = 0.95
WHOLE_SCORE = 0.85
POORLY_FOUND = 0.5
MAX_PART_WORDS = 3
SERIES = ("and", ",")
WHOLE = "whole"
ORIGIN = "from"
PROTEIN = "protein"
DISH = "dish"


@dataclass(frozen=True, slots=True)
class _Dish:
    """The phrase ``at`` that names a kind of dish.

    ``series`` are it and those before it ("egg and ham wrap"), ``modifiers`` the words of each but for the
    dish's name, ``base`` the dish that the last ones name already ("caesar salad" of "tofu caesar salad").
    """

    template: Template
    at: int
    series: tuple[Phrase, ...]
    modifiers: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    base: Group | None = None


@dataclass(frozen=True, slots=True)
class _Named:
    """A part that was named, as read, with the role that it plays; no role means its own usual amount."""

    group: Group
    food: Food
    role: str


def decomposed(reader: Reader, phrases: Sequence[Phrase], groups: Sequence[Group]) -> list[Group] | None:
    """The parts of the dish in ``phrases`` in place of the ``groups`` found, or None to leave them be."""
    dish = _dish(reader, phrases)
    if dish is None:
        return None
    own = [group for group in groups if group.start < phrases[dish.at].end]
    later = [group for group in groups if group.start >= phrases[dish.at].end]
    swallowed = [p for p in phrases[dish.at + 1 :] if not any(g.start <= p.start < g.end for g in later)]
    if not own:
        return None
    if len(own) > 1 and not swallowed and (whole := _as_whole(reader, dish)) is not None:
        return [whole, *later]
    if _is_well_found(reader, dish, own):
        return None
    named = _named(reader, dish, swallowed)
    if named is None or not _is_lost(reader, dish, own, named, later):
        return None
    roles = [*(one.role for one in named), *_roles_beside(reader, later)]
    place = replace(own[0], start=dish.series[0].start, end=phrases[dish.at].end)
    rest = _as_base(reader, dish) or _added(reader, dish.template, roles, place)
    parts = [*_portioned(named, dish.template), *rest]
    if len(parts) < 2 and not later:
        return None
    return [*_served(parts, own[0].amount, dish.template), *later]


def _dish(reader: Reader, phrases: Sequence[Phrase]) -> _Dish | None:
    """The first phrase that ends in the name of a kind of dish, with the series that it closes."""
    for at, phrase in enumerate(phrases):
        stems = _without_chatter_at_end(phrase.stems)
        found = template_at_end(stems)
        if found:
            if any(p.joiner not in SERIES or p.amount is not None for p in phrases[1 : at + 1]):
                return None
            if at and phrase.joiner != "and":
                return None
            template, size = found
            base, size = _base(reader, phrase, stems, size, template)
            modifiers = (*(tuple(p.stems) for p in phrases[:at]), tuple(stems[:-size]))
            words = frozenset(canonical(tuple(stems[-size:])))
            return _Dish(template, at, tuple(phrases[: at + 1]), modifiers, words, base)
    return None


def _base(
    reader: Reader, phrase: Phrase, stems: Sequence[str], size: int, template: Template
) -> tuple[Group | None, int]:
    """The known dish that the last words name, and how many they are; not where all others are parts."""
    covered = {word for one in _parts_in(reader, stems[:-size], phrase, template) for word in one.group.stems}
    if set(stems[:-size]) <= covered:
        return None, size
    for longer in range(len(stems) - 1, size, -1):
        group = reader.read([replace(phrase, stems=list(stems[-longer:]), amount=None)])
        if group.candidates and group.candidates[0].score >= 1.0:
            return group, longer
    return None, size


def _without_chatter_at_end(stems: Sequence[str]) -> list[str]:
    kept = list(stems)
    while kept and kept[-1] in chatter_stems() and template_at_end(kept) is None:
        kept.pop()
    return kept


def _as_whole(reader: Reader, dish: _Dish) -> Group | None:
    """The dish whose name has every word of the series: beef and barley soup is no beef beside a soup."""
    group = reader.read(dish.series)
    if _score(group) < WHOLE_SCORE:
        return None
    named = reader.tables.index.key_of[group.candidates[0].name]
    return group if set(group.tokens) - chatter_stems() <= set(named) else None


def _is_well_found(reader: Reader, dish: _Dish, own: Sequence[Group]) -> bool:
    """Whether the tables know the dish, with or without details, or the last of a series beyond doubt."""
    if _score(own[-1]) >= (WELL_FOUND if len(own) == 1 else SURELY_FOUND):
        return True
    return _score(reader.read(dish.series)) >= WELL_FOUND


def _score(group: Group) -> float:
    return group.candidates[0].score if group.is_found else 0.0


def _named(reader: Reader, dish: _Dish, swallowed: Sequence[Phrase]) -> list[_Named] | None:
    """The parts that were named, or None where a phrase is no part of such a dish."""
    named: list[_Named] = []
    is_series = len(dish.series) > 1
    for phrase, stems in zip(dish.series, dish.modifiers, strict=True):
        found = _parts_in(reader, stems, phrase, dish.template)
        if is_series and not (found and all(one.role for one in found)):
            return None
        named.extend(found)
    for phrase in swallowed:
        whole = _fit(reader, reader.read([phrase]), MIN_SCORE_OF_DETAIL, dish.template)
        found = [whole] if whole else _parts_in(reader, phrase.stems, phrase, dish.template)
        if not found or phrase.joiner == ORIGIN:
            return None
        named.extend(found)
    return named


def _parts_in(reader: Reader, stems: Sequence[str], phrase: Phrase, template: Template) -> list[_Named]:
    """The foods among the words before the dish's name: as many words as can be, in as few foods."""
    best: list[tuple[int, int, list[_Named]]] = [(0, 0, [])]
    for end in range(1, len(stems) + 1):
        covered, count, found = best[end - 1]
        options = [(covered, count, found)]
        for start in range(max(0, end - MAX_PART_WORDS), end):
            part = _part(reader, stems[start:end], phrase, template)
            if part is not None:
                covered, count, found = best[start]
                options.append((covered + end - start, count - 1, [*found, part]))
        best.append(max(options, key=lambda option: option[:2]))
    return best[-1][2]


def _part(reader: Reader, stems: Sequence[str], phrase: Phrase, template: Template) -> _Named | None:
    """The food that is called exactly so."""
    return _fit(reader, reader.read([replace(phrase, stems=list(stems), amount=None)]), 1.0, template)


def _fit(reader: Reader, group: Group, at_least: float, template: Template) -> _Named | None:
    """The food of a group that is this surely found, if it is one that such dishes are made of."""
    if not group.candidates or group.candidates[0].score < at_least:
        return None
    food = reader.tables.foods[group.candidates[0].food]
    roles = roles_of(food.category)
    is_fit = roles and (DISH not in roles or template.takes_dishes)
    return _Named(group, food, template.role_among(roles)) if is_fit else None


def _is_lost(
    reader: Reader, dish: _Dish, own: Sequence[Group], named: Sequence[_Named], later: Sequence[Group]
) -> bool:
    """Whether the best food for the whole tells less of it than the named parts do.

    "Club sandwich" lacks the turkey of a turkey club sandwich, turkey in a sandwich lacks the club. Where no
    part was named the food must fit badly.
    """
    if len(own) > 1 or not own[0].candidates:
        return bool(named)
    best = own[0].candidates[0]
    if not named:
        return best.score < POORLY_FOUND and bool(later)
    tokens = set(own[0].tokens) - chatter_stems()
    by_whole = tokens & {*reader.tables.index.key_of[best.name], *reader.tables.described(best.food)}
    by_parts = tokens & {token for one in named for token in one.group.tokens}
    weight = reader.tables.index.weight
    return sum(map(weight, by_parts - by_whole)) > sum(map(weight, by_whole - by_parts - dish.words))


def _roles_beside(reader: Reader, later: Sequence[Group]) -> list[str]:
    """The roles of what stands beside the dish: quinoa may be the base that nobody else named."""
    foods = [reader.tables.foods[group.candidates[0].food] for group in later if group.is_found]
    return [role for food in foods for role in roles_of(food.category)]


def _portioned(named: Sequence[_Named], template: Template) -> list[Group]:
    """The named parts with their amounts."""
    shares = _shares(named)
    return [
        replace(one.group, part=_amount(one, template, share), amount=None)
        for one, share in zip(named, shares, strict=True)
    ]


def _shares(named: Sequence[_Named]) -> list[float]:
    """What each part has of its role's amount: more where one eats more, by its root (own choice).

    In a salad of rocket and beetroot there is more beetroot by weight, but not as much more as on its own.
    """
    weights = [sqrt(usual(one.food).grams) for one in named]
    of_role: dict[str, float] = defaultdict(float)
    for one, weight in zip(named, weights, strict=True):
        of_role[one.role] += weight
    return [weight / of_role[one.role] for one, weight in zip(named, weights, strict=True)]


def _amount(one: _Named, template: Template, share: float) -> Part:
    """The typical amount of its role; of bacon and the like, eaten by the slice, their own usual amount."""
    own = usual(one.food)
    typical = template.parts.get(one.role)
    if typical is None or (one.role == PROTEIN and own.grams < typical.grams / 2):
        return Part(template.slug, own, confidence_factor())
    return _typical(typical.times(share), template)


def _typical(amount: TypicalAmount, template: Template) -> Part:
    note = f"typical amount in a {template.slug.replace('_', ' ')}"
    measured = Measured(amount.grams, amount.grams_low, amount.grams_high, "decomposed", note, (note,))
    return Part(template.slug, measured, confidence_factor())


def _as_base(reader: Reader, dish: _Dish) -> list[Group]:
    """The known dish with its usual amount."""
    if dish.base is None:
        return []
    food = reader.tables.foods[dish.base.candidates[0].food]
    return [replace(dish.base, part=Part(dish.template.slug, usual(food), confidence_factor()))]


def _added(reader: Reader, template: Template, roles: Sequence[str], place: Group) -> list[Group]:
    """What the dish is made of though nobody named it."""
    added: list[Group] = []
    for default in template.defaults:
        if default.unless.isdisjoint(roles):
            phrase = Phrase(place.joiner, list(default.food), None, place.start, place.end)
            part = _typical(template.parts[default.role], template)
            added.append(replace(reader.read([phrase]), part=part))
    return [group for group in added if group.candidates]


def _served(parts: Sequence[Group], amount: Amount | None, template: Template) -> list[Group]:
    """The parts times how much was said of the dish: its weight, or how many."""
    factor = _factor(amount, sum(part.part.measured.grams for part in parts if part.part), template)
    return [replace(part, part=part.part.times(factor)) if part.part else part for part in parts]


def _factor(amount: Amount | None, usual_g: float, template: Template) -> float:
    """By what the parts are multiplied to make the amount; soups and the like weigh a gram a millilitre.

    A liquid dish fills its bowl whatever is in it: its parts make up the usual portion.
    """
    is_liquid = WHOLE in template.parts
    if amount and (amount.unit_kind == "mass" or (amount.unit_kind == "volume" and is_liquid)):
        return amount.middle * amount.unit_amount / usual_g
    portions = 1.0 if amount is None or amount.unit else amount.middle
    return portions * (template.parts[WHOLE].grams / usual_g if is_liquid else 1.0)
