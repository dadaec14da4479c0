"""Depthwise convolutions whose backward pass is quick on a CPU.

Of a step of EfficientNet-Lite0 on two cores (bfloat16, 96 px, oneDNN), two thirds went into the backward pass
of its depthwise convolutions: with a stride, and with kernels of five, the library falls back to plain loops.
Passes that it does well give the same gradients: the input's is a convolution without stride of the gradient
spread out with zeros, and that of a kernel of five is quicker in float32.
"""

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

Tensor = Any


class Depthwise(nn.Conv2d):  # type: ignore[misc, unused-ignore]
    """A depthwise convolution as timm's, with the same parameters, and a quicker backward pass on a CPU."""

    def __init__(self, like: nn.Conv2d) -> None:
        sides = (like.in_channels, like.out_channels, like.kernel_size)
        super().__init__(*sides, stride=like.stride, groups=like.groups, bias=False)  # type: ignore[arg-type, unused-ignore]
        self.weight = like.weight
        self.same = type(like).__name__ == "Conv2dSame"
        self.around = 0 if self.same else int(like.padding[0])

    def forward(self, x: Tensor) -> Tensor:
        """Return the channels of ``x`` (n, c, h, w), each convolved with its own kernel."""
        if self.same:
            x = _padded(x, self.kernel_size[0], self.stride[0])
        return _Quick.apply(x, self.weight, self.stride[0], self.around)


def quicken(model: Any) -> None:
    """Replace the depthwise convolutions of a network that will be trained on a CPU; its weights stay."""
    for name, module in list(model.named_modules()):
        if isinstance(module, nn.Conv2d) and _is_plain_depthwise(module):
            parent, _, own = name.rpartition(".")
            setattr(model.get_submodule(parent), own, Depthwise(module))


def _is_plain_depthwise(conv: nn.Conv2d) -> bool:
    square = all(len(set(each)) == 1 for each in (conv.kernel_size, conv.stride, conv.padding))
    plain = square and set(conv.dilation) == {1} and conv.bias is None
    return plain and conv.groups == conv.in_channels == conv.out_channels


def _padded(x: Tensor, side: int, stride: int) -> Tensor:
    """Return ``x`` with zeros around, so that every ``stride`` pixels make one, the odd one at the end."""
    around: list[int] = []
    for pixels in (x.shape[3], x.shape[2]):
        lacking = max((-(-pixels // stride) - 1) * stride + side - pixels, 0)
        around += [lacking // 2, lacking - lacking // 2]
    return F.pad(x, around)


class _Quick(torch.autograd.Function):  # type: ignore[misc, unused-ignore]
    """A convolution of each channel by itself; square kernels, equal strides and padding on all sides."""

    @staticmethod
    @torch.amp.custom_fwd(device_type="cpu", cast_inputs=torch.bfloat16)  # type: ignore[untyped-decorator, unused-ignore]
    def forward(ctx: Any, x: Tensor, weight: Tensor, stride: int, padding: int) -> Tensor:
        ctx.save_for_backward(x, weight)
        ctx.stride, ctx.padding = stride, padding
        return F.conv2d(x, weight, None, stride, padding, 1, len(weight))

    @staticmethod
    @torch.amp.custom_bwd(device_type="cpu")  # type: ignore[untyped-decorator, unused-ignore]
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, Tensor | None, None, None]:
        x, weight = ctx.saved_tensors
        wants_x, wants_weight = ctx.needs_input_grad[:2]
        gradient = gradient.contiguous(memory_format=torch.channels_last)
        of_x = _of_input(x, weight, gradient, ctx.stride, ctx.padding) if wants_x else None
        of_weight = _of_kernel(x, weight, gradient, ctx.stride, ctx.padding) if wants_weight else None
        return of_x, of_weight, None, None


def _of_input(x: Tensor, weight: Tensor, gradient: Tensor, stride: int, padding: int) -> Tensor:
    """Return the gradient of the input: that of the output spread out, run through the turned kernel."""
    height, width = x.shape[2:]
    side = weight.shape[2]
    if stride > 1:
        sides = height + 2 * padding - side + 1, width + 2 * padding - side + 1
        spread = torch.empty(
            (*gradient.shape[:2], *sides),
            dtype=gradient.dtype,
            device=gradient.device,
            memory_format=torch.channels_last,
        ).zero_()
        spread[:, :, ::stride, ::stride] = gradient
        gradient = spread
    return F.conv2d(gradient, weight.flip(2, 3), None, 1, side - 1 - padding, 1, len(weight))


def _of_kernel(x: Tensor, weight: Tensor, gradient: Tensor, stride: int, padding: int) -> Tensor:
    kind = torch.float32 if weight.shape[2] > 3 else x.dtype
    gradients = torch.ops.aten.convolution_backward(
        gradient.to(kind),
        x.to(kind),
        weight.to(kind),
        None,
        [stride, stride],
        [padding, padding],
        [1, 1],
        False,
        [0, 0],
        len(weight),
        [False, True, False],
    )
    return gradients[1]
