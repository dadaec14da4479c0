"""USDA's FoodData Central: ``GET /v1/foods/search`` (https://fdc.nal.usda.gov/api-guide).

The search answers with the nutrients, per 100 g for every data type. An amount is taken by its nutrient's
number or id, in the unit that stands beside it. The key goes into a header, so that no address holds it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from nutrition.nutrients import KEYS, NUTRIENTS
from nutrition.resolution.descriptor import FoodDescriptor, FoodType
from nutrition.sources.figures import in_unit_of, number
from nutrition.sources.found import Found, SourceError, Why
from nutrition.sources.naming import Candidate, best_of, wanted_words

if TYPE_CHECKING:
    from nutrition.sources.http import JsonClient

PAGE_SIZE = 10
_MEASURED = "Foundation,SR Legacy,Survey (FNDDS)"
_WITH_BRANDS = f"{_MEASURED},Branded"
_BRANDED = {FoodType.BRANDED_PACKAGED, FoodType.RESTAURANT_ITEM, FoodType.GENERIC_DISH}


@dataclass(frozen=True, slots=True)
class UsdaFdc:
    """FoodData Central at ``url`` (without ``/v1``)."""

    url: str
    key: str
    name: str = "usda_fdc"

    def find(self, descriptor: FoodDescriptor, *, client: "JsonClient") -> Found | None:
        """The food whose description answers the name best; see ``Source``."""
        answer = client.get(
            self.name,
            f"{self.url}/v1/foods/search",
            params={
                "query": wanted_words(descriptor),
                "dataType": _WITH_BRANDS if descriptor.food_type in _BRANDED else _MEASURED,
                "pageSize": str(PAGE_SIZE),
            },
            headers={"X-Api-Key": self.key},
        )
        if not isinstance(answer, dict) or not isinstance(answer.get("foods"), list):
            raise SourceError(Why.BROKEN_ANSWER)
        return best_of(self.name, descriptor, _candidates(answer["foods"]))


def _candidates(foods: list[Any]) -> Iterator[Candidate]:
    for food in foods:
        if not isinstance(food, dict) or not food.get("description") or not food.get("fdcId"):
            continue
        unit = str(food.get("servingSizeUnit", "")).lower()
        yield Candidate(
            name=str(food["description"]),
            nutrients=_nutrients(food.get("foodNutrients")),
            source_id=str(food["fdcId"]),
            release=str(food.get("publishedDate", "")),
            brand=" ".join(str(food.get(key) or "") for key in ("brandName", "brandOwner")),
            serving=str(food.get("householdServingFullText") or ""),
            serving_g=number(food.get("servingSize")) if unit in ("g", "grm") else None,
        )


def _nutrients(rows: Any) -> dict[str, float | None]:
    """All our nutrients; where two rows are of one, the one that the nutrient table likes better counts."""
    nutrients: dict[str, float | None] = dict.fromkeys(KEYS)
    ranks: dict[str, int] = {}
    for row in rows if isinstance(rows, list) else []:
        key, rank = _meant(row) if isinstance(row, dict) else (None, 0)
        value = number(row.get("value")) if key else None
        if key is None or value is None or rank >= ranks.get(key, len(KEYS)):
            continue
        amount = in_unit_of(key, value, str(row.get("unitName", "")))
        if amount is not None:
            nutrients[key], ranks[key] = amount, rank
    return nutrients


def _meant(row: dict[str, Any]) -> tuple[str | None, int]:
    by_id, by_number = _known()
    nutrient_id = row.get("nutrientId")
    if isinstance(nutrient_id, int) and nutrient_id in by_id:
        return by_id[nutrient_id]
    return by_number.get(str(row.get("nutrientNumber", "")), (None, 0))


@cache
def _known() -> tuple[dict[int, tuple[str, int]], dict[str, tuple[str, int]]]:
    """Nutrient id and number -> our key, and its rank among the ids of that key."""
    ids = {
        fdc_id: (nutrient.key, rank) for nutrient in NUTRIENTS for rank, fdc_id in enumerate(nutrient.fdc_ids)
    }
    return ids, {nutrient.fdc_number: (nutrient.key, 0) for nutrient in NUTRIENTS if nutrient.fdc_number}
