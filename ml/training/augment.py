"""Whole batches, changed by chance as tensors; every draw comes from the generator that is handed in."""

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from ml.run_config import Augmentation, Optimiser

Tensor = Any
BLUR = torch.tensor([[1.0, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16


class Chance:
    """Random numbers of one step, on one device."""

    def __init__(self, seed: int, device: Any) -> None:
        self.generator = torch.Generator(device).manual_seed(seed)
        self.device = device

    def uniform(self, low: float, high: float, *shape: int) -> Tensor:
        """Return even draws between ``low`` and ``high``."""
        return low + (high - low) * torch.rand(shape, generator=self.generator, device=self.device)

    def normal(self, *shape: int) -> Tensor:
        """Return draws with mean 0 and standard deviation 1."""
        return torch.randn(shape, generator=self.generator, device=self.device)

    def happens(self, share: float, *shape: int) -> Tensor:
        """Return true for about ``share`` of the places."""
        return self.uniform(0, 1, *shape) < share


def pixels(images: Any, device: Any) -> Tensor:
    """Return uint8 photos (n, h, w, 3) as float (n, 3, h, w), values 0 to 255."""
    tensor = torch.from_numpy(np.ascontiguousarray(images)).to(device, non_blocking=True)
    return tensor.permute(0, 3, 1, 2).float()


def crop_small(x: Tensor, size: int, how: Augmentation, chance: Chance) -> Tensor:
    """Return small photos (n, 3, h, w) cropped, turned a little, mirrored and enlarged to ``size``."""
    n = len(x)
    if not n:
        return x.new_zeros(0, 3, size, size)
    area = chance.uniform(how.smallest_crop, 1, n).sqrt()
    ratio = chance.uniform(-0.2, 0.2, n).exp()
    wide, high = (area * ratio).clamp(max=1), (area / ratio).clamp(max=1)
    turn = chance.normal(n) * how.rotation
    mirror = torch.where(chance.happens(0.5, n), -1.0, 1.0)
    grid = x.new_zeros(n, 2, 3)
    grid[:, 0, 0], grid[:, 0, 1] = wide * mirror * turn.cos(), -wide * turn.sin()
    grid[:, 1, 0], grid[:, 1, 1] = high * mirror * turn.sin(), high * turn.cos()
    grid[:, 0, 2] = chance.uniform(-1, 1, n) * (1 - wide)
    grid[:, 1, 2] = chance.uniform(-1, 1, n) * (1 - high)
    mode = "bicubic" if chance.happens(0.33, 1).item() else "bilinear"
    places = F.affine_grid(grid, [n, 3, size, size], align_corners=False)
    return F.grid_sample(x, places, mode=mode, padding_mode="reflection", align_corners=False)


def recolour(x: Tensor, how: Augmentation, chance: Chance) -> Tensor:
    """Return photos blurred or sharpened, lit, coloured and with noise, values 0 to 255; ``x`` is used up."""
    n = len(x)
    chosen = chance.happens(how.sharpened, n)
    if chosen.any():
        x[chosen] = _sharpened(x[chosen], chance)
    x = _relit(x, how.light, chance)
    noisy = chance.happens(how.noise, n)
    if noisy.any():
        x[noisy] += 4 * chance.normal(int(noisy.sum()), *x.shape[1:])
    return x.clamp_(0, 255)


def _sharpened(x: Tensor, chance: Chance) -> Tensor:
    kernel = BLUR.to(x.device).expand(3, 1, 3, 3)
    blurred = F.conv2d(F.pad(x, (1, 1, 1, 1), mode="reflect"), kernel, groups=3)
    return x + chance.uniform(-0.8, 2.0, len(x), 1, 1, 1) * (x - blurred)


def _relit(x: Tensor, light: float, chance: Chance) -> Tensor:
    """Change brightness, the colour of the light, contrast and how colourful all is, in one product.

    A pixel becomes grey + colourful * (lit - grey), where lit = middle + contrast * (gain * pixel - middle).
    """
    n = len(x)
    gain = chance.uniform(1 - light, 1 + light, n, 1) * chance.uniform(0.92, 1.08, n, 3)
    contrast, colourful = chance.uniform(1 - light, 1 + light, n, 1), chance.uniform(0.7, 1.3, n, 1, 1)
    middle = x.mean((2, 3)) * gain
    mixing = colourful * torch.eye(3, device=x.device) + (1 - colourful) / 3
    scale = mixing * (contrast * gain)[:, None, :]
    shift = mixing @ ((1 - contrast) * middle)[:, :, None]
    return torch.baddbmm(shift, scale, x.reshape(n, 3, -1)).reshape(x.shape)


def mix(
    x: Tensor, targets: Tensor, left_sharp: Tensor, how: Optimiser, chance: Chance
) -> tuple[Tensor, Tensor, Tensor]:
    """Return the batch, mixed where this step is a mixed one, and which of it is of sharp photos only.

    Sources: Zhang et al. 2018, arXiv:1710.09412 (mixup); Yun et al. 2019, arXiv:1905.04899 (cutmix).
    """
    ways = [name for name in ("mixup", "cutmix") if getattr(how, name) > 0]
    first, second = chance.uniform(0, 1, 2).tolist()
    if not ways or first >= how.mixed:
        return x, targets, left_sharp
    way = ways[int(second * len(ways))]
    order = torch.randperm(len(x), generator=chance.generator, device=x.device)
    random = np.random.default_rng(int(second * 2**32))
    share = float(random.beta(getattr(how, way), getattr(how, way)))
    if way == "mixup":
        x = share * x + (1 - share) * x[order]
    else:
        x, share = _cut(x, order, share, random)
    return x, share * targets + (1 - share) * targets[order], left_sharp & left_sharp[order]


def _cut(x: Tensor, order: Tensor, share: float, random: np.random.Generator) -> tuple[Tensor, float]:
    height, width = x.shape[2:]
    high, wide = round(height * (1 - share) ** 0.5), round(width * (1 - share) ** 0.5)
    top, left = int(random.integers(height - high + 1)), int(random.integers(width - wide + 1))
    x = x.clone()
    x[:, :, top : top + high, left : left + wide] = x[order, :, top : top + high, left : left + wide]
    return x, 1 - high * wide / (height * width)


def shrunk(x: Tensor, how: Augmentation, chance: Chance) -> Tensor:
    """Return the batch shrunk by area average to one of the degraded sides and enlarged again."""
    sides = [side for side in how.degraded_sides if side < x.shape[2]] or [x.shape[2]]
    side = sides[int(chance.uniform(0, len(sides), 1).item())]
    small = F.interpolate(x, (side, side), mode="area")
    return F.interpolate(small, x.shape[2:], mode="bilinear", align_corners=False)


def scaled(x: Tensor, mean: tuple[float, ...], std: tuple[float, ...]) -> Tensor:
    """Return values 0 to 255 as the network wants them, channels last in memory."""
    middle, spread = x.new_tensor(mean).view(3, 1, 1), x.new_tensor(std).view(3, 1, 1)
    return ((x / 255 - middle) / spread).contiguous(memory_format=torch.channels_last)
