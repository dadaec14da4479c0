"""From a checkpoint to a bundle."""

import hashlib
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from ml.export.measuring import Measured, choose
from ml.made_up import golden
from ml.preprocessing import prepare
from tests.ml.conftest import FIXTURES, silent
from tests.ml.tiny import RUN

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


def test_the_operators_are_those_of_the_file_and_of_what_it_is_loaded_as(manifest: dict[str, Any]) -> None:
    found = {}
    for line in manifest["operators"]:
        domain, opset, names = line.split(";")
        assert int(opset) > 0
        found[domain] = set(names.split(","))
    assert {"Conv", "Cast"} <= found["ai.onnx"]


def test_other_seeds_tell_how_much_is_chance(trained: Path, pack: Path, run: Any, tmp_path: Path) -> None:
    from ml.export.bundle import Order, make_bundle
    from ml.training.checkpoint import load_small, save_small

    released = load_small(trained / "stage-2.pt")
    again = tmp_path / "again.pt"
    save_small(again, replace(released, run=replace(run, seed=9)))
    order = Order(trained / "stage-2.pt", tmp_path / "bundle", pack, FIXTURES, sample=4, seeds=(again,))
    spread = make_bundle(order, progress=silent)["spread"]
    assert spread["seeds"] == [3, 9]
    assert spread["figures"]["small_top1"]["most"] >= spread["figures"]["small_top1"]["mean"]
    assert "The same run with the seeds 3, 9" in (tmp_path / "bundle" / "card.md").read_text()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "has the seed 3 of the release itself"),
        ({"seed": 4, "held_out": ()}, r"is of another run \(held_out differ\)"),
    ],
)
def test_a_checkpoint_of_another_run_is_no_seed_of_this_one(
    trained: Path, run: Any, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    from ml.export.onnx_file import ExportError
    from ml.export.spread import seed_of
    from ml.training.checkpoint import load_small, save_small

    released = load_small(trained / "stage-2.pt")
    save_small(tmp_path / "other.pt", replace(released, run=replace(run, **change)))
    with pytest.raises(ExportError, match=said):
        seed_of(tmp_path / "other.pt", released)


def test_a_folder_of_something_else_is_not_written_over(trained: Path, pack: Path, tmp_path: Path) -> None:
    (tmp_path / "holiday.txt").write_text("keep me")
    with pytest.raises(CommandError, match="exists and is no bundle"):
        call_command("ml_export", str(trained / "stage-2.pt"), "--pack", str(pack), "--out", str(tmp_path))
    assert (tmp_path / "holiday.txt").exists()


def test_a_full_disk_leaves_the_bundle_that_was_there(bundle: Path, tmp_path: Path, small_files: Any) -> None:
    from ml.export.bundle import _write

    shutil.copytree(bundle, tmp_path / "bundle")
    manifest = json.loads((bundle / "manifest.json").read_text())
    with small_files(20_000), pytest.raises(OSError, match="File too large"):
        _write(tmp_path / "bundle", bytes(1000), manifest | {"title": "x" * 30_000}, [], {})
    assert [path.name for path in tmp_path.iterdir()] == ["bundle"]
    assert json.loads((tmp_path / "bundle" / "manifest.json").read_text()) == manifest


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


def test_a_bundle_is_held_to_what_the_runs_file_says_now(trained: Path, pack: Path, tmp_path: Path) -> None:
    file = tmp_path / "tiny.toml"
    file.write_text(RUN + "[floors]\nsmall_top1 = 0.25\n[ceilings]\nece = 0.5\n")
    asked = ["--pack", str(pack), "--out", str(tmp_path / "bundle"), "--sample", "8"]
    call_command("ml_export", str(trained / "stage-2.pt"), "--run", str(file), *asked)
    manifest = json.loads((tmp_path / "bundle" / "manifest.json").read_text())
    assert manifest["floors"] == {"small_top1": 0.25}
    assert manifest["ceilings"] == {"ece": 0.5}


def test_a_bundle_is_not_held_to_another_run(trained: Path, pack: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text(RUN.replace('"tiny"', '"other"'))
    with pytest.raises(CommandError, match="the checkpoint is of the run tiny, not of other"):
        call_command(
            "ml_export", str(trained / "stage-2.pt"), "--run", str(file), "--pack", str(pack),
            "--out", str(tmp_path / "bundle"),
        )  # fmt: skip
