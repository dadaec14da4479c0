"""What Open Food Facts' site gives as "download results": tab-separated with quotes, each figure with a unit.

Names and ingredients have a column for each language (``product_name_en``); figures are as typed, per 100 g
or per serving (``nutrition_data_per``), in the unit of ``fat_unit``.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from nutrition.products.lines import LineFile
from nutrition.products.rows import Malformed, RawProduct, UnreadableFileError
from nutrition.products.servings import grams_in
from nutrition.products.tables import fields, rows

LAYOUT = "Open Food Facts downloaded results (CSV)"
NEEDED = {"code", "nutrition_data_per", "proteins_value", "proteins_unit"}
_LONGEST_CELL = 1 << 20
_Row = Mapping[str, str]


class ResultFile:
    """Downloaded results, gzipped or not, read as a stream."""

    layout = LAYOUT

    def __init__(self, path: Path) -> None:
        self._lines = LineFile(path)
        self.total = self._lines.total

    def done(self) -> int:
        """Bytes read."""
        return self._lines.done()

    def rows(self, skip: int) -> Iterator[RawProduct | Malformed]:
        """Each row as a product; raises UnreadableFileError where the file breaks off."""
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader((f"{line}\n" for line in self._lines.lines()), delimiter="\t")
        try:
            header = next(reader)
            for number, cells in enumerate(reader, start=1):
                if number > skip:
                    yield _product(header, cells)
        except csv.Error as error:
            raise UnreadableFileError(f"Line {reader.line_num} cannot be read: {error}.") from error


def _product(header: list[str], cells: list[str]) -> RawProduct | Malformed:
    if len(cells) != len(header):
        why = f"{len(cells)} columns instead of {len(header)}"
        return Malformed(cells[0] if cells else "", why, "\t".join(cells)[:2_000])
    row = dict(zip(header, cells, strict=True))
    amounts, doubts = _amounts(row)
    return RawProduct(
        code=row["code"],
        name=_in_language(row, "product_name"),
        generic_name=_in_language(row, "generic_name"),
        brand=row.get("brands", ""),
        quantity=row.get("quantity", ""),
        serving=row.get("serving_size", ""),
        serving_quantity=str(grams_in(row.get("serving_size", "")) or ""),
        ingredients=_in_language(row, "ingredients_text"),
        allergens=row.get("allergens_tags", ""),
        traces=row.get("traces_tags", ""),
        categories=row.get("categories_tags", ""),
        countries=row.get("countries_tags", ""),
        language=row.get("lc", ""),
        nova_group=row.get("off:nova_groups", ""),
        nutriscore_grade=row.get("off:nutriscore_grade", ""),
        nutriscore_score=row.get("off:nutriscore_score", ""),
        obsolete=row.get("obsolete", "") in ("1", "on"),
        amounts=amounts,
        doubts=doubts,
    )


def _in_language(row: _Row, field: str) -> str:
    """The text in the product's main language, else in English, else in any."""
    texts = (row.get(f"{field}_{language}", "") for language in (row.get("lc", ""), "en"))
    others = (text for name, text in row.items() if name.startswith(f"{field}_"))
    return next((text for text in (*texts, *others) if text), "")


def _amounts(row: _Row) -> tuple[dict[str, float], tuple[str, ...]]:
    """The figures per 100 g in standard units, and what could not be read."""
    scale: float | None = 1.0
    if row.get("nutrition_data_per") == "serving":
        grams = grams_in(row.get("serving_size", ""))
        scale = 100 / grams if grams else None
    amounts: dict[str, float] = {}
    doubts: list[str] = []
    for name in fields():
        value, unit = row.get(f"{name}_value", ""), row.get(f"{name}_unit", "").strip().lower()
        if not value:
            continue
        factor = _factor(unit, name)
        if scale is None:
            doubts.append("per_serving_unknown")
        elif factor is None:
            doubts.append("unit_unclear")
        else:
            try:
                amounts[name] = float(value) * factor * (1.0 if unit.startswith("%") else scale)
            except ValueError:
                doubts.append("not_a_number")
    return amounts, tuple(dict.fromkeys(doubts))


@cache
def _factor(unit: str, name: str) -> float | None:
    """What turns the unit into Open Food Facts' standard one for this figure; ``None``: nothing does."""
    known = {(row["unit"], row["nutrient"]): float(row["factor"]) for row in rows("label_units")}
    is_energy = name.startswith("energy")
    if is_energy and not unit:
        return 1.0
    found = known.get((unit, name))
    return found if found is not None or is_energy else known.get((unit, ""))
