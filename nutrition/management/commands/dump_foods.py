"""`manage.py dump_foods [DIR]`: the live food tables as the files from which `load_foods` reads them."""

import json
from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nutrition.loading.dump import UndumpableError, dump_tables
from nutrition.management.progress import progress_bar


class Command(BaseCommand):
    help = (
        "Write the live food tables, with all that curators did, as the CSV files of fixtures/. Drafts are "
        "not in them. Glycemic values imported from a table of your own are: mind its licence before you "
        "pass them on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", type=Path, nargs="?", default=Path(settings.BASE_DIR) / "fixtures", metavar="DIR"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, directory: Path, **options: Any) -> None:
        started = perf_counter()
        try:
            with progress_bar() as progress:
                rows = dump_tables(directory=directory, progress=progress)
        except (UndumpableError, OSError) as error:
            raise CommandError(f"Nothing was written. {error}") from error
        seconds = round(perf_counter() - started, 1)
        if options["json"]:
            self.stdout.write(json.dumps({"seconds": seconds, "rows": rows}))
            return
        for name, count in rows.items():
            self.stdout.write(f"{name}: {count:,} rows")
        self.stdout.write(f"Written to {directory} in {seconds} s.")
