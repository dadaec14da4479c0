"""What is refused, what is left out and what is only flagged in the figures of a label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.grading.checks import findings
from nutrition.products.checking import check, in_our_units
from nutrition.products.tables import checks, fields
from tests.nutrition.products.files import BISCUITS, ESTIMATES


def checked(basis="available", basis_from="country", categories="", **figures):
    found = in_our_units(BISCUITS | {name.replace("_", "-"): value for name, value in figures.items()})
    check(found, basis, basis_from, categories)
    return found


def test_a_plausible_label_passes_without_a_word():
    found = checked()
    assert (found.rejected, found.flags) == ("", [])
    assert found.amounts["sodium_mg"] == pytest.approx(320)


@pytest.mark.parametrize(
    ("reason", "figures"),
    [
        ("macro_over_100_g", {"fat": 100.1, "saturated_fat": 1}),
        ("macro_over_100_g", {"proteins": 101}),
        ("macro_over_100_g", {"fiber": 120}),
        ("saturates_above_fat", {"saturated_fat": 20.1}),
        ("sugars_above_carbohydrate", {"sugars": 65.2}),
        ("macros_over_105_g", {"carbohydrates": 76}),
        ("macros_over_105_g", {"alcohol": 15}),
    ],
)
def test_what_cannot_be_refuses_the_row(reason, figures):
    assert checked(**figures).rejected == reason


@pytest.mark.parametrize(
    "figures",
    [
        {"fat": 100, "saturated_fat": 15, "carbohydrates": 0, "sugars": 0, "proteins": 0, "fiber": 0},
        {"saturated_fat": 20},
        {"sugars": 65},
        {"carbohydrates": 75},
        {"saturated_fat": 20.0000004},
    ],
)
def test_the_limit_itself_is_no_fault(figures):
    assert checked(**figures).rejected == ""


def test_fibre_is_not_counted_twice_where_nothing_tells_that_it_stands_apart():
    bran = {"carbohydrates": 65, "fiber": 40, "proteins": 15, "fat": 4, "saturated_fat": 1}
    assert checked(**bran).rejected == "macros_over_105_g"
    assert checked(basis_from="default", **bran).rejected == ""
    assert checked(basis="total", **bran).rejected == ""


@pytest.mark.parametrize(
    ("flag", "dropped", "figures"),
    [
        ("kj_in_kcal", {"energy_kcal"}, {"energy_kcal": 2008}),
        ("kj_in_kcal", {"energy_kcal", "energy_kj"}, {"energy_kcal": 2008, "energy": 8401}),
        ("kcal_in_kj", {"energy_kj"}, {"energy": 480}),
        ("energies_disagree", {"energy_kcal"}, {"energy_kcal": 90}),
        ("energy_above_fat", {"energy_kcal", "energy_kj"}, {"energy_kcal": 1200, "energy": 5020}),
        ("sodium_implausible", {"sodium_mg"}, {"sodium": 40, "salt": 100}),
        ("salt_outweighs", {"sodium_mg"}, {"sodium": 6, "salt": 15}),
        ("negative", {"sugars_g"}, {"sugars": -1}),
        ("not_a_number", {"sugars_g"}, {"sugars": float("nan")}),
        ("not_a_number", {"sugars_g"}, {"sugars": float("inf")}),
        ("above_the_whole", {"calcium_mg"}, {"calcium": 112}),
    ],
)
def test_a_figure_that_cannot_be_is_left_out_with_the_reason(flag, dropped, figures):
    found = checked(**figures)
    assert found.rejected == ""
    assert found.flags == [flag]
    assert not dropped & found.amounts.keys()


def test_salt_itself_keeps_its_sodium():
    salt = dict.fromkeys(BISCUITS, 0.0) | {"salt": 100.0, "sodium": 40.0}
    found = in_our_units(salt)
    check(found, "available", "country", "en:condiments,en:salts")
    assert found.amounts["sodium_mg"] == 40_000
    assert "sodium_implausible" not in found.flags


@pytest.mark.parametrize(("kcal", "flags"), [(480, []), (640, ["energy_off"]), (320, ["energy_off"])])
def test_an_energy_far_from_the_nutrients_is_only_flagged(kcal, flags):
    found = checked(energy_kcal=kcal, energy=kcal * 4.184)
    assert (found.rejected, found.flags) == ("", flags)
    assert found.amounts["energy_kcal"] == kcal


def test_a_label_in_kj_alone_is_kept_as_it_is():
    found = in_our_units({name: value for name, value in BISCUITS.items() if name != "energy-kcal"})
    check(found, "available", "country", "")
    assert found.flags == []
    assert found.amounts["energy_kj"] == 2008


def test_without_figures_it_is_flagged_not_refused():
    found = in_our_units({})
    check(found, "available", "default", "")
    assert (found.rejected, found.flags) == ("", ["no_nutrition"])


def test_estimates_from_the_ingredients_are_left_out():
    figures = BISCUITS | dict.fromkeys(ESTIMATES, 0.1) | {"calcium": 0.1, "water": 30.0}
    found = in_our_units(figures)
    assert found.flags == ["estimated_left_out"]
    assert not {"calcium_mg", "water_g"} & found.amounts.keys()
    assert {"fat_g", "energy_kcal", "sodium_mg"} <= found.amounts.keys()


def test_alcohol_is_told_in_percent_by_volume():
    assert in_our_units({"alcohol": 12.5}).amounts["alcohol_g"] == pytest.approx(9.8625)


def test_salt_stands_in_for_sodium():
    assert in_our_units({"salt": 1.0}).amounts["sodium_mg"] == 400


@given(st.permutations(["energy", "energy-kj", "salt", "sodium", "vitamin-b9", "folates"]))
def test_the_preferred_figure_counts_in_whatever_order_they_stand(names):
    told = {"energy": 1.0, "energy-kj": 2.0, "salt": 1.0, "sodium": 2.0, "vitamin-b9": 1e-6, "folates": 2e-6}
    amounts = in_our_units({name: told[name] for name in names}).amounts
    assert amounts == pytest.approx({"energy_kj": 2, "sodium_mg": 2_000, "folate_total_ug": 1})


@given(st.dictionaries(st.sampled_from(sorted(fields())), st.floats(), max_size=25))
def test_any_figures_are_checked_without_an_error_and_nothing_impossible_stays(figures):
    found = in_our_units(figures)
    check(found, "available", "country", "")
    assert {found.rejected, *found.flags} - {""} <= checks().keys()
    assert all(0 <= value < float("inf") for value in found.amounts.values())


@given(st.dictionaries(st.sampled_from(sorted(BISCUITS)), st.floats(0, 120)))
def test_what_is_taken_keeps_parts_within_their_whole(figures):
    found = in_our_units(figures)
    check(found, "available", "country", "")
    if not found.rejected:
        named: dict[str, object] = {**found.amounts, "carbohydrate_g": None}
        named["carbohydrate_available_g"] = found.amounts.get("carbohydrate_g")
        refused = {finding.code for finding in findings(named) if finding.refuses}
        assert not refused - {"fibre_above_carbohydrate"}


@given(
    st.dictionaries(st.sampled_from(sorted(BISCUITS)), st.floats(0, 100)),
    st.sampled_from(["available", "total"]),
)
def test_the_short_cut_for_plain_labels_hides_no_finding(figures, basis):
    found = in_our_units({**BISCUITS, **figures})
    check(found, basis, "country", "")
    if not found.rejected:
        named = {key: value for key, value in found.amounts.items() if key != "carbohydrate_g"}
        named[f"carbohydrate_{basis}_g"] = found.amounts["carbohydrate_g"]
        assert {finding.code for finding in findings(named)} <= set(found.flags)
