"""The same model in smaller files."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from ml.torch_import import quiet

LARGE = 512
"""Tensors of fewer numbers stay as they are."""
MANY = 60_000
"""Matrices of fewer numbers are not worth what rounding them to int8 costs."""
Floats = NDArray[np.float32]
Stored = tuple[list[Any], list[Any]]
"""Tensors, and the nodes that make a weight of them."""


def fp16_weights(model: Any) -> Any:
    """Return the model with its large tensors stored as float16 and cast to float32.

    onnxruntime folds the casts when it loads the file: from then on it runs as the float32 model does.
    """
    return _with_stored(model, _as_float16)


def int8_weights(model: Any) -> Any:
    """Return the model with its largest matrices stored as int8 and a scale for each output channel.

    They are multiplied out when the file is loaded, so that it runs as the float32 model does. A cast and a
    product say it: onnxruntime folds those always, but DequantizeLinear only where a session sets
    `session.disable_quant_qdq`; unfolded it takes more than three times as long.

    The other tensors are stored as float16: kernels over several pixels, which are few numbers that each
    weigh much, and small matrices. With all of them as int8 the first answer was another for 5.5 % of photos,
    so for 1.7 %, and the file of EfficientNet-Lite0 grows from 3.9 to 4.3 MB.
    """

    def store(name: str, weight: Floats) -> Stored:
        over_pixels = weight.ndim == 4 and weight.shape[2:] != (1, 1)
        return _as_float16(name, weight) if over_pixels or weight.size < MANY else _as_int8(name, weight)

    return _with_stored(model, store)


def _as_float16(name: str, weight: Floats) -> Stored:
    return [numpy_helper.from_array(weight.astype(np.float16), f"{name}_16")], [
        helper.make_node("Cast", [f"{name}_16"], [name], to=TensorProto.FLOAT)
    ]


def _as_int8(name: str, weight: Floats) -> Stored:
    axes = tuple(range(1, weight.ndim))
    scale = np.maximum(np.abs(weight).max(axes, keepdims=True), 1e-12) / 127
    rounded = np.clip(np.round(weight / scale), -127, 127).astype(np.int8)
    tensors = [
        numpy_helper.from_array(rounded, f"{name}_8"),
        numpy_helper.from_array(scale.astype(np.float32), f"{name}_scale"),
    ]
    nodes = [
        helper.make_node("Cast", [f"{name}_8"], [f"{name}_32"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}_32", f"{name}_scale"], [name]),
    ]
    return tensors, nodes


def int8(model: Any, inputs: list[Floats]) -> Any:
    """Return the model fully quantised (QDQ: int8 weights a channel, uint8 activations), fitted on inputs."""
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

    class Reader(CalibrationDataReader):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            self.waiting = iter(inputs)

        def get_next(self) -> dict[str, Floats] | None:
            x = next(self.waiting, None)
            return None if x is None else {"image": x}

    with tempfile.TemporaryDirectory() as folder, quiet():
        source, target = Path(folder) / "source.onnx", Path(folder) / "target.onnx"
        onnx.save(model, source)
        quantize_static(
            source, target, Reader(), quant_format=QuantFormat.QDQ, per_channel=True,
            activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        )  # fmt: skip
        return onnx.load(target)


def _with_stored(model: Any, store: Callable[[str, Floats], Stored]) -> Any:
    changed = onnx.ModelProto()
    changed.CopyFrom(model)
    graph = changed.graph
    kept, nodes = [], []
    for tensor in graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and len(tensor.dims) > 1 and np.prod(tensor.dims) >= LARGE:
            tensors, made = store(tensor.name, numpy_helper.to_array(tensor))
            kept += tensors
            nodes += made
        else:
            kept.append(tensor)
    body = list(graph.node)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(nodes + body)
    onnx.checker.check_model(changed)
    return changed
