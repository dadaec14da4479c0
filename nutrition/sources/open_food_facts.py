"""Open Food Facts: a product by its code (API v2), or the text search (``/cgi/search.pl``).

https://openfoodfacts.github.io/openfoodfacts-server/api/. Version 2 has no text search, and version 3.3 has
another shape of nutrients that is still changing, so it is these two. Needs no key; the address turns it on.
Amounts end in ``_100g`` and are in grams, energy in kcal or kJ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from nutrition.grading.checks import KJ_PER_KCAL
from nutrition.nutrients import KEYS, NUTRIENTS
from nutrition.resolution.descriptor import FoodDescriptor
from nutrition.sources.figures import in_unit_of, number
from nutrition.sources.found import Found, Kind, SourceError, Why
from nutrition.sources.naming import Candidate, as_found, best_of, wanted_words

if TYPE_CHECKING:
    from nutrition.sources.http import JsonClient

PAGE_SIZE = 10
FIELDS = "code,product_name,brands,nutriments,serving_size,serving_quantity,countries_tags,last_modified_t"
MG_SODIUM_PER_G_SALT = 400.0  # EU 1169/2011, annex I: salt = sodium x 2.5
# Their labels give carbohydrate with fibre, and Open Food Facts takes it over as it stands.
_TOTAL_CARBOHYDRATE_COUNTRIES = {"en:united-states", "en:canada"}
_NOT_IN_GRAMS = {"energy_kcal", "alcohol_g", "carbohydrate_total_g"}  # alcohol is in % of the volume


@dataclass(frozen=True, slots=True)
class OpenFoodFacts:
    """Open Food Facts at ``url``."""

    url: str
    name: str = "open_food_facts"

    def find(self, descriptor: FoodDescriptor, *, client: "JsonClient") -> Found | None:
        """The product with the code, else the one that answers the name best; see ``Source``."""
        if descriptor.gtin:
            return self._by_code(descriptor.gtin, client)
        answer = client.get(
            "open_food_facts_search",
            f"{self.url}/cgi/search.pl",
            params={
                "search_terms": wanted_words(descriptor),
                "search_simple": "1",
                "action": "process",
                "json": "1",
                "page_size": str(PAGE_SIZE),
                "fields": FIELDS,
            },
        )
        if not isinstance(answer, dict) or not isinstance(answer.get("products"), list):
            raise SourceError(Why.BROKEN_ANSWER)
        return best_of(self.name, descriptor, _candidates(answer["products"]))

    def _by_code(self, gtin: str, client: "JsonClient") -> Found | None:
        address = f"{self.url}/api/v2/product/{gtin}.json"
        answer = client.get(self.name, address, params={"fields": FIELDS}, absent_is_none=True)
        if answer is None or (isinstance(answer, dict) and answer.get("status") == 0):
            return None
        if not isinstance(answer, dict) or not isinstance(answer.get("product"), dict):
            raise SourceError(Why.BROKEN_ANSWER)
        product = {"code": answer.get("code"), **answer["product"]}
        if str(product["code"]).lstrip("0") != gtin.lstrip("0"):
            raise SourceError(Why.BROKEN_ANSWER)
        for candidate in _candidates([product]):
            return as_found(self.name, candidate, Kind.EXACT)
        return None


def _candidates(products: list[Any]) -> Iterator[Candidate]:
    for product in products:
        if not isinstance(product, dict) or not product.get("code") or not product.get("product_name"):
            continue
        nutriments = product.get("nutriments")
        if not isinstance(nutriments, dict):
            continue
        yield Candidate(
            name=str(product["product_name"]),
            nutrients=_nutrients(nutriments, _countries(product.get("countries_tags"))),
            source_id=str(product["code"]),
            release=_day(product.get("last_modified_t")),
            brand=str(product.get("brands") or ""),
            serving=str(product.get("serving_size") or ""),
            serving_g=number(product.get("serving_quantity")),
        )


def _countries(tags: Any) -> set[str]:
    return {tag for tag in tags if isinstance(tag, str)} if isinstance(tags, list) else set()


def _nutrients(nutriments: Mapping[str, Any], countries: set[str]) -> dict[str, float | None]:
    nutrients: dict[str, float | None] = dict.fromkeys(KEYS)
    for nutrient in NUTRIENTS:
        value = (
            number(nutriments.get(f"{nutrient.open_food_facts}_100g")) if nutrient.open_food_facts else None
        )
        if value is not None and nutrient.key not in _NOT_IN_GRAMS:
            nutrients[nutrient.key] = in_unit_of(nutrient.key, value, "g")
    nutrients["energy_kcal"] = _energy_kcal(nutriments)
    if nutrients["sodium_mg"] is None and (salt_g := number(nutriments.get("salt_100g"))) is not None:
        nutrients["sodium_mg"] = salt_g * MG_SODIUM_PER_G_SALT
    if countries and countries <= _TOTAL_CARBOHYDRATE_COUNTRIES:
        nutrients["carbohydrate_total_g"] = nutrients["carbohydrate_available_g"]
        nutrients["carbohydrate_available_g"] = None
    return nutrients


def _energy_kcal(nutriments: Mapping[str, Any]) -> float | None:
    kcal = number(nutriments.get("energy-kcal_100g"))
    if kcal is not None:
        return kcal
    kj = number(nutriments.get("energy-kj_100g", nutriments.get("energy_100g")))
    return None if kj is None else kj / KJ_PER_KCAL


def _day(seconds: Any) -> str:
    known = number(seconds)
    if known is None or not 0 < known < 1e11:
        return ""
    return datetime.fromtimestamp(known, UTC).date().isoformat()
