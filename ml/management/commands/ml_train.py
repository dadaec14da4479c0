"""`manage.py ml_train RUN --pack PACK --out FOLDER`: photos into a small checkpoint, in stages, resumable."""

import math
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from ml.classes import ClassesError
from ml.management.places import named_run
from ml.run_config import Run, RunError
from ml.torch_import import MissingTorchError, torch_and_timm
from nutrition.management.progress import progress_bar


class Command(BaseCommand):
    help = (
        "Train the food classifier as the run's TOML file says. The same command again goes on where the last"
        " one was interrupted, to the step, and does nothing when all is done."
    )
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", metavar="RUN", help="a TOML file, or the name of one in ml/runs")
        parser.add_argument("--pack", type=Path, required=True, help="folder that ml_prepare made")
        parser.add_argument(
            "--out", type=Path, required=True, help="folder of this run's checkpoints and logs"
        )
        parser.add_argument("--weights", type=Path, help="folder of the backbone's weights")
        parser.add_argument("--start", type=Path, help="small checkpoint to start from instead")
        parser.add_argument("--body-only", action="store_true", help="take all but the head from --start")
        parser.add_argument("--stages", type=int, help="stop after so many stages of the run")
        parser.add_argument("--minutes", type=float, default=math.inf, help="stop after so many minutes")
        parser.add_argument("--threads", type=int, help="of torch; the same number gives the same weights")

    def handle(self, *, run: str, **options: Any) -> None:
        try:
            torch, _ = torch_and_timm()
            if options["threads"]:
                torch.set_num_threads(options["threads"])
            self._train(named_run(run), options)
        except (MissingTorchError, RunError, ClassesError) as error:
            raise CommandError(str(error)) from error

    def _train(self, run: Run, options: dict[str, Any]) -> None:
        from ml.photos import PackError, decoded
        from ml.training.checkpoint import CheckpointError
        from ml.training.loop import Job, train
        from ml.training.network import WeightsError

        try:
            with progress_bar() as progress:
                photos = decoded(options["pack"], progress=progress)
                for each in photos.broken[:10]:
                    self.stderr.write(f"skipped: {each}")
                asked = {
                    key: options[key] for key in ("out", "weights", "start", "body_only", "stages", "minutes")
                }
                last = train(Job(run, photos, **asked), progress=progress)
        except (PackError, WeightsError, CheckpointError, OSError, FloatingPointError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Interrupted; the same command goes on from the last checkpoint.") from None
        broken = f" {len(photos.broken)} broken photos were skipped." if photos.broken else ""
        if last is None:
            self.stdout.write(f"The time is up; the same command goes on.{broken}")
        else:
            self.stdout.write(f"Trained: {last}{broken}")
