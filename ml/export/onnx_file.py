"""The network as ONNX: pixels prepared by the contract in; logits and class-activation maps out.

The heads of EfficientNets are an average over places followed by one linear layer. The two can change
places: the layer at each place gives a map per class, whose average is the logit (Zhou et al. 2016,
arXiv:1512.04150). So `maps` (n, classes, h, w) says what the model looked at, for every class, without a
second pass and without the head's weights on the other side.
"""

import io
from typing import Any

import onnx
import torch
import torch.nn.functional as F  # noqa: N812

from ml.torch_import import quiet

OPSET = 18


class ExportError(Exception):
    """A network cannot be exported; the message says why."""


class WithMaps(torch.nn.Module):  # type: ignore[misc, unused-ignore]
    """The network with its head applied at every place before the average."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, image: Any) -> tuple[Any, Any]:
        """Return logits (n, classes) and maps (n, classes, h, w) for images (n, 3, size, size)."""
        head = self.model.get_classifier()
        features = self.model.forward_features(image)
        maps = F.conv2d(features, head.weight[:, :, None, None], head.bias)
        return maps.mean((2, 3)), maps


def has_maps(model: Any, size: int) -> bool:
    """Return whether the head is an average and one linear layer, which is tried rather than guessed."""
    head = model.get_classifier()
    x = torch.linspace(-1, 1, 3 * size * size).reshape(1, 3, size, size)
    with torch.no_grad():
        features = model.forward_features(x)
        if features.ndim != 4 or not hasattr(head, "weight") or features.shape[1] != head.weight.shape[1]:
            return False
        return bool(torch.allclose(WithMaps(model)(x)[0], model(x), rtol=1e-3, atol=1e-3))


def export(model: Any, size: int) -> Any:
    """Return the model as an ONNX ModelProto, float32, any number of images at a time.

    Input `image` (n, 3, size, size); outputs `logits` and, where the head allows it, `maps`.
    Raises ExportError.
    """
    maps = has_maps(model, size)
    wrapped = WithMaps(model).eval() if maps else model.eval()
    batch = torch.export.Dim("n", min=1, max=4096)
    buffer = io.BytesIO()
    try:
        # Two images, because one would be taken for a constant.
        with quiet():
            torch.onnx.export(
                wrapped,
                (torch.zeros(2, 3, size, size),),
                buffer,
                dynamo=True,
                opset_version=OPSET,
                input_names=["image"],
                output_names=["logits", "maps"] if maps else ["logits"],
                dynamic_shapes=({0: batch},),
                external_data=False,
                verbose=False,
            )
    except Exception as error:  # the exporter has many kinds of its own
        said = str(error).partition("\n")[0]
        raise ExportError(f"the network cannot be exported: {said}") from error
    return _bare(onnx.load_from_string(buffer.getvalue()))


def _bare(model: Any) -> Any:
    """Drop the exporter's notes on where each node came from, which are a few hundred kilobytes."""
    graph = model.graph
    for each in (model, graph, *graph.node, *graph.input, *graph.output, *graph.initializer):
        del each.metadata_props[:]
        each.doc_string = ""
    del graph.value_info[:]
    return model
