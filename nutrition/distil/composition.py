"""Nutrients of the distilled foods: whose figure is taken, and what can be computed from ingredients."""

import re
from dataclasses import dataclass
from functools import cache

from nutrition.distil.categories import rows
from nutrition.distil.source_tables import Key, Source, Sources
from nutrition.fixtures import Provenance
from nutrition.nutrients import KEYS, NUTRIENTS

# FNDDS has no column for these; USDA's retention table has none either, so nothing is lost in cooking.
LACKING_IN_FNDDS = tuple(
    nutrient.key
    for nutrient in NUTRIENTS
    if not nutrient.fndds_column and nutrient.key != "carbohydrate_available_g"
)
FROM_INGREDIENTS = "computed from ingredients"
ASSUMED = "assumed from what the food is"
# A recipe that misses the published energy by more than this does not tell the whole food.
ENERGY_TOLERANCE = 0.10
ENERGY_TOLERANCE_KCAL = 5.0
# Where the whole is zero, so is the part. An ingredient that does not know the part adds at most the whole:
# below this many g in 100 g of the dish that is no more than rounding (added sugars: of the US label).
NEGLIGIBLE = {"energy_kcal": 1.0, "added_sugars_g": 0.5}
NEGLIGIBLE_ELSE_G = 0.05
KCAL_PER_G_FAT = 9.0
WHOLE_OF_PART = {
    "starch_g": "carbohydrate_total_g",
    "polyols_g": "carbohydrate_total_g",
    "added_sugars_g": "sugars_g",
    "saturated_fat_g": "fat_g",
    "trans_fat_g": "fat_g",
    "monounsaturated_fat_g": "fat_g",
    "polyunsaturated_fat_g": "fat_g",
    "linoleic_acid_g": "fat_g",
    "alpha_linolenic_acid_g": "fat_g",
    "epa_g": "fat_g",
    "dpa_g": "fat_g",
    "dha_g": "fat_g",
    "leucine_g": "protein_g",
    "isoleucine_g": "protein_g",
    "valine_g": "protein_g",
    "lysine_g": "protein_g",
    "tryptophan_g": "protein_g",
}
# Second-best figures that are as good as the best; the others fill gaps, but replace nothing.
_AS_GOOD = ("nutrient 2048", "nutrient 1063")
_FALLBACKS = {
    "nutrient 2048": "Atwater specific factors",
    "nutrient 2047": "Atwater general factors",
    "nutrient 1063": "sum of the sugars",
    "nutrient 2033": "fibre after AOAC 2011.25",
    "nutrient 1085": "fat after NLEA",
    "nutrient 1269": "18:2, all isomers",
    "nutrient 1270": "18:3, all isomers",
    "nutrient 618": "18:2, all isomers",
    "nutrient 619": "18:3, all isomers",
}

Values = dict[str, float | None]


class Composer:
    """Puts the nutrients of a food together, with the provenance of what is not its own source's."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._newer = {
            source.ndb_number: source for source in sources.values() if source.key[0] == "foundation"
        }
        self._computed: dict[Key, tuple[Values, Provenance]] = {}

    def compose(self, key: Key) -> tuple[Values, Provenance]:
        """Nutrients per 100 g of the source's food ``key``, and where they are from."""
        source = self._sources[key]
        values = dict(source.nutrients)
        provenance = _own_derivations(source)
        if key[0] == "fndds":
            lacking, origin = self._from_ingredients(key)
            values |= {name: lacking[name] for name in LACKING_IN_FNDDS}
            provenance |= origin
        elif key[0] == "sr28":
            self._take_newer(source, values, provenance)
        if key[0] != "fndds":
            _assume(source, values, provenance)
        _add_zeros(key[0], values, provenance)
        return values, provenance

    def _take_newer(self, source: Source, values: Values, provenance: Provenance) -> None:
        """Foundation's laboratory values replace SR28's, nutrient by nutrient."""
        newer = self._newer.get(source.ndb_number)
        if newer is None:
            return
        for name in KEYS:
            how = newer.derivations.get(name, "")
            is_second_best = how in _FALLBACKS and how not in _AS_GOOD
            if newer.nutrients[name] is not None and not (is_second_best and values[name] is not None):
                values[name] = newer.nutrients[name]
                provenance[name] = (
                    "foundation",
                    _FALLBACKS.get(how, "computed" if how == "computed" else newer.key[1]),
                )
        total, fibre = values["carbohydrate_total_g"], values["fibre_g"]
        if total is not None and fibre is not None:
            values["carbohydrate_available_g"] = round(max(0.0, total - fibre), 4)

    def _from_ingredients(self, key: Key) -> tuple[Values, Provenance]:
        if key not in self._computed:
            self._computed[key] = self._compute(self._sources[key])
        return self._computed[key]

    def _compute(self, source: Source) -> tuple[Values, Provenance]:
        """Per 100 g of the cooked dish: an ingredient that does not know a nutrient leaves it unknown."""
        nothing: tuple[Values, Provenance] = (dict.fromkeys(LACKING_IN_FNDDS), {})
        self._computed[source.key] = nothing  # A recipe that contains itself stays unknown.
        composed = [self._ingredient(row.key) for row in source.ingredients]
        parts = [(row.grams, values) for row, (values, _) in zip(source.ingredients, composed, strict=True)]
        moisture = source.ingredients[0].moisture_change_percent if source.ingredients else 0.0
        grams = sum(row.grams for row in source.ingredients) * (1 + moisture / 100)
        if grams <= 0:
            return nothing
        energy = _weighted("energy_kcal", parts, grams)
        published = source.nutrients["energy_kcal"]
        if energy is None or published is None or not _agrees(energy, published):
            return nothing
        values = {name: _weighted(name, parts, grams) for name in LACKING_IN_FNDDS}
        origins = [provenance for _, provenance in composed]
        return values, {
            name: (_origin(name, origins), FROM_INGREDIENTS)
            for name, value in values.items()
            if value is not None
        }

    def _ingredient(self, key: Key) -> tuple[Values, Provenance]:
        return self.compose(key) if key in self._sources else (dict.fromkeys(KEYS), {})


def _origin(name: str, ingredients: list[Provenance]) -> str:
    """The tables that the figures of the ingredients come from."""
    newer = any("foundation" in origin.get(name, ("", ""))[0] for origin in ingredients)
    return "sr28+foundation" if newer else "sr28"


def _own_derivations(source: Source) -> Provenance:
    own = source.key[0]
    provenance: Provenance = {}
    for name, how in source.derivations.items():
        if how == "computed":
            provenance[name] = (own, "computed")
        elif how in _FALLBACKS:
            provenance[name] = (own, _FALLBACKS[how])
    if own == "fndds" and source.nutrients["carbohydrate_available_g"] is not None:
        provenance["carbohydrate_available_g"] = (own, "computed")
    return provenance


@dataclass(frozen=True, slots=True)
class _Assumption:
    """What goes without saying: a value, or ``=key`` for that of another nutrient, and why."""

    nutrients: tuple[str, ...]
    groups: frozenset[str]
    words: re.Pattern[str]
    but_not: re.Pattern[str] | None
    value: str
    why: str


@cache
def _assumptions() -> list[_Assumption]:
    return [
        _Assumption(
            tuple(row["nutrient"].split("|")),
            frozenset(row["group"].split("|")),
            re.compile(row["pattern"], re.IGNORECASE),
            re.compile(row["except"], re.IGNORECASE) if row["except"] else None,
            row["value"],
            row["why"],
        )
        for row in rows("assumed_values.csv")
    ]


def _assume(source: Source, values: Values, provenance: Provenance) -> None:
    """Fill in what USDA does not measure in a food because of what the food is."""
    text = source.description
    for rule in _assumptions():
        if source.group_code not in rule.groups or not rule.words.search(text):
            continue
        if rule.but_not and rule.but_not.search(text):
            continue
        for name in rule.nutrients:
            if values[name] is None:
                values[name] = values[rule.value[1:]] if rule.value.startswith("=") else float(rule.value)
                provenance[name] = (source.key[0], ASSUMED)


def _add_zeros(source: str, values: Values, provenance: Provenance) -> None:
    for part, whole in WHOLE_OF_PART.items():
        if values[part] is None and values[whole] == 0:
            values[part] = 0.0
            provenance[part] = (source, f"none, as {whole} is 0")


def _weighted(name: str, parts: list[tuple[float, Values]], grams: float) -> float | None:
    """Per 100 g of the dish; ``None`` where an ingredient that matters does not know it."""
    total = unknown = 0.0
    for part_grams, values in parts:
        value = values[name]
        if value is not None:
            total += part_grams * value
            continue
        most = _most(name, values)
        if most is None:
            return None
        unknown += part_grams * most
    if unknown / grams > NEGLIGIBLE.get(name, NEGLIGIBLE_ELSE_G):
        return None
    return float(f"{total / grams:.4g}")


def _most(name: str, values: Values) -> float | None:
    """The most of it that 100 g can hold; ``None`` if there is no telling."""
    if name == "energy_kcal":
        return 100 * KCAL_PER_G_FAT
    whole = values.get(WHOLE_OF_PART.get(name, ""))
    if whole is None and name.endswith("_g"):
        return 100.0
    return whole


def _agrees(energy_kcal: float, published_kcal: float) -> bool:
    return abs(energy_kcal - published_kcal) <= max(ENERGY_TOLERANCE_KCAL, ENERGY_TOLERANCE * published_kcal)
