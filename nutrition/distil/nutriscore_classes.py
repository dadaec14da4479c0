"""By which of the Nutri-Score's tables a food is judged, where its category does not tell.

The categories' classes stand in `fixtures/categories.csv`; `data/nutriscore_class_rules.csv` names the foods
that differ from theirs, with the reason. "Report of 2022" and "of 2023" are those of the Nutri-Score's
Scientific Committee on foods and on drinks, HS the customs' Harmonized System, Codex the Codex
Alimentarius' food category system, to which they refer.
"""

from functools import cache

from nutrition.distil.categories import rows
from nutrition.distil.wording import Wording, wording_of
from nutrition.nutrients import NutrientValues

# Above 1.2 % by volume a drink needs no nutrition declaration (Regulation (EU) 1169/2011, article 16(4)) and
# has no Nutri-Score; alcohol weighs 0.789 g/ml.
MOST_ALCOHOL_G = 1.2 * 0.789
_ALCOHOLIC = ("drinks/beer", "drinks/wine", "drinks/spirits_cocktails")


def nutriscore_class_of(description: str, category: str, nutrients: NutrientValues) -> str:
    """The class of this one food; empty where it is that of its category."""
    alcohol_g = nutrients.get("alcohol_g") or 0.0
    if _is_in(category, "drinks") and alcohol_g > MOST_ALCOHOL_G:
        return "" if category in _ALCOHOLIC else "not_rated"
    for slugs, wording, name in _rules():
        if _is_in(category, *slugs) and wording.fits(description):
            return name
    return ""


def _is_in(category: str, *slugs: str) -> bool:
    return any(category == slug or category.startswith(f"{slug}/") for slug in slugs)


@cache
def _rules() -> list[tuple[tuple[str, ...], Wording, str]]:
    return [
        (tuple(row["category"].split("|")), wording_of(row), row["class"])
        for row in rows("nutriscore_class_rules.csv")
    ]
