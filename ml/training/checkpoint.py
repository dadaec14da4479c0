"""What a run leaves on the disk: the state it goes on from, and small checkpoints that others start from."""

import io
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from ml.classes import FoodClass, from_dicts
from ml.files import write_bytes
from ml.run_config import Run, RunError, run_from_dict, run_to_dict
from ml.training.network import WeightsError, halved, load_tensors, make_network, read_tensors

FORMAT = 1


class CheckpointError(Exception):
    """A checkpoint cannot be read, does not fit or could not be written; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A small checkpoint: enough to judge, to export and to start from."""

    run: Run
    classes: tuple[FoodClass, ...]
    stage: int
    """Stages that are done, so also the number of the next one, counted from 0."""
    size: int
    """Side of the input in pixels that the weights were last trained at."""
    step: int
    metrics: dict[str, float]
    """What the run itself saw on its validation photos."""
    weights: dict[str, Any]
    made_with: dict[str, str]


def save_small(path: Path, checkpoint: Checkpoint) -> None:
    """Write a small checkpoint as a whole. Raises CheckpointError when the disk is full."""
    content = {
        "format": FORMAT,
        "run": run_to_dict(checkpoint.run),
        "classes": [asdict(each) for each in checkpoint.classes],
        "stage": checkpoint.stage,
        "size": checkpoint.size,
        "step": checkpoint.step,
        "metrics": checkpoint.metrics,
        "weights": halved(checkpoint.weights),
        "made_with": checkpoint.made_with,
    }
    save(path, content)


def load_small(path: Path) -> Checkpoint:
    """Read a small checkpoint. Raises CheckpointError."""
    try:
        content = read_tensors(path)
        if content.get("format") != FORMAT:
            raise CheckpointError(f"{path}: no checkpoint of this program (format {content.get('format')})")
        return Checkpoint(
            run=run_from_dict(content["run"]),
            classes=from_dicts(content["classes"]),
            **{key: content[key] for key in ("stage", "size", "step", "metrics", "weights", "made_with")},
        )
    except WeightsError as error:
        raise CheckpointError(str(error)) from error
    except (RunError, KeyError, TypeError) as error:
        raise CheckpointError(f"{path}: {error}") from error


def network_of(checkpoint: Checkpoint, path: Path) -> Any:
    """Return the checkpoint's network with its weights, ready to judge. Raises CheckpointError."""
    try:
        model = make_network(checkpoint.run.network, len(checkpoint.classes))
        load_tensors(model, checkpoint.weights, path)
    except WeightsError as error:
        raise CheckpointError(str(error)) from error
    return model.eval()


def start_from(model: Any, path: Path, run: Run, classes: tuple[FoodClass, ...], *, body_only: bool) -> None:
    """Load a small checkpoint into the model of another stage or run.

    Raises CheckpointError when it is of another architecture or, unless ``body_only``, of other classes.
    """
    found = load_small(path)
    if found.run.network.backbone != run.network.backbone:
        raise CheckpointError(
            f"{path}: is of {found.run.network.backbone}, the run wants {run.network.backbone}"
        )
    if not body_only and found.classes != classes:
        theirs, ours = {each.label for each in found.classes}, {each.label for each in classes}
        lacking, more = sorted(ours - theirs), sorted(theirs - ours)
        said = f"it lacks {len(lacking)} {lacking[:3]}, has {len(more)} more {more[:3]}"
        if theirs == ours:
            said = "the same labels in another order or with other foods"
        raise CheckpointError(
            f"{path}: has other classes than the pack: {said}; --body-only takes all but the head"
        )
    try:
        load_tensors(model, found.weights, path, head=not body_only)
    except WeightsError as error:
        raise CheckpointError(str(error)) from error


def save(path: Path, content: dict[str, Any]) -> None:
    """Write anything of torch's as a whole; a full disk leaves the old file. Raises CheckpointError."""
    buffer = io.BytesIO()
    torch.save(content, buffer)
    try:
        write_bytes(path, buffer.getvalue())
    except OSError as error:
        kept = "the one before stays" if path.exists() else "there is none before"
        raise CheckpointError(f"{path}: could not be written ({error.strerror}); {kept}") from error
