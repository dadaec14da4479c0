"""A serving as the focus grades see it, the parts of it that are judged, and whether it is judged at all."""

import math
from dataclasses import dataclass, replace

from nutrition.grading.focus_thresholds import threshold
from nutrition.nutrients import NutrientValues, scaled

JUDGED, WHOLE, LEAST, LEAST_WHOLE = "", "whole:", "least:", "least_whole:"
PARTS = (JUDGED, WHOLE, LEAST, LEAST_WHOLE)


@dataclass(frozen=True, slots=True)
class Serving:
    """What is eaten at once: a food's serving or a whole meal.

    ``nutrients`` are the amounts in the serving (``None`` or absent is unknown); ``balanced_score`` 0-100
    from the Nutri-Score; ``glycemic_index`` with glucose = 100, ``glycemic_load`` of the serving;
    ``satiety_score`` on Holt's scale, white bread = 100. ``None`` where there is none. ``is_graded`` is false
    for what the grades are not made for (food for infants); ``is_drink`` where all of it is drunk.
    """

    grams: float
    nutrients: NutrientValues
    balanced_score: float | None = None
    glycemic_index: float | None = None
    glycemic_load: float | None = None
    satiety_score: float | None = None
    is_graded: bool = True
    is_drink: bool = False


def is_alcoholic(serving: Serving) -> bool:
    """Whether a serving holds a standard drink, or is a drink whose label must tell its alcohol."""
    alcohol = serving.nutrients.get("alcohol_g")
    if alcohol is None:
        return False
    strong = serving.is_drink and alcohol > threshold("alcohol_label") * serving.grams / 100
    return strong or alcohol >= threshold("alcohol_drink")


def parts(serving: Serving) -> dict[str, Serving]:
    """The serving by what of it is judged.

    What a food should bring is asked of the serving (``JUDGED``), what it should hold little of is asked of
    at least 50 g (``LEAST``), else a small enough serving would make any food low in everything. Of both, a
    large one is judged by 400 kcal, and all of it where its size matters (``WHOLE``, ``LEAST_WHOLE``).
    See ``grams_judged`` and ``energy_judged`` in ``clinical_thresholds.csv``.
    """
    enough = _at_least(serving, threshold("grams_judged"))
    judged = _at_most(serving, threshold("energy_judged"))
    least = judged if enough is serving else _at_most(enough, threshold("energy_judged"))
    return {JUDGED: judged, WHOLE: serving, LEAST: least, LEAST_WHOLE: enough}


def _at_least(serving: Serving, grams: float) -> Serving:
    return _times(serving, grams / serving.grams) if 0 < serving.grams < grams else serving


def _at_most(serving: Serving, energy_kcal: float) -> Serving:
    energy = serving.nutrients.get("energy_kcal")
    if energy is None or not energy_kcal < energy < math.inf:
        return serving
    return _times(serving, energy_kcal / energy)


def _times(serving: Serving, factor: float) -> Serving:
    load = serving.glycemic_load
    return replace(
        serving,
        grams=factor * serving.grams,
        nutrients=scaled(serving.nutrients, factor),
        glycemic_load=None if load is None else factor * load,
    )
