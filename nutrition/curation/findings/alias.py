"""One name for two foods: whoever says it may get the wrong one."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

from nutrition.curation.findings.found import Found, LiveFoods, Only
from nutrition.curation.models import FoodUse
from nutrition.resolution.foods import ALIAS, SYNONYM
from nutrition.resolution.text import fold

NAME = "name"
MOST_CHARACTERS = 160


@dataclass(frozen=True, slots=True, order=True)
class _Named:
    """A food that a text names in a region, by its own name or by another (``kind``)."""

    kind: str
    food_id: int
    region: str


def find(live: LiveFoods, only: Only) -> Iterator[Found]:
    """Pairs of foods and the name that they share; the size is how often the two were logged.

    The food of which it is another name stands first: there it can be taken away.
    """
    uses = dict(FoodUse.objects.values_list("food_id", "times_logged"))
    wanted = (
        None if only is None else {fold(text) for row in live.chosen(only) for text, *_ in _names(live, row)}
    )
    for text, named in _named(live, wanted).items():
        if len({one.food_id for one in named}) < 2:
            continue
        for (first, second), regions in _pairs(named).items():
            yield Found(
                first[0],
                text[:MOST_CHARACTERS],
                float(uses.get(first[0], 0) + uses.get(second[0], 0)),
                {"figures": {"kinds": [first[1], second[1]], "regions": sorted(regions)}},
                second[0],
            )


def _names(live: LiveFoods, row: int) -> Iterator[tuple[str, str, str]]:
    """What a food is called: the text, whether that is its name, the region."""
    food = live.foods[row]
    yield food.name, NAME, ""
    for name in food.names:
        if name.kind in (ALIAS, SYNONYM):
            yield name.text, ALIAS, name.region


def _named(live: LiveFoods, wanted: Collection[str] | None) -> dict[str, set[_Named]]:
    """The names of all foods, folded, and whose they are; only those ``wanted``, if any are."""
    named: dict[str, set[_Named]] = defaultdict(set)
    for row, food in enumerate(live.foods):
        for text, kind, region in _names(live, row):
            folded = fold(text)
            if wanted is None or folded in wanted:
                named[folded].add(_Named(kind, food.id, region))
    return named


def _pairs(named: set[_Named]) -> dict[tuple[tuple[int, str], tuple[int, str]], set[str]]:
    """Two foods, each with how it comes to the name, and the regions where both do."""
    pairs: dict[tuple[tuple[int, str], tuple[int, str]], set[str]] = defaultdict(set)
    taken: dict[frozenset[int], tuple[tuple[int, str], tuple[int, str]]] = {}
    for one, other in combinations(sorted(named), 2):
        if one.food_id != other.food_id and (one.region == other.region or not (one.region and other.region)):
            key = taken.setdefault(
                frozenset({one.food_id, other.food_id}),
                ((one.food_id, one.kind), (other.food_id, other.kind)),
            )
            pairs[key].add(one.region or other.region)
    return pairs
