"""Where commands find runs, and where they may write."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from ml.run_config import Run, read_run

RUNS = Path(settings.BASE_DIR) / "ml" / "runs"


def outside_the_repository(path: Path) -> None:
    """Refuse a place that git would see: photos are never committed."""
    place, home = path.resolve(), Path(settings.BASE_DIR).resolve()
    if place.is_relative_to(home) and not place.is_relative_to(Path(settings.VAR_DIR).resolve()):
        raise CommandError(
            f"{path} lies in the repository, and photos are never committed; take a place outside"
        )


def named_run(name: str) -> Run:
    """Read the run of a file, or of that name in `ml/runs`. Raises RunError."""
    path = Path(name)
    return read_run(path if path.suffix else RUNS / f"{name}.toml")
