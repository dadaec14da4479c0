"""How much of a release's figures is chance: the same run with other seeds."""

from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from ml.export.onnx_file import ExportError
from ml.run_config import run_to_dict
from ml.training.checkpoint import Checkpoint, load_small

# What decides nothing of what is trained.
FREE = {"seed", "watching", "release", "floors", "ceilings"}


def seed_of(path: Path, released: Checkpoint) -> int:
    """Return the seed of a checkpoint of the same run. Raises ExportError where more differs."""
    other = load_small(path)
    theirs, ours = run_to_dict(other.run), run_to_dict(released.run)
    differ = [key for key in ours if key not in FREE and theirs.get(key) != ours[key]]
    if (other.classes, other.stage) != (released.classes, released.stage):
        differ.append("classes or stages")
    if differ:
        raise ExportError(f"{path}: is of another run ({', '.join(differ)} differ)")
    if other.run.seed == released.run.seed:
        raise ExportError(f"{path}: has the seed {other.run.seed} of the release itself")
    return other.run.seed


def spread(by_seed: dict[int, dict[str, float]]) -> dict[str, Any]:
    """Return mean, standard deviation, least and most of each figure of all seeds; empty for one seed."""
    if len(by_seed) < 2:
        return {}
    headlines = list(by_seed.values())
    common = [name for name in headlines[0] if all(name in each for each in headlines)]
    figures = {}
    for name in common:
        values = [each[name] for each in headlines]
        figures[name] = {
            "mean": fmean(values),
            "sd": stdev(values),
            "least": min(values),
            "most": max(values),
        }
    return {"seeds": sorted(by_seed), "figures": figures}
