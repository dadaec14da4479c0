"""`manage.py fit_satiety`: fit the satiety model to Holt's foods and say how well it predicts."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nutrition.fixtures import BrokenFixtureError, read_foods, write_csv
from nutrition.satiety_fit import (
    NutrientsOf,
    UnknownFoodError,
    learn_from,
    model_rows,
    needed_ids,
    prepare,
)
from nutrition.satiety_validation import validate, validate_choices

MODEL = Path("nutrition", "data", "grading", "satiety_model.csv")
COLUMNS = ("feature", "low", "high", "mean", "sd", "coefficient", "source")
SOURCE = "fitted by manage.py fit_satiety to satiety_holt1995.csv and the food tables"


class Command(BaseCommand):
    help = "Fit the satiety model to Holt's 38 foods. The same tables give the same model."
    # It reads the release of the food tables: a curator's change to a food does not change the model.
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", type=Path, nargs="?", default=Path(settings.BASE_DIR) / "fixtures", metavar="DIR"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--write", action="store_true", help=f"write {MODEL}")
        parser.add_argument(
            "--thorough", action="store_true", help="also test the choices of features and foods (a minute)"
        )

    def handle(self, *, directory: Path, **options: Any) -> None:
        try:
            nutrients_of = _read(directory)
            foods = prepare(nutrients_of)
            found = validate(foods)
            if options["thorough"]:
                found |= validate_choices(foods, nutrients_of)
        except (BrokenFixtureError, UnknownFoodError) as error:
            raise CommandError(str(error)) from error
        table = model_rows(learn_from(foods))
        if options["write"]:
            write_csv(Path(settings.BASE_DIR) / MODEL, COLUMNS, [(*row, SOURCE) for row in table])
        found["coefficients"] = {row[0]: float(row[-1]) for row in table}
        self.stdout.write(json.dumps(found) if options["json"] else _text(found))


def _read(directory: Path) -> NutrientsOf:
    needed = needed_ids()
    files = sorted(directory.glob("foods_*.csv"))
    if not files:
        raise CommandError(f"{directory} holds no food tables")
    return {food.id: food.nutrients for file in files for food in read_foods(file) if food.id in needed}


def _text(found: dict[str, Any]) -> str:
    lines = [f"{found['foods']} foods; r of left-out foods (95 % interval over the foods):"]
    lines += [f"  {name}: {_interval(r)}" for name, r in found["leave_one_out"].items()]
    lines += [
        f"  {name}: {_interval(found[name])}"
        for name in ("ten_fold", "features_searched", "other_matches")
        if name in found
    ]
    lines.append(f"mean absolute error {found['model_mean_absolute_error']} points")
    lines += [f"  {name}: {weight:+.4f}" for name, weight in found["coefficients"].items()]
    return "\n".join(lines)


def _interval(r: dict[str, float]) -> str:
    return f"{r['r']:.3f} ({r['low']:.3f} to {r['high']:.3f})"
