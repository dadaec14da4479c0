"""`manage.py import_gi FILE`: a licence holder's table of glycemic indexes into the database."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from nutrition.glycemic.importing import ImportReport, import_values
from nutrition.glycemic.reading import COLUMNS, BrokenValuesError, read_values


class Command(BaseCommand):
    help = f"Import glycemic values (CSV with {', '.join(COLUMNS)}) and link foods to them; repeatable."
    # The tables need none of the site, which may not be set up yet.
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--dry-run", action="store_true", help="report, and store nothing")
        parser.add_argument(
            "--json", action="store_true", help="print one JSON object, with every proposed link"
        )

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            report = import_values(read_values(file), dry_run=dry_run)
        except BrokenValuesError as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps({"dry_run": dry_run, **asdict(report)}))
        else:
            self.stdout.write(("Would do: " if dry_run else "") + _text(report))


def _text(report: ImportReport) -> str:
    less_sure = sum(not proposal.is_sure for proposal in report.proposals)
    return (
        f"{report.inserted:,} values inserted, {report.updated:,} updated, {report.unchanged:,} unchanged; "
        f"{report.linked:,} foods linked, {less_sure:,} more have a name like one of them."
    )
