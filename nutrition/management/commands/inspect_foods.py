"""`manage.py inspect_foods`: look for what is wrong in the food tables, for the curators' desk."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand

from nutrition.curation.findings.inspecting import inspect_foods
from nutrition.curation.models import Finding
from nutrition.management.progress import progress_bar


class Command(BaseCommand):
    help = "Find figures, names and pairs of foods that look wrong; what was dismissed stays dismissed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        started = perf_counter()
        with progress_bar() as progress:
            reports = inspect_foods(progress=progress)
        seconds = round(perf_counter() - started, 2)
        if options["json"]:
            counts = {kind: asdict(report) for kind, report in reports.items()}
            self.stdout.write(json.dumps({"seconds": seconds, "kinds": counts}))
            return
        for kind, report in reports.items():
            words = ", ".join(f"{count:,} {name}" for name, count in asdict(report).items() if count)
            self.stdout.write(f"{Finding.Kind(kind).label}: {words or 'none'}")
        self.stdout.write(f"Inspected in {seconds} s.")
