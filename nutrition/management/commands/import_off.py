"""`manage.py import_off FILE`: packaged foods from a file of Open Food Facts."""

import json
from argparse import ArgumentParser
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from nutrition.management.progress import progress_bar
from nutrition.products.importing import ImportReport, import_file
from nutrition.products.rows import UnreadableFileError
from nutrition.products.tables import checks

WIDTH = 110


class Command(BaseCommand):
    help = (
        "Import Open Food Facts' export (tab-separated, gzipped or not, or parquet) or downloaded results; "
        "repeatable, and an import that was stopped goes on. Data under the Open Database License."
    )
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--limit", type=int, help="try the first so many rows; nothing is noted for later"
        )
        parser.add_argument(
            "--release", type=_date, help="date of the release, YYYY-MM-DD; by default the file's"
        )

    def handle(self, *, file: Path, **options: Any) -> None:
        if options["limit"] is not None and options["limit"] < 1:
            raise CommandError("--limit: at least 1 row")
        started = perf_counter()
        try:
            with progress_bar() as progress:
                report = import_file(
                    file, progress=progress, limit=options["limit"], release=options["release"]
                )
        except UnreadableFileError as error:
            raise CommandError(f"{file.name}: {error}") from error
        seconds = round(perf_counter() - started, 2)
        if options["json"]:
            self.stdout.write(json.dumps({"seconds": seconds, **report.as_data()}))
            return
        self.stdout.write(_text(report, seconds))


def _date(text: str) -> date:
    return date.fromisoformat(text)


def _text(report: ImportReport, seconds: float) -> str:
    console = Console(file=StringIO(), width=WIDTH)
    resumed = f", going on behind row {report.resumed_at:,}" if report.resumed_at else ""
    rate = (report.read - report.resumed_at) / seconds if seconds else 0.0
    with console.capture() as text:
        console.print(f"{report.layout}, release of {report.release}{resumed}")
        console.print(_counts(report), *_reasons("rejected", report.rejected), sep="\n")
        console.print(*_reasons("flagged", report.flagged), f"In {seconds} s, {rate:,.0f} rows/s.", sep="\n")
    return text.get()


def _counts(report: ImportReport) -> Table:
    names = ("read", "inserted", "updated", "unchanged", "superseded")
    table = Table(*names, "rejected")
    rejected = report.rejected.total()
    table.add_row(*(f"{getattr(report, name):,}" for name in names), f"{rejected:,}")
    return table


def _reasons(title: str, counts: Counter[str]) -> list[Table]:
    if not counts:
        return []
    table = Table(title, "rows", "why")
    for code, count in counts.most_common():
        table.add_row(code, f"{count:,}", checks()[code].words)
    return [table]
