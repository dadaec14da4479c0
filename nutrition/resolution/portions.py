"""Portion labels taken apart, and how well one answers the words of an amount."""

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from nutrition.resolution.amounts import Amount, amount_at
from nutrition.resolution.foods import Food, Portion
from nutrition.resolution.language import word_set
from nutrition.resolution.lexemes import Kind, lex
from nutrition.resolution.text import stem
from nutrition.resolution.units import measure_at


@cache
def table(name: str) -> list[dict[str, str]]:
    """The rows of a table in ``nutrition/data``."""
    text = files("nutrition").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def size_ranks() -> dict[str, float]:
    """Size word -> its place on the ladder from bite size (0.5) over medium (3) to family size (6)."""
    return {row["size"]: float(row["rank"]) for row in table("portion_sizes.csv")}


@cache
def container_ml() -> dict[str, float]:
    """Container -> the millilitres that one usually holds."""
    return {
        row["measure"]: float(row["amount"])
        for row in table("language/measures.csv")
        if row["kind"] == "container" and row["amount"]
    }


@dataclass(frozen=True, slots=True)
class Label:
    """A portion label taken apart: its amount, the measure words and the other words of it."""

    portion: Portion
    amount: Amount
    measures: frozenset[str]
    words: frozenset[str]
    is_guideline: bool
    inches: tuple[tuple[float, float], ...] = ()

    @property
    def grams_each(self) -> float:
        """Grams of one of what the label counts."""
        return self.portion.grams / (self.amount.count or 1.0)

    @property
    def grams_per_ml(self) -> float | None:
        """Density, where the label is a volume."""
        if self.amount.unit_kind != "volume" or not self.amount.middle:
            return None
        return self.portion.grams / (self.amount.middle * self.amount.unit_amount)


_INCHES = re.compile(r"(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?\s*(?:\"|inch)")


@lru_cache(maxsize=32768)
def _take_apart(portion: Portion) -> Label:
    _, lexemes = lex(portion.label)
    guideline = portion.label.lower().startswith("guideline")
    found = None if guideline else amount_at(lexemes, 0)
    amount = found[0] if found else Amount(1.0, 1.0)
    measures, words = set(amount.words), set()
    i = 0
    while i < len(lexemes):
        measure = measure_at(lexemes, i)
        if measure and measure[0].kind not in ("mass", "volume") and not measure[0].name.endswith("-inch"):
            measures.add(measure[0].name)
        if lexemes[i].kind is Kind.WORD:
            words.add(stem(lexemes[i].text))
        i = measure[1] if measure and measure[1] > i else i + 1
    measures -= {word for word in measures if word.endswith("-inch")}
    words.update(word for measure_name in measures for word in measure_name.split())
    inches = tuple((float(low), float(high or low)) for low, high in _INCHES.findall(portion.label))
    return Label(portion, amount, frozenset(measures), frozenset(words), guideline, inches)


def labels_of(food: Food) -> list[Label]:
    """The food's portions, taken apart."""
    return [_take_apart(portion) for portion in food.portions]


def volume_fit(m: Label, amount: Amount, said: frozenset[str]) -> tuple[float, ...]:
    """How well a volume label answers another volume: by common words and unit; higher is better."""
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


def unhandiness(m: Label) -> int:
    """How little a measure is a helping: a piece or container, a cup, a spoon, an ounce, a cubic inch."""
    if m.words & {"cubic", "surface"}:
        return 4
    if m.amount.unit_kind == "mass" and not m.amount.words:
        return 3
    if m.amount.unit_kind == "volume" and not m.amount.words:
        return 1 if m.amount.unit == "cup" else 2
    return 0


def size_distance(m: Label, wanted: frozenset[str]) -> float:
    """How far a portion's size is from the size said; the medium one is meant when none is."""
    ranks = size_ranks()
    own = [ranks[word] for word in (m.measures | m.words) if word in ranks]
    asked = [ranks[word] for word in wanted if word in ranks]
    if not own:
        return (0.6 if m.amount.unit else 1.5) if asked else 0.0
    target = asked[0] if asked else ranks["medium"]
    return min(abs(value - target) for value in own) + (0.0 if asked else 0.1)


# Words of a label that tell no portion from another.
_NEUTRAL_WORDS = frozenset({"size", "sized", "bite", "fun", "snack", "king", "any", "nfs", "fl", "oz", "ml"})
CUTS = frozenset({"slice", "piece", "wedge"})
_PACKS = frozenset({"package", "packet", "pack", "bag", "pouch", "sachet", "box"})
_VESSELS = frozenset({"can", "bottle", "carton"})
_TUBS = frozenset({"container", "tub", "pot", "jar", "carton"})
_PIECE_FIT = 0.7
_HELPINGS = frozenset({"serving", "order", "portion", "helping"})


def _alike(kinds: Collection[str]) -> frozenset[str]:
    """Measures that people use for each other: a slice or piece of pizza, a pot or container of yogurt."""
    groups = [group for group in (CUTS, _PACKS, _VESSELS, _TUBS, _HELPINGS) if group & set(kinds)]
    return frozenset().union(*groups) - set(kinds)


def count_fit(
    m: Label, amount: Amount, said: frozenset[str], usual_g: float | None, piece_g: float | None = None
) -> float:
    """How well a portion label answers the words of an amount; higher is better, below -1 is no answer.

    ``usual_g`` is the table's usual amount, ``piece_g`` the one piece that the food is served by, if known.
    """
    sizes = size_ranks().keys()
    wanted = frozenset(amount.words)
    across = {float(word.removesuffix("-inch")) for word in wanted if word.endswith("-inch")}
    kinds = {word for word in wanted if not word.endswith("-inch")} - sizes
    all_words = m.words | m.measures
    if said & word_set("sized_parts"):
        said = said - sizes
    asked = wanted | said
    fit = 2.0 * len(kinds & all_words) + 1.2 * bool(_alike(kinds) & all_words and not kinds & all_words)
    fit += 0.6 * len((said & all_words) - kinds) + 0.8 * bool(wanted & m.measures & sizes)
    is_the_usual = (
        0.0 if asked & sizes else max(_makes_up(m.grams_each, usual_g), _PIECE_FIT * _is_as_heavy(m, piece_g))
    )
    if amount.high < 1 and m.measures & CUTS and not kinds & CUTS:
        fit -= 2.0  # half a pizza is no half slice
    fit += is_the_usual or -0.9 * size_distance(m, asked)
    fit -= 0.8 * len(m.measures - sizes - kinds - said - _alike(kinds))
    fit -= 0.15 * len(m.words - said - m.measures - word_set("fillers") - _NEUTRAL_WORDS)
    fit += 2.5 * any(low - 0.5 <= n <= high + 0.5 for n in across for low, high in m.inches)
    fit -= 1.5 * max(0, unhandiness(m) - (1 if kinds else 0))
    if kinds and not (kinds | _alike(kinds)) & all_words:
        fit -= 0.2 if wanted & m.measures & sizes else 10.0
    return fit


def _is_as_heavy(m: Label, grams: float | None) -> bool:
    return grams is not None and abs(m.grams_each - grams) <= 0.004 * grams


def _makes_up(grams: float, usual_g: float | None) -> float:
    """How surely this is the one that is meant: the table's usual amount is one of it, or two."""
    if usual_g is None:
        return 0.0
    return next((fit for n, fit in ((1, 0.6), (2, 0.5)) if abs(usual_g - n * grams) <= 0.004 * usual_g), 0.0)


def size_order(m: Label, amount: Amount) -> float:
    """Among equals the smallest for "small", the largest for "large", else the vessel of usual size."""
    ranks = [size_ranks()[word] for word in amount.words if word in size_ranks()]
    vessel_ml = next((container_ml()[word] for word in amount.words if word in container_ml()), None)
    if vessel_ml and not ranks and m.amount.unit_kind == "volume":
        return abs(m.amount.middle * m.amount.unit_amount / (m.amount.count or 1.0) - vessel_ml)
    return -m.grams_each if ranks and ranks[0] > size_ranks()["medium"] else m.grams_each
