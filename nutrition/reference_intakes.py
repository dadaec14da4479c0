"""Dietary reference intakes by life stage (``data/reference_intakes.csv``).

What a healthy person of an age and sex needs in a day, as the National Academies (NASEM, formerly IOM) report
it: the recommended dietary allowance (RDA) or, where the evidence is too thin for one, the adequate intake
(AI). Who has not said their sex and age gets the FDA's daily values (21 CFR 101.9), the figures of the label.

Where the reports' measures are not quite ours: niacin is recommended in equivalents, which count tryptophan
too, so a food's preformed niacin understates it; vitamin D assumes little sun; water counts what food holds.
"""

import csv
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from nutrition.nutrients import NUTRIENTS, NutrientValues

Sex = Literal["female", "male"]
# The life stage of everybody aged four or more of whom nothing else is known.
GENERAL = "general"
DAILY_VALUE = "DV"

_CHILD_STARTS = (0.0, 0.5, 1.0, 4.0)
_CHILD_STAGES = ("infant_0_6m", "infant_7_12m", "child_1_3", "child_4_8")
_ADULT_STARTS = (9.0, 14.0, 19.0, 31.0, 51.0, 71.0)
_ADULT_AGES = ("9_13", "14_18", "19_30", "31_50", "51_70", "71_up")
_FERTILE_AGES = ("14_18", "14_18", "19_30", "31_50", "31_50", "31_50")
_OLDEST_YEARS = 130.0


@dataclass(frozen=True, slots=True)
class ReferenceIntake:
    """How much of a nutrient a day should bring, in the nutrient's own unit.

    ``kind`` is ``RDA``, ``AI`` or ``DV``. ``upper_limit`` is the tolerable upper intake level, ``None`` where
    none is set; ``upper_limit_applies_to`` says what it counts where that is not the whole diet (magnesium's
    counts only supplements; sodium's is the intake above which chronic disease is likelier). ``source`` is
    the report.
    """

    amount: float
    kind: str
    upper_limit: float | None
    upper_limit_applies_to: str
    source: str


def life_stage(
    age_years: float, sex: Sex | None = None, *, pregnant: bool = False, lactating: bool = False
) -> str:
    """The life stage of a person, a key of :func:`life_stages`.

    From nine years on the reports tell the sexes apart: where the sex is not known it is ``GENERAL``.
    Pregnancy goes before lactation, and both before the sex; outside 14-50 years the nearest table counts.
    Raises ``ValueError`` for an impossible age, an unknown word for the sex, or a pregnancy before nine.
    """
    if not 0 <= age_years <= _OLDEST_YEARS:
        raise ValueError(f"an age of {age_years} years is not possible")
    if sex not in ("female", "male", None):
        raise ValueError(f"the sex is female, male or None, not {sex!r}")
    if age_years < _ADULT_STARTS[0]:
        if pregnant or lactating:
            raise ValueError("the reports know no pregnancy before nine years")
        return _CHILD_STAGES[bisect_right(_CHILD_STARTS, age_years) - 1]
    place = bisect_right(_ADULT_STARTS, age_years) - 1
    if pregnant or lactating:
        return f"{'pregnancy' if pregnant else 'lactation'}_{_FERTILE_AGES[place]}"
    return f"{sex}_{_ADULT_AGES[place]}" if sex else GENERAL


def life_stages() -> tuple[str, ...]:
    """All life stages, ``GENERAL`` first."""
    return tuple(_table())


def reference_intakes(life_stage: str) -> dict[str, ReferenceIntake]:
    """The reference intakes of a life stage by nutrient key; raises ``KeyError`` for an unknown stage."""
    return dict(_table()[life_stage])


def reference_intake(life_stage: str, nutrient: str) -> ReferenceIntake | None:
    """The reference intake of one nutrient, ``None`` where the reports set none."""
    return _table()[life_stage].get(nutrient)


def percent_of_reference(amounts: NutrientValues, life_stage: str | None = None) -> dict[str, float | None]:
    """``amounts`` as percent of the day's reference intake, for every nutrient that has one.

    ``None`` where the amount is unknown. Without a life stage the FDA's daily values count, which for
    fat, saturated fat, cholesterol, sodium and added sugars are limits and not aims.
    """
    references = _table()[life_stage or GENERAL]
    return {
        key: None if (amount := amounts.get(key)) is None else 100 * amount / reference.amount
        for key, reference in references.items()
    }


@cache
def _table() -> dict[str, dict[str, ReferenceIntake]]:
    table: dict[str, dict[str, ReferenceIntake]] = {GENERAL: _daily_values()}
    text = files("nutrition").joinpath("data/reference_intakes.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        table.setdefault(row["life_stage"], {})[row["nutrient"]] = ReferenceIntake(
            amount=float(row["amount"]),
            kind=row["kind"],
            upper_limit=float(row["upper_limit"]) if row["upper_limit"] else None,
            upper_limit_applies_to=row["upper_limit_applies_to"],
            source=row["source"],
        )
    return table


def _daily_values() -> dict[str, ReferenceIntake]:
    return {
        nutrient.key: ReferenceIntake(nutrient.daily_value, DAILY_VALUE, None, "", "FDA: 21 CFR 101.9(c)")
        for nutrient in NUTRIENTS
        if nutrient.daily_value
    }
