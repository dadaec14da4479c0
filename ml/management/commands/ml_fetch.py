"""`manage.py ml_fetch NAME --to DIR`: a data set from its publisher, checked by its hash."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from ml.data.fetch import fetch
from ml.data.photo import DataError
from ml.data.sources import sources
from ml.management.places import outside_the_repository
from nutrition.management.progress import progress_bar


class Command(BaseCommand):
    help = "Download a data set's archive from its publisher (ml/data/sources.csv) and check its hash."
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "name", choices=sorted(sources()), metavar="NAME", help=", ".join(sorted(sources()))
        )
        parser.add_argument("--to", type=Path, required=True, metavar="DIR")
        parser.add_argument("--accept-unverified", action="store_true", help="take it where no hash is known")

    def handle(self, *, name: str, to: Path, **options: Any) -> None:
        outside_the_repository(to)
        source = sources()[name]
        try:
            with progress_bar() as progress:
                archive, found = fetch(
                    source, to, accept_unverified=options["accept_unverified"], progress=progress
                )
        except (DataError, OSError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. The same command goes on from here.") from None
        self.stdout.write(f"{archive}: SHA-256 {found}, {'as expected' if source.sha256 else 'not verified'}")
        self.stdout.write(
            f"Licence: {source.licence}. Allowed use: {source.allowed_use}. {source.attribution}"
        )
        self.stdout.write(f"Unpack it in {to}; ml_prepare {to} reads it there.")
