"""Whether a food is sweetened without sugar, by what it and its ingredients are called.

The Nutri-Score of 2023 asks it of drinks. Rules in `data/nutriscore_sweetener_rules.csv`.
"""

from collections.abc import Iterator
from functools import cache

from nutrition.distil.categories import rows
from nutrition.distil.source_tables import Key, Source, Sources
from nutrition.distil.wording import Wording, wording_of


def sweeteners_of(source: Source, sources: Sources) -> bool | None:
    """Whether it has non-nutritive sweeteners; ``None`` where neither names nor ingredients tell."""
    verdicts = {_verdict(group, text) for group, text in _texts(source, sources, ())}
    if True in verdicts:
        return True
    return None if None in verdicts else False


def _texts(source: Source, sources: Sources, path: tuple[Key, ...]) -> Iterator[tuple[str, str]]:
    """(USDA's food group, description) of the food and of all that it is made of."""
    yield ("" if source.key[0] == "fndds" else source.group_code), source.description
    for row in source.ingredients:
        made_of = sources.get(row.key)
        if made_of is None or row.key in (*path, source.key):
            yield "", row.description
        else:
            yield from _texts(made_of, sources, (*path, source.key))


@cache
def _verdict(group: str, text: str) -> bool | None:
    for groups, wording, sweetened in _rules():
        if (not groups or group in groups) and wording.fits(text):
            return None if not sweetened else sweetened == "1"
    return None


@cache
def _rules() -> list[tuple[frozenset[str], Wording, str]]:
    return [
        (
            frozenset(row["group"].split("|")) if row["group"] else frozenset(),
            wording_of(row),
            row["sweetened"],
        )
        for row in rows("nutriscore_sweetener_rules.csv")
    ]
