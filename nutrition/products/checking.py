"""What is wrong or doubtful in a product's figures: reject the row, leave a figure out, or only say so.

``product_checks.csv`` has every check with what it does and its limit. Nothing is mended by guessing: a
figure that cannot be is left out, with a flag that says why.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from nutrition.grading.checks import KJ_PER_KCAL, findings
from nutrition.products.models import SEPARATOR, BasisReason, CarbohydrateBasis
from nutrition.products.tables import (
    CARBOHYDRATE,
    ENERGY_KJ,
    FRUIT,
    MARKS_ESTIMATE,
    estimate_marks,
    fields,
    label_figures,
    limit,
    second_choices,
)

SALTS = "en:salts"
# Amounts in the parquet file keep single precision, seven digits.
_NOISE = 1e-5
_MACROS = (
    "protein_g",
    "fat_g",
    "saturated_fat_g",
    CARBOHYDRATE,
    "carbohydrate_total_g",
    "sugars_g",
    "fibre_g",
)
_GRAMS = {"_g": 1.0, "_mg": 1e3, "_ug": 1e6}
_SALT_G_PER_SODIUM_MG = 2.5e-3
# kcal per g: Regulation (EU) 1169/2011, annex XIV.
_PROTEIN_KCAL, _CARBOHYDRATE_KCAL, _FAT_KCAL, _FIBRE_KCAL, _ALCOHOL_KCAL = 4, 4, 9, 2, 7
# A ratio of 4.184 within what labels differ from 4/4/9/2/7, where that is more than rounded figures make up.
_KJ_RATIO = (3.7, 4.7)
_LEAST_KCAL = 20.0
# As far as energy may be off before it is flagged.
_OFF, _OFF_KCAL = 0.3, 5.0
_SAME = 0.02
# Nothing per 100 g comes near it, in whatever unit.
_NO_AMOUNT = 1e12
# Figures about which there may be something to find even where energy and carbohydrate are in order.
_SELDOM = (
    "carbohydrate_total_g",
    "added_sugars_g",
    "monounsaturated_fat_g",
    "polyunsaturated_fat_g",
    "polyols_g",
)
_SUGARS_SLACK_G = 0.4

Amounts = dict[str, float]


@dataclass(slots=True)
class Checked:
    """The figures that stay, by our names and in our units, and the codes of what is doubtful."""

    amounts: Amounts
    flags: list[str] = field(default_factory=list)
    rejected: str = ""
    detail: str = ""

    def reject(self, code: str, detail: str) -> None:
        """Refuse the row; the first reason stands."""
        if not self.rejected:
            self.rejected, self.detail = code, detail

    def drop(self, code: str, *keys: str) -> None:
        """Leave figures out and say why."""
        for key in keys:
            self.amounts.pop(key, None)
        self.flag(code)

    def flag(self, code: str) -> None:
        """Say it once."""
        if code not in self.flags:
            self.flags.append(code)


def in_our_units(told: Mapping[str, float]) -> Checked:
    """The figures of a row that count, by our names; what cannot be an amount is left out."""
    checked = Checked({})
    amounts = checked.amounts
    known, stand_ins = fields(), second_choices()
    for name, amount in told.items():
        found = known.get(name)
        if found is None or name in stand_ins:
            continue
        if 0.0 <= amount < _NO_AMOUNT:
            amounts[found.target] = amount * found.factor
        else:
            checked.flag("negative" if amount < 0 and amount != -math.inf else "not_a_number")
    for name, found in stand_ins.items():
        amount = told.get(name, -1.0)
        if found.target not in amounts and 0.0 <= amount < _NO_AMOUNT:
            amounts[found.target] = amount * found.factor
    if amounts.pop(MARKS_ESTIMATE, None) is not None and told.keys() >= estimate_marks():
        checked.drop("estimated_left_out", *(amounts.keys() - label_figures()))
    return checked


def check(checked: Checked, basis: str, basis_from: str, categories: str) -> None:
    """Look at the figures of a product whose label calls carbohydrate as ``basis`` says."""
    if not checked.amounts.keys() - {FRUIT}:
        checked.flag("no_nutrition")
        return
    _parts(checked)
    if checked.rejected:
        return
    _too_much(checked)
    outweighs = _weight(checked.amounts, basis, counts_fibre=basis_from != BasisReason.DEFAULT)
    if outweighs > limit("macros_over_105_g") + _NOISE:
        checked.reject(
            "macros_over_105_g", f"Protein, fat, carbohydrate and alcohol weigh {outweighs:.4g} g."
        )
        return
    _sodium(checked, outweighs, categories)
    _energy(checked, basis)
    if not _is_plain(checked.amounts, basis):
        for found in findings(_named(checked.amounts, basis)):
            checked.flag(found.code)


def _parts(checked: Checked) -> None:
    """Parts that are larger than their whole."""
    get = checked.amounts.get
    most = limit("macro_over_100_g")
    for key in _MACROS:
        value = get(key)
        if value is not None and value > most + _NOISE:
            checked.reject("macro_over_100_g", f"{key} is {value:.6g}.")
    carbohydrate = get(CARBOHYDRATE, get("carbohydrate_total_g"))
    for code, key, whole in (
        ("saturates_above_fat", "saturated_fat_g", get("fat_g")),
        ("sugars_above_carbohydrate", "sugars_g", carbohydrate),
    ):
        part = get(key)
        if part is None or whole is None or part - whole <= limit(code) + _NOISE:
            continue
        if "estimated_left_out" in checked.flags:
            # The part may be an estimate too, so that it says nothing against the label.
            checked.drop("estimated_left_out", key)
        else:
            checked.reject(code, f"{part:.6g} g against {whole:.6g} g.")


def _too_much(checked: Checked) -> None:
    """Single figures that no food reaches."""
    most = limit("above_the_whole") + _NOISE
    above = [
        key
        for key, value in checked.amounts.items()
        if value > 100 and value > most * _GRAMS.get(key[key.rfind("_") :], math.inf)
    ]
    if above:
        checked.drop("above_the_whole", *above)
    if checked.amounts.get(FRUIT, 0.0) > 100:
        checked.amounts[FRUIT] = 100.0


def _weight(amounts: Mapping[str, float], basis: str, *, counts_fibre: bool) -> float:
    """What the macronutrients weigh together, g; fibre counts once, and only where it surely is apart."""
    get = amounts.get
    grams = get("protein_g", 0.0) + get("fat_g", 0.0) + get("alcohol_g", 0.0)
    carbohydrate, fibre = get(CARBOHYDRATE, get("carbohydrate_total_g")), get("fibre_g", 0.0)
    if carbohydrate is None:
        return grams + fibre
    is_apart = basis == CarbohydrateBasis.AVAILABLE and CARBOHYDRATE in amounts and counts_fibre
    return grams + carbohydrate + (fibre if is_apart else 0.0)


def _sodium(checked: Checked, macros_g: float, categories: str) -> None:
    sodium_mg = checked.amounts.get("sodium_mg")
    if sodium_mg is None or SALTS in categories.split(SEPARATOR):
        return
    if sodium_mg > limit("sodium_implausible") * 1000:
        checked.drop("sodium_implausible", "sodium_mg")
    elif min(macros_g, 100.0) + sodium_mg * _SALT_G_PER_SODIUM_MG > limit("salt_outweighs") + _NOISE:
        checked.drop("salt_outweighs", "sodium_mg")


def expected_kcal(amounts: Mapping[str, float], basis: str) -> float | None:
    """The energy that the macronutrients give at 4/4/9/2/7 kcal/g; ``None`` where one of three is unknown."""
    get = amounts.get
    protein, fat = get("protein_g"), get("fat_g")
    carbohydrate = get(CARBOHYDRATE, get("carbohydrate_total_g"))
    if protein is None or fat is None or carbohydrate is None:
        return None
    fibre = get("fibre_g", 0.0)
    if basis == CarbohydrateBasis.TOTAL:
        carbohydrate = max(carbohydrate - fibre, 0.0)
    return (
        _PROTEIN_KCAL * protein
        + _CARBOHYDRATE_KCAL * carbohydrate
        + _FAT_KCAL * fat
        + _FIBRE_KCAL * fibre
        + _ALCOHOL_KCAL * get("alcohol_g", 0.0)
    )


def _energy(checked: Checked, basis: str) -> None:
    """Energies in the wrong field or unit, told by the macronutrients or by each other."""
    amounts = checked.amounts
    expected = expected_kcal(amounts, basis)
    kcal, kj = amounts.get("energy_kcal"), amounts.get(ENERGY_KJ)
    if kcal is not None and kj is not None and kcal > 1 and abs(kcal - kj) <= _SAME * kcal:
        _same_figure(checked, kcal, expected)
    if "energy_kcal" in amounts and _is_kj(amounts["energy_kcal"], expected):
        checked.drop("kj_in_kcal", "energy_kcal")
    if ENERGY_KJ in amounts and _is_kj(amounts[ENERGY_KJ] / KJ_PER_KCAL, expected):
        checked.drop("kj_in_kcal", ENERGY_KJ)
    most = limit("energy_above_fat")
    for key, most_of_it in (("energy_kcal", most), (ENERGY_KJ, most * KJ_PER_KCAL)):
        if amounts.get(key, 0.0) > most_of_it:
            checked.drop("energy_above_fat", key)
    kcal, kj = amounts.get("energy_kcal"), amounts.get(ENERGY_KJ)
    if kcal is not None and kj is not None:
        _one_energy(checked, kcal, kj / KJ_PER_KCAL, expected)


def _is_kj(kcal: float, expected: float | None) -> bool:
    """Whether a figure in kcal is what the macronutrients give in kJ."""
    low, high = _KJ_RATIO
    return expected is not None and expected >= _LEAST_KCAL and low * expected <= kcal <= high * expected


def _same_figure(checked: Checked, figure: float, expected: float | None) -> None:
    """One figure in both fields: which of the two it is, only the macronutrients can tell."""
    if figure > limit("energy_above_fat") or _is_kj(figure, expected):
        checked.drop("kj_in_kcal", "energy_kcal")
    elif expected is not None and _agree(figure, expected):
        checked.drop("kcal_in_kj", ENERGY_KJ)
    else:
        checked.drop("energy_units_unclear", "energy_kcal", ENERGY_KJ)


def _one_energy(checked: Checked, kcal: float, from_kj: float, expected: float | None) -> None:
    """Both energies are the same one, or what the macronutrients do not bear out goes."""
    if abs(kcal - from_kj) <= max(limit("energies_disagree") * max(kcal, from_kj), _OFF_KCAL):
        return
    if expected is None or not _agree(kcal, expected):
        checked.drop("energies_disagree", "energy_kcal")
    if expected is None or not _agree(from_kj, expected):
        checked.drop("energies_disagree", ENERGY_KJ)


def _agree(kcal: float, expected: float) -> bool:
    return abs(kcal - expected) <= _OFF * expected + _OFF_KCAL


def _is_plain(amounts: Mapping[str, float], basis: str) -> bool:
    """Whether it is plain to see that there is nothing to find, as it is for most: this saves the search."""
    get = amounts.get
    kcal, expected = get("energy_kcal"), expected_kcal(amounts, basis)
    if kcal is None or expected is None or not amounts.keys().isdisjoint(_SELDOM):
        return False
    carbohydrate, fibre = get(CARBOHYDRATE, 0.0), get("fibre_g", 0.0)
    # Where fibre is a part of carbohydrate, sugars are a part of the rest.
    digested = carbohydrate - fibre if basis == CarbohydrateBasis.TOTAL else carbohydrate
    return _agree(kcal, expected) and digested >= 0 and get("sugars_g", 0.0) <= digested + _SUGARS_SLACK_G


def _named(amounts: Amounts, basis: str) -> Amounts:
    """The figures with carbohydrate under the name that it has with us."""
    named = dict(amounts)
    carbohydrate = named.pop(CARBOHYDRATE, None)
    if carbohydrate is not None:
        named.setdefault(f"carbohydrate_{basis}_g", carbohydrate)
    return named
