"""`manage.py fit_satiety`: the shipped satiety model and what is said of it."""

import json
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from nutrition.fixtures import read_foods
from nutrition.grading.satiety import FEATURES, satiety
from nutrition.grading.tables import rows
from nutrition.satiety_fit import (
    UnknownFoodError,
    fit,
    learn,
    learn_from,
    leave_one_out,
    measured,
    model_rows,
    needed_ids,
    prepare,
    signs,
)
from nutrition.satiety_validation import correlation, interval, validate

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture(scope="module")
def nutrients_of():
    needed = needed_ids()
    files = sorted(FIXTURES.glob("foods_*.csv"))
    return {food.id: food.nutrients for file in files for food in read_foods(file) if food.id in needed}


@pytest.fixture(scope="module")
def foods(nutrients_of):
    return prepare(nutrients_of)


@pytest.fixture(scope="module")
def found(foods):
    return validate(foods)


def test_there_are_38_foods_all_marked_unverified():
    table = rows("satiety_holt1995")
    assert len(table) == 38
    assert all("unverified" in row["source"] for row in table)
    assert {row["match"] for row in table} == {"same", "close"}


def test_the_shipped_model_is_what_the_fit_gives(foods):
    shipped = {row["feature"]: row for row in rows("satiety_model")}
    for feature, *figures in model_rows(learn_from(foods)):
        row = shipped.pop(feature)
        stands = [row[column] for column in ("low", "high", "mean", "sd", "coefficient")]
        assert [float(text or 0) for text in stands] == pytest.approx([float(text or 0) for text in figures])
    assert shipped == {}


def test_the_grade_is_the_fits_prediction(foods):
    predicted = np.exp(learn_from(foods)(foods.features))
    graded = [found.score for each in foods.servings if (found := satiety(each))]
    assert graded == pytest.approx(list(predicted))


def test_no_food_of_the_fit_is_an_extrapolation(foods):
    graded = [satiety(each) for each in foods.servings]
    assert not any(found is None or found.extrapolated for found in graded)


def test_left_out_foods_correlate_at_least_at_070(found):
    assert found["leave_one_out"]["model"]["r"] >= 0.70


def test_the_model_beats_the_ridge_and_the_design_document(found):
    r = {name: each["r"] for name, each in found["leave_one_out"].items()}
    assert r["model"] > r["ridge"] > r["design_document"]


def test_every_r_has_its_interval(found):
    for each in (*found["leave_one_out"].values(), found["ten_fold"]):
        assert each["low"] < each["r"] < each["high"]


def test_a_left_out_food_has_no_part_in_its_prediction(foods):
    target = np.log(foods.index)
    changed = target.copy()
    changed[5] += 3.0
    before = leave_one_out(foods.features, target, learn)
    after = leave_one_out(foods.features, changed, learn)
    assert before[5] == after[5]
    assert not np.allclose(np.delete(before, 5), np.delete(after, 5))


def test_on_noise_left_out_foods_are_not_predicted(foods):
    random = np.random.default_rng(7)
    shuffled = [random.permutation(np.log(foods.index)) for _ in range(50)]
    found = [correlation(leave_one_out(foods.features, each, plain_fit), each) for each in shuffled]
    assert np.mean(found) < 0.05


def plain_fit(values, target):
    return fit(values, target, signs())


def test_no_feature_weighs_against_its_sign(foods):
    assert (signs() * learn_from(foods).weights >= 0).all()


def test_a_feature_that_goes_against_its_sign_is_dropped(foods):
    model = fit(foods.features, -np.log(foods.index), signs())
    assert (model.weights[:4] == 0).all()


def test_a_threshold_drops_the_light_features(foods):
    target = np.log(foods.index)
    weights = [np.count_nonzero(fit(foods.features, target, signs(), each).weights) for each in (0.0, 0.6)]
    assert weights[0] == len(FEATURES) > weights[1]


def test_cereals_are_eaten_with_milk(foods):
    by_name = {food.name: each for food, each in zip(measured(), foods.servings, strict=True)}
    assert by_name["Cornflakes"]["water_g"] > 100
    assert by_name["Cornflakes"]["energy_kcal"] == pytest.approx(240)


def test_the_interval_is_the_same_every_time(foods):
    prediction = foods.index[::-1].copy()
    assert interval(prediction, foods.index) == interval(prediction, foods.index)


def test_a_food_that_the_tables_lack_is_named(nutrients_of):
    some = {key: value for key, value in nutrients_of.items() if key != 9308}
    with pytest.raises(UnknownFoodError, match="food 9308"):
        prepare(some)


def test_a_food_without_a_needed_nutrient_is_named(nutrients_of):
    with pytest.raises(UnknownFoodError, match="Jellybeans"):
        prepare(nutrients_of | {9308: nutrients_of[9308] | {"water_g": None}})


def test_the_command_prints_what_it_found(capsys):
    call_command("fit_satiety", "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["foods"] == 38
    assert set(found["coefficients"]) == {"average", *FEATURES}
    assert set(found["leave_one_out"]) == {"model", "ridge", "design_document"}


def test_the_command_says_it_in_words(capsys):
    call_command("fit_satiety")
    assert "model: 0.7" in capsys.readouterr().out


def test_a_directory_without_food_tables_is_refused(tmp_path):
    with pytest.raises(CommandError, match="holds no food tables"):
        call_command("fit_satiety", str(tmp_path))
