"""`manage.py evaluate_text FILE.csv`: how close analyses come to meals whose nutrients are known."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nutrition import catalog
from nutrition.evaluation import BrokenMealsError, evaluate, read_meals, summary, write_rows
from nutrition.management.progress import progress_bar
from nutrition.models import Region

WARM_UP = "an apple"


class Command(BaseCommand):
    help = "Evaluate the resolution on meals (columns meal_description, carb, protein, fat, energy)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--rows", type=Path, metavar="OUT.csv", help="write each meal's answer there")
        parser.add_argument("--region", choices=[Region.US.value, Region.GB.value], default=Region.US.value)

    def handle(self, *, file: Path, region: str, **options: Any) -> None:
        try:
            meals = read_meals(file)
        except BrokenMealsError as error:
            raise CommandError(str(error)) from error
        resolver = catalog.current().resolver
        resolver.analyze(WARM_UP, region)
        results = []
        with progress_bar() as progress:
            for result in evaluate(meals, resolver, region):
                results.append(result)
                progress("meals", len(results), len(meals))
        if options["rows"]:
            _write(options["rows"], results)
        found = summary(results)
        self.stdout.write(json.dumps(found) if options["json"] else _text(found))


def _write(path: Path, results: Any) -> None:
    try:
        write_rows(path, results)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}") from error


def _text(found: dict[str, Any]) -> str:
    return (
        f"{found['n']:,} meals: {found['within_7_5_g']:.1%} within 7.5 g carbohydrate\n"
        f"mean absolute error: carbohydrate {found['mae_carb_g']:.1f} g, "
        f"protein {found['mae_protein_g']:.1f} g, "
        f"fat {found['mae_fat_g']:.1f} g, energy {found['mae_energy_kcal']:.0f} kcal\n"
        f"median {found['ms_per_meal']:.2f} ms a meal"
    )
