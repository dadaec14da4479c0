"""Open Food Facts' daily export: tab-separated, one product a line, no quotes, figures per 100 g in grams."""

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path

from nutrition.products.lines import LineFile
from nutrition.products.nutriscore import first_is_red_meat, has_sweeteners
from nutrition.products.rows import Malformed, RawProduct
from nutrition.products.tables import fields

LAYOUT = "Open Food Facts export (CSV)"
NEEDED = {"code", "product_name", "energy_100g", "proteins_100g"}
_SUFFIX = "_100g"
# The texts of RawProduct in the order of its fields, by their column.
_TEXTS = (
    "code", "product_name", "generic_name", "brands", "quantity", "serving_size", "serving_quantity",
    "ingredients_text", "allergens", "traces_tags", "categories_tags", "countries_tags", "lc", "nova_group",
    "nutriscore_grade", "nutriscore_score", "last_modified_t",
)  # fmt: skip
_INGREDIENTS = _TEXTS.index("ingredients_text")
_OTHERS = ("additives_tags", "ingredients_tags")


class ExportFile:
    """The daily export, gzipped or not, read as a stream."""

    layout = LAYOUT

    def __init__(self, path: Path) -> None:
        self._lines = LineFile(path)
        self.total = self._lines.total

    def done(self) -> int:
        """Bytes read."""
        return self._lines.done()

    def rows(self, skip: int) -> Iterator[RawProduct | Malformed]:
        """Each line as a product; raises UnreadableFileError where the file breaks off."""
        lines = self._lines.lines(skip)
        read = _reader(next(lines).split("\t"))
        for line in lines:
            yield read(line)


def _reader(header: Sequence[str]) -> Callable[[str], RawProduct | Malformed]:
    """What turns a line into a product, given the columns."""
    place = {name: index for index, name in enumerate(header)}
    width = len(header)
    # A column that is not there reads as the empty text behind the last.
    pick = itemgetter(*(place.get(name, width) for name in (*_TEXTS, *_OTHERS)))
    figures = tuple((name, place[name + _SUFFIX]) for name in fields() if name + _SUFFIX in place)

    def read(line: str) -> RawProduct | Malformed:
        cells = line.split("\t")
        if len(cells) != width:
            return Malformed(cells[0], f"{len(cells)} columns instead of {width}", line[:2_000])
        cells.append("")
        *texts, additives, ingredient_tags = pick(cells)
        amounts: dict[str, float] = {}
        doubts: tuple[str, ...] = ()
        for name, index in figures:
            if cell := cells[index]:
                try:
                    amounts[name] = float(cell)
                except ValueError:
                    doubts = ("not_a_number",)
        meat = first_is_red_meat(ingredient_tags)
        sweeteners = has_sweeteners(additives.split(","), bool(texts[_INGREDIENTS]))
        # As many texts as RawProduct has before `obsolete`, which this layout does not tell.
        return RawProduct(*texts, False, meat, sweeteners, amounts, doubts)  # type: ignore[call-arg]

    return read
