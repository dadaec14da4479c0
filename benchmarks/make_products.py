"""Made-up packaged foods in the layouts of Open Food Facts: `make_products.py csv|parquet ROWS FILE`.

Columns, types, lengths of the texts and the number of figures are those of the genuine files
(`off_columns.csv`); the products are invented. Every thousandth row has a wrong check digit, sugars above
carbohydrate, or the kJ in the kcal field.
"""

import argparse
import csv
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from nutrition.products.gtin import check_digit

TEMPLATES = 2_000
FIRST_CODE = 301_000_000_000
STEP = 7
# The rows of a group in the parquet file that Open Food Facts publishes, which pyarrow writes.
ROW_GROUP = 122_880
CHUNK = 8_192
WORDS = (
    "sugar", "wheat", "flour", "palm", "oil", "skimmed", "milk", "powder", "cocoa", "mass", "salt", "glucose",
    "syrup", "water", "tomato", "onion", "vegetable", "rapeseed", "emulsifier", "soya", "lecithin", "natural",
    "flavouring", "raising", "agent", "sodium", "carbonate", "maize", "starch", "egg",
)  # fmt: skip
TAGS = (
    "snacks",
    "sweet-snacks",
    "biscuits-and-cakes",
    "biscuits",
    "chocolate-biscuits",
    "dairies",
    "cheeses",
)
COUNTRIES = ("en:france", "en:united-states", "en:germany", "en:united-kingdom", "en:france,en:belgium")


def columns(layout: str) -> dict[str, str]:
    """The layout's columns with their kind, in their order."""
    with Path(__file__).with_name("off_columns.csv").open(encoding="utf-8", newline="") as file:
        return {row["column"]: row["kind"] for row in csv.DictReader(file) if row["layout"] == layout}


def gtin(number: int, *, wrong: bool = False) -> str:
    """The 13 digits of the product with this number."""
    digits = f"{FIRST_CODE + number * STEP:012d}"
    return digits + str((check_digit(digits) + wrong) % 10)


def figures(chance: random.Random) -> dict[str, float]:
    """The figures of a label, per 100 g, in grams, kcal and kJ."""
    fat, protein = chance.uniform(0, 30), chance.uniform(1, 15)
    carbohydrate = chance.uniform(5, 50)
    kcal = 9 * fat + 4 * protein + 4 * carbohydrate
    amounts = {
        "energy-kj": kcal * 4.184, "energy-kcal": kcal, "energy": kcal * 4.184, "fat": fat,
        "saturated-fat": fat * 0.4, "carbohydrates": carbohydrate, "sugars": carbohydrate * 0.6,
        "fiber": chance.uniform(0, 8), "proteins": protein, "salt": 1.0, "sodium": 0.4,
        "trans-fat": 0.0, "cholesterol": 0.02, "calcium": 0.12, "iron": 0.0021, "potassium": 0.31,
        "vitamin-c": 0.006,
    }  # fmt: skip
    return {name: round(amount, 4) for name, amount in amounts.items()}


def spoilt(amounts: dict[str, float], kind: int) -> dict[str, float]:
    """The same with a fault."""
    faults = {1: {"sugars": amounts["carbohydrates"] + 5}, 2: {"energy-kcal": amounts["energy-kj"]}}
    return amounts | faults.get(kind, {})


def texts(chance: random.Random) -> dict[str, str]:
    """The texts of a product."""
    ingredients = ", ".join(chance.choices(WORDS, k=chance.randrange(12, 40)))
    categories = ",".join(f"en:{tag}" for tag in TAGS[: chance.randrange(2, 7)])
    return {
        "product_name": " ".join(chance.choices(WORDS, k=4)).title(),
        "generic_name": " ".join(chance.choices(WORDS, k=3)),
        "brands": chance.choice(WORDS).title(),
        "quantity": f"{chance.randrange(50, 1000)} g",
        "categories": categories.replace("en:", ""),
        "categories_tags": categories,
        "countries_tags": chance.choice(COUNTRIES),
        "ingredients_text": ingredients,
        "ingredients_tags": ",".join(f"en:{word}" for word in ingredients.replace(" ", "-").split(",-")),
        "allergens": "en:milk,en:gluten",
        "traces_tags": "en:nuts",
        "serving_size": "30 g",
        "serving_quantity": "30",
        "nutriscore_grade": chance.choice("abcde"),
        "nutriscore_score": str(chance.randrange(-5, 30)),
        "nova_group": str(chance.randrange(1, 5)),
        "additives_tags": "en:e322,en:e500",
        "last_modified_t": str(chance.randrange(1_600_000_000, 1_770_000_000)),
        "states_tags": ",".join(["en:to-be-completed"] * 14),
        "states": ", ".join(["en:to-be-completed"] * 14),
    }


def lines(rows: int, *, seed: int = 1) -> Iterator[str]:
    """The lines of the export, its header first."""
    names = list(columns("csv"))
    chance = random.Random(seed)  # noqa: S311
    image = "https://images.openfoodfacts.org/images/products/301/000/000/0000/front_en.4.400.jpg"
    kinds = []
    for kind in range(3):
        made = []
        for _ in range(TEMPLATES if kind == 0 else 20):
            amounts = spoilt(figures(chance), kind)
            cells = texts(chance) | {f"{name}_100g": f"{amount:g}" for name, amount in amounts.items()}
            cells |= {name: image for name in names if name.startswith("image_")}
            made.append("\t".join(cells.get(name, "") for name in names[1:]))
        kinds.append(made)
    yield "\t".join(names)
    for number in range(rows):
        fault = number % 3 if number % 1_000 < 3 else 0
        made = kinds[fault]
        yield f"{gtin(number, wrong=number % 1_000 == 500)}\t{made[number % len(made)]}"


def write_csv(path: Path, rows: int) -> None:
    """Write the tab-separated export."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\n" for line in lines(rows))


def write_parquet(path: Path, rows: int) -> None:
    """Write the parquet file; numbers in no order, as there."""
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    chance = random.Random(2)  # noqa: S311
    kinds = columns("parquet")
    template = pa.Table.from_pylist([record(chance, kinds) for _ in range(CHUNK)], schema(kinds))
    numbers = list(range(rows))
    chance.shuffle(numbers)
    place = template.schema.get_field_index("code")
    with pq.ParquetWriter(path, template.schema) as writer:
        group: list[Any] = []
        for start in range(0, rows, CHUNK):
            chunk = numbers[start : start + CHUNK]
            codes = pa.array([gtin(n, wrong=n % 1_000 == 500) for n in chunk], pa.string())
            group.append(
                template.slice(0, len(chunk)).set_column(place, template.schema.field("code"), codes)
            )
            if len(group) * CHUNK >= ROW_GROUP or start + CHUNK >= rows:
                writer.write_table(pa.concat_tables(group), row_group_size=ROW_GROUP)
                group = []


def schema(kinds: dict[str, str]) -> Any:
    """The parquet file's types."""
    import pyarrow as pa

    plain = {
        "string": pa.string(), "number": pa.float64(), "integer": pa.int64(), "boolean": pa.bool_(),
        "strings": pa.list_(pa.string()), "nested": pa.list_(pa.struct([("key", pa.string())])),
    }  # fmt: skip
    said = pa.list_(pa.struct([("lang", pa.string()), ("text", pa.string())]))
    names = ("value", "100g", "serving")
    prepared = ("prepared_value", "prepared_100g", "prepared_serving")
    figure = [("name", pa.string()), *((name, pa.float32()) for name in names), ("unit", pa.string())]
    figure += [*((name, pa.float32()) for name in prepared), ("prepared_unit", pa.string())]
    special = {"nutriments": pa.list_(pa.struct(figure)), "product_name": said, "generic_name": said}
    special["ingredients_text"] = said
    return pa.schema([(name, special.get(name, plain[kind])) for name, kind in kinds.items()])


def record(chance: random.Random, kinds: dict[str, str]) -> dict[str, Any]:
    """A row of the parquet file; the columns that are largest there are as large here."""
    made = texts(chance)
    found: dict[str, Any] = {}
    for name, kind in kinds.items():
        value = made.get(name)
        if value is None:
            continue
        found[name] = value.split(",") if kind == "strings" else float(value) if kind == "number" else value
        if kind == "integer":
            found[name] = int(value)
    for name in ("product_name", "generic_name", "ingredients_text"):
        found[name] = [{"lang": "main", "text": made[name]}, {"lang": "en", "text": made[name]}]
    found["lang"] = "en"
    found["nutriments"] = [
        {"name": name, "value": amount, "100g": amount, "serving": amount * 0.3, "unit": "g"}
        for name, amount in figures(chance).items()
    ]
    found["ingredients"] = json.dumps(
        [ingredient(word, chance) for word in made["ingredients_text"].split(", ")]
    )
    found["environmental_score_data"] = json.dumps(
        {"adjustments": {str(n): chance.random() for n in range(60)}}
    )
    return found


def ingredient(word: str, chance: random.Random) -> dict[str, Any]:
    """An ingredient as Open Food Facts takes it apart."""
    empty = ("vegan", "vegetarian", "ciqual_food_code", "percent", "from_palm_oil", "processing", "labels")
    estimate = {"percent_max": 100.0, "percent_min": 0.0, "percent_estimate": chance.random() * 10}
    return {"id": f"en:{word}", "text": word, "is_in_taxonomy": 1, **estimate, **dict.fromkeys(empty)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("layout", choices=["csv", "parquet"])
    parser.add_argument("rows", type=int)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    {"csv": write_csv, "parquet": write_parquet}[options.layout](options.file, options.rows)


if __name__ == "__main__":
    main()
