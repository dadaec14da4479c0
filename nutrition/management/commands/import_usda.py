"""`manage.py import_usda DIR`: USDA's tables, as the publisher ships them, into the source tables."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from nutrition.curation.findings.inspecting import inspect_foods
from nutrition.management.progress import progress_bar
from nutrition.nutrients import KEYS
from nutrition.usda.importer import SourceReport, import_tables
from nutrition.usda.reading import BrokenTableError

WIDTH = 100


class Command(BaseCommand):
    help = "Import USDA's SR28 (ASCII), Foundation Foods (FDC CSV) and FNDDS (At A Glance); repeatable."
    # The tables need none of the site, which may not be set up yet.
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help="a folder with the tables, or with folders of them")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, directory: Path, **options: Any) -> None:
        if not directory.is_dir():
            raise CommandError(f"{directory} is not a folder")
        started = perf_counter()
        try:
            with progress_bar() as progress:
                reports = import_tables(directory, progress)
                inspect_foods(progress=progress)
        except BrokenTableError as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        if not reports:
            raise CommandError(
                f"No table found in {directory}: expected FOOD_DES.txt (SR28), foundation_food.csv (FDC) "
                "or “… FNDDS Nutrient Values” (.xlsx, .csv, .csv.gz)."
            )
        seconds = round(perf_counter() - started, 1)
        if options["json"]:
            summary = {"seconds": seconds, "sources": [asdict(report) for report in reports]}
            self.stdout.write(json.dumps(summary))
            return
        self.stdout.write(_text(reports, seconds))


def _text(reports: list[SourceReport], seconds: float) -> str:
    totals = Table("source", "release", "foods", "inserted", "updated", "unchanged", "vanished")
    for report in reports:
        counts = (report.foods, report.inserted, report.updated, report.unchanged, report.vanished)
        totals.add_row(report.source, report.release, *map(str, counts))
    coverage = Table("nutrient known for", *(report.source for report in reports))
    for key in KEYS:
        coverage.add_row(key, *(_share(report.coverage[key], report.foods) for report in reports))
    console = Console(file=StringIO(), width=WIDTH)
    with console.capture() as text:
        console.print(coverage, totals, f"Imported in {seconds} s.")
    return text.get()


def _share(known: int, foods: int) -> str:
    return f"{known:,} ({known / foods:.0%})" if foods else "-"
