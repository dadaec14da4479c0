"""`manage.py grade FILE.jsonl`: any rows of nutrients -> both Nutri-Scores, focus grades and the rest."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from nutrition.grading.grade import grade_food
from nutrition.grading.rows import BrokenRowError, read_row
from nutrition.management.lines import lines_of
from nutrition.present_grades import present_grading


class Command(BaseCommand):
    help = "Grade rows of nutrients: one JSON object a line in, one a line out. A refused row says why."
    # The formulas need none of the site, which may not be set up yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.jsonl", help="- for stdin")

    def handle(self, *, file: str, **options: Any) -> None:
        rows = refused = 0
        for number, line in enumerate(lines_of(file), start=1):
            if not line.strip():
                continue
            answer = _answer(line, number)
            rows += 1
            refused += "error" in answer
            self.stdout.write(json.dumps(answer))
        if refused:
            self.stderr.write(f"{refused:,} of {rows:,} rows were refused; their lines say why.")


def _answer(line: bytes, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"line": number, "error": {"field": "row", "message": f"this is not JSON: {error}"}}
    known = {key: row[key] for key in ("id", "name") if isinstance(row, dict) and key in row}
    try:
        facts = read_row(row)
    except BrokenRowError as error:
        return {"line": number, **known, "error": {"field": error.field, "message": error.message}}
    return {**known, **present_grading(grade_food(facts))}
