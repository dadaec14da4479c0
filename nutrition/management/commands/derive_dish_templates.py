"""`manage.py derive_dish_templates OUT.csv`: typical amounts of a dish's parts out of FNDDS recipes."""

import csv
from argparse import ArgumentParser
from dataclasses import astuple
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nutrition.recipes.derive import typical_parts
from nutrition.recipes.publishers import NoSourceTablesError, recipe_book
from nutrition.usda.models import SourcePortion

COLUMNS = ("template", "role", "grams", "grams_low", "grams_high", "dishes", "source")
USUAL = "Quantity not specified"


class Command(BaseCommand):
    help = "Write nutrition/data/recipes/templates.csv from the imported FNDDS recipes and portions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", type=Path, metavar="OUT.csv")

    def handle(self, **options: Any) -> None:
        try:
            book = recipe_book()
        except NoSourceTablesError as error:
            raise CommandError(str(error)) from error
        portions = SourcePortion.objects.filter(food__source="fndds", label=USUAL, grams__gt=0)
        parts = typical_parts(book.dishes.values(), dict(portions.values_list("food__source_id", "grams")))
        release = SourcePortion.objects.filter(food__source="fndds").values_list("food__release", flat=True)
        source = f"FNDDS {release.first()}: median, 10th and 90th percentile of its recipes"
        with options["out"].open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows((*astuple(part), source) for part in parts)
        self.stdout.write(f"{len(parts)} parts of {len({part.template for part in parts})} kinds of dish.")
