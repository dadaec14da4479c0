"""Which photos a step sees."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ml.photos import Photos, decoded
from ml.run_config import Run, RunError
from ml.training.batches import Batches, in_background, known_sharp, training_rows
from tests.ml.conftest import silent
from tests.ml.tiny import CLASSES, encoded, make_pack


@pytest.fixture(scope="session")
def photos(pack: Path) -> Photos:
    """The tiny pack's photos."""
    return decoded(pack, progress=silent)


def test_a_step_is_the_same_whoever_asks_and_when(photos: Photos, run: Run) -> None:
    there, back = Batches(run, photos, 0), Batches(run, photos, 0)
    forward = [there.at(step) for step in range(8)]
    backward = [back.at(step) for step in reversed(range(8))][::-1]
    for one, other in zip(forward, backward, strict=True):
        assert np.array_equal(one.small, other.small)
        assert np.array_equal(one.sharp, other.sharp)
        assert np.array_equal(one.labels, other.labels)


def test_steps_stages_and_seeds_differ(photos: Photos, run: Run) -> None:
    first = Batches(run, photos, 0).at(0).small
    assert not np.array_equal(first, Batches(run, photos, 0).at(1).small)
    assert not np.array_equal(first, Batches(run, photos, 1).at(0).small)
    assert not np.array_equal(first, Batches(replace(run, seed=9), photos, 0).at(0).small)


def test_an_epoch_shows_no_small_photo_twice(photos: Photos, run: Run) -> None:
    batches = Batches(run, photos, 0)
    seen = np.concatenate([batches.at(step).small for step in range(batches.steps_per_epoch)])
    assert len(np.unique(seen, axis=0)) == len(seen) == 32


def test_a_batch_is_mixed_as_the_run_says(photos: Photos, run: Run) -> None:
    batch = Batches(run, photos, 0).at(3)
    kinds = [photos.classes[label].kind for label in batch.labels]
    assert batch.small.shape == (8, 64, 64, 3)
    assert batch.sharp.shape == (8, 24, 24, 3)
    assert (
        kinds[8:]
        == ["dish" if k == "dish" else "food" for k in kinds[8:12]] + ["grocery"] * 2 + ["not_food"] * 2
    )


def test_sharp_photos_of_held_out_classes_are_never_trained_on(photos: Photos, run: Run) -> None:
    rows = np.concatenate(list(training_rows(photos, run).values()))
    held_out = [i for i in rows if photos.classes[photos.label[i]].label == "blue_box"]
    assert held_out
    assert all(photos.is_small[i] for i in held_out)
    assert set(photos.split[rows]) == {"train"}


def test_sharp_photos_are_degraded_as_often_as_the_run_says(photos: Photos, run: Run) -> None:
    batches = Batches(run, photos, 0)
    left_sharp = np.stack([batches.at(step).left_sharp for step in range(60)])
    assert not left_sharp[:, :8].any()
    assert left_sharp[:, 8:].mean() == pytest.approx(1 - run.augmentation.degraded, abs=0.08)


def test_classes_without_sharp_photos_are_known(photos: Photos, run: Run) -> None:
    known = known_sharp(photos, run)
    assert [each.label for each, yes in zip(photos.classes, known, strict=True) if not yes] == ["blue_box"]


def test_a_set_that_the_pack_lacks_is_named(photos: Photos, run: Run) -> None:
    with pytest.raises(RunError, match="only 36 small photos"):
        training_rows(photos, replace(run, mixing=replace(run.mixing, small=100)))
    with pytest.raises(RunError, match="held_out: no such class in the pack: pizza"):
        training_rows(photos, replace(run, held_out=("pizza",)))


def test_what_fails_in_the_background_fails_in_front() -> None:
    def make(step: int) -> object:
        raise ValueError(f"step {step}")

    with pytest.raises(ValueError, match="step 5"):
        list(in_background(make, 5, 9))  # type: ignore[arg-type]


def test_broken_photos_are_named_and_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tests.ml.tiny.encoded", lambda image: encoded(image)[: 40 if image.width == 96 else None]
    )
    photos = decoded(make_pack(tmp_path / "pack"), progress=silent)
    assert len(photos) == 48
    assert len(photos.broken) == 8 * len(CLASSES)
    assert photos.broken[0].startswith("red_disc-16: ")


def test_photos_are_decoded_once_and_anew_for_a_changed_pack(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack")
    first = decoded(pack, progress=silent)
    written = (tmp_path / "pack.decoded" / "pixels.u8").stat().st_mtime_ns
    again = decoded(pack, progress=silent)
    assert (tmp_path / "pack.decoded" / "pixels.u8").stat().st_mtime_ns == written
    assert np.array_equal(first.pixels, again.pixels)
    make_pack(pack, each=8)
    assert len(decoded(pack, progress=silent)) == len(first) // 2
