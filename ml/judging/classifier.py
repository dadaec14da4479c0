"""A model to be judged, from torch or from ONNX, behind one door: pixels in, logits out."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ml.contract import Contract, ManifestError, contract_of
from ml.preprocessing import prepare
from ml.torch_import import EXTRA, torch_and_timm

BATCH = 64
Image = NDArray[np.uint8]
Floats = NDArray[np.float32]


class ModelError(Exception):
    """A model cannot be loaded; the message names the file and the reason."""


class Classifier(Protocol):
    """What can be judged."""

    contract: Contract

    def logits(self, x: Floats) -> Floats:
        """Return (n, classes) for inputs (n, 3, size, size)."""
        ...


@dataclass(slots=True)
class TorchClassifier:
    """A small checkpoint in torch, float32."""

    contract: Contract
    model: Any

    def logits(self, x: Floats) -> Floats:
        """Return (n, classes) for inputs (n, 3, size, size)."""
        torch, _ = torch_and_timm()
        with torch.no_grad():
            # The layout that convolutions run fastest in.
            given = torch.from_numpy(x).contiguous(memory_format=torch.channels_last)
            found: Floats = self.model(given).numpy()
        return found


@dataclass(slots=True)
class OnnxClassifier:
    """An exported model in onnxruntime."""

    contract: Contract
    session: Any

    def logits(self, x: Floats) -> Floats:
        """Return (n, classes) for inputs (n, 3, size, size)."""
        found: Floats = self.session.run(["logits"], {"image": x})[0]
        return found


def load(path: Path, *, size: int | None = None) -> Classifier:
    """Return the model of a small checkpoint (.pt), a folder with manifest.json or an .onnx beside it.

    The folder is a bundle's or that of the published releases. ``size`` overrides a checkpoint's side of the
    input. Raises ModelError.
    """
    if path.suffix == ".pt":
        return _from_checkpoint(path, size)
    if size:
        raise ModelError(f"{path}: only a checkpoint can be judged at another size")
    folder, file = (path, None) if path.is_dir() else (path.parent, path.name)
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        contract = contract_of(manifest)
        model = folder / (file or Path(manifest.get("folder", "")) / manifest["file"])
    except (OSError, ValueError, KeyError, ManifestError) as error:
        raise ModelError(f"{path}: no manifest.json that can be read: {error}") from error
    return OnnxClassifier(contract, onnx_session(model))


def onnx_session(model: Path | bytes, *, threads: int = 0) -> Any:
    """Return an onnxruntime session on the CPU; 0 threads: as many as it likes. Raises ModelError."""
    try:
        import onnxruntime
    except ImportError as error:
        raise ModelError(f"onnxruntime is not installed: {EXTRA}") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    content = str(model) if isinstance(model, Path) else model
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has no common error for broken files
        said = str(error).partition("\n")[0]
        raise ModelError(f"{model if isinstance(model, Path) else 'model'}: {said}") from error


def _from_checkpoint(path: Path, size: int | None) -> TorchClassifier:
    torch, _ = torch_and_timm()
    from ml.training.checkpoint import CheckpointError, load_small, network_of

    try:
        checkpoint = load_small(path)
        model = network_of(checkpoint, path)
    except CheckpointError as error:
        raise ModelError(str(error)) from error
    run, release = checkpoint.run, checkpoint.run.release
    contract = Contract(
        name=run.name,
        classes=checkpoint.classes,
        preprocessing=replace(run.preprocessing, size=size or checkpoint.size),
        held_out=run.held_out,
        accepted_food=release.accepted_food,
        likely_accuracy=release.likely_accuracy,
        possible_accuracy=release.possible_accuracy,
    )
    return TorchClassifier(contract, model.to(memory_format=torch.channels_last))


def predict(
    classifier: Classifier,
    images: Iterable[Image],
    total: int,
    *,
    mirrored: bool = False,
    what: str = "looking at photos",
    progress: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> Floats:
    """Return the logits (photos, classes) of images of any size, prepared by the model's own rule.

    ``mirrored`` averages over each image and its mirror image (test-time augmentation).
    """
    rule, found, waiting, done = classifier.contract.preprocessing, [], [], 0
    for image in images:
        waiting.append(prepare(image, rule))
        if len(waiting) == BATCH or done + len(waiting) == total:
            found.append(_batch(classifier, np.stack(waiting), mirrored))
            done += len(waiting)
            progress(what, done, total)
            waiting = []
    return np.concatenate(found) if found else np.zeros((0, len(classifier.contract.classes)), np.float32)


def _batch(classifier: Classifier, x: Floats, mirrored: bool) -> Floats:
    out = classifier.logits(x)
    if not mirrored:
        return out
    mean: Floats = (out + classifier.logits(np.ascontiguousarray(x[..., ::-1]))) / np.float32(2)
    return mean
