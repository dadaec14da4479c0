"""`manage.py ml_report PACK --to DIR`: what is in a pack, as a page with tables and pictures."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from ml.classes import ClassesError
from ml.data.pack import digest_of, open_pack
from ml.data.photo import DataError
from ml.data.report import write_report
from ml.management.places import outside_the_repository


class Command(BaseCommand):
    help = "Show a pack: photos per class and split, some photos of each class, near-duplicates, problems."
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pack", type=Path, metavar="PACK")
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder for the page")
        parser.add_argument("--photos", type=int, default=8, help="photos of each class (8)")
        parser.add_argument("--check", action="store_true", help="compute the pack's digest anew first")

    def handle(self, *, pack: Path, to: Path, **options: Any) -> None:
        outside_the_repository(to)
        try:
            opened = open_pack(pack)
            if options["check"] and digest_of(opened) != opened.about["digest"]:
                raise CommandError(f"{pack}: its photos are not those that pack.json was written for")
            page = write_report(opened, to, per_class=options["photos"])
        except (DataError, ClassesError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{opened.about['photos']:,} photos: {page}")
