"""Which publishers' foods become foods here, and which two are one and the same."""

import re
from collections.abc import Iterable
from functools import cache

from nutrition.distil.categories import rows
from nutrition.distil.source_tables import Key, Source, Sources

SAME_ENERGY = 0.05
# How many of the words of the shorter description the longer one must share: FNDDS lets some SR28 foods
# stand for others (pumpkin for winter squash), and those keep their own names.
SAME_WORDS = 0.5
_WORD = re.compile(r"[a-z]+")
_PLAIN_WORDS = frozenset(
    (
        "raw",
        "fresh",
        "cooked",
        "canned",
        "frozen",
        "prepared",
        "with",
        "without",
        "and",
        "or",
        "food",
        "foods",
    )
)
_GRADE = re.compile(
    r", (?:all grades|choice|select|prime|imported|New Zealand|Australian|domestic)(?=,|$)"
    r"|, trimmed to \d+(?:/\d+)?\" fat"
)
_GRADE_ORDER = (", all grades", ", choice", ", select", ", prime")
_TRIM_ORDER = ('0"', '1/8"', '1/4"', '1/2"')


@cache
def _rules() -> list[tuple[frozenset[str], frozenset[str], re.Pattern[str], bool]]:
    return [
        (
            frozenset(row["source"].split("|")),
            frozenset(row["group"].split("|")) if row["group"] else frozenset(),
            re.compile(
                row["pattern"].replace("(?-i:", "("), 0 if "(?-i:" in row["pattern"] else re.IGNORECASE
            ),
            row["keep"] == "1",
        )
        for row in rows("selection_rules.csv")
    ]


def is_kept(source: Source) -> bool:
    """Whether the rules keep this food: all of FNDDS, of the others what people eat as it is."""
    if source.key[0] == "fndds":
        return True
    for names, groups, pattern, keep in _rules():
        applies = source.key[0] in names and (not groups or source.group_code in groups)
        if applies and pattern.search(source.description):
            return keep
    return True


def same_foods(sources: Sources) -> dict[Key, Key]:
    """SR28 food -> FNDDS food that is the same: called the same, or made of nothing else.

    Made of nothing else is one ingredient, uncooked, with the same energy and words in common.
    """
    return _made_of_nothing_else(sources) | _called_the_same(sources)


def _called_the_same(sources: Sources) -> dict[Key, Key]:
    named = {
        _plain(source.description): source.key for source in sources.values() if source.key[0] == "fndds"
    }
    return {
        source.key: named[_plain(source.description)]
        for source in sources.values()
        if source.key[0] == "sr28" and _plain(source.description) in named
    }


def _plain(description: str) -> str:
    return " ".join(_WORD.findall(description.lower()))


def _made_of_nothing_else(sources: Sources) -> dict[Key, Key]:
    found: dict[Key, list[Source]] = {}
    for source in sources.values():
        if source.key[0] != "fndds" or len(source.ingredients) != 1:
            continue
        ingredient = source.ingredients[0]
        other = sources.get(ingredient.key)
        if ingredient.has_retention or ingredient.moisture_change_percent or other is None:
            continue
        if other.key[0] == "sr28" and _same_energy(source, other) and _same_words(source, other):
            found.setdefault(other.key, []).append(source)
    return {key: _closest(sources[key], twins).key for key, twins in found.items()}


def _same_energy(one: Source, other: Source) -> bool:
    first, second = one.nutrients["energy_kcal"], other.nutrients["energy_kcal"]
    if first is None or second is None:
        return False
    return abs(first - second) <= SAME_ENERGY * max(first, second)


def _words(text: str) -> set[str]:
    """The words that carry meaning, cut to five letters so that plurals agree."""
    return {word[:5] for word in _WORD.findall(text.lower()) if word not in _PLAIN_WORDS}


def _same_words(one: Source, other: Source) -> bool:
    first, second = _words(one.description), _words(other.description)
    return len(first & second) >= SAME_WORDS * min(len(first), len(second))


def _closest(wanted: Source, candidates: Iterable[Source]) -> Source:
    """The candidate whose description shares most words, the shortest of equals."""
    words = _words(wanted.description)

    def distance(candidate: Source) -> tuple[float, int, Key]:
        own = _words(candidate.description)
        return -len(words & own) / max(1, len(words | own)), len(candidate.description), candidate.key

    return min(candidates, key=distance)


def one_a_cut(foods: Iterable[Source]) -> list[Source]:
    """Of SR28's cuts that differ only in grade, trim or origin the most general one."""
    best: dict[str, Source] = {}
    for food in foods:
        cut = f"{food.key[0]} {_GRADE.sub('', food.description)}"
        if cut not in best or _rank(food) < _rank(best[cut]):
            best[cut] = food
    return sorted(best.values(), key=lambda food: food.key)


def _rank(food: Source) -> tuple[int, int, Key]:
    text = food.description
    grade = next((rank for rank, word in enumerate(_GRADE_ORDER) if word in text), -1)
    trim = next((rank for rank, word in enumerate(_TRIM_ORDER) if f"to {word}" in text), -1)
    imported = len(_GRADE_ORDER) if ", imported" in text else 0
    return grade + imported, trim, food.key
