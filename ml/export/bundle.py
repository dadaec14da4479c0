"""A bundle: model.onnx, manifest.json, golden.json, evaluation.json and card.md in one folder.

The manifest is the only thing that who runs the model must read.
"""

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ml.contract import Contract
from ml.export import measuring, parity
from ml.export.card import write_card
from ml.export.onnx_file import ExportError, export, has_maps
from ml.export.operators import needed_operators
from ml.export.spread import seed_of, spread
from ml.export.variants import fp16_weights, int8, int8_weights
from ml.files import write_bytes, write_json
from ml.judging.classifier import OnnxClassifier, TorchClassifier, load, onnx_session
from ml.judging.report import Asked, Judged, judge
from ml.judging.shots import Shots, Source, read_shots
from ml.photos import Progress
from ml.preprocessing import as_dict, prepare
from ml.run_config import Run
from ml.training.checkpoint import Checkpoint, load_small

FORMAT = 1
PACK_FACTS = ("name", "digest", "side", "photos", "allowed_use", "sets")
FITTING = 64
"""Photos that full int8 is fitted on."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to export."""

    checkpoint: Path
    out: Path
    photos: Path
    """Pack whose validation photos temperature, thresholds and the choice of the file come from."""
    fixtures: Path
    variant: str | None = None
    """One of SHIPPED; None: the smallest that costs little enough."""
    sample: int = 500
    seeds: tuple[Path, ...] = ()
    """Checkpoints of the same run with other seeds, which tell how much of the figures is chance."""
    held_to: Run | None = None
    """Run whose floors and ceilings count instead of those that the checkpoint was trained with."""


def make_bundle(order: Order, *, progress: Progress) -> dict[str, Any]:
    """Write the bundle as a whole and return its manifest.

    Raises ModelError, CheckpointError, ExportError (parity fails, something else is in the place), PackError,
    ClassesError, OSError.
    """
    if order.out.exists() and not (order.out / "manifest.json").is_file() and any(order.out.iterdir()):
        raise ExportError(f"{order.out} exists and is no bundle; choose another place")
    checkpoint = _held_to(load_small(order.checkpoint), order.held_to)
    others = {seed_of(path, checkpoint): path for path in order.seeds}
    torch_model = load(order.checkpoint)
    assert isinstance(torch_model, TorchClassifier)
    contract, release = torch_model.contract, checkpoint.run.release
    progress("exporting", 0, 3)
    plain = export(torch_model.model, contract.preprocessing.size)
    same = _parity(torch_model, plain.SerializeToString(), release.parity)
    progress("exporting", 1, 3)
    asked = Asked(Source(order.photos, split="val"), order.fixtures, sample=order.sample)
    with tempfile.TemporaryDirectory() as scratch:
        shots = read_shots(asked.photos, contract, scratch=Path(scratch), progress=progress)
        models = _variants(plain, contract, shots)
        progress("exporting", 2, 3)
        golden = {name: parity.answers(_onnx(contract, content)) for name, content in models.items()}
        rows = measuring.measure(models, contract, shots, golden, sample=order.sample, progress=progress)
        variant = order.variant or measuring.choose(rows, release.largest_loss)
        chosen = _onnx(contract, models[variant])
        judged = judge(chosen, asked, scratch=Path(scratch), progress=progress)
        by_seed = {checkpoint.run.seed: judged.figures["headline"]}
        for seed, path in others.items():
            theirs = judge(load(path), asked, scratch=Path(scratch), progress=progress)
            by_seed[seed] = theirs.figures["headline"]
    facts = {
        "sha256": hashlib.sha256(models[variant]).hexdigest(),
        "bytes": len(models[variant]),
        "variant": variant,
        "variants": measuring.table(rows),
        "parity": same,
        "operators": needed_operators(models[variant]),
        "spread": spread(by_seed),
        "outputs": ["logits", "maps"]
        if has_maps(torch_model.model, contract.preprocessing.size)
        else ["logits"],
    }
    manifest = make_manifest(checkpoint, judged, facts, _pack_facts(order.photos))
    _write(order.out, models[variant], manifest, parity.golden_table(chosen), judged.figures)
    progress("exporting", 3, 3)
    return manifest


def make_manifest(
    checkpoint: Checkpoint, judged: Judged, facts: dict[str, Any], data: dict[str, Any]
) -> dict[str, Any]:
    """Return what the browser, the server and the tests are told of the model."""
    contract, run = judged.contract, checkpoint.run
    size, release = contract.preprocessing.size, run.release
    figures = judged.figures["calibration"]
    return {
        "format": FORMAT,
        "name": contract.name,
        "title": release.title or contract.name,
        "file": "model.onnx",
        **{key: facts[key] for key in ("sha256", "bytes")},
        "input": {"name": "image", "shape": ["n", 3, size, size], "type": "float32"},
        "outputs": facts["outputs"],
        "preprocessing": as_dict(contract.preprocessing),
        "temperature": contract.temperature,
        "thresholds": figures["thresholds"],
        "classes": [each.as_dict() for each in contract.classes],
        "held_out": list(contract.held_out),
        "metrics": judged.figures["headline"],
        "floors": run.floors,
        "ceilings": run.ceilings,
        **{key: facts[key] for key in ("variant", "variants", "parity", "spread", "operators")},
        "licence": release.licence,
        "allowed_use": release.allowed_use,
        "data": data,
        "training": _training(run, checkpoint),
    }


def _held_to(checkpoint: Checkpoint, run: Run | None) -> Checkpoint:
    if run is None:
        return checkpoint
    if run.name != checkpoint.run.name:
        raise ExportError(f"the checkpoint is of the run {checkpoint.run.name}, not of {run.name}")
    return replace(checkpoint, run=replace(checkpoint.run, floors=run.floors, ceilings=run.ceilings))


def _training(run: Run, checkpoint: Checkpoint) -> dict[str, Any]:
    return {
        "run": run.name,
        "backbone": run.network.backbone,
        "seed": run.seed,
        "stages": checkpoint.stage,
        "steps_of_last_stage": checkpoint.step,
        "made_with": checkpoint.made_with,
    }


def _parity(torch_model: TorchClassifier, content: bytes, tolerance: float) -> dict[str, Any]:
    found = parity.answers(_onnx(torch_model.contract, content))
    same = parity.compare(parity.answers(torch_model), found, tolerance)
    if not same["passed"]:
        raise ExportError(
            f"torch and onnxruntime differ by {same['largest_difference']:.2g}, allowed {tolerance:g}"
        )
    return same


def _variants(plain: Any, contract: Contract, shots: Shots) -> dict[str, bytes]:
    chosen = np.random.default_rng(17).permutation(len(shots.rows))[:FITTING]
    fitting = [prepare(image, contract.preprocessing)[None] for image in shots.images(chosen)]
    models = {
        "fp32": plain,
        "fp16_weights": fp16_weights(plain),
        "int8_weights": int8_weights(plain),
        "int8": int8(plain, fitting),
    }
    return {name: model.SerializeToString() for name, model in models.items()}


def _onnx(contract: Contract, content: bytes) -> OnnxClassifier:
    # Without temperature and thresholds of another file: they are fitted anew.
    return OnnxClassifier(replace(contract, thresholds=None, temperature=1.0), onnx_session(content))


def _pack_facts(photos: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads((photos / "pack.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: content[key] for key in PACK_FACTS if key in content}


def _write(
    out: Path, model: bytes, manifest: dict[str, Any], golden: list[Any], figures: dict[str, Any]
) -> None:
    """Write all files beside the place and then move the folder there."""
    out = out.resolve()
    temporary = out.with_name(f".{out.name}.tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        write_bytes(temporary / "model.onnx", model)
        write_json(temporary / "manifest.json", manifest)
        write_json(temporary / "golden.json", golden)
        write_json(temporary / "evaluation.json", figures)
        write_card(temporary / "card.md", manifest, figures)
        shutil.rmtree(out, ignore_errors=True)
        temporary.rename(out)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
