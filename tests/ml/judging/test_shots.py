"""Which photos a model is judged on, and as what."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from ml.classes import FoodClass
from ml.contract import Contract
from ml.judging.shots import Shots, Source, read_shots
from ml.photos import PackError
from ml.preprocessing import Preprocessing
from tests.ml.conftest import silent
from tests.ml.data.small_sets import class_folders, encoded, jpeg, parquet, picture, put
from tests.ml.tiny import CLASSES, make_pack

TINY = tuple(FoodClass(label, kind, None, label, "") for label, kind, *_ in CLASSES)
FOODS = tuple(FoodClass(name, "dish", None, name, "") for name in ("pizza", "sushi", "donuts"))


def shots_of(path: Path, classes: tuple[FoodClass, ...] = FOODS, **asked: object) -> Shots:
    """Read photos for a model of these classes."""
    contract = Contract("any", classes, Preprocessing(32), held_out=("blue_box",))
    scratch = path.parent / "scratch"
    return read_shots(Source(path, **asked), contract, scratch=scratch, progress=silent)  # type: ignore[arg-type]


def named(shots: Shots) -> list[tuple[str, str]]:
    """Return the id and the class of each photo."""
    return [
        (str(shots.photos.id[row]), shots.photos.classes[shots.photos.label[row]].label) for row in shots.rows
    ]


def test_a_sharp_photo_whose_small_copy_was_trained_on_is_not_unseen(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack")
    assert (shots_of(pack, TINY).sets == "unseen").sum() == 8
    table = pq.read_table(pack / "photos-00000.parquet")
    # The first sharp photo of the held-out class is a photo that training sees small.
    ids = [each.replace("blue_box-16", "blue_box-0") for each in table["id"].to_pylist()]
    pq.write_table(table.set_column(0, "id", [ids]), pack / "photos-00000.parquet")
    shots = shots_of(pack, TINY)
    assert (shots.sets == "unseen").sum() == 7
    assert "blue_box-0" not in shots.photos.id[shots.rows[shots.sets != "small"]]


def test_labels_of_a_known_data_set_are_translated_unasked(tmp_path: Path) -> None:
    photos = class_folders(tmp_path / "ecustfd", ["doughnut"], each=1)
    assert named(shots_of(photos)) == [("doughnut/0.jpg", "donuts")]


def test_a_label_is_a_class_however_it_is_written(tmp_path: Path) -> None:
    assert named(shots_of(class_folders(tmp_path / "mine", ["Pizza"], each=1))) == [("Pizza/0.jpg", "pizza")]


def test_a_label_that_means_two_things_is_asked_back(tmp_path: Path) -> None:
    photos = class_folders(tmp_path / "mine", ["round"], each=1)
    table = put(tmp_path / "table.csv", "label_set,label,class\na,round,pizza\nb,round,donuts\n")
    with pytest.raises(PackError, match="'round' means donuts or pizza; say whose"):
        shots_of(photos, labels=table)
    assert named(shots_of(photos, labels=table, label_set="b")) == [("round/0.jpg", "donuts")]
    with pytest.raises(PackError, match="no row of the label set 'c'"):
        shots_of(photos, labels=table, label_set="c")


def test_only_the_split_that_was_asked_for_is_judged(tmp_path: Path) -> None:
    rows = [{"id": split, "label": "pizza", "split": split, "image": jpeg(1)} for split in ("train", "val")]
    photos = parquet(tmp_path / "photos.parquet", rows)
    assert len(shots_of(photos).rows) == 2
    assert named(shots_of(photos, split="val")) == [("val", "pizza")]
    with pytest.raises(PackError, match="no photo of split 'test'"):
        shots_of(photos, split="test")


def test_every_layout_of_the_readers_can_be_judged(tmp_path: Path) -> None:
    put(tmp_path / "food-101/images/pizza/1.jpg", jpeg(1))
    put(tmp_path / "food-101/meta/train.txt", "")
    put(tmp_path / "food-101/meta/test.txt", "pizza/1\npizza/2\n")
    shots = shots_of(tmp_path / "food-101", split="test")
    assert named(shots) == [("1", "pizza")]
    assert shots.skipped == ("pizza/2: unreadable: No such file or directory",)


def test_corrections_are_judged_by_their_foods(tmp_path: Path) -> None:
    put(tmp_path / "corrections/a.jpg", jpeg(1))
    put(tmp_path / "corrections/photos.csv", "file,food_id,consented_on\na.jpg,3231,2026-05-01\n")
    assert named(shots_of(tmp_path / "corrections")) == [("a.jpg", "pizza")]


def test_a_large_photo_is_judged_as_it_is_but_for_its_size(tmp_path: Path) -> None:
    large = picture(1, (600, 600))
    put(tmp_path / "mine/pizza/a.png", encoded(large, "PNG"))
    (image,) = shots_of(tmp_path / "mine").images()
    assert image.shape == (512, 512, 3)
    assert np.array_equal(image, np.asarray(large.resize((512, 512), 1)))
