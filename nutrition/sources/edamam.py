"""Edamam's Food Database: ``GET /api/food-database/v2/parser``.

https://developer.edamam.com/food-database-api-docs: ``parsed`` is the food that Edamam understood, ``hints``
are those with similar names; nutrients are per 100 g. The basic plan lets nothing be cached but food id and
label, so answers are kept only where EDAMAM_CACHE_DAYS says that the plan permits it. Edamam takes its keys
in the address only; addresses are never logged.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from nutrition.resolution.descriptor import FoodDescriptor
from nutrition.sources.figures import by_code, number
from nutrition.sources.found import Found, Kind, SourceError, Why
from nutrition.sources.naming import Candidate, as_found, best_of, wanted_words

if TYPE_CHECKING:
    from nutrition.sources.http import JsonClient

_SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Edamam:
    """Edamam at ``url``; answers may be kept for ``cache_days``."""

    url: str
    app_id: str
    app_key: str
    cache_days: int = 0
    name: str = "edamam"

    def find(self, descriptor: FoodDescriptor, *, client: "JsonClient") -> Found | None:
        """The food that Edamam understood, else the hint that answers the name best; see ``Source``."""
        asked = {"upc": descriptor.gtin} if descriptor.gtin else {"ingr": wanted_words(descriptor)}
        keys = {"app_id": self.app_id, "app_key": self.app_key}
        address = f"{self.url}/api/food-database/v2/parser"
        answer = client.get(
            self.name, address, params={**keys, **asked}, absent_is_none=bool(descriptor.gtin)
        )
        if answer is None:
            return None
        if not isinstance(answer, dict):
            raise SourceError(Why.BROKEN_ANSWER)
        parsed, hints = answer.get("parsed"), answer.get("hints")
        if not isinstance(parsed, list) or not isinstance(hints, list):
            raise SourceError(Why.BROKEN_ANSWER)
        found = self._taken(descriptor, list(_candidates(parsed)), list(_candidates(hints)))
        return found and replace(found, cacheable_for_s=self.cache_days * _SECONDS_PER_DAY)

    def _taken(
        self, descriptor: FoodDescriptor, parsed: list[Candidate], hints: list[Candidate]
    ) -> Found | None:
        """One food parsed is the food meant; of several none is all of it."""
        if len(parsed) == 1:
            return as_found(self.name, parsed[0], Kind.EXACT)
        if descriptor.gtin and hints:
            return as_found(self.name, hints[0], Kind.EXACT)
        return best_of(self.name, descriptor, hints, loosely=Kind.HINT)


def _candidates(rows: list[Any]) -> Iterator[Candidate]:
    for row in rows:
        food = row.get("food") if isinstance(row, dict) else None
        if not isinstance(food, dict) or not food.get("label") or not isinstance(food.get("nutrients"), dict):
            continue
        serving, serving_g = _serving(row)
        yield Candidate(
            name=str(food["label"]),
            nutrients=by_code("edamam", food["nutrients"]),
            source_id=str(food.get("foodId", "")),
            release="",
            brand=str(food.get("brand") or ""),
            serving=serving,
            serving_g=serving_g,
        )


def _serving(row: dict[str, Any]) -> tuple[str, float | None]:
    """The measure called a serving or a whole, with its grams."""
    measures = row.get("measures")
    for measure in measures if isinstance(measures, list) else []:
        if isinstance(measure, dict) and measure.get("label") in ("Serving", "Whole", "Unit"):
            return f"1 {str(measure['label']).lower()}", number(measure.get("weight"))
    return "", None
