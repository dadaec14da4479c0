"""Depthwise convolutions with a quicker backward pass give what torch gives."""

import copy
from typing import Any

import pytest

pytestmark = pytest.mark.ml


def gradients(model: Any, x: Any) -> tuple[Any, list[Any]]:
    """Return what the model gives for x, and the gradients of a sum over it of the input and all weights."""
    import torch

    x = x.clone().requires_grad_()
    out = model(x)
    weight = torch.linspace(-1, 1, out.numel()).reshape(out.shape)
    return out, list(torch.autograd.grad((out * weight).sum(), [x, *model.parameters()]))


@pytest.mark.parametrize("kernel", [3, 5])
@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize("side", [2, 7, 12])
def test_output_and_gradients_are_torchs(kernel: int, stride: int, same: bool, side: int) -> None:
    from ml.torch_import import torch_and_timm
    from ml.training.depthwise import Depthwise

    torch, timm = torch_and_timm()
    torch.manual_seed(1)
    plain = timm.layers.create_conv2d(
        6, 6, kernel, stride=stride, padding="same" if same else "", depthwise=True
    )
    quick = Depthwise(copy.deepcopy(plain))
    x = torch.randn(3, 6, side, side + 1)
    for ours, theirs in zip(gradients(quick, x), gradients(plain, x), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("backbone", ["tf_efficientnet_lite0", "mobilenetv2_100", "mobilenetv3_small_050"])
def test_a_quickened_network_keeps_its_weights_and_answers(backbone: str) -> None:
    import torch

    from ml.run_config import Network
    from ml.training.depthwise import Depthwise, quicken
    from ml.training.network import make_network

    torch.manual_seed(1)
    plain = make_network(Network(backbone), 4).eval()
    quick = copy.deepcopy(plain)
    quicken(quick)
    assert sum(isinstance(each, Depthwise) for each in quick.modules()) >= 9
    assert quick.state_dict().keys() == plain.state_dict().keys()
    x = torch.randn(2, 3, 64, 64)
    torch.testing.assert_close(quick(x), plain(x))
