"""The fit finds the yields that made-up foods were cooked by; the errors are those reckoned on paper."""

import pytest

from nutrition.resolution.cooking.model import effect_by
from nutrition.resolution.cooking.tables import Yield
from nutrition.yields.fitting import fit
from nutrition.yields.judging import errors, medians, ours, seeds
from nutrition.yields.pairs import Pair, pairs_of
from tests.nutrition.yields.kitchen import beef, row

CUTS = ["chuck", "round", "loin", "rib", "brisket", "flank", "plate", "shank"]


def kitchen() -> list[Pair]:
    foods = [food for at, cut in enumerate(CUTS) for food in beef(10 * at + 1, cut, fat_g=4.0 + at)]
    return pairs_of(foods)


@pytest.fixture(scope="module")
def fitted() -> dict[tuple[str, str], Yield]:
    return {(row.group, row.method): row for row in fit(kitchen())}


def test_the_water_that_stays_is_found(fitted: dict[tuple[str, str], Yield]) -> None:
    raw = row("00001", "Beef, loin, raw", fat_g=6.0)
    done = effect_by(fitted["beef", "roasted"], raw.nutrients, raw.description)
    assert done.water_g == pytest.approx(70 * 0.6, rel=0.03)
    assert done.fat_factor == pytest.approx(1, rel=0.03)


def test_a_method_without_pairs_follows_its_kin(fitted: dict[tuple[str, str], Yield]) -> None:
    raw = row("00001", "Pork, loin, raw", fat_g=6.0)
    assert fitted["pork", "broiled"].pairs == 0
    assert effect_by(fitted["pork", "broiled"], raw.nutrients, raw.description).water_g < 60


def test_the_same_pairs_give_the_same_yields(fitted: dict[tuple[str, str], Yield]) -> None:
    assert {(row.group, row.method): row for row in fit(kitchen())} == fitted


def test_frying_without_a_coating_shows_the_oil() -> None:
    foods = [food for at, cut in enumerate(CUTS[:4]) for food in beef(10 * at + 1, cut)]
    for at, cut in enumerate(CUTS[:4]):
        left = 100 - 28 + 5.0
        foods.append(
            row(f"{10 * at + 5:05}", f"Beef, {cut}, cooked, fried", water_g=4200 / left, fat_g=1300 / left)
        )
    table = {(one.group, one.method): one for one in fit(pairs_of(foods))}
    assert table["beef", "pan_fried"].oil_g == pytest.approx(5, abs=0.3)


def test_an_exact_reckoning_has_no_error(fitted: dict[tuple[str, str], Yield]) -> None:
    found = medians(errors(kitchen(), ours(fitted.values())), lambda error: error.nutrient, "cooked")
    assert found["protein_g"][0] < 2
    assert found["water_g"][0] < 2
    assert found["protein_g"][1] == len(CUTS)


def test_the_seed_takes_a_fifth_of_the_weight_as_lost_water() -> None:
    (pair,) = pairs_of(beef(1, "loin", kept=50 / 70, fat_g=8.0))
    (error,) = (e for e in errors([pair], seeds()) if e.nutrient == "protein_g")
    predicted, measured = 22 / (100 - 20 - 0.4) * 100, 22 / 80 * 100
    assert error.percent["cooked"] == pytest.approx(100 * (predicted / measured - 1))


def test_per_gram_raw_the_marker_itself_is_not_judged(fitted: dict[tuple[str, str], Yield]) -> None:
    found = errors(kitchen()[:1], ours(fitted.values()))
    bases = {error.nutrient: set(error.percent) for error in found}
    assert bases["protein_g"] == {"cooked", "dry"}
    assert bases["water_g"] == {"cooked", "raw"}
    assert bases["fat_g"] == {"cooked", "dry", "raw"}


def test_what_usda_did_not_measure_is_not_judged(fitted: dict[tuple[str, str], Yield]) -> None:
    (pair, *_) = kitchen()
    pair.cooked.derivations["fat_g"] = "BFSN"
    assert "fat_g" not in {error.nutrient for error in errors([pair], ours(fitted.values()))}
