"""How fast the weights change in the course of a stage."""

import math
from typing import Any

from ml.run_config import Optimiser


def height(step: int, steps: int, how: Optimiser) -> float:
    """Return the rate at a step as a share of the highest: a straight rise, then half a cosine down."""
    warm = how.warm_up * steps
    if step < warm:
        return (step + 1) / (warm + 1)
    share = (step - warm) / max(1.0, steps - warm)
    return how.final_rate + (1 - how.final_rate) * 0.5 * (1 + math.cos(math.pi * min(1.0, share)))


def set_rates(optimiser: Any, step: int, steps: int, frozen: int, how: Optimiser) -> None:
    """Set every group's rate; in the first ``frozen`` steps only the head learns, at its highest rate."""
    for group in optimiser.param_groups:
        is_head = group["name"] == "head"
        if step < frozen:
            group["lr"] = group["highest"] if is_head else 0.0
        else:
            group["lr"] = group["highest"] * height(step - frozen, steps - frozen, how)
