"""`manage.py load_foods [DIR]`: a release of the food tables into the database."""

import json
from argparse import ArgumentParser
from dataclasses import fields
from pathlib import Path
from time import perf_counter
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nutrition.curation.findings.inspecting import inspect_foods
from nutrition.fixtures import BrokenFixtureError
from nutrition.grades import grade_stale_foods
from nutrition.loading.load import LoadReport, load_release
from nutrition.management.progress import progress_bar

COUNTS = ("inserted", "updated", "merged", "unchanged", "removed", "conflicts")
SHOWN_VANISHED = 20


class Command(BaseCommand):
    help = (
        "Load the food tables at once; what a curator changed stays. The same tables again write nothing."
        " review_release keeps what would change for curators to accept or decline first."
    )
    # The tables need none of the site, which may not be set up yet.
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", type=Path, nargs="?", default=Path(settings.BASE_DIR) / "fixtures", metavar="DIR"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, directory: Path, **options: Any) -> None:
        started = perf_counter()
        try:
            with progress_bar() as progress:
                report = load_release(directory=directory, progress=progress)
                graded = grade_stale_foods(progress=progress)
                inspect_foods(progress=progress)
        except BrokenFixtureError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        summary = _summary(report) | {"grades": {"updated": graded}}
        seconds = round(perf_counter() - started, 1)
        if options["json"]:
            self.stdout.write(json.dumps({"seconds": seconds, **summary}))
            return
        for name, counts in summary.items():
            words = ", ".join(f"{counts[key]:,} {key}" for key in COUNTS if counts.get(key))
            self.stdout.write(f"{name}: {words or 'none'}")
        vanished = report.foods.vanished
        if vanished:
            shown = ", ".join(map(str, vanished[:SHOWN_VANISHED]))
            more = " …" if len(vanished) > SHOWN_VANISHED else ""
            self.stdout.write(f"{len(vanished):,} foods are no longer in the tables and stay: {shown}{more}")
        self.stdout.write(f"Loaded in {seconds} s.")


def _summary(report: LoadReport) -> dict[str, dict[str, Any]]:
    summary: dict[str, dict[str, Any]] = {}
    for field in fields(report):
        part = getattr(report, field.name)
        summary[field.name] = {key: getattr(part, key) for key in COUNTS if hasattr(part, key)}
    summary["foods"]["vanished"] = report.foods.vanished
    return summary
