"""`manage.py report_gi`: how many foods have a glycemic index, and how they came to it."""

import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from nutrition.glycemic.selectors import COVERED_ABOVE_G, DEFAULT, coverage
from nutrition.grading.glycemic import CATEGORY, CLOSE, NONE, SAME

_KINDS = {
    SAME: "same food",
    CLOSE: "close to it",
    CATEGORY: "of its category",
    DEFAULT: "default of its category",
    NONE: "none",
}


class Command(BaseCommand):
    help = f"Report the glycemic index of foods with more than {COVERED_ABOVE_G:g} g carbohydrate per 100 g."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        counts = {"base foods": coverage(base_only=True), "all foods": coverage(base_only=False)}
        if options["json"]:
            found = {name.replace(" ", "_"): _shares(count) for name, count in counts.items()}
            self.stdout.write(json.dumps(found))
            return
        for name, count in counts.items():
            self.stdout.write(_text(name, count))


def _shares(count: Counter[str]) -> dict[str, float]:
    foods = count.total()
    covered = (foods - count[NONE]) / foods if foods else 0.0
    return {"foods": foods, "covered": round(covered, 4), **{kind: count[kind] for kind in _KINDS}}


def _text(name: str, count: Counter[str]) -> str:
    foods = count.total()
    if not foods:
        return f"{name}: none with more than {COVERED_ABOVE_G:g} g carbohydrate"
    kinds = ", ".join(
        f"{words} {count[kind]:,} ({count[kind] / foods:.1%})" for kind, words in _KINDS.items()
    )
    return f"{name}: {foods:,} with more than {COVERED_ABOVE_G:g} g carbohydrate: {kinds}"
