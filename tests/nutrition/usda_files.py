"""Small tables in the formats of USDA's publishers, written by the tests themselves."""

import csv
import gzip
import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from nutrition.nutrients import NUTRIENTS

Rows = list[list[str]]

FNDDS_NUTRIENTS = [nutrient.fndds_column for nutrient in NUTRIENTS if nutrient.fndds_column]
FNDDS_FOOD = ["Food code", "Main food description", "WWEIA Category number", "WWEIA Category description"]


def write_sr28(directory: Path) -> Path:
    """Two foods: butter with a fibre of 0, raw broccoli without alcohol and with refuse."""
    folder = directory / "sr28"
    folder.mkdir()
    _carets(folder / "FD_GROUP.txt", ["~0100~^~Dairy and Egg Products~", "~1100~^~Vegetables~"])
    _carets(
        folder / "FOOD_DES.txt",
        [
            "~01001~^~0100~^~Butter, salted~^~BUTTER,WITH SALT~^~~^~~^~Y~^~~^0^~~^6.38^4.27^8.79^3.87",
            "~11090~^~1100~^~Broccoli, raw~^~BROCCOLI,RAW~^~calabrese~^~~^~Y~^~Leaves and stems~^39^"
            "~Brassica oleracea~^6.25^2.44^8.37^3.57",
        ],
    )
    _carets(
        folder / "NUTR_DEF.txt",
        [
            "~203~^~g~^~PROCNT~^~Protein~^~2~^~600~",
            "~205~^~g~^~CHOCDF~^~Carbohydrate, by difference~^~2~^~1100~",
            "~208~^~kcal~^~ENERC_KCAL~^~Energy~^~0~^~300~",
            "~291~^~g~^~FIBTG~^~Fiber, total dietary~^~1~^~1200~",
            "~320~^~µg~^~VITA_RAE~^~Vitamin A, RAE~^~0~^~7420~",
            "~618~^~g~^~F18D2~^~18:2 undifferentiated~^~3~^~13100~",
        ],
    )
    _carets(
        folder / "NUT_DATA.txt",
        [
            _sr28_value("01001", "203", "0.85"),
            _sr28_value("01001", "205", "0.06"),
            _sr28_value("01001", "208", "717"),
            _sr28_value("01001", "291", "0", source_code="7"),
            _sr28_value("01001", "618", "2.728"),
            _sr28_value("11090", "203", "2.82"),
            _sr28_value("11090", "205", "6.64"),
            _sr28_value("11090", "208", "34"),
            _sr28_value("11090", "291", "2.6"),
            _sr28_value("11090", "320", ""),
        ],
    )
    _carets(
        folder / "WEIGHT.txt",
        ["~01001~^1^1^~tbsp~^14.2^^", "~11090~^1^1^~cup chopped~^91^^", "~11090~^2^.5^~cup, chopped~^44^^"],
    )
    return folder


def _sr28_value(food: str, nutrient: str, value: str, source_code: str = "1") -> str:
    return f"~{food}~^~{nutrient}~^{value}^1^^~{source_code}~^~A~^~~^~~^^^^^^^~~^~01/2010~^"


def _carets(path: Path, lines: list[str]) -> None:
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode("iso-8859-1"))


def write_foundation(directory: Path, *, packed: bool = False) -> Path:
    """Three foods with energy under 1008, 2048 and 2047, and an older version that is none of them."""
    folder = directory / "foundation"
    folder.mkdir()
    tables: dict[str, Rows] = {
        "foundation_food.csv": [
            ["fdc_id", "NDB_number", "footnote"],
            ["1", "11090", ""],
            ["2", "100200", ""],
            ["3", "100300", ""],
        ],
        "food_category.csv": [["id", "code", "description"], ["11", "1100", "Vegetables"]],
        "food.csv": [
            ["fdc_id", "data_type", "description", "food_category_id", "publication_date"],
            ["1", "foundation_food", "Broccoli, raw", "11", "2024-04-18"],
            ["2", "foundation_food", "Chicory, raw", "11", "2025-04-24"],
            ["3", "foundation_food", "Sorrel, raw", "11", "2024-10-31"],
            ["9", "foundation_food", "Broccoli, an older version", "11", "2019-04-01"],
        ],
        "nutrient.csv": [
            ["id", "name", "unit_name", "nutrient_nbr", "rank"],
            ["1003", "Protein", "G", "203", "600"],
            ["1008", "Energy", "KCAL", "208", "300"],
            ["2047", "Energy (Atwater General Factors)", "KCAL", "957", "280"],
            ["2048", "Energy (Atwater Specific Factors)", "KCAL", "958", "290"],
        ],
        "food_nutrient.csv": [
            ["id", "fdc_id", "nutrient_id", "amount", "derivation_id"],
            ["1", "1", "1003", "2.57", "1"],
            ["2", "1", "2047", "39.0", "4"],
            ["3", "1", "1008", "34.0", "4"],
            ["4", "2", "2047", "23.0", "4"],
            ["5", "2", "2048", "21.0", "4"],
            ["6", "3", "2047", "22.0", "4"],
            ["7", "9", "1008", "99.0", "4"],
        ],
        "measure_unit.csv": [["id", "name"], ["1000", "cup"], ["9999", "undetermined"]],
        "food_portion.csv": [
            ["fdc_id", "amount", "measure_unit_id", "portion_description", "modifier", "gram_weight"],
            ["1", "1.0", "1000", "", "chopped", "91.0"],
            ["2", "2.0", "9999", "", "leaves", "12.5"],
        ],
    }
    for name, rows in tables.items():
        write_csv(folder / (f"{name}.gz" if packed else name), rows)
    return folder


def write_fndds(directory: Path, *, suffix: str = ".csv") -> Path:
    """Three dishes: buttered broccoli loses a tenth of its water, a casserole is made of it."""
    folder = directory / "fndds"
    folder.mkdir()
    tables: dict[str, Rows] = {
        "FNDDS Nutrient Values": [
            [*FNDDS_FOOD, *FNDDS_NUTRIENTS, "Theobromine (mg)"],
            _dish("72201100", "Broccoli, raw", "6407", **{"Energy (kcal)": "34"}),
            _dish("72201222", "Broccoli, NS as to form, with butter", "6407", **{"Energy (kcal)": "101"}),
            _dish("72201999", "Broccoli casserole", "3104", **{"Energy (kcal)": "101"}),
        ],
        "Portions and Weights": [
            [*FNDDS_FOOD, "Seq num", "Portion description", "Portion weight (g)"],
            ["72201100", "Broccoli, raw", "6407", "Broccoli", "1", "1 cup", "90"],
            ["72201100", "Broccoli, raw", "6407", "Broccoli", "2", "Quantity not specified", "45"],
            ["72201222", "Broccoli, with butter", "6407", "Broccoli", "1", "Quantity not specified", "0"],
            ["11000000", "Milk, human", "9602", "Human milk", "1", "1 cup", "246"],
        ],
        "FNDDS Ingredients": [
            [
                *FNDDS_FOOD,
                "Seq num",
                "Ingredient code",
                "Ingredient description",
                "Ingredient weight (g)",
                "Retention code",
                "Moisture change (%)",
            ],
            _ingredient("72201100", "1", "11090", "Broccoli, raw", "100", "0", "0"),
            _ingredient("72201222", "1", "72201100", "Broccoli, raw", "90", "3001", "-10"),
            _ingredient("72201222", "2", "1001", "Butter, salted", "10", "0", "-10"),
            _ingredient("72201999", "1", "72201222", "Broccoli with butter", "50", "0", "0"),
        ],
    }
    for name, rows in tables.items():
        path = folder / f"2021-2023 FNDDS At A Glance - {name}{suffix}"
        if suffix == ".xlsx":
            # The publisher puts a title above the header and breaks its cells into lines.
            header = [column.replace(" (", "\n(") for column in rows[0]]
            write_workbook(path, [[f"{name} for the Food and Nutrient Database"], header, *rows[1:]])
        else:
            write_csv(path, rows)
    return folder


def _dish(code: str, description: str, category: str, **known: str) -> list[str]:
    values = [known.get(column, "0") for column in FNDDS_NUTRIENTS]
    return [code, description, category, f"category {category}", *values, "0"]


def _ingredient(food: str, *cells: str) -> list[str]:
    return [food, "a dish", "6407", "Broccoli", *cells]


def write_csv(path: Path, rows: Rows) -> None:
    """Write a CSV, gzipped if the name says so."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    data = text.getvalue().encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


def write_workbook(path: Path, rows: Rows) -> None:
    """Write an .xlsx with shared strings for text and plain cells for numbers, empty cells left out."""
    strings: list[str] = []
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = []
        for column, text in enumerate(row):
            if not text:
                continue
            where = f'r="{_letters(column)}{number}"'
            if text.replace(".", "", 1).replace("-", "", 1).isdigit():
                cells.append(f"<c {where}><v>{text}</v></c>")
            else:
                strings.append(f"<si><t>{escape(text)}</t></si>")
                cells.append(f'<c {where} t="s"><v>{len(strings) - 1}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet {space}><sheetData>{''.join(lines)}</sheetData></worksheet>",
        )
        archive.writestr("xl/sharedStrings.xml", f"<sst {space}>{''.join(strings)}</sst>")


def _letters(column: int) -> str:
    return (chr(ord("A") + column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def edit(path: Path, old: str, new: str) -> None:
    """Replace ``old``, which must be there, in a text file."""
    text = path.read_bytes().decode("iso-8859-1")
    assert old in text
    path.write_bytes(text.replace(old, new).encode("iso-8859-1"))
