"""The last resort: a language model says which food a phrase means, or estimates what a food holds.

An identification is looked up like any other name. An estimate is called one wherever it goes; it is dropped
where its figures do not fit each other, even where a measured food would only be flagged.
"""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

from nutrition.nutrients import CORE_KEYS, KEYS
from nutrition.resolution.descriptor import FoodDescriptor, FoodType, NamedIngredient
from nutrition.sources.chat import answer_to
from nutrition.sources.figures import is_plausible, number
from nutrition.sources.found import Found, Kind, SourceError, Why
from nutrition.sources.tables import confidence_and_keep_s

if TYPE_CHECKING:
    from nutrition.sources.http import JsonClient

SOURCE = "language_model"
MAX_TOKENS = 800
TEMPERATURE = 0.0
MAX_CHARACTERS = 100
MAX_INGREDIENTS = 30
MAX_SERVING_G = 2_000.0
REQUIRED = ("energy_kcal", "protein_g", "carbohydrate_total_g", "fat_g")
IDENTIFY = (
    "You are told what somebody ate, in words that no food table knows. Say which food is meant; estimate no "
    "nutrients. Answer with one JSON object: name (its usual English name, empty if it is no food), "
    "food_type (" + " | ".join(FoodType) + "), restaurant, brand, cuisine (each empty if none), "
    "ingredients (a list of objects with name and grams), confidence (0 to 1)."
)
ESTIMATE = (
    "You are told the name of a food. Estimate what 100 g of it hold as it is eaten. Answer with one JSON "
    "object: is_food (true or false), serving_g (grams of a usual serving), nutrients_per_100_g (an object "
    "with "
    + ", ".join(REQUIRED)
    + " and, as far as you know them, "
    + ", ".join(key for key in CORE_KEYS if key not in REQUIRED)
    + "; leave out what you do not know)."
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the model thinks that a food holds."""

    name: str = "estimate"

    def find(self, descriptor: FoodDescriptor, *, client: "JsonClient") -> Found | None:
        """The estimate, None where the model says that it is no food; see ``Source``."""
        asked = {"name": descriptor.name, "restaurant": descriptor.restaurant, "brand": descriptor.brand}
        said = _object(_asked(ESTIMATE, asked, client))
        if said.get("is_food") is False:
            return None
        nutrients = _nutrients(said.get("nutrients_per_100_g"))
        if not is_plausible(nutrients, strictly=True):
            raise SourceError(Why.IMPLAUSIBLE)
        confidence, keep_s = confidence_and_keep_s(self.name, Kind.ESTIMATE.value)
        serving_g = number(said.get("serving_g"))
        return Found(
            name=descriptor.name,
            nutrients=nutrients,
            source=self.name,
            source_id=settings.LANGUAGE_MODEL_NAME,
            release="",
            kind=Kind.ESTIMATE,
            confidence=confidence,
            cacheable_for_s=keep_s,
            found_at=time.time(),
            serving_g=serving_g if serving_g and 0 < serving_g <= MAX_SERVING_G else None,
        )


def identified(descriptor: FoodDescriptor, *, client: "JsonClient") -> FoodDescriptor | None:
    """What the model reads the name as, None if it is no food; raises SourceError where it says neither."""
    said = _object(_asked(IDENTIFY, {"words": descriptor.name}, client))
    name = _text(said, "name")
    if not name:
        return None
    confidence = number(said.get("confidence", 1.0))
    try:
        return FoodDescriptor(
            name=name,
            food_type=FoodType(said.get("food_type", descriptor.food_type)),
            grams=descriptor.grams,
            restaurant=_text(said, "restaurant"),
            brand=_text(said, "brand"),
            cuisine=_text(said, "cuisine"),
            meal=descriptor.meal,
            ingredients=_ingredients(said.get("ingredients")),
            confidence=descriptor.confidence * (0.0 if confidence is None else confidence),
            language=descriptor.language,
            region=descriptor.region,
        )
    except ValueError:
        raise SourceError(Why.BROKEN_ANSWER) from None


def _asked(task: str, data: dict[str, str], client: "JsonClient") -> Any:
    return answer_to(SOURCE, task, data, client=client, max_tokens=MAX_TOKENS, temperature=TEMPERATURE)


def _object(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise SourceError(Why.BROKEN_ANSWER)
    return said


def _nutrients(said: Any) -> dict[str, float | None]:
    """All our nutrients; raises SourceError if one is no number or unknown to us, or a required one lacks."""
    amounts = _object(said)
    if not set(REQUIRED) <= amounts.keys() <= set(KEYS):
        raise SourceError(Why.BROKEN_ANSWER)
    numbers = {key: number(value) for key, value in amounts.items() if value is not None}
    if None in numbers.values() or not set(REQUIRED) <= numbers.keys():
        raise SourceError(Why.BROKEN_ANSWER)
    return {**dict.fromkeys(KEYS), **numbers}


def _text(said: dict[str, Any], key: str) -> str:
    text = said.get(key) or ""
    if not isinstance(text, str) or len(text) > MAX_CHARACTERS:
        raise SourceError(Why.BROKEN_ANSWER)
    return text.strip()


def _ingredients(said: Any) -> tuple[NamedIngredient, ...]:
    rows = said if isinstance(said, list) else []
    named = [(row, _text(row, "name")) for row in rows[:MAX_INGREDIENTS] if isinstance(row, dict)]
    return tuple(NamedIngredient(name, _grams(row.get("grams"))) for row, name in named if name)


def _grams(said: Any) -> float | None:
    grams = number(said)
    return grams if grams is not None and grams > 0 else None
