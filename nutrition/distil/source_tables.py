"""The imported tables in memory: light objects, for the rules to work on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nutrition.nutrients import KEYS
from nutrition.usda.models import SourceFood, SourceIngredient, SourcePortion

Key = tuple[str, str]  # (source, source id)


@dataclass(slots=True)
class Ingredient:
    """One ingredient of an FNDDS food; ``key`` is the food it refers to."""

    key: Key
    description: str
    grams: float
    has_retention: bool
    moisture_change_percent: float


@dataclass(slots=True)
class Source:
    """A publisher's food."""

    key: Key
    release: str
    description: str
    synonyms: str
    group_code: str
    manufacturer: str
    ndb_number: str
    refuse_percent: float | None
    nutrients: dict[str, float | None]
    derivations: dict[str, str]
    portions: list[tuple[str, float]] = field(default_factory=list)
    ingredients: list[Ingredient] = field(default_factory=list)


Sources = dict[Key, Source]


def ingredient_key(code: str, newer: dict[str, Key]) -> Key:
    """FNDDS names its ingredients by FNDDS food code (eight digits) or by USDA's NDB number.

    ``newer`` are the foods that came after SR28, by that number.
    """
    if len(code) == 8:
        return "fndds", code
    number = code.zfill(5)
    return newer.get(number, ("sr28", number))


def load() -> Sources:
    """Every imported food by its key."""
    columns = (
        "release",
        "description",
        "synonyms",
        "group_code",
        "manufacturer",
        "ndb_number",
        "refuse_percent",
    )
    by_pk: dict[int, Source] = {}
    rows: Iterable[tuple[Any, ...]] = SourceFood.objects.values_list(
        "pk", "source", "source_id", "derivations", *columns, *KEYS
    )
    for pk, source, source_id, derivations, *values in rows:
        by_pk[pk] = Source(
            key=(source, source_id),
            derivations=derivations,
            nutrients=dict(zip(KEYS, values[len(columns) :], strict=True)),
            **dict(zip(columns, values, strict=False)),
        )
    for pk, label, grams in SourcePortion.objects.order_by("food_id", "sequence").values_list(
        "food_id", "label", "grams"
    ):
        by_pk[pk].portions.append((label, grams))
    numbers = {source.ndb_number for source in by_pk.values() if source.key[0] == "sr28"}
    newer = {
        source.ndb_number: source.key
        for source in by_pk.values()
        if source.key[0] == "foundation" and source.ndb_number not in numbers
    }
    for row in SourceIngredient.objects.order_by("food_id", "sequence"):
        by_pk[row.food_id].ingredients.append(
            Ingredient(
                key=ingredient_key(row.ingredient_code, newer),
                description=row.description,
                grams=row.grams,
                has_retention=row.retention_code not in ("", "0"),
                moisture_change_percent=row.moisture_change_percent or 0.0,
            )
        )
    return {source.key: source for source in by_pk.values()}
