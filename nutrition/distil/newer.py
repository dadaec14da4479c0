"""Foundation Foods' newer laboratory values over SR28's older ones."""

from nutrition.distil.source_tables import Source
from nutrition.fixtures import Provenance
from nutrition.nutrients import KEYS

Values = dict[str, float | None]

# What adds up to 100 g, and the energy of it: carbohydrate is what the others leave, so figures of two
# analyses must not be mixed. All of it is replaced or nothing.
PROXIMATES = ("energy_kcal", "water_g", "alcohol_g", "protein_g", "carbohydrate_total_g", "fat_g")
_NEEDED = ("energy_kcal", "protein_g", "carbohydrate_total_g", "fat_g")

# Which figure stands in for the best one, by what the import noted.
FALLBACKS = {
    "nutrient 2048": "Atwater specific factors",
    "nutrient 2047": "Atwater general factors",
    "nutrient 1063": "sum of the sugars",
    "nutrient 2033": "fibre after AOAC 2011.25",
    "nutrient 1085": "fat as the sum of fatty acids",
    "nutrient 1269": "18:2, all isomers",
    "nutrient 1270": "18:3, all isomers",
    "nutrient 618": "18:2, all isomers",
    "nutrient 619": "18:3, all isomers",
}
# These measure the same as the best figure; the others measure something else, so they fill gaps only.
_SAME_THING = ("nutrient 2048", "nutrient 2047", "nutrient 1063")


def take_newer(newer: Source, values: Values, provenance: Provenance) -> None:
    """Replace SR28's ``values`` by the newer ones, nutrient by nutrient, and say so in ``provenance``."""
    whole = all(newer.nutrients[name] is not None and _is_same_thing(newer, name) for name in _NEEDED)
    for name in KEYS:
        value = newer.nutrients[name]
        if value is None or (name in PROXIMATES and not whole and values[name] is not None):
            continue
        if values[name] is not None and not _is_same_thing(newer, name):
            continue
        values[name] = value
        how = newer.derivations.get(name, "")
        provenance[name] = ("foundation", FALLBACKS.get(how, how if how == "computed" else newer.key[1]))
    total, fibre = values["carbohydrate_total_g"], values["fibre_g"]
    if total is not None and fibre is not None:
        values["carbohydrate_available_g"] = round(max(0.0, total - fibre), 4)
        provenance["carbohydrate_available_g"] = ("foundation" if whole else "sr28", "computed")


def _is_same_thing(newer: Source, name: str) -> bool:
    how = newer.derivations.get(name, "")
    return how not in FALLBACKS or how in _SAME_THING
