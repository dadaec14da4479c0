"""Judging a model, from photos to figures."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from tests.ml.tiny import CLASSES, encoded, picture

pytestmark = pytest.mark.ml


def evaluated(model: Path, photos: Path, *options: str) -> dict[str, Any]:
    """Return the figures that the command prints."""
    out = io.StringIO()
    asked = (str(photos), "--model", str(model), "--json", *options)
    call_command("ml_evaluate", *asked, stdout=out, stderr=io.StringIO())
    figures: dict[str, Any] = json.loads(out.getvalue())
    return figures


@pytest.fixture(scope="session")
def figures(trained: Path, pack: Path) -> dict[str, Any]:
    """What is said of the tiny model on its validation photos."""
    return evaluated(trained / "stage-2.pt", pack)


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """Photos in class folders under their publisher's names, two of them broken, one of an unknown class."""
    random = np.random.default_rng(8)
    for label, _, colour, shape in CLASSES[:2]:
        folder = tmp_path / "photos" / f"my {label}"
        folder.mkdir(parents=True)
        for i in range(4):
            (folder / f"{i}.webp").write_bytes(encoded(picture(random, 96, colour, shape)))
    (folder / "text.jpg").write_text("not a photo")
    (folder / "cut.webp").write_bytes(encoded(picture(random, 96, colour, shape))[:50])
    (tmp_path / "photos" / "unknown").mkdir()
    (tmp_path / "photos" / "unknown" / "1.webp").write_bytes(encoded(picture(random, 96, colour, shape)))
    (tmp_path / "photos" / "empty").mkdir()
    (tmp_path / "labels.csv").write_text(
        "label_set,label,class\n"
        "mine,my red_disc,red_disc\nmine,my green_disc,green_disc\nother,my red_disc,blue_box\n"
    )
    return tmp_path


def test_each_set_of_photos_is_judged_apart(figures: dict[str, Any]) -> None:
    sets = figures["sets"]
    assert {name: row["photos"] for name, row in sets.items()} == {
        "small": 12, "sharp": 6, "unseen": 8, "grocery": 2, "not_food": 2, "all": 24,
        "small dishes": 12, "sharp dishes": 4,
    }  # fmt: skip
    assert sets["small"]["top1"] >= 0.9
    assert sets["grocery"]["coarse_top1"] is not None


def test_the_headline_holds_what_a_release_is_held_to(figures: dict[str, Any]) -> None:
    assert figures["headline"]["small_top1"] == figures["sets"]["small"]["top1"]
    assert {"unseen_top1", "dish_as_grocery", "refused", "made_up_refused", "ece", "energy_mean_kcal"} <= set(
        figures["headline"]
    )
    assert all(isinstance(value, float) for value in figures["headline"].values())


def test_what_becomes_of_other_sizes_and_light_is_told(figures: dict[str, Any]) -> None:
    assert list(figures["sizes"]) == ["64", "96", "128", "224", "512"]
    assert figures["sizes"]["64"]["enlarged"] == 0
    assert figures["sizes"]["512"]["enlarged"] == 1
    assert figures["variations"]["as it is"] >= figures["variations"]["light x 0.5"] - 0.5


def test_the_exported_file_is_judged_alike(bundle: Path, pack: Path, figures: dict[str, Any]) -> None:
    found = evaluated(bundle, pack)
    assert found["sets"]["small"]["top1"] == pytest.approx(figures["sets"]["small"]["top1"], abs=0.1)
    assert found["calibration"]["crosswise"] is False
    assert (
        found["calibration"]["temperature"]
        == json.loads((bundle / "manifest.json").read_text())["temperature"]
    )


def test_class_folders_are_judged_by_a_table_of_labels(trained: Path, folders: Path) -> None:
    options = ("--labels", str(folders / "labels.csv"), "--label-set", "mine")
    found = evaluated(trained / "stage-2.pt", folders / "photos", *options)
    assert found["photos"] == 8
    assert found["sets"]["all"]["top1"] >= 0.75
    assert found["skipped"]["count"] == 4
    assert [each.split(":")[0] for each in found["skipped"]["first"]] == [
        "empty", "my green_disc/cut.webp", "my green_disc/text.jpg", "unknown/1.webp",
    ]  # fmt: skip


def test_parquet_is_judged_like_folders(trained: Path, tmp_path: Path) -> None:
    random = np.random.default_rng(8)
    images = [{"bytes": encoded(picture(random, 96, *CLASSES[i % 2][2:]))} for i in range(6)]
    labels = [CLASSES[i % 2][0] for i in range(6)]
    pq.write_table(pa.table({"image": images, "label": labels}), tmp_path / "photos.parquet")
    found = evaluated(trained / "stage-2.pt", tmp_path / "photos.parquet", "--mirrored")
    assert found["photos"] == 6
    assert found["sets"]["all"]["top1_within_present"] >= 0.75


def test_the_commonest_mistakes_become_a_picture(trained: Path, folders: Path, tmp_path: Path) -> None:
    # Red discs called blue boxes: mistakes for sure.
    options = (
        "--labels",
        str(folders / "labels.csv"),
        "--label-set",
        "other",
        "--out",
        str(tmp_path / "out"),
    )
    found = evaluated(trained / "stage-2.pt", folders / "photos", *options)
    worst = found["confused"][0]
    assert (worst["is"], worst["taken_for"]) == ("blue_box", "red_disc")
    with Image.open(tmp_path / "out" / "confused.png") as image:
        assert image.width > image.height
    assert json.loads((tmp_path / "out" / "evaluation.json").read_text()) == found


def test_what_cannot_be_judged_is_named(trained: Path, bundle: Path, pack: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no such file or folder"):
        evaluated(trained / "stage-2.pt", tmp_path / "none")
    with pytest.raises(CommandError, match="no layout that is known"):
        evaluated(trained / "stage-2.pt", tmp_path)
    (tmp_path / "photos" / "empty").mkdir(parents=True)
    with pytest.raises(CommandError, match="no photo could be used\n  empty: empty_class"):
        evaluated(trained / "stage-2.pt", tmp_path / "photos")
    with pytest.raises(CommandError, match="only a checkpoint can be judged at another size"):
        evaluated(bundle, pack, "--size", "64")
    with pytest.raises(CommandError, match=r"no manifest\.json that can be read"):
        evaluated(tmp_path, pack)
    (tmp_path / "manifest.json").write_bytes((bundle / "manifest.json").read_bytes())
    (tmp_path / "model.onnx").write_bytes(b"nothing")
    with pytest.raises(CommandError, match=r"model\.onnx: "):
        evaluated(tmp_path, pack)
