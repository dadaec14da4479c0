"""`manage.py ml_evaluate MODEL --pack PHOTOS`: how good a model is."""

import json
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ml.classes import ClassesError
from ml.files import write_json
from ml.torch_import import MissingTorchError
from nutrition.management.progress import progress_bar


class Command(BaseCommand):
    help = (
        "Judge a checkpoint (.pt), a bundle or an .onnx on a pack, a folder of class folders or Parquet with"
        " label and image: accuracy, calibration, refusal, sizes, robustness, energy."
    )
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("model", type=Path, metavar="MODEL")
        parser.add_argument("--pack", type=Path, required=True, metavar="PACK|DIR|PARQUET")
        parser.add_argument("--labels", type=Path, help="CSV with label,class: their names and the model's")
        parser.add_argument(
            "--label-set", help="use only these rows of --labels, such as those of ml/data/labels.csv"
        )
        parser.add_argument("--split", help="of a pack; default: test, where there is none val")
        parser.add_argument("--size", type=int, help="side of a checkpoint's input, instead of its own")
        parser.add_argument(
            "--sample", type=int, default=500, help="photos of a set seen in other sizes and light"
        )
        parser.add_argument(
            "--mirrored", action="store_true", help="average over each photo and its mirror image"
        )
        parser.add_argument("--json", action="store_true", help="print all figures as one JSON object")
        parser.add_argument("--out", type=Path, help="folder for evaluation.json and confused.png")

    def handle(self, *, model: Path, **options: Any) -> None:
        from ml.judging.classifier import ModelError, load
        from ml.judging.pictures import draw_confused
        from ml.judging.report import Asked, judge
        from ml.judging.shots import Source
        from ml.photos import PackError

        fixtures = Path(settings.BASE_DIR) / "fixtures"
        photos = Source(options["pack"], **{key: options[key] for key in ("labels", "label_set", "split")})
        asked = Asked(photos, fixtures, sample=options["sample"], mirrored=options["mirrored"])
        try:
            with progress_bar() as progress, tempfile.TemporaryDirectory() as scratch:
                classifier = load(model, size=options["size"])
                judged = judge(classifier, asked, scratch=Path(scratch), progress=progress)
                if options["out"]:
                    write_json(options["out"] / "evaluation.json", judged.figures)
                    draw_confused(judged, options["out"] / "confused.png")
        except (ModelError, PackError, ClassesError, MissingTorchError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(judged.figures, ensure_ascii=False))
        else:
            self._summarise(judged.figures)

    def _summarise(self, figures: dict[str, Any]) -> None:
        skipped = figures["skipped"]
        self.stdout.write(f"{figures['photos']:,} photos at {figures['size']} px; {skipped['count']} skipped")
        for each in skipped["first"]:
            self.stderr.write(f"skipped: {each}")
        for name, row in figures["sets"].items():
            self.stdout.write(
                f"{name}: {row['photos']:,} photos, top-1 {row['top1']:.1%}, top-5 {row['top5']:.1%}"
            )
        for name, value in figures["headline"].items():
            self.stdout.write(f"{name} = {value:.4g}")
