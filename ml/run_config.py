"""One TOML file a run: it drives training, judging, export and what the browser is told."""

import tomllib
from dataclasses import MISSING, asdict, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from ml.preprocessing import Preprocessing


class RunError(Exception):
    """A run cannot be started as asked; the message names file, key and reason."""


@dataclass(frozen=True, slots=True)
class Network:
    """The network and what it starts from."""

    backbone: str
    """A name of timm's."""
    weights: str = ""
    """File of the backbone's weights in the folder of weights; "timm" downloads timm's; empty: random."""
    dropout: float = 0.2
    drop_path: float = 0.05


@dataclass(frozen=True, slots=True)
class Mixing:
    """How many photos of each set one step takes."""

    small: int
    """Photos with a shorter side of at most 80 pixels; an epoch is one walk through them."""
    food: int = 0
    grocery: int = 0
    not_food: int = 0
    made_up: float = 0.35
    """Share of not_food that is made up by code."""
    balance: float = 0.5
    """A class of n sharp photos is drawn in proportion to n ** balance: 1 as they are, 0 all alike."""
    accumulate: int = 1
    """Steps whose gradients are added up before the weights change."""


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How photos are changed by chance."""

    smallest_crop: float = 0.45
    """Least share of the area that a crop keeps."""
    rotation: float = 0.08
    """Standard deviation in radians."""
    degraded: float = 0.55
    """Share of sharp photos shrunk and enlarged again."""
    degraded_sides: tuple[int, ...] = (48, 56, 64, 64, 64, 72, 80)
    compressed: float = 0.5
    """Share of the degraded that go through JPEG or WebP besides."""
    sharpened: float = 0.35
    """Share that is blurred or sharpened a little."""
    noise: float = 0.2
    light: float = 0.25
    """Largest relative change of brightness and contrast."""


@dataclass(frozen=True, slots=True)
class Optimiser:
    """How the weights change."""

    weight_decay: float = 0.02
    clip: float = 5.0
    """Largest norm of the gradient."""
    ema: float = 0.9995
    """Decay of the moving average of the weights, which is what is judged and kept."""
    label_smoothing: float = 0.1
    mixup: float = 0.2
    cutmix: float = 0.0
    """Parameters of the beta distributions that mixup and cutmix draw from; 0: never."""
    mixed: float = 0.5
    """Share of the steps that are mixed."""
    consistency: float = 0.0
    """Weight of the divergence between what a sharp photo and its shrunk self are taken for."""
    warm_up: float = 0.05
    """Share of a stage in which the rate rises."""
    final_rate: float = 0.003
    """Where the cosine ends, as a share of the highest rate."""
    depth_decay: float = 0.3
    """Rate of the first layers as a share of that of the last."""
    patience: int = 0
    """Validations without a better score after which a stage ends; 0: never."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of a run; it starts from the small checkpoint of the one before."""

    size: int
    epochs: float
    body_rate: float = 1e-3
    head_rate: float = 5e-3
    frozen_steps: int = 0
    """Steps at the start in which only the head learns."""


@dataclass(frozen=True, slots=True)
class Watching:
    """How the run is watched."""

    checkpoint_minutes: float = 10.0
    validations_per_epoch: float = 1.0
    photos: int = 1500
    """Photos of each set that a validation looks at, drawn once."""


@dataclass(frozen=True, slots=True)
class Release:
    """What a release says and keeps to."""

    title: str = ""
    licence: str = ""
    allowed_use: str = ""
    accepted_food: float = 0.95
    """Share of food photos that must not be refused."""
    likely_accuracy: float = 0.85
    possible_accuracy: float = 0.5
    """How often the first answer must be right among those called likely, and likely or possible."""
    parity: float = 1e-3
    """Largest difference of a logit between torch and onnxruntime before weights are rounded."""
    largest_loss: float = 0.005
    """How much top-1 a smaller file may cost."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run as its file states it."""

    name: str
    seed: int
    network: Network
    preprocessing: Preprocessing
    mixing: Mixing
    stages: tuple[Stage, ...]
    augmentation: Augmentation = field(default_factory=Augmentation)
    optimiser: Optimiser = field(default_factory=Optimiser)
    watching: Watching = field(default_factory=Watching)
    release: Release = field(default_factory=Release)
    held_out: tuple[str, ...] = ()
    """Classes whose sharp photos are kept out of training altogether."""
    floors: dict[str, float] = field(default_factory=dict)
    """Headline figure -> least value that a published release reaches."""
    ceilings: dict[str, float] = field(default_factory=dict)
    """Headline figure -> largest value of a published release."""


def read_run(path: Path) -> Run:
    """Read a run. Raises RunError that names the file and what is wrong, unknown keys among it."""
    try:
        return run_from_dict(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise RunError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, RunError) as error:
        raise RunError(f"{path}: {error}") from error


def run_from_dict(content: dict[str, Any]) -> Run:
    """Build a run from what a TOML file or a checkpoint holds. Raises RunError."""
    run: Run = _build(Run, content, "")
    mixing = run.mixing
    if mixing.small + mixing.food + mixing.grocery + mixing.not_food < 2:
        raise RunError("mixing: a batch needs at least two photos")
    if not run.stages:
        raise RunError("stages: a run needs at least one")
    if run.stages[-1].size != run.preprocessing.size:
        raise RunError("preprocessing.size must be that of the last stage")
    if min(run.preprocessing.std) <= 0 or len(run.preprocessing.mean) != 3 or len(run.preprocessing.std) != 3:
        raise RunError("preprocessing: mean and std are three numbers each, std above 0")
    return run


def run_to_dict(run: Run) -> dict[str, Any]:
    """Return the run as a checkpoint keeps it."""
    return asdict(run)


def _build(kind: Any, content: Any, where: str) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        return _build_table(kind, content, where)
    if get_origin(kind) is tuple:
        if not isinstance(content, list | tuple):
            raise RunError(f"{where}: a list is wanted, not {content!r}")
        return tuple(_build(get_args(kind)[0], each, f"{where}[{i}]") for i, each in enumerate(content))
    if get_origin(kind) is dict:
        return {key: _build(get_args(kind)[1], value, f"{where}.{key}") for key, value in content.items()}
    if kind is float and isinstance(content, int) and not isinstance(content, bool):
        return float(content)
    if not isinstance(content, kind) or isinstance(content, bool):
        raise RunError(f"{where}: {kind.__name__} is wanted, not {content!r}")
    if kind in (int, float) and content < 0:
        raise RunError(f"{where}: {content} is below 0")
    return content


def _build_table(kind: type, content: Any, where: str) -> Any:
    if not isinstance(content, dict):
        raise RunError(f"{where}: a table is wanted, not {content!r}")
    known = {each.name: each for each in fields(kind)}
    prefix = f"{where}." if where else ""
    for key in content:
        if key not in known:
            raise RunError(f"unknown key {prefix}{key}; known are {', '.join(known)}")
    for name, each in known.items():
        if name not in content and each.default is MISSING and each.default_factory is MISSING:
            raise RunError(f"{prefix}{name} is missing")
    kinds = get_type_hints(kind)
    return kind(**{key: _build(kinds[key], value, prefix + key) for key, value in content.items()})
