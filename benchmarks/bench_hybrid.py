"""By what to scale a generic food's minerals and vitamins to a product: mass, energy, or other things.

Two foods of the project's tables with the same first word and category stand for generic food and product;
what the first tells of the second is held against what was measured. The error is the ratio of the two, as
the factor by which it is off in the median, over all pairs and over those whose energies differ by half.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from statistics import median
from typing import Any

from measuring import arguments, publish, start_django

Nutrients = Mapping[str, float | None]
MOST_RATIO = 3.0
FAR_RATIO = 1.5
NOT_SCALED = {"sodium_mg"}


def solids_not_fat(nutrients: Nutrients) -> float:
    return (nutrients["protein_g"] or 0.0) + (nutrients["carbohydrate_total_g"] or 0.0)


def factors(generic: Nutrients, product: Nutrients) -> dict[str, float] | None:
    """What each way would multiply with; ``None`` where one of them cannot be told."""
    measures: dict[str, Callable[[Nutrients], float]] = {
        "energy": lambda food: food["energy_kcal"] or 0.0,
        "solids_not_fat": solids_not_fat,
        "dry_matter": lambda food: solids_not_fat(food) + (food["fat_g"] or 0.0),
        "protein": lambda food: food["protein_g"] or 0.0,
    }
    pairs = {name: (measure(generic), measure(product)) for name, measure in measures.items()}
    if not all(one > 0 and other > 0 for one, other in pairs.values()):
        return None
    found = {"mass": 1.0, **{name: other / one for name, (one, other) in pairs.items()}}
    is_near = 1 / FAR_RATIO <= found["energy"] <= FAR_RATIO
    return found | {"as_built": 1.0 if is_near else found["solids_not_fat"]}


def pairs() -> Iterator[tuple[Nutrients, Nutrients]]:
    """Foods of one kind: category and first word."""
    from nutrition import catalog

    tables = catalog.current().tables
    kinds: dict[tuple[str, str], list[Nutrients]] = defaultdict(list)
    for row, food in enumerate(tables.foods):
        word = food.description.split(",")[0].split()[0].lower().rstrip("s")
        kinds[food.category, word].append(tables.nutrients_of(row))
    for foods in kinds.values():
        yield from combinations(foods[:40], 2)


def measure() -> dict[str, Any]:
    start_django()
    from nutrition.nutrients import NUTRIENTS

    scaled = [
        nutrient.key
        for nutrient in NUTRIENTS
        if nutrient.group in ("minerals", "vitamins") and nutrient.is_core and nutrient.key not in NOT_SCALED
    ]
    near: dict[str, list[float]] = defaultdict(list)
    far: dict[str, list[float]] = defaultdict(list)
    count = 0
    for generic, product in pairs():
        ways = factors(generic, product)
        if ways is None or not 1 / MOST_RATIO <= ways["energy"] <= MOST_RATIO:
            continue
        count += 1
        is_far = not 1 / FAR_RATIO <= ways["energy"] <= FAR_RATIO
        for key in scaled:
            one, other = generic[key], product[key]
            if one and other:
                for way, factor in ways.items():
                    error = abs(math.log(one * factor / other))
                    near[way].append(error)
                    if is_far:
                        far[way].append(error)
    figures: dict[str, Any] = {"pairs": count, "figures": len(near["mass"]), "figures_far": len(far["mass"])}
    for way, errors in near.items():
        figures[f"{way}_off_by_factor"] = round(math.exp(median(errors)), 3)
        figures[f"{way}_off_by_factor_far"] = round(math.exp(median(far[way])), 3)
    return figures


def main() -> None:
    options = arguments(__doc__, runs=1).parse_args()
    publish("hybrid", measure(), options)


main()
