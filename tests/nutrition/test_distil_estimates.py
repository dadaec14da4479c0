"""What USDA left out is estimated from a food's like, where they agree."""

import pytest

from nutrition.distil.estimates import Estimator, fill_gaps
from nutrition.fixtures import FoodRecord
from nutrition.nutrients import KEYS


def food(food_id: int, text: str, **changes: float | None) -> FoodRecord:
    """Cooked beans with 20 g carbohydrate, of which 8 g fibre and 0.4 g sugars."""
    nutrients: dict[str, float | None] = dict.fromkeys(KEYS)
    nutrients |= {"energy_kcal": 120, "protein_g": 8, "fat_g": 0.5, "saturated_fat_g": 0.1}
    nutrients |= {"carbohydrate_total_g": 20, "fibre_g": 8, "sugars_g": 0.4, **changes}
    return FoodRecord(
        id=food_id,
        source="sr28",
        source_id=f"{food_id:05}",
        release="28",
        name=text,
        description=text,
        category="legumes/beans_peas",
        nutrients=nutrients,
    )


NAVY, PINTO, KIDNEY = food(1, "Beans, navy"), food(2, "Beans, pinto"), food(3, "Beans, kidney")


def test_an_estimate_is_in_proportion_and_names_the_foods_it_is_from():
    gap = food(4, "Beans, pink", sugars_g=None, carbohydrate_total_g=32)
    fill_gaps([NAVY, PINTO, KIDNEY, gap])
    assert gap.nutrients["sugars_g"] == pytest.approx(0.8)
    assert gap.provenance["sugars_g"] == ("sr28", "estimated from sr28 00001 sr28 00002 sr28 00003")


def test_there_is_none_where_the_like_disagree():
    gap = food(4, "Beans, pink", sugars_g=None)
    fill_gaps([NAVY, PINTO, food(5, "Beans, baked", sugars_g=9), gap])
    assert gap.nutrients["sugars_g"] is None
    assert "sugars_g" not in gap.provenance


def test_there_is_none_from_fewer_than_three():
    assert (
        Estimator([NAVY, PINTO, food(4, "Beans, pink")]).estimate(food(4, "Beans, pink"), "fibre_g") is None
    )


def test_the_nearest_in_name_count():
    sweet = [food(number, "Yokan, sweet bean jelly", sugars_g=11.0) for number in (7, 8, 9)]
    gap = food(4, "Beans, pink", sugars_g=None)
    estimate = Estimator([*sweet, NAVY, PINTO, KIDNEY, gap]).estimate(gap, "sugars_g")
    assert estimate is not None
    assert {other.id for other in estimate.neighbours} == {1, 2, 3}


def test_an_estimate_is_no_ground_for_another():
    gaps = [food(4, "Beans, pink", sugars_g=None), food(5, "Beans, red", sugars_g=None)]
    fill_gaps([NAVY, PINTO, KIDNEY, *gaps])
    assert all("00004" not in gap.provenance["sugars_g"][1] for gap in gaps)
    assert all("00005" not in gap.provenance["sugars_g"][1] for gap in gaps)


def test_an_estimate_has_room_beside_what_is_known():
    gap = food(4, "Beans, pink", saturated_fat_g=None, fat_g=0.5, polyunsaturated_fat_g=0.45)
    full = [food(number, f"Beans {number}", saturated_fat_g=0.4) for number in (7, 8, 9)]
    fill_gaps([*full, gap])
    assert gap.nutrients["saturated_fat_g"] is None


def test_what_is_known_stays():
    known = food(4, "Beans, pink", sugars_g=3.0)
    fill_gaps([NAVY, PINTO, KIDNEY, known])
    assert (known.nutrients["sugars_g"], known.provenance) == (3.0, {})
