"""`manage.py grade_foods`: bring the stored grades of all foods up to date and say how many have one."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand

from nutrition.grades import Coverage, coverage, grade_stale_foods
from nutrition.grading.tables import formula_version
from nutrition.management.progress import progress_bar


class Command(BaseCommand):
    help = "Grade the foods whose grade is older than the formulas or their data; repeatable, resumable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        started = perf_counter()
        with progress_bar() as progress:
            graded = grade_stale_foods(progress=progress)
        seconds = round(perf_counter() - started, 1)
        found = {"base_foods": coverage(only_base=True), "all_foods": coverage(only_base=False)}
        if options["json"]:
            summary = {name: asdict(part) for name, part in found.items()}
            answer = {"graded": graded, "seconds": seconds, "formula_version": formula_version(), **summary}
            self.stdout.write(json.dumps(answer))
            return
        self.stdout.write(f"{graded:,} foods graded by formula {formula_version()} in {seconds} s.")
        for name, part in found.items():
            self.stdout.write(_text(name.replace("_", " "), part))


def _text(name: str, found: Coverage) -> str:
    if not found.foods:
        return f"{name}: none"
    letters = ", ".join(f"{letter} {count:,}" for letter, count in found.letters.items())
    reasons = "".join(f"\n  {count:6,}  {reason}" for reason, count in found.reasons.items())
    return (
        f"{name}: {found.rated:,} of {found.foods:,} have a Nutri-Score, {found.rated / found.foods:.1%} "
        f"({found.rated / (found.in_the_scheme or 1):.1%} of those that the scheme is made for): {letters}; "
        f"the others:{reasons}"
    )
