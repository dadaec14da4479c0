"""`manage.py distil_recipes [DIR]`: FNDDS recipes as recipes of the project's own foods."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nutrition.distil import source_tables
from nutrition.fixtures import BrokenFixtureError
from nutrition.recipes.distil import write_recipes


class Command(BaseCommand):
    help = "Write recipes.csv of the foods in DIR (fixtures) from the imported FNDDS recipes."
    # The tables need none of the site, which may not be set up yet.
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", type=Path, nargs="?", default=Path(settings.BASE_DIR) / "fixtures", metavar="DIR"
        )

    def handle(self, *, directory: Path, **options: Any) -> None:
        sources = source_tables.load()
        if not sources:
            raise CommandError("The source tables are empty: run `manage.py import_usda DIR` first.")
        try:
            dishes = write_recipes(sources, directory)
        except BrokenFixtureError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Recipes of {dishes:,} dishes in {directory}.")
