"""Which of the files to ship: size, latency and what each costs in accuracy, measured here and now."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.contract import Contract
from ml.judging.calibrating import even_weight
from ml.judging.classifier import OnnxClassifier, onnx_session, predict
from ml.judging.shots import Shots

SHIPPED = ("fp32", "fp16_weights", "int8_weights")
"""Full int8 is measured too but not chosen: in WASM it is slower than float32 (55 ms to 34 ms at 224 px)."""
RUNS = 100
SLOWER = 1.2
"""A smaller file may take so many times as long; what is folded at load takes the same but for noise."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One file, measured."""

    variant: str
    megabytes: float
    milliseconds: float
    """Shortest of 100 runs of one image, one thread, native."""
    top1: float
    """Mean of the top-1 of each set of validation photos."""
    loss: float
    """Top-1 lost against float32."""
    largest_difference: float
    """Of a logit, against float32, on the golden images."""


def measure(
    models: dict[str, bytes], contract: Contract, shots: Shots, golden: dict[str, NDArray[np.float32]],
    *, sample: int, progress: Callable[[str, int, int], None],
) -> list[Measured]:  # fmt: skip
    """Measure each file on at most ``sample`` photos of each set; `fp32` must be the first of them."""
    chosen = _sample(shots, sample)
    rows: list[Measured] = []
    for name, content in models.items():
        classifier = OnnxClassifier(contract, onnx_session(content))
        logits = predict(classifier, shots.images(chosen), len(chosen), what=name, progress=progress)
        right = logits.argmax(1) == shots.labels[chosen]
        top1 = float(np.average(right, weights=even_weight(shots.sets[chosen])))
        rows.append(
            Measured(
                variant=name,
                megabytes=len(content) / 1e6,
                milliseconds=latency(content, contract.preprocessing.size),
                top1=top1,
                loss=(rows[0].top1 if rows else top1) - top1,
                largest_difference=float(np.abs(golden[name] - golden["fp32"]).max()),
            )
        )
    return rows


def choose(rows: list[Measured], largest_loss: float) -> str:
    """Return the smallest file that loses at most ``largest_loss`` of top-1 and is about as fast as fp32."""
    plain = next(row for row in rows if row.variant == "fp32")
    fit = [
        row
        for row in rows
        if row.variant in SHIPPED and row.loss <= largest_loss
        and row.milliseconds <= SLOWER * plain.milliseconds + 0.2
    ]  # fmt: skip
    return min(fit or [plain], key=lambda row: row.megabytes).variant


def latency(content: bytes, size: int) -> float:
    """Return the milliseconds of one image in one thread: the shortest run, which load disturbs least."""
    session = onnx_session(content, threads=1)
    x = np.zeros((1, 3, size, size), np.float32)
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        session.run(["logits"], {"image": x})
        best = min(best, time.perf_counter() - start)
    return best * 1000


def table(rows: list[Measured]) -> list[dict[str, Any]]:
    """Return the measurements as the manifest keeps them."""
    return [
        {key: round(value, 5) if isinstance(value, float) else value for key, value in asdict(row).items()}
        for row in rows
    ]


def _sample(shots: Shots, count: int) -> NDArray[np.int64]:
    random = np.random.default_rng(13)
    names = np.unique(shots.sets)
    parts = [random.permutation(np.flatnonzero(shots.sets == name))[:count] for name in names]
    return np.sort(np.concatenate(parts))
