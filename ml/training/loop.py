"""The training loop, from a pack to a small checkpoint, in stages that can each be interrupted.

A folder of a run holds: `state.pt` (what an interrupted stage goes on from), `best.pt` (the best weights of
the stage so far), `stage-1.pt`, `stage-2.pt` … (a small checkpoint for each stage that is done),
`steps.csv` and `validations.csv`. Every stage starts from the small checkpoint of the one before, so that
a run in one go and a run over several machines are the same run.
"""

import copy
import math
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812

from ml.photos import Photos
from ml.run_config import Run, run_to_dict
from ml.torch_import import torch_and_timm
from ml.training.augment import Chance, crop_small, mix, pixels, recolour, scaled, shrunk
from ml.training.batches import Batch, Batches, in_background, known_sharp
from ml.training.checkpoint import Checkpoint, CheckpointError, load_small, save, save_small, start_from
from ml.training.depthwise import quicken
from ml.training.log import Log
from ml.training.network import (
    head_parameters,
    load_backbone,
    make_network,
    make_optimiser,
    read_tensors,
)
from ml.training.rates import set_rates
from ml.training.watching import Watched, judge, watched

LOGGED_EVERY = 20
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """One call of the trainer."""

    run: Run
    photos: Photos
    out: Path
    weights: Path | None = None
    """Folder of the backbone's weights."""
    start: Path | None = None
    """Small checkpoint to start the first stage from, instead of the backbone's weights."""
    body_only: bool = False
    """Take all but the head from ``start``."""
    stages: int | None = None
    """Stop after so many stages of the run; None: all."""
    minutes: float = math.inf
    """Stop at the next step after so many minutes, with the state written."""


@dataclass(slots=True)
class Going:
    """All that changes in the course of a stage."""

    model: Any
    average: Any
    """Moving average of the weights: what is judged and kept."""
    optimiser: Any
    scaler: Any
    known_sharp: Any
    """(classes) which classes have sharp photos to train on."""
    step: int = 0
    best: float = -1.0
    waited: int = 0
    """Validations since the best."""


class Pace:
    """How long an image takes, without the time that validation and saving take."""

    def __init__(self) -> None:
        self.images, self._since = 0, time.monotonic()

    def ms_per_image(self) -> float:
        """Return milliseconds per image since the last call."""
        now = time.monotonic()
        pace = (now - self._since) * 1000 / max(1, self.images)
        self.images, self._since = 0, now
        return pace

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Count nothing for as long as the block takes."""
        before = time.monotonic()
        yield
        self._since += time.monotonic() - before


def train(job: Job, *, progress: Progress) -> Path | None:
    """Train what is not trained yet; return the last small checkpoint, or None when the time was up before.

    The same run, pack, seed and number of threads give the same weights, interrupted or not.
    Raises RunError, WeightsError, CheckpointError, OSError.
    """
    end = time.monotonic() + job.minutes * 60
    last = job.start
    for stage in range(min(job.stages or len(job.run.stages), len(job.run.stages))):
        done = job.out / f"stage-{stage + 1}.pt"
        if not done.exists():
            finished = train_stage(job, stage, last, end, progress)
            if not finished:
                return None
        _check_same(run_to_dict(load_small(done).run), job.run, done, stage + 1)
        last = done
    return last


def train_stage(job: Job, stage: int, start: Path | None, end: float, progress: Progress) -> bool:
    """Train one stage to its small checkpoint; False when the time was up, with the state written."""
    run, device = job.run, torch.device("cuda" if torch.cuda.is_available() else "cpu")
    batches = Batches(run, job.photos, stage)
    steps = max(1, round(run.stages[stage].epochs * batches.steps_per_epoch))
    going = _begin(job, stage, start, device)
    _resume(going, job, stage)
    seen = watched(job.photos, run, run.stages[stage].size)
    every = max(1, round(batches.steps_per_epoch / max(run.watching.validations_per_epoch, 1e-9)))
    log = Log(job.out / "steps.csv", stage=stage, step=going.step)
    validations = Log(job.out / "validations.csv", stage=stage, step=going.step)
    what = f"stage {stage + 1} of {len(run.stages)}, {run.stages[stage].size} px"
    saved, pace = time.monotonic(), Pace()
    for batch in in_background(batches.at, going.step, steps):
        loss = _step(going, batch, job, stage, steps, device)
        pace.images += len(batch.labels)
        progress(what, going.step, steps)
        if going.step % LOGGED_EVERY == 0 or going.step == steps:
            rate = going.optimiser.param_groups[-1]["lr"]
            speed = pace.ms_per_image()
            log.add(stage=stage, step=going.step, loss=float(loss), head_rate=rate, ms_per_image=speed)
        if going.step % every == 0 or going.step == steps:
            with pace.standing():
                _validate(going, job, stage, seen, validations, device)
            if run.optimiser.patience and going.waited >= run.optimiser.patience:
                break
        now = time.monotonic()
        if now - saved > run.watching.checkpoint_minutes * 60 or now > end:
            with pace.standing():
                save(job.out / "state.pt", _state(going, job, stage))
            saved = now
        if now > end and going.step < steps:
            return False
    _finish(job, stage)
    return True


def _begin(job: Job, stage: int, start: Path | None, device: Any) -> Going:
    """Return the stage's start: the network with the weights it starts from, and a fresh optimiser."""
    run = job.run
    torch.manual_seed(_seed(run, stage, 0))
    model = make_network(run.network, len(job.photos.classes))
    if start is None:
        load_backbone(model, run.network, job.weights)
    else:
        start_from(model, start, run, job.photos.classes, body_only=job.body_only and stage == 0)
    model = model.to(device, memory_format=torch.channels_last).train()
    if device.type == "cpu":
        quicken(model)
    average = copy.deepcopy(model).eval().requires_grad_(False)
    optimiser = make_optimiser(model, run.optimiser, run.stages[stage])
    scaler = torch.amp.GradScaler(device.type, enabled=_dtype(device) == torch.float16)
    sharp = torch.from_numpy(known_sharp(job.photos, run)).to(device)
    return Going(model, average, optimiser, scaler, sharp)


def _step(going: Going, batch: Batch, job: Job, stage: int, steps: int, device: Any) -> Any:
    """Take one step: augment, forward, backward, change the weights and their average; return the loss."""
    run, how = job.run, job.run.optimiser
    seed = _seed(run, stage, going.step + 1)
    torch.manual_seed(seed)
    chance = Chance(seed, device)
    frozen = min(run.stages[stage].frozen_steps, steps)
    set_rates(going.optimiser, going.step, steps, frozen, how)
    _freeze(going.model, going.step < frozen)

    small = crop_small(pixels(batch.small, device), run.stages[stage].size, run.augmentation, chance)
    x = recolour(torch.cat([small, pixels(batch.sharp, device)]), run.augmentation, chance)
    targets = F.one_hot(torch.from_numpy(batch.labels).to(device), len(job.photos.classes)).float()
    left_sharp = torch.from_numpy(batch.left_sharp).to(device)
    x, targets, left_sharp = mix(x, targets, left_sharp, how, chance)
    count = len(x)
    if how.consistency and len(small) < count:
        x = torch.cat([x, shrunk(x[len(small) :], run.augmentation, chance)])

    with torch.autocast(device.type, dtype=_dtype(device)):
        out = going.model(scaled(x, run.preprocessing.mean, run.preprocessing.std)).float()
    possible = going.known_sharp | ~left_sharp[:, None]
    loss = cross_entropy(out[:count], targets, possible, how.label_smoothing)
    if len(out) > count:
        sharp = F.softmax(out[len(small) : count].detach(), 1)
        blurred = F.log_softmax(out[count:], 1)
        loss = loss + how.consistency * F.kl_div(blurred, sharp, reduction="batchmean")
    if not torch.isfinite(loss):
        raise FloatingPointError(f"the loss is {loss.item()} at step {going.step}: lower the rates")
    going.scaler.scale(loss / run.mixing.accumulate).backward()
    going.step += 1
    if going.step % run.mixing.accumulate == 0 or going.step == steps:
        _change_weights(going, how.clip, how.ema)
    return loss.detach()


def cross_entropy(logits: Any, targets: Any, possible: Any, smoothing: float) -> Any:
    """Return the mean cross entropy among the classes that each photo could have been of.

    ``possible`` (n, classes): a sharp photo competes only with classes that have sharp photos. Otherwise the
    network learns that what is sharp is none of the others, which no photo ever said.
    """
    spread = possible / possible.sum(1, keepdim=True)
    targets = targets * (1 - smoothing) + spread * smoothing
    log = F.log_softmax(logits.masked_fill(~possible, -1e4), 1)
    return -(targets * log).sum(1).mean()


def _change_weights(going: Going, clip: float, decay: float) -> None:
    going.scaler.unscale_(going.optimiser)
    torch.nn.utils.clip_grad_norm_(going.model.parameters(), clip)
    going.scaler.step(going.optimiser)
    going.scaler.update()
    going.optimiser.zero_grad(set_to_none=True)
    # Young averages follow faster, so that the start is soon forgotten.
    decay = min(decay, (1 + going.step) / (10 + going.step))
    with torch.no_grad():
        for kept, new in zip(
            going.average.state_dict().values(), going.model.state_dict().values(), strict=True
        ):
            if kept.is_floating_point():
                kept.lerp_(new, 1 - decay)
            else:
                kept.copy_(new)


def _freeze(model: Any, frozen: bool) -> None:
    head = {id(each) for each in head_parameters(model)}
    for each in model.parameters():
        each.requires_grad_(not frozen or id(each) in head)


def _validate(going: Going, job: Job, stage: int, seen: Watched, log: Log, device: Any) -> None:
    figures = judge(going.average, seen, job.photos, job.run, device)
    log.add(stage=stage, step=going.step, **figures)
    if figures["score"] > going.best:
        going.best, going.waited = figures["score"], 0
        weights = going.average.state_dict()
        size = job.run.stages[stage].size
        made = Checkpoint(job.run, job.photos.classes, stage, size, going.step, figures, weights, made_with())
        save_small(job.out / "best.pt", made)
    else:
        going.waited += 1


def _finish(job: Job, stage: int) -> None:
    """Make the stage's best weights its small checkpoint; what it would be resumed from goes."""
    best = load_small(job.out / "best.pt")
    save_small(job.out / f"stage-{stage + 1}.pt", replace(best, stage=stage + 1))
    (job.out / "state.pt").unlink(missing_ok=True)


def _state(going: Going, job: Job, stage: int) -> dict[str, Any]:
    return {
        "run": run_to_dict(job.run),
        "pack": job.photos.digest,
        "stage": stage,
        **{name: getattr(going, name) for name in ("step", "best", "waited")},
        **{name: getattr(going, name).state_dict() for name in ("model", "average", "optimiser", "scaler")},
        # Gradients that wait for the rest of their batch.
        "gradients": [each.grad for each in going.model.parameters()],
    }


def _resume(going: Going, job: Job, stage: int) -> None:
    """Go on from the state of this stage, where there is one. Raises CheckpointError for another run's."""
    path = job.out / "state.pt"
    if not path.exists():
        return
    state = read_tensors(path)
    if state["stage"] != stage:
        return
    _check_same(state["run"], job.run, path, stage + 1)
    if state["pack"] != job.photos.digest:
        raise CheckpointError(f"{path}: was trained on another pack; use another --out")
    for name in ("model", "average", "optimiser", "scaler"):
        getattr(going, name).load_state_dict(state[name])
    for name in ("step", "best", "waited"):
        setattr(going, name, state[name])
    for each, gradient in zip(going.model.parameters(), state["gradients"], strict=True):
        each.grad = gradient.to(each.device) if gradient is not None else None


def _check_same(theirs: dict[str, Any], run: Run, path: Path, stages: int) -> None:
    """Raise CheckpointError unless the run is the same in all that its first ``stages`` depend on."""
    ours = run_to_dict(run)
    # What is only watched or released, and stages to come, do not change what was trained.
    free = {"watching", "release", "floors", "ceilings", "preprocessing", "stages"}
    other = [key for key in ours if key not in free and theirs.get(key) != ours[key]]
    if theirs["stages"][:stages] != ours["stages"][:stages]:
        other.append("stages")
    scale = ("mean", "std")
    if any(theirs["preprocessing"][key] != ours["preprocessing"][key] for key in scale):
        other.append("preprocessing")
    if other:
        raise CheckpointError(f"{path}: is of another run ({', '.join(other)} differ); use another --out")


def _seed(run: Run, stage: int, step: int) -> int:
    # Any spread of the three numbers over 63 bits will do; torch mixes it further.
    return (run.seed * 1_000_003 + stage) * 10_000_019 + step


def _dtype(device: Any) -> Any:
    bf16 = device.type == "cpu" or torch.cuda.is_bf16_supported()
    return torch.bfloat16 if bf16 else torch.float16


def made_with() -> dict[str, str]:
    """Return the versions of what training depends on."""
    _, timm = torch_and_timm()
    return {"python": platform.python_version(), "torch": str(torch.__version__), "timm": timm.__version__}
