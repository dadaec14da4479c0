"""An amount of a food -> grams, by the food's own household measures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from nutrition.resolution.amounts import Amount, amount_at
from nutrition.resolution.foods import Food
from nutrition.resolution.lexemes import lex
from nutrition.resolution.portions import (
    CUTS,
    Label,
    container_ml,
    count_fit,
    labels_of,
    size_distance,
    size_order,
    size_ranks,
    table,
    unhandiness,
    volume_fit,
)

MAX_GRAMS = 20_000.0
_FL_OZ_G = 30.0
_FL_OZ_ML = 29.57353
_CUP_G = 240.0
_CUP_ML = 236.588237


@dataclass(frozen=True, slots=True)
class Measured:
    """Grams with their interval, how they were found (``basis``) and what was assumed."""

    grams: float
    grams_low: float
    grams_high: float
    basis: str
    portion: str = ""
    assumptions: tuple[str, ...] = ()


@cache
def _spread(basis: str) -> tuple[float, float]:
    """The factors on the grams between which most amounts said this way lie."""
    for row in table("portion_spread.csv"):
        if row["basis"] == basis:
            return float(row["low"]), float(row["high"])
    raise KeyError(basis)


def usual(food: Food) -> Measured:
    """The amount meant when none is said: the table's own, the standard serving, or 100 g."""
    for portion in food.portions:
        if portion.is_usual:
            return _measured(portion.grams, "usual", "usual amount")
    if food.serving_g:
        return _measured(food.serving_g, "usual", food.serving)
    countable = [m for m in labels_of(food) if not m.is_guideline]
    if countable:
        best = min(countable, key=lambda m: (unhandiness(m), size_distance(m, frozenset()), m.portion.grams))
        return _measured(best.portion.grams, "usual", best.portion.label)
    return _measured(100.0, "guess", "100 g", ("no portion of this food is known; 100 g taken",))


def _one_of_usual(food: Food) -> Measured:
    """The usual amount, or one piece of it where it is several: of "2 biscuits" one."""
    measured = usual(food)
    _, lexemes = lex(food.serving if food.serving_g else "")
    pieces = amount_at(lexemes, 0) if lexemes else None
    if pieces is None or pieces[0].unit or pieces[0].count <= 1 or food.serving_g is None:
        return measured
    if abs(measured.grams - food.serving_g) > 0.01 * food.serving_g:
        return measured
    return _measured(food.serving_g / pieces[0].count, "portion", food.serving)


def _piece_g(food: Food) -> float | None:
    """Grams of the one piece that the food is usually served by: "1 sausage", not "1 cup", "1 slice"."""
    if not food.serving_g or not food.serving:
        return None
    _, lexemes = lex(food.serving)
    one = amount_at(lexemes, 0) if lexemes else None
    if one is None or one[0].unit or one[0].count != 1:
        return None
    is_whole = not frozenset(one[0].words) & (container_ml().keys() | CUTS)
    return food.serving_g if is_whole else None


def _measured(
    grams: float, basis: str, portion: str = "", assumptions: tuple[str, ...] = (), stretch: float = 1.0
) -> Measured:
    low, high = _spread(basis)
    return Measured(grams, grams * low / stretch, grams * high * stretch, basis, portion, assumptions)


def measure(
    food: Food, amount: Amount | None, phrase: Sequence[str], kcal_per_100g: float | None = None
) -> Measured:
    """The grams of ``amount`` of ``food``, its usual amount if there is none.

    ``phrase`` are the stemmed words said for the food, which choose among portions ("1 cup, diced");
    ``kcal_per_100g`` turns an amount of energy into grams.
    """
    if amount is None:
        return usual(food)
    if amount.unit_kind == "energy":
        return _by_energy(food, amount, kcal_per_100g)
    if amount.unit == "oz" and _is_poured(food):
        amount = replace(amount, unit="fl oz", unit_kind="volume", unit_amount=_FL_OZ_ML)
    if amount.unit_kind == "mass":
        return _by_mass(amount)
    said = frozenset(phrase)
    if amount.unit == "cup" and frozenset(amount.words) & size_ranks().keys() and _has_sized_cups(food):
        return _widened(
            _by_count(food, replace(amount, unit="", unit_kind="", words=(*amount.words, "cup")), said),
            amount,
        )
    if amount.unit_kind == "volume":
        return _widened(_by_volume(food, amount, said), amount)
    return _widened(_by_count(food, amount, said), amount)


def _is_poured(food: Food) -> bool:
    """Whether the table measures the food in fluid ounces: "a 12 oz can" of it is one by volume."""
    return any(m.amount.unit == "fl oz" and not m.is_guideline for m in labels_of(food))


def _has_sized_cups(food: Food) -> bool:
    """Whether a cup of this food is a vessel that comes in sizes, as of ice cream or coffee to go."""
    sizes = size_ranks().keys()
    return any(m.measures & sizes and ("cup" in m.words or m.measures <= sizes) for m in labels_of(food))


def _by_energy(food: Food, amount: Amount, kcal_per_100g: float | None) -> Measured:
    kcal = amount.middle * amount.unit_amount
    if not kcal_per_100g:
        return usual(food)
    return _measured(kcal * 100 / kcal_per_100g, "portion", f"{kcal:.0f} kcal")


def _by_mass(amount: Amount) -> Measured:
    low, high = _spread("mass")
    return Measured(
        amount.middle * amount.unit_amount,
        amount.low * amount.unit_amount * low,
        amount.high * amount.unit_amount * high,
        "mass",
    )


def _widened(measured: Measured, amount: Amount) -> Measured:
    """A range that was said ("1-2 cups") widens the interval."""
    if amount.low == amount.high or not amount.middle:
        return measured
    return Measured(
        measured.grams,
        max(measured.grams_low * amount.low, 0.1 * measured.grams) / amount.middle,
        measured.grams_high * amount.high / amount.middle,
        measured.basis,
        measured.portion,
        measured.assumptions,
    )


def beside(
    food: Food, words: frozenset[str], host: Food, host_g: float, host_count: float
) -> Measured | None:
    """The table's guideline for ``food`` eaten with ``host``: per slice, cup or ounce of it.

    ``words`` are the stemmed words of the host and its category, ``host_g`` its grams and ``host_count`` how
    many of it there are.
    """
    fitting = [m for m in labels_of(food) if m.is_guideline and m.words & words]
    if not fitting:
        return None
    best = max(fitting, key=lambda m: (len(m.words & words), -len(m.words)))
    times = host_count
    if "oz" in best.words:
        times = host_g / _FL_OZ_G
    elif "cup" in best.words:
        cups = [m.grams_per_ml for m in labels_of(host) if m.amount.unit == "cup" and m.grams_per_ml]
        times = host_g / (cups[0] * _CUP_ML if cups else _CUP_G)
    elif "per" not in best.words:
        times = 1.0
    label = best.portion.label.removeprefix("Guideline amount ")
    return _measured(best.portion.grams * times, "usual", label)


def _by_volume(food: Food, amount: Amount, said: frozenset[str]) -> Measured:
    ml = amount.middle * amount.unit_amount
    candidates = [m for m in labels_of(food) if m.grams_per_ml and not m.is_guideline]
    if candidates:
        best = max(candidates, key=lambda m: volume_fit(m, amount, said))
        assert best.grams_per_ml is not None
        return _measured(ml * best.grams_per_ml, "volume", best.portion.label)
    return _measured(ml, "density", f"{ml:.0f} ml", ("its density is not known; 1 ml taken as 1 g",))


def _by_count(food: Food, amount: Amount, said: frozenset[str]) -> Measured:
    """ "two large eggs", "a can", "three slices", "a handful": by the portion that fits the words best."""
    kinds = frozenset(amount.words) - size_ranks().keys()
    generic = kinds & {"serving", "portion", "helping", "order", "unit", "item", "meal", "plate"}
    usual_g = next((portion.grams for portion in food.portions if portion.is_usual), None)
    piece_g = None if kinds else _piece_g(food)
    fits = [
        (count_fit(m, amount, said, usual_g, piece_g), m)
        for m in labels_of(food)
        if not m.is_guideline and not m.portion.is_usual
    ]
    fits.sort(key=lambda pair: (-pair[0], size_order(pair[1], amount)))
    if fits and fits[0][0] > -1.0:
        return _scaled_portion(fits[0][1], [m for _, m in fits], amount, said)
    for kind in kinds & container_ml().keys():
        ml = container_ml()[kind] * amount.middle
        filled = _by_volume(food, Amount(ml, ml, "ml", "volume", 1.0), said)
        return Measured(
            filled.grams,
            filled.grams * 0.6,
            filled.grams * 1.6,
            "container",
            kind,
            (*filled.assumptions, f"a {kind} taken as {container_ml()[kind]:.0f} ml"),
        )
    one = _one_of_usual(food)
    note = (
        ()
        if generic or not kinds
        else (f"no {' '.join(sorted(kinds))} of this food is known; its usual amount taken",)
    )
    low, high = _spread("guess" if note else "usual")
    grams = one.grams * amount.middle
    return Measured(grams, grams * low, grams * high, "usual", one.portion, note)


def _scaled_portion(best: Label, ranked: list[Label], amount: Amount, said: frozenset[str]) -> Measured:
    grams = best.grams_each * amount.middle
    measured = _measured(grams, "portion", best.portion.label)
    sizes = size_ranks().keys()
    if (frozenset(amount.words) | said) & sizes or not (best.measures | best.words) & sizes:
        return measured
    family = [
        m.grams_each for m in ranked if (m.measures | m.words) - sizes == (best.measures | best.words) - sizes
    ]
    return Measured(
        grams,
        min(measured.grams_low, min(family) * amount.middle),
        max(measured.grams_high, max(family) * amount.middle),
        "portion",
        best.portion.label,
        (f"size not said: {best.portion.label} taken",) if len(family) > 1 else (),
    )


def is_plausible(grams: float) -> bool:
    """Whether someone can have eaten that much of one food."""
    return 0.0 < grams <= MAX_GRAMS
