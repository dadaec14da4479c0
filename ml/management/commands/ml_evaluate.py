"""`manage.py ml_evaluate PHOTOS --model MODEL`: how good a model is."""

import json
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ml.classes import ClassesError
from ml.files import write_json
from ml.management.places import outside_the_repository
from ml.torch_import import MissingTorchError
from nutrition.management.progress import progress_bar

ROOT = Path(settings.BASE_DIR)


class Command(BaseCommand):
    help = (
        "Judge a model on a pack, a folder of class folders, Parquet with label and image, or any layout that"
        " ml_prepare reads: accuracy, calibration, refusal, sizes, robustness, energy."
    )
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("photos", type=Path, metavar="DIR_OR_PARQUET")
        parser.add_argument(
            "--model",
            type=Path,
            default=ROOT / "static" / "wasm",
            help="a checkpoint (.pt), a bundle or an .onnx; default: the published release",
        )
        parser.add_argument(
            "--labels",
            type=Path,
            help="CSV with label,class: their names and the model's (ml/data/labels.csv)",
        )
        parser.add_argument("--label-set", help="only these rows of the labels; default: told by the folder")
        parser.add_argument("--split", help="default: of a pack test, or val where there is none; else all")
        parser.add_argument("--size", type=int, help="side of a checkpoint's input, instead of its own")
        parser.add_argument(
            "--sample", type=int, default=500, help="photos of a set seen in other sizes and light (500)"
        )
        parser.add_argument(
            "--mirrored", action="store_true", help="average over each photo and its mirror image"
        )
        parser.add_argument("--json", action="store_true", help="print all figures as one JSON object")
        parser.add_argument("--out", type=Path, help="folder for evaluation.json and confused.png")

    def handle(self, *, photos: Path, model: Path, **options: Any) -> None:
        from ml.data.photo import DataError
        from ml.judging.classifier import ModelError, load
        from ml.judging.pictures import draw_confused
        from ml.judging.report import Asked, judge
        from ml.judging.shots import Source
        from ml.photos import PackError

        if options["out"]:
            outside_the_repository(options["out"])
        source = Source(photos, **{key: options[key] for key in ("labels", "label_set", "split")})
        asked = Asked(source, ROOT / "fixtures", sample=options["sample"], mirrored=options["mirrored"])
        try:
            with progress_bar() as progress, tempfile.TemporaryDirectory() as scratch:
                classifier = load(model, size=options["size"])
                judged = judge(classifier, asked, scratch=Path(scratch), progress=progress)
                if options["out"]:
                    write_json(options["out"] / "evaluation.json", judged.figures)
                    draw_confused(judged, options["out"] / "confused.png")
        except (ModelError, PackError, DataError, ClassesError, MissingTorchError, OSError) as error:
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
