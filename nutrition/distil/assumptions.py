"""What nobody measured but the rest of a food tells: zeros, bounds and what goes without saying."""

import re
from dataclasses import dataclass
from functools import cache

from nutrition.distil.categories import rows
from nutrition.distil.source_tables import Source
from nutrition.fixtures import Provenance

Values = dict[str, float | None]

ASSUMED = "assumed from what the food is"
_TERM = re.compile(r"([-+]?)(?:([\d.]+)\*)?([a-z]\w*)")
KCAL_PER_G_FAT = 9.0
# Where the whole is zero, so is the part.
WHOLE_OF_PART = {
    "fibre_g": "carbohydrate_total_g",
    "sugars_g": "carbohydrate_total_g",
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


@dataclass(frozen=True, slots=True)
class _Assumption:
    """What foods of some groups and words have: an amount, or after ``=`` a sum of other nutrients.

    ``=sugars_g-1.4*protein_g`` is the sugars less 1.4 times the protein, and at least 0.
    """

    nutrients: tuple[str, ...]
    groups: frozenset[str]
    words: re.Pattern[str]
    but_not: re.Pattern[str] | None
    terms: tuple[tuple[float, str], ...]

    def amount(self, values: Values) -> float | None:
        """The amount in 100 g; ``None`` where it needs one that is unknown."""
        total = 0.0
        for factor, key in self.terms:
            value = values[key] if key else 1.0
            if value is None:
                return None
            total += factor * value
        return float(f"{max(0.0, total):.4g}")

    def fits(self, source: Source) -> bool:
        text = source.description
        return bool(
            source.group_code in self.groups
            and self.words.search(text)
            and not (self.but_not and self.but_not.search(text))
        )


@cache
def _assumptions() -> list[_Assumption]:
    return [
        _Assumption(
            tuple(row["nutrient"].split("|")),
            frozenset(row["group"].split("|")),
            re.compile(row["pattern"], re.IGNORECASE),
            re.compile(row["except"], re.IGNORECASE) if row["except"] else None,
            _terms(row["value"]),
        )
        for row in rows("assumed_values.csv")
    ]


def _terms(value: str) -> tuple[tuple[float, str], ...]:
    if not value.startswith("="):
        return ((float(value), ""),)
    return tuple((float(f"{sign}{factor or 1}"), key) for sign, factor, key in _TERM.findall(value))


def assume(source: Source, values: Values, provenance: Provenance) -> None:
    """Fill in what USDA does not measure in a food because of what the food is."""
    for rule in _assumptions():
        if not rule.fits(source):
            continue
        for name in rule.nutrients:
            if values[name] is None and (amount := rule.amount(values)) is not None:
                values[name] = amount
                provenance[name] = (source.key[0], ASSUMED)


def add_zeros(source: str, values: Values, provenance: Provenance) -> None:
    """Say zero of every unknown part whose whole is zero."""
    for part, whole in WHOLE_OF_PART.items():
        if values[part] is None and values[whole] == 0:
            values[part] = 0.0
            provenance[part] = (source, f"none, as {whole} is 0")


def most(name: str, values: Values) -> float | None:
    """The most of a nutrient that 100 g can hold; ``None`` if there is no telling."""
    if name == "energy_kcal":
        return 100 * KCAL_PER_G_FAT
    whole = values.get(WHOLE_OF_PART.get(name, ""))
    if whole is None and name.endswith("_g"):
        return 100.0
    return whole
