"""What every way in (words, photo, menu, barcode) produces of one food, before anything is looked up."""

import re
from dataclasses import dataclass
from enum import StrEnum

MAX_NAME_CHARACTERS = 200


class FoodType(StrEnum):
    """What kind of thing a name is; it decides which sources are asked, and in which order."""

    WHOLE_FOOD = "whole_food"  # an apple, chicken breast, rice
    RESTAURANT_ITEM = "restaurant_item"  # a named restaurant's dish
    BRANDED_PACKAGED = "branded_packaged"  # a product with a label
    HOMEMADE_DISH = "homemade_dish"  # grandmother's soup
    GENERIC_DISH = "generic_dish"  # a cheeseburger of nobody in particular


@dataclass(frozen=True, slots=True)
class NamedIngredient:
    """A part of a composite dish as it was named; ``grams`` is None where nobody said how much."""

    name: str
    grams: float | None = None


@dataclass(frozen=True, slots=True)
class FoodDescriptor:
    """One food as it was identified; what was not said is empty or None.

    ``confidence`` (0-1) is how sure the identification is, not the nutrients. ``language`` and ``region`` say
    whose words the name is made of. Raises ValueError, naming the field, where a name is empty or too long,
    an amount is not positive, the code is not 8 to 14 digits or the confidence is not within 0-1.
    """

    name: str
    food_type: FoodType = FoodType.GENERIC_DISH
    quantity: float | None = None
    unit: str = ""
    grams: float | None = None
    restaurant: str = ""
    brand: str = ""
    cuisine: str = ""
    meal: str = ""
    gtin: str = ""
    ingredients: tuple[NamedIngredient, ...] = ()
    confidence: float = 1.0
    language: str = "en"
    region: str = "US"

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > MAX_NAME_CHARACTERS:
            raise ValueError(f"name: say one of 1 to {MAX_NAME_CHARACTERS} characters.")
        for field, amount in (("quantity", self.quantity), ("grams", self.grams)):
            if amount is not None and not amount > 0:
                raise ValueError(f"{field}: {amount} is not above zero.")
        if self.gtin and not re.fullmatch(r"[0-9]{8,14}", self.gtin):
            raise ValueError("gtin: say 8 to 14 digits.")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence: {self.confidence} is not within 0 and 1.")
