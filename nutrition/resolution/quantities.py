"""An amount of a food -> grams, by the food's own household measures."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from nutrition.resolution.amounts import Amount, amount_at
from nutrition.resolution.foods import Food, Portion
from nutrition.resolution.language import word_set
from nutrition.resolution.lexemes import Kind, lex
from nutrition.resolution.text import stem
from nutrition.resolution.units import measure_at

MAX_GRAMS = 20_000.0
_FL_OZ_G = 30.0
_FL_OZ_ML = 29.57353
_CUP_G = 240.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Grams with their interval, how they were found (``basis``) and what was assumed."""

    grams: float
    grams_low: float
    grams_high: float
    basis: str
    portion: str = ""
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Measure:
    """A portion label taken apart: its amount, the measure words and the other words of it."""

    portion: Portion
    amount: Amount
    measures: frozenset[str]
    words: frozenset[str]
    is_guideline: bool

    @property
    def grams_each(self) -> float:
        return self.portion.grams / (self.amount.count or 1.0)

    @property
    def grams_per_ml(self) -> float | None:
        if self.amount.unit_kind != "volume" or not self.amount.middle:
            return None
        return self.portion.grams / (self.amount.middle * self.amount.unit_amount)


@cache
def _table(name: str) -> list[dict[str, str]]:
    text = files("nutrition").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _spread(basis: str) -> tuple[float, float]:
    """The factors on the grams between which most amounts said this way lie."""
    for row in _table("portion_spread.csv"):
        if row["basis"] == basis:
            return float(row["low"]), float(row["high"])
    raise KeyError(basis)


@cache
def _sizes() -> dict[str, float]:
    return {row["size"]: float(row["rank"]) for row in _table("portion_sizes.csv")}


@cache
def _container_ml() -> dict[str, float]:
    return {
        row["measure"]: float(row["amount"])
        for row in _table("language/measures.csv")
        if row["kind"] == "container" and row["amount"]
    }


@lru_cache(maxsize=32768)
def _take_apart(portion: Portion) -> _Measure:
    _, lexemes = lex(portion.label)
    guideline = portion.label.lower().startswith("guideline")
    found = None if guideline else amount_at(lexemes, 0)
    amount = found[0] if found else Amount(1.0, 1.0)
    measures, words = set(amount.words), set()
    i = 0
    while i < len(lexemes):
        measure = measure_at(lexemes, i)
        if measure and measure[0].kind not in ("mass", "volume"):
            measures.add(measure[0].name)
        if lexemes[i].kind is Kind.WORD:
            words.add(stem(lexemes[i].text))
        i = measure[1] if measure and measure[1] > i else i + 1
    words.update(word for measure_name in measures for word in measure_name.split())
    return _Measure(portion, amount, frozenset(measures), frozenset(words), guideline)


def _measures(food: Food) -> list[_Measure]:
    return [_take_apart(portion) for portion in food.portions]


def usual(food: Food) -> Measured:
    """The amount meant when none is said: the table's own, the standard serving, or 100 g."""
    for portion in food.portions:
        if portion.is_usual:
            return _measured(portion.grams, "usual", "usual amount")
    if food.serving_g:
        return _measured(food.serving_g, "usual", food.serving)
    countable = [m for m in _measures(food) if not m.is_guideline]
    if countable:
        best = min(
            countable, key=lambda m: (_unhandiness(m), _size_distance(m, frozenset()), m.portion.grams)
        )
        return _measured(best.portion.grams, "usual", best.portion.label)
    return _measured(100.0, "guess", "100 g", ("no portion of this food is known; 100 g taken",))


def _measured(
    grams: float, basis: str, portion: str = "", assumptions: tuple[str, ...] = (), stretch: float = 1.0
) -> Measured:
    low, high = _spread(basis)
    return Measured(grams, grams * low / stretch, grams * high * stretch, basis, portion, assumptions)


def measure(food: Food, amount: Amount | None, phrase: Sequence[str]) -> Measured:
    """The grams of ``amount`` of ``food``, its usual amount if there is none.

    ``phrase`` are the stemmed words said for the food, which choose among portions ("1 cup, diced").
    """
    if amount is None:
        return usual(food)
    if amount.unit == "oz" and _is_poured(food):
        amount = replace(amount, unit="fl oz", unit_kind="volume", unit_amount=_FL_OZ_ML)
    if amount.unit_kind == "mass":
        return _by_mass(amount)
    said = frozenset(phrase)
    if amount.unit == "cup" and frozenset(amount.words) & _sizes().keys() and _has_sized_cups(food):
        return _widened(
            _by_count(food, replace(amount, unit="", unit_kind="", words=(*amount.words, "cup")), said),
            amount,
        )
    if amount.unit_kind == "volume":
        return _widened(_by_volume(food, amount, said), amount)
    return _widened(_by_count(food, amount, said), amount)


def _is_poured(food: Food) -> bool:
    """Whether the table measures the food in fluid ounces: "a 12 oz can" of it is one by volume."""
    return any(m.amount.unit == "fl oz" and not m.is_guideline for m in _measures(food))


def _has_sized_cups(food: Food) -> bool:
    """Whether a cup of this food is a vessel that comes in sizes, as of ice cream or coffee to go."""
    return any("cup" in m.words and (m.words | m.measures) & _sizes().keys() for m in _measures(food))


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
        measured.grams_low * amount.low / amount.middle,
        measured.grams_high * amount.high / amount.middle,
        measured.basis,
        measured.portion,
        measured.assumptions,
    )


def beside(food: Food, host: frozenset[str], host_g: float, host_count: float) -> Measured | None:
    """The table's guideline for ``food`` eaten with another: per slice, cup or ounce of it.

    ``host`` are the stemmed words of that other food and its category, ``host_g`` its grams and ``host_count`` how
    many of it there are.
    """
    fitting = [m for m in _measures(food) if m.is_guideline and m.words & host]
    if not fitting:
        return None
    best = max(fitting, key=lambda m: (len(m.words & host), -len(m.words)))
    times = host_count
    if "oz" in best.words:
        times = host_g / _FL_OZ_G
    elif "cup" in best.words:
        times = host_g / _CUP_G
    elif "per" not in best.words:
        times = 1.0
    return _measured(best.portion.grams * times, "usual", best.portion.label)


def _by_volume(food: Food, amount: Amount, said: frozenset[str]) -> Measured:
    ml = amount.middle * amount.unit_amount
    candidates = [m for m in _measures(food) if m.grams_per_ml and not m.is_guideline]
    if candidates:
        best = max(candidates, key=lambda m: _volume_fit(m, amount, said))
        assert best.grams_per_ml is not None
        return _measured(ml * best.grams_per_ml, "volume", best.portion.label)
    return _measured(ml, "density", f"{ml:.0f} ml", ("its density is not known; 1 ml taken as 1 g",))


def _volume_fit(m: _Measure, amount: Amount, said: frozenset[str]) -> tuple[float, ...]:
    same_unit = m.amount.unit == amount.unit
    common = len(m.words & said)
    iced = "ice" in m.words and not m.words & {"no", "without"} and "ice" not in said
    return (
        common
        - 0.5 * len(m.words - said - {"no", "ice"})
        - 2.0 * iced
        - 0.2 * len(m.measures - set(amount.words))
        + 0.4 * same_unit,
        -m.portion.grams if not same_unit else 0.0,
    )


def _unhandiness(m: _Measure) -> int:
    """How little a measure is a helping: a piece or container, a cup, a spoon, an ounce, a cubic inch."""
    if "inch" in m.words:
        return 4
    if m.amount.unit_kind == "mass" and not m.amount.words:
        return 3
    if m.amount.unit_kind == "volume" and not m.amount.words:
        return 1 if m.amount.unit == "cup" else 2
    return 0


def _size_distance(m: _Measure, wanted: frozenset[str]) -> float:
    """How far a portion's size is from the size said; the medium one is meant when none is."""
    sizes = _sizes()
    own = [sizes[word] for word in (m.measures | m.words) if word in sizes]
    asked = [sizes[word] for word in wanted if word in sizes]
    if not own:
        return 1.5 if asked else 0.0
    target = asked[0] if asked else sizes["medium"]
    return min(abs(value - target) for value in own) + (0.0 if asked else 0.1)


_SIZE_TOKENS = frozenset({"size", "sized", "bite", "fun", "snack", "king", "any", "nfs"})
_CUTS = frozenset({"slice", "piece", "wedge"})
_PACKS = frozenset({"package", "packet", "pack", "bag", "pouch", "sachet", "box"})
_VESSELS = frozenset({"can", "bottle", "carton"})
_TUBS = frozenset({"container", "tub", "pot", "jar", "carton"})
_HELPINGS = frozenset({"serving", "order", "portion", "helping"})


def _alike(kinds: frozenset[str]) -> frozenset[str]:
    """Measures that people use for each other: a slice or piece of pizza, a pot or container of yogurt."""
    groups = [group for group in (_CUTS, _PACKS, _VESSELS, _TUBS, _HELPINGS) if group & kinds]
    return frozenset().union(*groups) - kinds


def _count_fit(m: _Measure, amount: Amount, said: frozenset[str], usual_g: float | None) -> float:
    """How well a portion label answers the words of an amount; higher is better, below 0 is no answer."""
    sizes = _sizes().keys()
    wanted = frozenset(amount.words)
    kinds = wanted - sizes
    all_words = m.words | m.measures
    fit = 2.0 * len(kinds & all_words) + 1.2 * bool(_alike(kinds) & all_words and not kinds & all_words)
    asked = wanted | (frozenset() if said & word_set("sized_parts") else said)
    fit += 0.6 * len((said & all_words) - kinds)
    is_the_usual = not asked & sizes and _makes_up(m.grams_each, usual_g)
    fit += 0.4 if is_the_usual else -0.9 * _size_distance(m, asked)
    fit -= 0.8 * len(m.measures - sizes - kinds - said - _alike(kinds))
    fit -= 0.15 * len(m.words - said - m.measures - word_set("fillers") - _SIZE_TOKENS)
    fit -= 1.5 * max(0, _unhandiness(m) - (1 if kinds else 0))
    if kinds and not (kinds | _alike(kinds)) & all_words:
        fit -= 0.2 if wanted & m.measures & sizes else 10.0
    return fit


def _makes_up(grams: float, usual_g: float | None) -> bool:
    """Whether the table's usual amount is one, two or three of these: then it is the one that is meant."""
    return usual_g is not None and any(abs(usual_g - n * grams) <= 0.004 * usual_g for n in (1, 2, 3))


def _by_count(food: Food, amount: Amount, said: frozenset[str]) -> Measured:
    """ "two large eggs", "a can", "three slices", "a handful": by the portion that fits the words best."""
    kinds = frozenset(amount.words) - _sizes().keys()
    generic = kinds & {"serving", "portion", "helping", "order", "unit", "item", "meal", "plate"}
    usual_g = next((portion.grams for portion in food.portions if portion.is_usual), None)
    fits = [
        (_count_fit(m, amount, said, usual_g), m)
        for m in _measures(food)
        if not m.is_guideline and not m.portion.is_usual
    ]
    fits.sort(key=lambda pair: (-pair[0], _size_order(pair[1], amount)))
    if fits and fits[0][0] > -1.0:
        return _scaled_portion(fits[0][1], [m for _, m in fits], amount, said)
    for kind in kinds & _container_ml().keys():
        ml = _container_ml()[kind] * amount.middle
        filled = _by_volume(food, Amount(ml, ml, "ml", "volume", 1.0), said)
        return Measured(
            filled.grams,
            filled.grams * 0.6,
            filled.grams * 1.6,
            "container",
            kind,
            (*filled.assumptions, f"a {kind} taken as {_container_ml()[kind]:.0f} ml"),
        )
    one = usual(food)
    note = (
        ()
        if generic or not kinds
        else (f"no {' '.join(sorted(kinds))} of this food is known; its usual amount taken",)
    )
    low, high = _spread("guess" if note else "usual")
    grams = one.grams * amount.middle
    return Measured(grams, grams * low, grams * high, "usual", one.portion, note)


def _size_order(m: _Measure, amount: Amount) -> float:
    """Among equals the smallest for "small", the largest for "large", else the can or bottle of the usual size."""
    sizes = [_sizes()[word] for word in amount.words if word in _sizes()]
    vessel_ml = next((_container_ml()[word] for word in amount.words if word in _container_ml()), None)
    if vessel_ml and not sizes and m.amount.unit_kind == "volume":
        return abs(m.amount.middle * m.amount.unit_amount / (m.amount.count or 1.0) - vessel_ml)
    return -m.grams_each if sizes and sizes[0] > _sizes()["medium"] else m.grams_each


def _scaled_portion(best: _Measure, ranked: list[_Measure], amount: Amount, said: frozenset[str]) -> Measured:
    grams = best.grams_each * amount.middle
    measured = _measured(grams, "portion", best.portion.label)
    sizes = _sizes().keys()
    if (frozenset(amount.words) | said) & sizes or not (best.measures | best.words) & sizes:
        return measured
    family = [
        m.grams_each for m in ranked if (m.measures | m.words) - sizes == (best.measures | best.words) - sizes
    ]
    return Measured(
        grams,
        min(family) * amount.middle,
        max(family) * amount.middle,
        "portion",
        best.portion.label,
        (f"size not said: {best.portion.label} taken",) if len(family) > 1 else (),
    )


def is_plausible(grams: float) -> bool:
    """Whether someone can have eaten that much of one food."""
    return 0.0 < grams <= MAX_GRAMS
