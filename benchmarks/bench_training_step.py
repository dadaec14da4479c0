"""What an image costs in training on a processor: forward, backward and the change of the weights.

EfficientNet-Lite0 with 256 classes on random pixels, bfloat16, with torch's own backward pass of depthwise
convolutions and with ours, in turn. Started with jemalloc in `LD_PRELOAD` it says what the allocator saves.
"""

import copy
import os
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from measuring import ROOT, arguments, publish

sys.path.insert(0, str(ROOT))

CLASSES = 256


def one_step(torch: Any, model: Any, size: int, batch: int) -> Callable[[], None]:
    """Return what takes a step of training."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-4, fused=True)
    x = torch.randn(batch, 3, size, size).contiguous(memory_format=torch.channels_last)
    y = torch.randint(0, CLASSES, (batch,))

    def step() -> None:
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(x)
        torch.nn.functional.cross_entropy(logits.float(), y).backward()
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)

    return step


def milliseconds(step: Callable[[], None]) -> float:
    """Time one step."""
    started = perf_counter()
    step()
    return (perf_counter() - started) * 1000


def measured(sizes: list[int], batch: int, runs: int) -> dict[str, float]:
    """Return milliseconds per image for each size; the two ways take turns and meet the same load."""
    from ml.run_config import Network
    from ml.torch_import import torch_and_timm
    from ml.training.depthwise import quicken
    from ml.training.network import make_network

    torch, _ = torch_and_timm()
    plain = make_network(Network("tf_efficientnet_lite0"), CLASSES).to(memory_format=torch.channels_last)
    quick = copy.deepcopy(plain)
    quicken(quick)
    found = {}
    for size in sizes:
        ways = {"plain": one_step(torch, plain, size, batch), "quick": one_step(torch, quick, size, batch)}
        for step in (*ways.values(), *ways.values()):
            step()
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(runs):
            for name, step in ways.items():
                times[name].append(milliseconds(step) / batch)
        for name, each in times.items():
            found[f"{name}_ms_{size}px"] = round(median(each), 2)
        found[f"ratio_{size}px"] = round(median(times["plain"]) / median(times["quick"]), 2)
    return found


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[64, 96, 128], help="sides of the input")
    parser.add_argument("--batch", type=int, default=128, help="images a step (default %(default)s)")
    options = parser.parse_args()
    jemalloc = "jemalloc" in os.environ.get("LD_PRELOAD", "")
    figures = {"allocator": "jemalloc" if jemalloc else "default", "batch": options.batch}
    figures |= measured(options.sizes, options.batch, options.runs)
    publish("training_step_jemalloc" if jemalloc else "training_step", figures, options)


if __name__ == "__main__":
    main()
