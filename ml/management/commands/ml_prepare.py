"""`manage.py ml_prepare DATA… --out PACK`: photos of published data sets as one pack to train on."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from ml.classes import ClassesError
from ml.data.labels import TABLE, read_labels
from ml.data.photo import DataError
from ml.data.prepare import DEFAULT_SIDE, Settings, data_sets, prepare
from ml.management.places import outside_the_repository
from nutrition.management.progress import progress_bar


class Command(BaseCommand):
    help = (
        "Decode the photos of data sets (Food-101, Parquet, tar, Grocery Store, ECUSTFD, UECFood256, class "
        "folders, a curator's corrections) once, name their classes and foods, take near-duplicates out of "
        "the training split, and write one pack. A run that was stopped goes on."
    )
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("data", nargs="+", metavar="DATA", help="folder or file, or NAME=PATH")
        parser.add_argument("--out", type=Path, required=True, metavar="PACK")
        parser.add_argument(
            "--side", type=int, default=DEFAULT_SIDE, help="shorter side in pixels, at most (160)"
        )
        parser.add_argument("--sets", default="", help="only these data sets, with commas between them")
        parser.add_argument(
            "--labels", type=Path, action="append", default=[], help="another table of labels"
        )
        parser.add_argument("--skip-unknown", action="store_true", help="skip and count labels of no food")
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes that decode")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, data: list[str], out: Path, **options: Any) -> None:
        if not 32 <= options["side"] <= 1024:
            raise CommandError("--side: 32 to 1024 pixels")
        outside_the_repository(out)
        only = [name.strip() for name in options["sets"].split(",") if name.strip()]
        settings = Settings(side=options["side"], skip_unknown=options["skip_unknown"])
        started = perf_counter()
        try:
            labels = read_labels((TABLE, *options["labels"]))
            sets = data_sets(data, only)
            with progress_bar() as progress:
                about = prepare(sets, out, labels, settings, workers=options["workers"], progress=progress)
        except (DataError, ClassesError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error}. The same command goes on from here.") from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. The same command goes on from here.") from None
        seconds = round(perf_counter() - started, 1)
        self.stdout.write(
            json.dumps({"seconds": seconds, **about}) if options["json"] else _text(about, seconds)
        )


def _text(about: dict[str, Any], seconds: float) -> str:
    lines = [
        f"{'data set':28} {'train':>8} {'val':>8} {'test':>8} {'near-dup.':>10} {'unusable':>9}  allowed use"
    ]
    for each in about["sets"]:
        splits = " ".join(f"{each['splits'][split]:>8,}" for split in ("train", "val", "test"))
        counts = f"{each['near_duplicates']:>10,} {each['unusable']:>9,}"
        lines.append(f"{each['name'][:28]:28} {splits} {counts}  {each['allowed_use']}")
    for title in ("unusable", "unusual"):
        named = ", ".join(f"{count:,} {problem}" for problem, count in about[title].items())
        lines.append(f"{title}: {named or 'none'}")
    lines.append(f"{about['moved']:,} photos follow a copy of theirs that is held out.")
    made = f"{about['photos']:,} photos of {about['classes']} classes in {seconds} s"
    lines.append(f"{made}; digest {about['digest'][:16]}")
    return "\n".join(lines)
