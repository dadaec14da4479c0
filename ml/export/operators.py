"""Which operators a file needs: for a runtime that is built with these alone."""

import tempfile
from collections import defaultdict
from pathlib import Path

import onnx
import onnxruntime


def needed_operators(content: bytes) -> list[str]:
    """Return lines `domain;opset;operator,…`, which builds of onnxruntime take (`--include_ops_by_config`).

    A runtime must know those of the file as it lies there and those that loading rewrites it to.
    """
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for model in (onnx.load_from_string(content), _as_loaded(content)):
        opsets = {each.domain or "ai.onnx": each.version for each in model.opset_import}
        for node in model.graph.node:
            domain = node.domain or "ai.onnx"
            found[domain, opsets.get(domain, 1)].add(node.op_type)
    return [f"{domain};{opset};{','.join(sorted(names))}" for (domain, opset), names in sorted(found.items())]


def _as_loaded(content: bytes) -> onnx.ModelProto:
    options = onnxruntime.SessionOptions()
    # The layouts of the last level are for other processors than a browser's.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.log_severity_level = 4
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "loaded.onnx"
        options.optimized_model_filepath = str(path)
        onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        return onnx.load(path)
