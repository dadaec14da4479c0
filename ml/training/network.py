"""The network: made by timm's name, started from weights, parted into layers with their own rates."""

from pathlib import Path
from typing import Any

import torch

from ml.run_config import Network, Optimiser, Stage
from ml.torch_import import torch_and_timm

BODY_PARTS = 4
Module = Any


class WeightsError(Exception):
    """Weights cannot be used for this network; the message names the file and what does not fit."""


def make_network(network: Network, classes: int) -> Module:
    """Return the network with random weights. Raises WeightsError for a name that timm does not know."""
    _, timm = torch_and_timm()
    if not timm.is_model(network.backbone):
        raise WeightsError(f"timm knows no backbone {network.backbone!r}")
    rates = {"drop_rate": network.dropout, "drop_path_rate": network.drop_path}
    pretrained = network.weights == "timm"
    return timm.create_model(network.backbone, num_classes=classes, pretrained=pretrained, **rates)


def load_backbone(model: Module, network: Network, folder: Path | None) -> None:
    """Load the backbone's weights into the network; its head stays random.

    Raises WeightsError when the file or a tensor is missing, or one is left over or of another shape.
    """
    if network.weights in ("", "timm"):
        return
    if folder is None:
        raise WeightsError(f"the run starts from {network.weights}: say in which folder with --weights")
    path = folder / network.weights
    load_tensors(model, read_tensors(path), path, head=False)


def read_tensors(path: Path) -> dict[str, Any]:
    """Return the tensors of a file of weights. Raises WeightsError."""
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # torch has no common error for broken files
        said = str(error).partition("\n")[0]
        raise WeightsError(f"{path}: cannot be read: {said}") from error
    if not isinstance(content, dict):
        raise WeightsError(f"{path}: no table of tensors")
    return content


def load_tensors(model: Module, tensors: dict[str, Any], path: Path, *, head: bool = True) -> None:
    """Copy stored tensors into the model, as float32. Raises WeightsError when any does not fit.

    Without ``head`` the classifier's are neither wanted nor used.
    """
    name = model.pretrained_cfg["classifier"]
    own = {k: v for k, v in model.state_dict().items() if head or not k.startswith(f"{name}.")}
    given = {k: v for k, v in tensors.items() if head or not k.startswith(f"{name}.")}
    missing, over = sorted(own.keys() - given.keys()), sorted(given.keys() - own.keys())
    other = sorted(k for k in own.keys() & given.keys() if own[k].shape != given[k].shape)
    # Some exporters leave out the counters of batch norm, which nothing here reads.
    missing = [k for k in missing if not k.endswith("num_batches_tracked")]
    if missing or over or other:
        parts = {"missing": missing, "left over": over, "of another shape": other}
        said = "; ".join(f"{len(v)} {k} ({v[0]} …)" for k, v in parts.items() if v)
        raise WeightsError(f"{path}: does not fit this network: {said}")
    with torch.no_grad():
        for key, tensor in own.items():
            if key in given:
                tensor.copy_(given[key])


def halved(tensors: dict[str, Any]) -> dict[str, Any]:
    """Return the tensors for a small file: matrices and kernels as float16, norms and biases as they are."""
    return {
        key: tensor.detach().cpu().to(torch.float16) if tensor.ndim > 1 else tensor.detach().cpu().clone()
        for key, tensor in tensors.items()
    }


def head_parameters(model: Module) -> list[Any]:
    """Return the parameters of the classifier."""
    return list(model.get_classifier().parameters())


def make_optimiser(model: Module, how: Optimiser, stage: Stage) -> Any:
    """Return AdamW with a rate for each part: the first layers learn slowest, the head at its own rate.

    The body's parameters are parted by their place, from ``depth_decay`` to 1 times the body's rate in equal
    ratios; vectors (norms, biases) are not decayed. `highest` of a group is its rate at the top of the cycle.
    """
    head = {id(each) for each in head_parameters(model)}
    body = [each for each in model.parameters() if id(each) not in head]
    groups: list[dict[str, Any]] = []
    for part in range(BODY_PARTS):
        rate = stage.body_rate * how.depth_decay ** (1 - part / (BODY_PARTS - 1))
        mine = [p for i, p in enumerate(body) if i * BODY_PARTS // len(body) == part]
        groups.append({"params": [p for p in mine if p.ndim > 1], "highest": rate, "name": f"body {part}"})
        flat = [p for p in mine if p.ndim <= 1]
        groups.append({"params": flat, "highest": rate, "weight_decay": 0.0, "name": f"norms {part}"})
    groups.append({"params": head_parameters(model), "highest": stage.head_rate, "name": "head"})
    return torch.optim.AdamW(
        [group for group in groups if group["params"]], lr=0.0, weight_decay=how.weight_decay, fused=True
    )
