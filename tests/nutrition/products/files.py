"""Small files in the layouts of Open Food Facts, and the figures of a plausible product."""

import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

BISCUITS = {
    "energy-kcal": 480.0, "energy": 2008.0, "fat": 20.0, "saturated-fat": 9.0, "carbohydrates": 65.0,
    "sugars": 25.0, "fiber": 3.0, "proteins": 7.0, "salt": 0.8, "sodium": 0.32,
}  # fmt: skip
TEXTS = (
    "code", "url", "last_modified_t", "product_name", "generic_name", "quantity", "brands",
    "categories_tags", "countries_tags", "ingredients_text", "ingredients_tags", "allergens", "traces_tags",
    "serving_size", "serving_quantity", "additives_tags", "nutriscore_score", "nutriscore_grade",
    "nova_group",
)  # fmt: skip
FIGURES = (*BISCUITS, "energy-kj", "alcohol", "calcium", "vitamin-d", "carbohydrates-total", "water")
ESTIMATES = ("glucose", "fructose", "galactose", "lactose", "maltose", "sucrose")
CODE = "3017620422003"


def row(code: str = CODE, *, figures: Any = BISCUITS, **texts: Any) -> dict[str, str]:
    """A line of the export by column; ``figures`` are per 100 g."""
    cells = {"code": code, "product_name": "Butter biscuits", "last_modified_t": "1700000000"}
    cells |= {name: str(text) for name, text in texts.items()}
    return cells | {f"{name}_100g": str(figure) for name, figure in figures.items()}


def write_export(path: Path, rows: Iterable[Mapping[str, str]], *, more: bytes = b"") -> Path:
    """Write the tab-separated export, gzipped where the name says so."""
    columns = (*TEXTS, *(f"{name}_100g" for name in (*FIGURES, *ESTIMATES)))
    lines = ["\t".join(columns), *("\t".join(cells.get(name, "") for name in columns) for cells in rows)]
    content = "".join(f"{line}\n" for line in lines).encode() + more
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def record(code: str = CODE, *, figures: Any = BISCUITS, **fields: Any) -> dict[str, Any]:
    """A row of the parquet file."""
    names = [{"lang": "en", "text": "Butter biscuits"}, {"lang": "main", "text": "Biscuits au beurre"}]
    nutriments = [{"name": name, "value": None, "100g": figure} for name, figure in figures.items()]
    told = {"code": code, "product_name": names, "nutriments": nutriments, "last_modified_t": 1_700_000_000}
    return told | fields


def write_parquet(path: Path, records: list[dict[str, Any]], *, row_group: int = 100) -> Path:
    """Write the parquet file, its figures in single precision as there."""
    said = pa.list_(pa.struct([("lang", pa.string()), ("text", pa.string())]))
    figure = [("name", pa.string()), ("value", pa.float32()), ("100g", pa.float32()), ("unit", pa.string())]
    tags = pa.list_(pa.string())
    schema = pa.schema(
        {
            "code": pa.string(), "product_name": said, "generic_name": said, "ingredients_text": said,
            "nutriments": pa.list_(pa.struct(figure)), "categories_tags": tags, "countries_tags": tags,
            "allergens_tags": tags, "traces_tags": tags, "additives_tags": tags, "ingredients_tags": tags,
            "brands": pa.string(), "lang": pa.string(), "obsolete": pa.bool_(), "nova_group": pa.int32(),
            "serving_size": pa.string(), "serving_quantity": pa.string(), "last_modified_t": pa.int64(),
            "with_non_nutritive_sweeteners": pa.int32(), "images": tags,
        }
    )  # fmt: skip
    pq.write_table(pa.Table.from_pylist(records, schema), path, row_group_size=row_group)
    return path
