"""`manage.py ml_export CHECKPOINT --pack PACK --out BUNDLE`: a checkpoint into files for the browser."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ml.classes import ClassesError
from ml.management.places import named_run
from ml.run_config import RunError
from ml.torch_import import MissingTorchError
from nutrition.management.progress import progress_bar

VARIANTS = ("fp32", "fp16_weights", "int8_weights")


class Command(BaseCommand):
    help = (
        "Export a checkpoint to ONNX, measure smaller files, choose one, fit temperature and thresholds on"
        " the pack's validation photos, and write model, manifest, golden answers, evaluation and card."
    )
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("checkpoint", type=Path, metavar="CHECKPOINT")
        parser.add_argument("--pack", type=Path, required=True)
        parser.add_argument("--out", type=Path, required=True, metavar="BUNDLE")
        parser.add_argument("--run", help="hold it to the floors and ceilings that this run's file says now")
        parser.add_argument("--variant", choices=VARIANTS, help="this file whatever it costs")
        parser.add_argument(
            "--sample", type=int, default=500, help="photos of a set that variants are compared on"
        )
        parser.add_argument(
            "--seeds",
            type=Path,
            nargs="+",
            default=[],
            metavar="CHECKPOINT",
            help="of the same run with other seeds: how much of the figures is chance",
        )

    def handle(self, *, checkpoint: Path, **options: Any) -> None:
        from ml.data.photo import DataError
        from ml.judging.classifier import ModelError
        from ml.photos import PackError

        try:
            with progress_bar() as progress:
                manifest = _export(checkpoint, options, progress)
        except (
            ModelError, PackError, DataError, ClassesError, MissingTorchError, RunError, OSError,
        ) as error:  # fmt: skip
            raise CommandError(str(error)) from error
        for row in manifest["variants"]:
            mark = "*" if row["variant"] == manifest["variant"] else " "
            self.stdout.write(
                f"{mark} {row['variant']:<13} {row['megabytes']:6.2f} MB {row['milliseconds']:7.2f} ms"
                f"  top-1 {row['top1']:.1%} ({-row['loss']:+.1%})"
            )
        difference = manifest["parity"]["largest_difference"]
        self.stdout.write(
            f"torch and onnxruntime differ by at most {difference:.1e}. Bundle: {options['out']}"
        )


def _export(checkpoint: Path, options: dict[str, Any], progress: Any) -> dict[str, Any]:
    from ml.export.bundle import Order, make_bundle
    from ml.export.onnx_file import ExportError
    from ml.training.checkpoint import CheckpointError

    fixtures = Path(settings.BASE_DIR) / "fixtures"
    order = Order(
        checkpoint, options["out"], options["pack"], fixtures,
        variant=options["variant"], sample=options["sample"], seeds=tuple(options["seeds"]),
        held_to=named_run(options["run"]) if options["run"] else None,
    )  # fmt: skip
    try:
        return make_bundle(order, progress=progress)
    except (ExportError, CheckpointError) as error:
        raise CommandError(str(error)) from error
