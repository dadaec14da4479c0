"""From a checkpoint to a bundle."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command

from ml.export.measuring import Measured, choose
from ml.made_up import golden
from ml.preprocessing import prepare

pytestmark = pytest.mark.ml


@pytest.fixture
def manifest(bundle: Path) -> dict[str, Any]:
    """The tiny model's manifest."""
    content: dict[str, Any] = json.loads((bundle / "manifest.json").read_text())
    return content


def test_the_manifest_tells_all_that_a_runner_needs(bundle: Path, manifest: dict[str, Any]) -> None:
    assert manifest["sha256"] == hashlib.sha256((bundle / "model.onnx").read_bytes()).hexdigest()
    assert manifest["input"]["shape"] == ["n", 3, 32, 32]
    assert manifest["preprocessing"]["filter"] == "triangle"
    assert [each["label"] for each in manifest["classes"]][2:4] == ["blue_box", "yellow_box"]
    assert manifest["classes"][2]["food_id"] == 3
    assert set(manifest["thresholds"]) == {"food", "likely", "possible", "accepted_food"}
    assert manifest["training"]["seed"] == 3


def test_torch_and_onnxruntime_agree(manifest: dict[str, Any]) -> None:
    assert manifest["parity"]["passed"]
    assert manifest["parity"]["largest_difference"] < 1e-4


def test_the_smallest_file_that_costs_little_is_shipped(bundle: Path, manifest: dict[str, Any]) -> None:
    sizes = {row["variant"]: row["megabytes"] for row in manifest["variants"]}
    assert set(sizes) == {"fp32", "fp16_weights", "int8_weights", "int8"}
    assert sizes["int8_weights"] <= sizes["fp16_weights"] < sizes["fp32"]
    assert manifest["bytes"] == (bundle / "model.onnx").stat().st_size


def test_a_file_that_costs_too_much_or_takes_too_long_is_not_chosen() -> None:
    plain = Measured("fp32", 14.0, 5.0, 0.8, 0.0, 0.0)
    half = Measured("fp16_weights", 7.0, 5.1, 0.8, 0.0, 0.01)
    lossy = Measured("int8_weights", 4.0, 5.0, 0.78, 0.02, 0.5)
    slow = Measured("int8_weights", 4.0, 9.0, 0.8, 0.0, 0.1)
    full = Measured("int8", 4.0, 2.0, 0.8, 0.0, 0.1)
    assert choose([plain, half, lossy], 0.005) == "fp16_weights"
    assert choose([plain, half, lossy], 0.05) == "int8_weights"
    assert choose([plain, slow], 0.005) == choose([plain, full], 0.005) == "fp32"


def test_weights_stored_small_are_folded_when_loaded(bundle: Path, tmp_path: Path) -> None:
    import onnx
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "loaded.onnx")
    options.log_severity_level = 4
    onnxruntime.InferenceSession(str(bundle / "model.onnx"), options, providers=["CPUExecutionProvider"])
    stored = {node.op_type for node in onnx.load(bundle / "model.onnx").graph.node}
    loaded = {node.op_type for node in onnx.load(tmp_path / "loaded.onnx").graph.node}
    assert "Cast" in stored
    assert "Cast" not in loaded


def test_only_large_matrices_are_rounded_to_int8() -> None:
    from onnx import TensorProto, helper, numpy_helper

    from ml.export.variants import int8_weights

    random = np.random.default_rng(1)
    weights = {"matrix": (256, 256, 1, 1), "small": (64, 64, 1, 1), "kernels": (256, 64, 5, 5)}
    tensors = [
        numpy_helper.from_array(random.normal(size=n).astype(np.float32), w) for w, n in weights.items()
    ]
    nodes = [helper.make_node("Identity", [name], [f"{name}_out"]) for name in weights]
    outputs = [helper.make_tensor_value_info(f"{w}_out", TensorProto.FLOAT, n) for w, n in weights.items()]
    model = helper.make_model(helper.make_graph(nodes, "weights", [], outputs, tensors))
    stored = {each.name: each.data_type for each in int8_weights(model).graph.initializer}
    assert stored["matrix_8"] == TensorProto.INT8
    assert stored["small_16"] == stored["kernels_16"] == TensorProto.FLOAT16


def test_the_maps_say_where_each_class_was_seen(bundle: Path) -> None:
    from ml.judging.classifier import onnx_session

    x = prepare(golden(3, 96, 96), json_rule(bundle))[None]
    logits, maps = onnx_session(bundle / "model.onnx").run(["logits", "maps"], {"image": x})
    assert maps.shape[:2] == logits.shape == (1, 6)
    assert maps.mean((2, 3)) == pytest.approx(logits, abs=1e-5)


def test_a_head_that_is_no_plain_average_has_no_maps() -> None:
    from ml.export.onnx_file import has_maps
    from ml.run_config import Network
    from ml.training.network import make_network

    assert has_maps(make_network(Network("test_efficientnet"), 4).eval(), 32)
    assert not has_maps(make_network(Network("mobilenetv3_small_050"), 4).eval(), 32)


def test_golden_images_can_be_made_anywhere(bundle: Path) -> None:
    rows = json.loads((bundle / "golden.json").read_text())
    # One pixel by hand: y=5, x=9, c=1 of number 1, where (x >> 3) + (y >> 3) is odd.
    assert golden(1, 96, 128)[5, 9, 1] == 255 - (5 * 8 + 9 * 13 + 85 + (45 >> 3) * 2) % 256
    for row in rows:
        image = golden(row["number"], row["height"], row["width"])
        assert hashlib.sha256(image.tobytes()).hexdigest() == row["pixels_sha256"]
        x = prepare(image, json_rule(bundle))
        assert x.reshape(-1)[:: x.size // 64].tolist() == pytest.approx(row["input_samples"], abs=1e-5)


def test_the_card_is_filled_in(bundle: Path, manifest: dict[str, Any]) -> None:
    card = (bundle / "card.md").read_text()
    assert "$" not in card
    assert manifest["sha256"] in card
    assert "| unseen | 8 |" in card


def test_the_command_shows_what_was_measured(trained: Path, pack: Path, tmp_path: Path) -> None:
    out = io.StringIO()
    options = ("--pack", str(pack), "--out", str(tmp_path / "bundle"), "--variant", "fp32")
    call_command("ml_export", str(trained / "stage-2.pt"), *options, stdout=out)
    assert "* fp32" in out.getvalue()
    assert json.loads((tmp_path / "bundle" / "manifest.json").read_text())["variant"] == "fp32"
    assert np.isfinite(json.loads((tmp_path / "bundle" / "golden.json").read_text())[0]["logits"]).all()


def json_rule(bundle: Path) -> Any:
    """Return the preprocessing that the manifest states."""
    from ml.preprocessing import from_dict

    return from_dict(json.loads((bundle / "manifest.json").read_text())["preprocessing"])
