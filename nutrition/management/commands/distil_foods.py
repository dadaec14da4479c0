"""`manage.py distil_foods [OUTDIR]`: the imported tables into the project's own, as CSV."""

from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nutrition.distil import source_tables
from nutrition.distil.release import distil, write


class Command(BaseCommand):
    help = "Distil the imported source tables into fixtures; foods that are there keep their ids."
    # The tables need none of the site, which may not be set up yet.
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", type=Path, nargs="?", default=Path(settings.BASE_DIR) / "fixtures", metavar="OUTDIR"
        )

    def handle(self, *, directory: Path, **options: Any) -> None:
        started = perf_counter()
        sources = source_tables.load()
        if not sources:
            raise CommandError("The source tables are empty: run `manage.py import_usda DIR` first.")
        release = distil(sources, directory)
        write(release, directory)
        self.stdout.write(
            f"{len(release.foods):,} foods ({release.new:,} new, {len(release.vanished):,} vanished), "
            f"{len(release.portions):,} portions, {len(release.aliases):,} aliases in {directory} "
            f"({perf_counter() - started:.1f} s)"
        )
