"""A retailer's product data, in the shape of Tesco's former developer API ("Tesco Labs").

Two calls: ``GET /grocery/products/?query=`` names products, ``GET /product/?gtin=`` or ``?tpnb=`` tells their
labels, with the key in ``Ocp-Apim-Subscription-Key``. Retailers agree on no shape, and few let everybody in:
SUPERMARKET_URL and SUPERMARKET_KEY name a feed or gateway of this shape that the operator has. Tried against
a server of that shape only, never against a retailer's own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nutrition.resolution.descriptor import FoodDescriptor
from nutrition.sources.figures import by_code
from nutrition.sources.found import Found, Kind, SourceError, Why
from nutrition.sources.naming import Candidate, as_found, best_of, closeness, wanted_words

if TYPE_CHECKING:
    from nutrition.sources.http import JsonClient

PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class Supermarket:
    """A retailer's service at ``url``."""

    url: str
    key: str
    name: str = "supermarket"

    def find(self, descriptor: FoodDescriptor, *, client: "JsonClient") -> Found | None:
        """The product with the code, else the one whose name answers best; see ``Source``."""
        if descriptor.gtin:
            products = self._products({"gtin": descriptor.gtin.zfill(14)}, client)
            return as_found(self.name, products[0], Kind.EXACT) if products else None
        code = self._best_code(wanted_words(descriptor), client)
        return best_of(self.name, descriptor, self._products({"tpnb": code}, client)) if code else None

    def _best_code(self, wanted: str, client: "JsonClient") -> str:
        answer = client.get(
            self.name,
            f"{self.url}/grocery/products/",
            params={"query": wanted, "offset": "0", "limit": str(PAGE_SIZE)},
            headers=self._headers(),
        )
        try:
            results = answer["uk"]["ghs"]["products"]["results"]
            named = [(str(row["name"]), str(row["tpnb"])) for row in results]
        except (TypeError, LookupError):
            raise SourceError(Why.BROKEN_ANSWER) from None
        scored = [(closeness(wanted, name), code) for name, code in named]
        best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
        return best[1] if best[0] > 0 else ""

    def _products(self, asked: dict[str, str], client: "JsonClient") -> list[Candidate]:
        answer = client.get(self.name, f"{self.url}/product/", params=asked, headers=self._headers())
        if not isinstance(answer, dict) or not isinstance(answer.get("products"), list):
            raise SourceError(Why.BROKEN_ANSWER)
        return list(_candidates(answer["products"]))

    def _headers(self) -> dict[str, str]:
        return {"Ocp-Apim-Subscription-Key": self.key}


def _candidates(products: list[Any]) -> Iterator[Candidate]:
    for product in products:
        label = product.get("calcNutrition") if isinstance(product, dict) else None
        if not isinstance(label, dict) or not product.get("description") or not _is_per_100_g(label):
            continue
        rows = label.get("calcNutrients")
        yield Candidate(
            name=str(product["description"]),
            nutrients=by_code("supermarket", _amounts(rows if isinstance(rows, list) else [])),
            source_id=str(product.get("gtin") or product.get("tpnb") or ""),
            release="",
            brand=str(product.get("brand") or ""),
            serving=str(label.get("perServingHeader") or ""),
        )


def _is_per_100_g(label: dict[str, Any]) -> bool:
    """Figures per 100 ml are left: how much a millilitre weighs is not said."""
    return str(label.get("per100Header", "")).replace(" ", "").lower().startswith("per100g")


def _amounts(rows: list[Any]) -> dict[str, Any]:
    """Label's name -> value. "Less than" is no amount: it stays unknown."""
    return {
        str(row.get("name")): row.get("valuePer100")
        for row in rows
        if isinstance(row, dict) and row.get("qualPer100") not in ("<", "less than")
    }
