"""What cooking does to a food of which only the raw one was measured.

A preparation names a method of the fitted model (``resolution.cooking``), or has a curator's own modifiers. A
food that the tables know as cooked is always taken as measured, and no figure here touches it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from nutrition.nutrients import NutrientValues
from nutrition.resolution.cooking.model import Effect, cooked, effect
from nutrition.resolution.text import name_tokens

KCAL_PER_G_FAT = 9.0
KCAL_PER_G_CARBOHYDRATE = 4.0
_UNCOOKED = frozenset({"raw", "uncooked", "fresh"})
_COOKED = frozenset({
    "cooked", "bake", "broil", "roast", "grill", "fried", "boil", "steam", "poach", "stew", "saute", "smoke",
    "toast", "barbecue", "rotisserie", "braised", "stirfry", "canned", "pickle", "dry", "mash", "scramble",
    "madeoil", "madebutter", "mademargarine",
})  # fmt: skip
# A dried food that a table calls raw was not cooked: it takes its water up in the pot.
_DRIED = frozenset({"dry"})


class Footing(Enum):
    """What a cooking method finds: the raw food, or why nothing can be reckoned."""

    RAW = auto()
    DONE_ALREADY = auto()
    OTHER_KIND = auto()
    NOT_RAW = auto()


@dataclass(frozen=True, slots=True)
class Preparation:
    """A cooking method: the tokens that name it, the categories it suits, what it does to 100 g raw.

    With a ``method`` the fitted model tells what is done; then ``fat_added_g`` (oil) and ``sodium_added_mg``
    come on top of it and the other modifiers have no say.
    """

    slug: str
    name: str
    tokens: tuple[tuple[str, ...], ...]
    applies_to: tuple[str, ...]
    water_loss_percent: float = 0.0
    fat_factor: float = 1.0
    fat_added_g: float = 0.0
    saturated_fat_added_g: float = 0.0
    carbohydrate_added_g: float = 0.0
    sodium_added_mg: float = 0.0
    potassium_factor: float = 1.0
    vitamin_c_factor: float = 1.0
    method: str = ""

    def suits(self, category: str) -> bool:
        """Whether foods of ``category`` (a slug path) are prepared this way."""
        return any(category == own or category.startswith(f"{own}/") for own in self.applies_to)


def preparation(words: Iterable[str], **fields: object) -> Preparation:
    """A preparation with its words as tokens, the longest first."""
    tokens = sorted({name_tokens(word) for word in words}, key=lambda t: (-len(t), t))
    return Preparation(tokens=tuple(t for t in tokens if t), **fields)  # type: ignore[arg-type]


def said(preparations: Iterable[Preparation], tokens: Collection[str]) -> Preparation | None:
    """The preparation that ``tokens`` name, the one with most words."""
    own = set(tokens)
    found = [
        (len(group), prepared) for prepared in preparations for group in prepared.tokens if own >= set(group)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def is_raw(description: str) -> bool:
    """Whether a table's description is of the uncooked food."""
    tokens = set(name_tokens(description))
    return bool(tokens & _UNCOOKED) and not tokens & (_COOKED - _DRIED)


def is_cooked(description: str) -> bool:
    """Whether a table's description is of a food as cooked or otherwise made ready."""
    return bool(set(name_tokens(description)) & _COOKED)


def footing(method: Preparation, name: str, description: str, category: str) -> Footing:
    """Whether ``method`` can be reckoned for a food: its category suits and the raw food was measured."""
    told = {*name_tokens(description), *name_tokens(name)}
    if any(told >= set(tokens) for tokens in method.tokens):
        return Footing.DONE_ALREADY
    if not method.suits(category):
        return Footing.OTHER_KIND
    return Footing.RAW if is_raw(description) else Footing.NOT_RAW


def by_modifiers(slug: str, name: str, modifiers: Mapping[str, float]) -> Preparation:
    """A preparation with just these modifiers, which nothing names and no category suits."""
    return Preparation(slug, name, (), (), **dict(modifiers))  # type: ignore[arg-type]


def effect_on(
    per_100g: NutrientValues, method: Preparation, description: str, category: str
) -> Effect | None:
    """What the model makes of 100 g of a raw food; None for a preparation with modifiers of its own."""
    if not method.method:
        return None
    return effect(
        method.method,
        per_100g,
        description,
        category,
        oil_g=method.fat_added_g,
        sodium_mg=method.sodium_added_mg,
    )


def prepared_food(
    per_100g: NutrientValues, method: Preparation, description: str, category: str
) -> dict[str, float | None]:
    """Nutrients per 100 g of a food, told by its description and category, prepared from 100 g raw."""
    done = effect_on(per_100g, method, description, category)
    return prepared(per_100g, method) if done is None else cooked(per_100g, done)


def prepared(per_100g: NutrientValues, method: Preparation) -> dict[str, float | None]:
    """Nutrients per 100 g prepared by a preparation's own modifiers; what is unknown stays so.

    Water leaves, fat and coating come; all is then per 100 g of what is left. The energy changes with fat and
    carbohydrate at 9 and 4 kcal/g.
    """
    out = dict(per_100g)
    _scale(out, ("potassium_mg",), method.potassium_factor)
    _scale(out, ("vitamin_c_mg",), method.vitamin_c_factor)
    _scale(
        out, ("fat_g", "saturated_fat_g", "monounsaturated_fat_g", "polyunsaturated_fat_g"), method.fat_factor
    )
    _add(out, "fat_g", method.fat_added_g)
    _add(out, "saturated_fat_g", method.saturated_fat_added_g)
    _add(out, "carbohydrate_total_g", method.carbohydrate_added_g)
    _add(out, "carbohydrate_available_g", method.carbohydrate_added_g)
    _add(out, "sodium_mg", method.sodium_added_mg)
    _add(
        out,
        "energy_kcal",
        KCAL_PER_G_FAT * _fat_change_g(per_100g, method)
        + KCAL_PER_G_CARBOHYDRATE * method.carbohydrate_added_g,
    )
    _add(out, "water_g", -_water_lost_g(per_100g, method))
    left_g = weight_left_g(per_100g, method)
    return {key: None if value is None else value * 100.0 / left_g for key, value in out.items()}


def weight_left_g(per_100g: NutrientValues, method: Preparation) -> float:
    """What 100 g raw weigh, in grams, once prepared by a preparation's own modifiers."""
    change_g = _fat_change_g(per_100g, method) + method.carbohydrate_added_g
    return 100.0 - _water_lost_g(per_100g, method) + change_g


def _fat_change_g(per_100g: NutrientValues, method: Preparation) -> float:
    fat_g = per_100g.get("fat_g")
    return method.fat_added_g if fat_g is None else fat_g * method.fat_factor + method.fat_added_g - fat_g


def _water_lost_g(per_100g: NutrientValues, method: Preparation) -> float:
    water_g = per_100g.get("water_g")
    return min(method.water_loss_percent, 95.0 if water_g is None else water_g)


def _scale(values: dict[str, float | None], keys: Iterable[str], factor: float) -> None:
    for key in keys:
        value = values.get(key)
        if value is not None:
            values[key] = value * factor


def _add(values: dict[str, float | None], key: str, amount: float) -> None:
    value = values.get(key)
    if value is not None:
        values[key] = value + amount
