"""What a release tells of single foods, as a batch keeps it until somebody decides."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from nutrition.fixtures import AliasRecord, CategoryRecord, FoodRecord, PortionRecord
from nutrition.loading.release import Release
from nutrition.nutrients import KEYS

# A food with its measures and names, and the places in the tree that it needs, in what JSON knows.
Record = dict[str, Any]

_FIELDS = tuple(
    field.name for field in fields(FoodRecord) if field.name not in ("id", "nutrients", "provenance")
)


def packed(release: Release, chosen: Iterable[int]) -> Iterator[tuple[int, Record]]:
    """The chosen foods of a release, each as a record with all that is its own."""
    portions, aliases = _by_food(release.portions), _by_food(release.aliases)
    for food_id in chosen:
        food = release.foods[food_id]
        yield (
            food_id,
            {
                "food": _packed_food(food),
                "portions": [[row.label, row.grams, row.is_usual, row.source] for row in portions[food_id]],
                "aliases": [[row.text, row.region, row.source] for row in aliases[food_id]],
                "categories": {
                    slug: [release.categories[slug].name, release.categories[slug].nutriscore_class]
                    for slug in _path(food.category)
                },
            },
        )


def unpacked(records: Iterable[tuple[int, Record]]) -> Release:
    """A part of a release: the foods of these records, what is theirs, and their places in the tree."""
    part = Release(categories={}, preparations=[], foods={}, portions=[], aliases=[])
    for food_id, record in records:
        part.foods[food_id] = _food(food_id, record["food"])
        part.portions += [PortionRecord(food_id, *row) for row in record["portions"]]
        part.aliases += [AliasRecord(food_id, *row) for row in record["aliases"]]
        for slug, row in record["categories"].items():
            part.categories[slug] = CategoryRecord(*row)
    part.categories = dict(sorted(part.categories.items()))
    return part


def _by_food(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.food].append(row)
    return grouped


def _path(slug: str) -> list[str]:
    """A category and those above it, ``proteins/poultry`` -> ``proteins``, ``proteins/poultry``."""
    parts = slug.split("/")
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


def _packed_food(food: FoodRecord) -> dict[str, Any]:
    known = {key: food.nutrients[key] for key in KEYS if food.nutrients[key] is not None}
    origins = {key: list(origin) for key, origin in food.provenance.items()}
    return {name: getattr(food, name) for name in _FIELDS} | {"nutrients": known, "provenance": origins}


def _food(food_id: int, told: dict[str, Any]) -> FoodRecord:
    nutrients = dict.fromkeys(KEYS) | told["nutrients"]
    origins = {key: (source, how) for key, (source, how) in told["provenance"].items()}
    return FoodRecord(id=food_id, **told | {"nutrients": nutrients, "provenance": origins})
