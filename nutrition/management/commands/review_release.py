"""`manage.py review_release DIR`: a new release of the food tables as changes for curators to decide on."""

import json
from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from nutrition.curation.models import ReleaseBatch
from nutrition.curation.release_review import Review, review
from nutrition.fixtures import BrokenFixtureError
from nutrition.management.progress import progress_bar


class Command(BaseCommand):
    help = (
        "Compare a release of the food tables with the database and keep what would change as a batch, for"
        " curators to accept or decline one by one in the admin. Nothing of it is live until then; load_foods"
        " loads a release at once. The same tables again add nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR", help="where the tables are")
        parser.add_argument("--name", default="", help="what to call the batch (default: the directory)")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, directory: Path, name: str, **options: Any) -> None:
        started = perf_counter()
        if not directory.is_dir():
            raise CommandError(f"There is no directory {directory}.")
        try:
            with progress_bar() as progress:
                found = review(directory=directory, by=None, name=name, progress=progress)
        except BrokenFixtureError as error:
            raise CommandError(f"Nothing was stored. {error}") from error
        summary = _summary(found) | {"seconds": round(perf_counter() - started, 1)}
        self.stdout.write(json.dumps(summary) if options["json"] else _sentences(found, summary))


def _summary(found: Review) -> dict[str, Any]:
    if found.batch is None:
        return {"batch": None, "is_new": False}
    kinds = found.batch.changes.order_by().values_list("kind").annotate(rows=Count("pk"))
    clashing = found.batch.changes.filter(conflicts__gt=0).count()
    return {
        "batch": found.batch.pk,
        "name": found.batch.name,
        "is_new": found.is_new,
        "replaced": found.replaced,
        "changes": dict(kinds),
        "with_conflicts": clashing,
    }


def _sentences(found: Review, summary: dict[str, Any]) -> str:
    batch: ReleaseBatch | None = found.batch
    if batch is None:
        return "Nothing new: the tables say what is loaded."
    if not found.is_new:
        return f"These tables wait already as batch {batch.pk}, “{batch.name}”."
    counts = ", ".join(f"{rows:,} {kind}" for kind, rows in summary["changes"].items())
    lines = [f"Batch {batch.pk}, “{batch.name}”: {counts}; {summary['with_conflicts']:,} with conflicts."]
    if found.replaced:
        lines.append(f"What was undecided of “{found.replaced}” is withdrawn.")
    lines.append(f"Compared in {summary['seconds']} s. Nothing is live until it is accepted in the admin.")
    return "\n".join(lines)
