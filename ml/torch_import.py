"""torch, timm and what they need, imported where they are used and nowhere else."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

EXTRA = "pip install '.[ml]'"
MISSING = f"this needs torch and timm: {EXTRA}"
# Keeps the operators below alive as long as the process.
_operators: list[Any] = []


class MissingTorchError(ImportError):
    """torch or timm is not installed."""


def torch_and_timm() -> tuple[ModuleType, ModuleType]:
    """Import and return torch and timm.

    Some builds of torchvision do not bring their own operators and fail to import; those two are then
    declared here first. Nothing that this project uses calls them.

    Raises MissingTorchError.
    """
    try:
        import torch
    except ImportError as error:
        raise MissingTorchError(MISSING) from error
    try:
        import torchvision  # noqa: F401
    except RuntimeError:
        _declare_operators(torch)
    try:
        import timm
    except ImportError as error:
        raise MissingTorchError(MISSING) from error
    return torch, timm


def _declare_operators(torch: ModuleType) -> None:
    library = torch.library.Library("torchvision", "DEF")
    library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _operators.append(library)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the exporters' notes to themselves, which are many and say nothing to who exports."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
