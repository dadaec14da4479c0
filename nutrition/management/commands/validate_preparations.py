"""`manage.py validate_preparations`: the cooking model against USDA's measured cooked foods."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from nutrition.fixtures import number_text, write_csv
from nutrition.nutrients import KEYS, by_key
from nutrition.resolution.cooking.tables import ADDITIONS, LAW_FIELDS, Yield, yields
from nutrition.usda import sr28
from nutrition.usda.importer import tables_in
from nutrition.usda.models import SourceFood
from nutrition.usda.reading import BrokenTableError
from nutrition.yields.fitting import fit
from nutrition.yields.judging import BASES, Error, errors, medians, ours, seeds
from nutrition.yields.pairs import Pair, SourceRow, pairs_of
from nutrition.yields.split import halves

TABLE = Path("nutrition", "data", "cooking", "yields.csv")
SOURCE = "fitted by manage.py validate_preparations --write to the fitting half of SR28's pairs"
COLUMNS = (
    "group", "method", "pairs", *(f"water_{name}" for name in LAW_FIELDS),
    *(f"fat_{name}" for name in LAW_FIELDS), *ADDITIONS, "source",
)  # fmt: skip
MACROS = ("energy_kcal", "protein_g", "fat_g", "water_g")
TITLES = {
    "cooked": "per 100 g cooked, the predicted yield counted in",
    "dry": "per 100 g of dry matter: after water loss, on the same water",
    "raw": "per gram raw: what of the raw food is still there",
}
JSON_NAMES = {"cooked": "", "dry": "_same_water", "raw": "_per_raw_gram"}
DECIMALS = 2


class Command(BaseCommand):
    help = (
        "Compare every raw food of SR28, prepared by the shipped table, with its measured cooked foods. The "
        "table is fitted on half of the families of foods and judged on the other half."
    )
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", type=Path, nargs="?", metavar="DIR",
            help="a folder with SR28 as USDA ships it; by default what import_usda stored",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--pairs", action="store_true", help="print every pair with its half")
        parser.add_argument("--write", action="store_true", help=f"fit anew and write {TABLE}")

    def handle(self, *, directory: Path | None, **options: Any) -> None:
        pairs = pairs_of(_from_folder(directory) if directory else _from_database())
        fitting, judging = halves(pairs)
        if not judging:
            raise CommandError("There is no pair of a raw food and its cooked food in these tables.")
        if options["pairs"]:
            self.stdout.write(_pair_lines(fitting, judging))
            return
        table = fit(fitting) if options["write"] else list(yields().values())
        if options["write"]:
            write_csv(Path(settings.BASE_DIR) / TABLE, COLUMNS, map(_cells, table))
            yields.cache_clear()
        found, seed = errors(judging, ours(table)), errors(judging, seeds())
        if options["json"]:
            self.stdout.write(json.dumps(_summary(fitting, judging, found, seed)))
        else:
            self.stdout.write(_text(fitting, judging, found, seed))


def _from_database() -> list[SourceRow]:
    try:
        foods = list(SourceFood.objects.filter(source="sr28"))
    except DatabaseError:  # the tables were not made yet
        foods = []
    if not foods:
        raise CommandError(
            "USDA's SR28 is not here: import it (manage.py import_usda DIR) or name its folder."
        )
    return [
        SourceRow(food.source_id, food.group_code, food.description, food.nutrients(), food.derivations)
        for food in foods
    ]


def _from_folder(directory: Path) -> list[SourceRow]:
    if not directory.is_dir():
        raise CommandError(f"{directory} is not a folder")
    folders = [path for module, path in tables_in(directory) if module is sr28]
    if not folders:
        raise CommandError(f"No SR28 in {directory}: expected FOOD_DES.txt and NUT_DATA.txt.")
    try:
        foods = sr28.read(folders[0])
    except BrokenTableError as error:
        raise CommandError(str(error)) from error
    return [
        SourceRow(
            food.source_id,
            food.group_code,
            food.description,
            {key: food.nutrients.get(key) for key in KEYS},
            food.derivations,
        )
        for food in foods
    ]


def _cells(row: Yield) -> list[str]:
    laws = [number_text(getattr(law, name)) for law in (row.water, row.fat) for name in LAW_FIELDS]
    added = [number_text(getattr(row, name)) for name in ADDITIONS]
    return [row.group, row.method, str(row.pairs), *laws, *added, SOURCE]


def _summary(
    fitting: list[Pair], judging: list[Pair], found: list[Error], seed: list[Error]
) -> dict[str, Any]:
    """Errors in percent of what was measured, medians over the judged half."""
    summary: dict[str, Any] = {
        "pairs": len(fitting) + len(judging),
        "fitting_pairs": len(fitting),
        "judging_pairs": len(judging),
        "judging_families": len({pair.family for pair in judging}),
        "judged_values": {key: count for key, (_, count) in _by_nutrient(found, "cooked").items()},
    }
    for basis in BASES:
        for prefix, list_ in (("", found), ("seed_", seed)):
            name = f"{prefix}median_error{JSON_NAMES[basis]}"
            summary[name] = _rounded(_by_nutrient(list_, basis))
    summary["median_error_by_method"] = _nested(found, lambda error: error.pair.method)
    summary["seed_median_error_by_method"] = _nested(seed, lambda error: error.pair.method)
    summary["median_error_by_group"] = _nested(found, lambda error: error.pair.group.slug)
    return summary


def _by_nutrient(found: Sequence[Error], basis: str) -> dict[str, tuple[float, int]]:
    known = medians(found, lambda error: error.nutrient, basis)
    return {key: known[key] for key in KEYS if key in known}


def _rounded(known: dict[str, tuple[float, int]]) -> dict[str, float]:
    return {key: round(value, DECIMALS) for key, (value, _) in known.items()}


def _nested(found: list[Error], by: Callable[[Error], str]) -> dict[str, dict[str, float]]:
    """The median errors per 100 g cooked by ``by`` and nutrient."""
    names = sorted({by(error) for error in found})
    return {
        name: _rounded(_by_nutrient([error for error in found if by(error) == name], "cooked"))
        for name in names
    }


def _text(fitting: list[Pair], judging: list[Pair], found: list[Error], seed: list[Error]) -> str:
    lines = [
        f"{len(fitting) + len(judging)} pairs; fitted on {len(fitting)}, judged on the other {len(judging)} "
        f"({len({pair.family for pair in judging})} families).",
        "Median errors in percent of the measured amount:",
    ]
    for basis in BASES:
        lines += ["", TITLES[basis], f"{'':28}{'ours':>8}{'seed':>8}{'pairs':>8}"]
        own, other = _by_nutrient(found, basis), _by_nutrient(seed, basis)
        lines += [
            f"{by_key()[key].name:28}{value:8.1f}{other[key][0]:8.1f}{count:8}"
            for key, (value, count) in own.items()
            if key in other
        ]
    for title, by in (("method", _method_of), ("food group", _group_of)):
        lines += ["", f"per 100 g cooked, by {title}", *_table(found, seed, by)]
    return "\n".join(lines)


def _method_of(error: Error) -> str:
    return error.pair.method


def _group_of(error: Error) -> str:
    return error.pair.group.slug


def _table(found: list[Error], seed: list[Error], by: Callable[[Error], str]) -> list[str]:
    own = medians(found, lambda error: (by(error), error.nutrient), "cooked")
    other = medians(seed, lambda error: (by(error), error.nutrient), "cooked")
    lines = [f"{'':20}" + "".join(f"{by_key()[key].name:>18}" for key in MACROS) + f"{'pairs':>8}"]
    for name in sorted({by(error) for error in found}):
        cells = [(own.get((name, key)), other.get((name, key))) for key in MACROS]
        shown = "".join(f"{f'{a[0]:.1f} ({b[0]:.1f})' if a and b else '':>18}" for a, b in cells)
        lines.append(f"{name:20}{shown}{cells[0][0][1] if cells[0][0] else 0:8}")
    return [*lines, "(in brackets the seed's)"]


def _pair_lines(fitting: list[Pair], judging: list[Pair]) -> str:
    lines = [
        f"{half}\t{pair.group.slug}\t{pair.family}\t{pair.method}\t{pair.raw.source_id}\t"
        f"{pair.cooked.source_id}\t{pair.raw.description}\t{pair.cooked.description}"
        for half, pairs in (("fit", fitting), ("judge", judging))
        for pair in pairs
    ]
    return "\n".join(["half\tgroup\tfamily\tmethod\traw\tcooked\traw food\tcooked food", *lines])
