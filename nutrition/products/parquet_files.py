"""Open Food Facts' parquet file: one product a row, its texts by language, its figures in a list.

Only the columns that count are read, in batches of some thousand rows whatever the size of a row group.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from numpy.typing import NDArray

from nutrition.products.nutriscore import first_is_red_meat, has_sweeteners
from nutrition.products.rows import RawProduct, UnreadableFileError
from nutrition.products.tables import fields

LAYOUT = "Open Food Facts (parquet)"
NEEDED = {"code", "product_name", "nutriments"}
BATCH_ROWS = 1_000
_BUFFER = 1 << 16
_TEXTS = ("brands", "quantity", "serving_size", "serving_quantity", "lang", "nutriscore_grade")
_NUMBERS = ("nova_group", "nutriscore_score", "last_modified_t")
_TAGS = (
    "allergens_tags", "traces_tags", "categories_tags", "countries_tags",
    "additives_tags", "ingredients_tags",
)  # fmt: skip
_BY_LANGUAGE = ("product_name", "generic_name", "ingredients_text")
_OTHERS = ("code", "with_non_nutritive_sweeteners", "obsolete")
_MAIN = "main"
_SEVEN_DIGITS = 1e7
Column = Sequence[Any]


class ParquetFile:
    """The parquet file, read as a stream."""

    layout = LAYOUT

    def __init__(self, path: Path) -> None:
        try:
            self._file = pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)
        except (pa.ArrowException, OSError) as error:
            raise UnreadableFileError(f"This is no whole parquet file: {error}.") from error
        self.names = set(self._file.schema_arrow.names)
        if self.names >= NEEDED and len(self._figures()) != 2:
            raise UnreadableFileError("The column nutriments is no list of figures with a name and a 100g.")
        self.total = self._file.metadata.num_rows
        self._done = 0

    def done(self) -> int:
        """Rows read."""
        return self._done

    def rows(self, skip: int) -> Iterator[RawProduct]:
        """Each row as a product; raises UnreadableFileError where the file is damaged."""
        wanted = (*_OTHERS, *_TEXTS, *_NUMBERS, *_TAGS, *_BY_LANGUAGE)
        columns = [name for name in wanted if name in self.names]
        columns += self._figures()
        groups, self._done = self._groups_behind(skip)
        skip -= self._done
        try:
            for batch in self._file.iter_batches(
                BATCH_ROWS, row_groups=groups, columns=columns, use_threads=False
            ):
                self._done += batch.num_rows
                if skip < batch.num_rows:
                    yield from _products(batch.slice(skip))
                skip = max(skip - batch.num_rows, 0)
        except (pa.ArrowException, OSError) as error:
            raise UnreadableFileError(f"The file is damaged behind row {self._done}: {error}.") from error

    def _figures(self) -> list[str]:
        """The paths to a figure's name and its amount, without what else the file tells of it."""
        schema = self._file.schema
        paths = [schema.column(index).path for index in range(len(schema))]
        return [
            path for path in paths if path.startswith("nutriments.") and path.endswith((".name", ".100g"))
        ]

    def _groups_behind(self, skip: int) -> tuple[list[int], int]:
        """The row groups that are not wholly skipped, and how many rows those before them hold."""
        metadata, before, first = self._file.metadata, 0, 0
        while first < metadata.num_row_groups and before + metadata.row_group(first).num_rows <= skip:
            before += metadata.row_group(first).num_rows
            first += 1
        return list(range(first, metadata.num_row_groups)), before


def _products(batch: pa.RecordBatch) -> Iterator[RawProduct]:
    size = batch.num_rows

    def column(name: str) -> Column:
        return batch.column(name).to_pylist() if name in batch.schema.names else [None] * size

    texts = zip(*(_strings(column(name)) for name in (*_TEXTS, *_NUMBERS)), strict=True)
    tags = zip(*(_joined(batch, name) for name in _TAGS), strict=True)
    named = zip(*(_main_language(batch, name) for name in _BY_LANGUAGE), strict=True)
    others = zip(*(column(name) for name in _OTHERS), strict=True)
    amounts = _amounts(batch.column("nutriments"))
    for text, tag, (name, generic_name, ingredients), other, figures in zip(
        texts, tags, named, others, amounts, strict=True
    ):
        brand, quantity, serving, serving_quantity, language, grade, nova, score, modified = text
        allergens, traces, categories, countries, additives, ingredient_tags = tag
        code, sweetened, obsolete = other
        yield RawProduct(
            code=str(code or ""),
            name=name,
            generic_name=generic_name,
            brand=brand,
            quantity=quantity,
            serving=serving,
            serving_quantity=serving_quantity,
            ingredients=ingredients,
            allergens=allergens,
            traces=traces,
            categories=categories,
            countries=countries,
            language=language,
            nova_group=nova,
            nutriscore_grade=grade,
            nutriscore_score=score,
            modified_t=modified,
            obsolete=bool(obsolete),
            red_meat=first_is_red_meat(ingredient_tags),
            sweeteners=True if sweetened else has_sweeteners(additives.split(","), bool(ingredients)),
            amounts=figures,
        )


def _strings(values: Column) -> list[str]:
    return ["" if value is None else str(value) for value in values]


def _joined(batch: pa.RecordBatch, name: str) -> list[str]:
    """Lists of tags, each joined by commas."""
    if name not in batch.schema.names or not pa.types.is_string(batch.schema.field(name).type.value_type):
        return [""] * batch.num_rows
    return _strings(pc.binary_join(batch.column(name), ",").to_pylist())


def _main_language(batch: pa.RecordBatch, name: str) -> list[str]:
    """The text in the main language, else the first, of lists of ``{lang, text}``."""
    texts = [""] * batch.num_rows
    if name not in batch.schema.names:
        return texts
    column = batch.column(name)
    if not pa.types.is_list(column.type):
        return _strings(column.to_pylist())
    rows, entries = pc.list_parent_indices(column).to_pylist(), column.flatten()
    languages, values = entries.field("lang").to_pylist(), entries.field("text").to_pylist()
    for row, language, text in zip(rows, languages, values, strict=True):
        if text and (language == _MAIN or not texts[row]):
            texts[row] = text
    return texts


def _amounts(column: pa.ListArray) -> list[dict[str, float]]:
    """Figures per 100 g by name."""
    amounts: list[dict[str, float]] = [{} for _ in range(len(column))]
    entries = column.flatten()
    names, values = entries.field("name"), entries.field("100g")
    wanted = pc.and_(pc.is_in(names, value_set=pa.array(list(fields()))), pc.is_valid(values))
    rows = pc.filter(pc.list_parent_indices(column), wanted).to_pylist()
    names, values = pc.filter(names, wanted).to_pylist(), pc.filter(values, wanted).to_numpy()
    for row, name, value in zip(rows, names, in_seven_digits(values).tolist(), strict=True):
        amounts[row][name] = value
    return amounts


def in_seven_digits(values: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """The decimals of seven digits that were stored in single precision; zero and infinity stay."""
    exact = values.astype(np.float64)
    is_amount = np.isfinite(exact) & (exact != 0) & (np.abs(exact) < _SEVEN_DIGITS)
    size = np.floor(np.log10(np.abs(exact), where=is_amount, out=np.zeros_like(exact)))
    # A power of ten up to 22 is exact, and so is the division to the last digit.
    scale = 10.0 ** np.clip(6 - size, 0, 22)
    return np.where(is_amount, np.rint(exact * scale) / scale, exact)
