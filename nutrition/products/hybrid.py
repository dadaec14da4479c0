"""A product's nutrients completed: what its label tells, and minerals and vitamins of its generic food.

The label always counts. What it leaves out is taken from a food of the tables that has the product's
category, generic name or name for its own, and scaled: parts of fat and protein by the label's fat and
protein, the rest by mass, or where the two differ much in water by what is neither water nor fat. Scaling by
energy was measured to be worse (``benchmarks/bench_hybrid.py``). ``hybrid_nutrients.csv`` says how each
nutrient goes, ``hybrid_rules.csv`` when a food is too far to stand in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nutrition.grading.checks import KJ_PER_KCAL
from nutrition.nutrients import KEYS, NutrientValues
from nutrition.products.models import SEPARATOR, Product
from nutrition.products.tables import rows
from nutrition.resolution.foods import Food, FoodTables
from nutrition.resolution.text import name_stems, name_tokens

# Open Food Facts' category tags are British English: its biscuits are cookies, its crisps are chips.
TAG_REGION = "GB"
_AMERICAN = "en:united-states"
_ENGLISH = "en:"
_KCAL_PER_G = {"protein_g": 4.0, "fat_g": 9.0}
_CARBOHYDRATE_KCAL = 4.0
LABEL, COMPUTED = "label", "computed"


@dataclass(frozen=True, slots=True)
class GenericFood:
    """The food that stands in for what a label leaves out, by which words, and how it is scaled."""

    food: Food
    matched: str
    scaled_by: str
    factor: float


@dataclass(frozen=True, slots=True)
class Hybrid:
    """Nutrients per 100 g, each with ``(source, derivation)``; ``generic`` is None where no food fits."""

    nutrients: dict[str, float | None]
    provenance: dict[str, tuple[str, str]]
    generic: GenericFood | None

    @property
    def is_mixed(self) -> bool:
        """Whether any figure comes from the generic food."""
        return self.generic is not None


def hybrid(product: Product, tables: FoodTables) -> Hybrid:
    """Everything that can be told of a product's nutrients, and where each figure is from."""
    label, computed = label_nutrients(product)
    origins = {
        key: (product.source, computed.get(key, LABEL)) for key, value in label.items() if value is not None
    }
    nutrients = dict(label)
    generic = generic_food(product, label, tables)
    if generic is not None:
        own = tables.nutrients_of(tables.rows_of_id[generic.food.id])
        for key, value, how in _filled(label, own, generic):
            nutrients[key] = value
            origins[key] = (generic.food.source, how)
    return Hybrid(nutrients, origins, generic)


def label_nutrients(product: Product) -> tuple[dict[str, float | None], dict[str, str]]:
    """The label's figures with those that follow from them, and how these were computed.

    The other carbohydrate follows where fibre is known (total = available + fibre), kcal from kJ.
    """
    label, computed = product.nutrients(), {}
    total, available, fibre = (
        label[key] for key in ("carbohydrate_total_g", "carbohydrate_available_g", "fibre_g")
    )
    if fibre is not None and total is None and available is not None:
        label["carbohydrate_total_g"] = available + fibre
        computed["carbohydrate_total_g"] = f"{COMPUTED}: available carbohydrate and fibre"
    elif fibre is not None and available is None and total is not None:
        label["carbohydrate_available_g"] = max(total - fibre, 0.0)
        computed["carbohydrate_available_g"] = f"{COMPUTED}: total carbohydrate less fibre"
    if label["energy_kcal"] is None and product.energy_kj is not None:
        label["energy_kcal"] = product.energy_kj / KJ_PER_KCAL
        computed["energy_kcal"] = f"{COMPUTED}: kJ / {KJ_PER_KCAL}"
    return label, computed


def generic_food(product: Product, label: NutrientValues, tables: FoodTables) -> GenericFood | None:
    """The food that is called what the product is, and whose macronutrients are not those of another.

    Names are tried from the most special; without the label's macronutrients none fits.
    """
    shares = _energy_shares(label)
    if shares is None:
        return None
    for text, region in _names(product):
        for candidate in tables.exact_matches(name_tokens(text), region, name_stems(text)):
            own = tables.nutrients_of(candidate.food)
            distance = _distance(shares, own)
            scale = _scale(label, own)
            if distance is not None and distance <= _rule("other_kind") and scale is not None:
                return GenericFood(tables.foods[candidate.food], text, *scale)
    return None


def _names(product: Product) -> Iterator[tuple[str, str]]:
    """What the product may be called, the most special first, and where one speaks so."""
    tags = [tag for tag in product.categories.split(SEPARATOR) if tag.startswith(_ENGLISH)]
    most = int(_rule("most_texts"))
    region = "US" if _AMERICAN in product.countries.split(SEPARATOR) else TAG_REGION
    in_english = _is_in_english(product)
    if in_english and product.generic_name:
        yield product.generic_name, region
    for tag in reversed(tags[-most:]):
        yield tag.removeprefix(_ENGLISH).replace("-", " "), TAG_REGION
    if in_english and product.name:
        yield plain_name(product.name, product.brand), region


def _is_in_english(product: Product) -> bool:
    """Whether its name is English: as told, else where it is sold, which is all that the export tells."""
    if product.language:
        return product.language == "en"
    return not _english_countries().isdisjoint(product.countries.split(SEPARATOR))


def plain_name(name: str, brand: str) -> str:
    """A product's name without its brand and the words that praise it."""
    dropped = {*brand.lower().replace(",", " ").split(), *_praise()}
    return " ".join(word for word in name.split() if word.lower().strip(",.'’") not in dropped)


def _energy_shares(nutrients: NutrientValues) -> tuple[float, float, float] | None:
    """The shares of protein, fat and carbohydrate in their energy; ``None`` without one of them."""
    protein, fat = nutrients.get("protein_g"), nutrients.get("fat_g")
    carbohydrate = _carbohydrate(nutrients)
    if protein is None or fat is None or carbohydrate is None:
        return None
    parts = protein * _KCAL_PER_G["protein_g"], fat * _KCAL_PER_G["fat_g"], carbohydrate * _CARBOHYDRATE_KCAL
    whole = sum(parts)
    return None if whole <= 0 else (parts[0] / whole, parts[1] / whole, parts[2] / whole)


def _carbohydrate(nutrients: NutrientValues) -> float | None:
    available = nutrients.get("carbohydrate_available_g")
    return nutrients.get("carbohydrate_total_g") if available is None else available


def _distance(shares: Sequence[float], own: NutrientValues) -> float | None:
    theirs = _energy_shares(own)
    return None if theirs is None else sum(abs(a - b) for a, b in zip(shares, theirs, strict=True))


def _scale(label: NutrientValues, own: NutrientValues) -> tuple[str, float] | None:
    """By what minerals and vitamins are scaled, and the factor; ``None`` where the foods are too far."""
    ours, theirs = label.get("energy_kcal"), own.get("energy_kcal")
    if not ours or not theirs:
        return None
    ratio = max(ours, theirs) / min(ours, theirs)
    if ratio <= _rule("near"):
        return "mass", 1.0
    solids, their_solids = _solids_not_fat(label), _solids_not_fat(own)
    if ratio > _rule("far") or not solids or not their_solids:
        return None
    factor = solids / their_solids
    return ("solids_not_fat", factor) if 1 / _rule("far") <= factor <= _rule("far") else None


def _solids_not_fat(nutrients: NutrientValues) -> float | None:
    """Protein and carbohydrate, g: nearly all that is neither water nor fat."""
    protein, carbohydrate = nutrients.get("protein_g"), _carbohydrate(nutrients)
    return None if protein is None or carbohydrate is None else protein + carbohydrate


def _filled(
    label: NutrientValues, own: NutrientValues, generic: GenericFood
) -> Iterator[tuple[str, float, str]]:
    """The figures that the label leaves out, with how each was scaled."""
    left_out = {"none"} if _is_same_fat(label, own) else {"none", "fat_g"}
    for key in KEYS:
        value = own[key]
        scaled_by, at_most = _ways().get(key, ("mass", ""))
        if label.get(key) is not None or value is None or scaled_by in left_out:
            continue
        factor = generic.factor
        how = f"{generic.food.name}, by {generic.scaled_by.replace('_', ' ')}"
        if scaled_by != "mass":
            ours, theirs = label.get(scaled_by), own.get(scaled_by)
            if ours is None or not theirs:
                continue
            factor = ours / theirs
            how = f"{generic.food.name}, by {scaled_by.removesuffix('_g')}"
        most = label.get(at_most) if at_most else None
        scaled = value * factor
        yield key, scaled if most is None else min(scaled, most), how


def _is_same_fat(label: NutrientValues, own: NutrientValues) -> bool:
    """Whether the fats are as saturated; unknown counts as so."""
    saturated = [nutrients.get("saturated_fat_g") for nutrients in (label, own)]
    fats = [nutrients.get("fat_g") for nutrients in (label, own)]
    if None in saturated or not all(fats):
        return True
    shares = [part / whole for part, whole in zip(saturated, fats, strict=True) if part is not None and whole]
    return abs(shares[0] - shares[1]) <= _rule("other_fat")


@cache
def _ways() -> Mapping[str, tuple[str, str]]:
    return {row["nutrient"]: (row["scaled_by"], row["at_most"]) for row in rows("hybrid_nutrients")}


@cache
def _rule(name: str) -> float:
    return next(float(row["value"]) for row in rows("hybrid_rules") if row["rule"] == name)


@cache
def _english_countries() -> frozenset[str]:
    return frozenset(row["country"] for row in rows("english_countries"))


@cache
def _praise() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("name_words"))
