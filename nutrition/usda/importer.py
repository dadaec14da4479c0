"""Import of USDA's tables into SourceFood: compare with what is there, write only the differences."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from django.db import transaction

from nutrition.nutrients import KEYS
from nutrition.usda import fndds, foundation, sr28
from nutrition.usda.models import SourceFood, SourceIngredient, SourcePortion
from nutrition.usda.rows import SourceFoodRow

READERS: tuple[ModuleType, ...] = (sr28, foundation, fndds)
BATCH = 500

_TEXTS = (
    "release",
    "description",
    "group_code",
    "group_name",
    "synonyms",
    "scientific_name",
    "manufacturer",
    "refuse",
    "refuse_percent",
    "ndb_number",
)
_PORTION = ("sequence", "label", "grams")
_INGREDIENT = (
    "sequence",
    "ingredient_code",
    "description",
    "grams",
    "retention_code",
    "moisture_change_percent",
)

# Called with what is being done, and how many of how many are done.
Progress = Callable[[str, int, int], None]
Parts = list[tuple[Any, ...]]


@dataclass
class SourceReport:
    """What one source's import did; ``coverage`` is the number of foods that know each nutrient."""

    source: str
    release: str
    foods: int
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    vanished: int = 0
    coverage: dict[str, int] = field(default_factory=dict)


def tables_in(directory: Path) -> list[tuple[ModuleType, Path]]:
    """The publisher's tables in ``directory`` or right below it, each with the folder it lies in."""
    below = sorted(path for path in directory.iterdir() if path.is_dir())
    return [
        (reader, folder) for reader in READERS for folder in (directory, *below) if reader.is_here(folder)
    ]


def import_tables(directory: Path, progress: Progress) -> list[SourceReport]:
    """Read every table under ``directory``, then write the differences in one transaction.

    Everything is read and checked before the first write; ``BrokenTableError`` leaves the database as it was.
    """
    tables = []
    for reader, folder in tables_in(directory):
        progress(f"reading {reader.SOURCE}", 0, 1)
        tables.append((reader.SOURCE, reader.read(folder)))
        progress(f"reading {reader.SOURCE}", 1, 1)
    with transaction.atomic():
        return [_write(source, foods, progress) for source, foods in tables]


def _write(source: str, foods: list[SourceFoodRow], progress: Progress) -> SourceReport:
    report = SourceReport(source, foods[0].release if foods else "", len(foods), coverage=_coverage(foods))
    stored = _stored(source)
    vanished = stored.keys() - {food.source_id for food in foods}
    # The source tables mirror the publisher; what lives on are the foods distilled from them.
    SourceFood.objects.filter(source=source, source_id__in=vanished).delete()
    changed: list[SourceFoodRow] = []
    for food in foods:
        known = stored.get(food.source_id)
        if known == _fingerprint(food):
            report.unchanged += 1
            continue
        report.inserted += known is None
        report.updated += known is not None
        changed.append(food)
    report.vanished = len(vanished)
    for start in range(0, len(changed), BATCH):
        _save(changed[start : start + BATCH])
        progress(f"writing {source}", min(start + BATCH, len(changed)), len(changed))
    return report


def _coverage(foods: Iterable[SourceFoodRow]) -> dict[str, int]:
    counts = Counter(key for food in foods for key in food.nutrients)
    return {key: counts[key] for key in KEYS}


def _fingerprint(food: SourceFoodRow) -> tuple[Any, ...]:
    texts = tuple(getattr(food, name) for name in _TEXTS)
    nutrients = tuple(food.nutrients.get(key) for key in KEYS)
    portions = sorted(tuple(getattr(portion, name) for name in _PORTION) for portion in food.portions)
    ingredients = sorted(tuple(getattr(row, name) for name in _INGREDIENT) for row in food.ingredients)
    return (*texts, food.derivations, *nutrients, portions, ingredients)


def _stored(source: str) -> dict[str, tuple[Any, ...]]:
    """The fingerprint of every stored food of ``source`` by its id there."""
    portions = _parts(SourcePortion.objects.filter(food__source=source), _PORTION)
    ingredients = _parts(SourceIngredient.objects.filter(food__source=source), _INGREDIENT)
    rows = SourceFood.objects.filter(source=source).values_list(
        "pk", "source_id", *_TEXTS, "derivations", *KEYS
    )
    return {
        source_id: (*values, portions.get(pk, []), ingredients.get(pk, []))
        for pk, source_id, *values in rows.iterator()
    }


def _parts(queryset: Any, columns: tuple[str, ...]) -> dict[int, Parts]:
    parts: dict[int, Parts] = {}
    for food_id, *values in queryset.order_by("food_id", "sequence").values_list("food_id", *columns):
        parts.setdefault(food_id, []).append(tuple(values))
    return parts


def _save(foods: list[SourceFoodRow]) -> None:
    columns = [*_TEXTS, "derivations", *KEYS]
    SourceFood.objects.bulk_create(
        [
            SourceFood(
                source=food.source,
                source_id=food.source_id,
                derivations=food.derivations,
                **{name: getattr(food, name) for name in _TEXTS},
                **food.nutrients,
            )
            for food in foods
        ],
        update_conflicts=True,
        unique_fields=["source", "source_id"],
        update_fields=columns,
    )
    ids: dict[str, int] = dict(
        SourceFood.objects.filter(
            source=foods[0].source, source_id__in=[food.source_id for food in foods]
        ).values_list("source_id", "pk")
    )
    SourcePortion.objects.filter(food__in=ids.values()).delete()
    SourceIngredient.objects.filter(food__in=ids.values()).delete()
    SourcePortion.objects.bulk_create(
        SourcePortion(food_id=ids[food.source_id], **{name: getattr(row, name) for name in _PORTION})
        for food in foods
        for row in food.portions
    )
    SourceIngredient.objects.bulk_create(
        SourceIngredient(food_id=ids[food.source_id], **{name: getattr(row, name) for name in _INGREDIENT})
        for food in foods
        for row in food.ingredients
    )
