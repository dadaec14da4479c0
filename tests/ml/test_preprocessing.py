"""From pixels to the model's input."""

import json

import numpy as np
import pytest
from PIL import Image

from ml.made_up import golden
from ml.preprocessing import Preprocessing, as_dict, from_dict, prepare, square, taps
from tests.ml import golden_inputs


@pytest.mark.parametrize("shape", [(64, 64), (300, 300), (37, 37), (128, 128)])
def test_the_triangle_filter_is_pillows_bilinear_without_its_rounding(shape: tuple[int, int]) -> None:
    image = golden(2, *shape)
    pillow = np.asarray(Image.fromarray(image).resize((96, 96), Image.Resampling.BILINEAR), np.float32)
    assert np.abs(square(image, size=96) - pillow).max() <= 1.01


def test_the_middle_square_of_a_wide_photo_is_taken() -> None:
    image = np.zeros((50, 150, 3), np.uint8)
    image[:, 50:100] = 200
    assert square(image, size=10).min() == pytest.approx(200)


def test_shrinking_first_averages_whole_areas() -> None:
    image = golden(4, 128, 128)
    means = image.reshape(64, 2, 64, 2, 3).mean((1, 3))
    assert np.abs(square(image, size=64, shrink=64) - means).max() < 1e-3


def test_a_photo_smaller_than_the_shrunk_size_is_not_shrunk() -> None:
    image = golden(1, 48, 48)
    assert np.array_equal(square(image, size=96, shrink=64), square(image, size=96))


def test_every_place_of_the_result_is_an_average() -> None:
    for kernel in ("area", "triangle"):
        assert taps(37, 96, kernel)[1].sum(1) == pytest.approx(1)


def test_channels_come_first_and_are_scaled_by_mean_and_spread() -> None:
    image = np.full((8, 8, 3), (255, 0, 51), np.uint8)
    x = prepare(image, Preprocessing(4, mean=(0.5, 0.5, 0.2), std=(0.5, 0.25, 0.1)))
    assert x.shape == (3, 4, 4)
    assert x[:, 0, 0] == pytest.approx([1, -2, 0], abs=1e-6)


def test_a_photo_of_one_pixel_fills_the_input() -> None:
    assert prepare(np.full((1, 1, 3), 255, np.uint8), Preprocessing(8)).min() == 1


def test_the_rule_goes_through_the_manifest_and_back() -> None:
    rule = Preprocessing(96, crop=0.9, shrink=64, mean=(0.1, 0.2, 0.3), std=(1.0, 2.0, 3.0))
    assert from_dict(as_dict(rule)) == rule


def test_the_numbers_that_the_browsers_preprocessing_is_held_to_are_ours() -> None:
    told = json.loads(golden_inputs.PLACE.read_text(encoding="utf-8"))
    for row, wanted in zip(told, golden_inputs.rows(), strict=True):
        assert row.pop("samples") == pytest.approx(wanted.pop("samples"), abs=2e-6)
        assert row == wanted
