"""What the formulas are told of a food."""

from dataclasses import dataclass

from nutrition.grading.glycemic import GlycemicIndex
from nutrition.nutrients import NutrientValues

# The classes of what is drunk.
DRINKS = ("beverage", "water")


@dataclass(frozen=True, slots=True)
class FoodFacts:
    """A food as the formulas see it.

    ``nutrients`` are per 100 g (a drink's per 100 ml, taken as 100 g); ``None`` or an absent key is unknown.
    Two keys that no food table has count where a label gives them: ``energy_kj`` and ``salt_g``.
    ``nutriscore_class`` is one of ``nutriscore.CLASSES``. The shares are percent by weight, ``None`` where
    nobody knows. ``serving_g`` is what one serving weighs.
    ``is_drink`` tells of wine too, which has no class.
    ``nutriscore_class_2017`` is told where the first scheme put the food elsewhere.
    """

    nutrients: NutrientValues
    nutriscore_class: str = "general"
    fruit_vegetable_legume_percent: float | None = None
    nut_percent: float | None = None
    non_nutritive_sweeteners: bool | None = None
    serving_g: float = 100.0
    glycemic_index: GlycemicIndex | None = None
    nutriscore_class_2017: str = ""
    is_drink: bool = False
