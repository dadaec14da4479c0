"""Writes model.onnx: `python -m tests.web.colours.make`, with the extra `ml` installed.

A classifier that knows colours, by arithmetic and not by training: a real file for the real runtime whose
answers anyone can foresee. Its maps are the likeness of each of 4 x 4 places to the colour of each class.
"""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from tests.web.colours import COLOURS, SIZE

PLACES = 4
SHARPNESS = 4.0


def model() -> Any:
    """Return the model: the nearer the mean colour of a place, the higher."""
    colours = np.array([colour for _, colour in COLOURS], np.float32) / np.float32(127.5) - 1
    patch = SIZE // PLACES
    weight = 2 * colours[:, :, None, None] * np.ones((1, 1, patch, patch), np.float32) / patch**2
    constants = {
        "weight": weight * SHARPNESS,
        "bias": -(colours**2).sum(1) * SHARPNESS,
        "axes": np.array([2, 3]),
    }
    nodes = [
        helper.make_node("Conv", ["image", "weight", "bias"], ["maps"], strides=[patch, patch]),
        helper.make_node("ReduceMean", ["maps", "axes"], ["logits"], keepdims=0),
    ]
    graph = helper.make_graph(
        nodes,
        "colours",
        [_float("image", ["n", 3, SIZE, SIZE])],
        [_float("logits", ["n", len(colours)]), _float("maps", ["n", len(colours), PLACES, PLACES])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def _float(name: str, shape: list[int | str]) -> Any:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


if __name__ == "__main__":
    onnx.save(model(), str(Path(__file__).with_name("model.onnx")))
