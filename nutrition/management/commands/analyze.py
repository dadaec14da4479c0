"""`manage.py analyze "two eggs and toast"`: what the API answers, as a table or as JSON."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nutrition.analyze import analyze_text
from nutrition.management.lines import lines_of
from nutrition.management.meal_table import print_meal
from nutrition.models import Region
from nutrition.present import present_unread
from nutrition.resolution.resolver import MAX_CHARACTERS


class Command(BaseCommand):
    help = "Analyze a meal in words: foods, grams, nutrients and where each figure comes from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", nargs="?", help="the meal, as one would say it")
        parser.add_argument(
            "--file", metavar="FILE", help="one meal a line, - for stdin; one JSON object a line out"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--all", action="store_true", help="show every nutrient of every food")
        parser.add_argument("--region", choices=[Region.US.value, Region.GB.value], default=Region.US.value)

    def handle(self, *, text: str | None, file: str | None, region: str, **options: Any) -> None:
        if (text is None) == (file is None):
            raise CommandError("Give a meal in words, or --file FILE.")
        if file is not None:
            self._analyze_lines(file, region)
            return
        meal = _answer((text or "").encode(errors="surrogateescape"), region)
        if options["json"]:
            self.stdout.write(json.dumps(meal))
        else:
            print_meal(meal, self.stdout, shows_all=options["all"])

    def _analyze_lines(self, file: str, region: str) -> None:
        for line in lines_of(file):
            self.stdout.write(json.dumps(_answer(line.rstrip(b"\r\n"), region)))
            self.stdout.flush()


def _answer(line: bytes, region: str) -> dict[str, Any]:
    """What is made of one meal; a text that cannot be read as one is unresolved as a whole."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return present_unread(line.decode(errors="replace"), "not_text")
    if len(text) > MAX_CHARACTERS:
        return present_unread(text, "too_long")
    return analyze_text(text=text, region=region)
