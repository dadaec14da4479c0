"""The food tables in memory: built once a process, patched when a curator saves a food.

Every change to a food writes a ``CatalogChange``; its newest id is the data version. ``current()`` looks for
newer ones at most every ``CHECK_SECONDS`` and puts just the changed foods in place, so every process follows
within seconds. A release that changes very many foods makes it build anew.
"""

from __future__ import annotations

import gc
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

from nutrition.cooking import preparations
from nutrition.facts import FactsTable
from nutrition.grading.facts import FoodFacts
from nutrition.models import Alias, CatalogChange, FoodRevision
from nutrition.models import Food as FoodRow
from nutrition.models import Portion as PortionRow
from nutrition.nutrients import KEYS
from nutrition.resolution.foods import ALIAS, BASE_NAME, DESCRIPTION, SYNONYM, Food, FoodTables, Name, Portion
from nutrition.resolution.resolver import Resolver

CHECK_SECONDS = 2.0
REBUILD_ABOVE = 500
# Whose words in a name are those of a table, not of people.
PUBLISHERS = ("sr28", "fndds", "foundation")

_COLUMNS = (
    "food_id", "id", "number", "name", "description", "category_id", "is_base", "state",
    "serving", "serving_g", "source", "source_id", "release",
)  # fmt: skip


@dataclass(slots=True)
class Catalog:
    """The resolver over the tables as of ``version``, and the foods that were merged away."""

    resolver: Resolver
    version: int
    checked_at: float
    successors: dict[int, int]
    _facts: FactsTable | None = None

    @property
    def tables(self) -> FoodTables:
        """The food tables."""
        return self.resolver.tables

    def food(self, food_id: int) -> Food | None:
        """The live food with this id, or the one that took its place."""
        food_id = self.successors.get(food_id, food_id)
        row = self.tables.rows_of_id.get(food_id)
        return None if row is None else self.tables.foods[row]

    def facts(self) -> FactsTable:
        """What grading is told of the foods; read on first use."""
        if self._facts is None:
            self._facts = FactsTable.read()
        return self._facts

    def facts_of(self, food: Food, serving_g: float | None = None) -> FoodFacts:
        """What the formulas are told of a live food as measured, for its usual serving or another."""
        return self.facts().of(food, self.tables.nutrients_of(self.tables.rows_of_id[food.id]), serving_g)


_lock = threading.RLock()
_current: Catalog | None = None


def current() -> Catalog:
    """The catalog of this process, built on first use and brought up to date."""
    global _current
    with _lock:
        if _current is None:
            _current = _build()
        elif monotonic() - _current.checked_at > CHECK_SECONDS:
            _current = _refreshed(_current)
        return _current


def latest() -> Catalog:
    """The catalog of this process with every change that is committed by now."""
    global _current
    with _lock:
        _current = _build() if _current is None else _refreshed(_current)
        return _current


def knowing(*food_ids: int) -> Catalog:
    """The catalog; brought up to date at once where it does not know one of the foods.

    Another process may have told a client of a food that this one has not yet heard of.
    """
    found = current()
    return found if all(found.food(food_id) for food_id in food_ids) else latest()


@contextmanager
def in_use(*food_ids: int) -> Iterator[Catalog]:
    """The catalog (knowing ``food_ids``), which no other thread patches meanwhile.

    A patch would resize what a search is reading.
    """
    with _lock:
        yield knowing(*food_ids)


def forget() -> None:
    """Drop the catalog, so that the next use builds it anew."""
    global _current
    with _lock:
        _current = None


def _version() -> int:
    return CatalogChange.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _successors() -> dict[int, int]:
    merged = FoodRow.objects.filter(merged_into__isnull=False).values_list("id", "merged_into")
    direct = {food: successor for food, successor in merged if successor is not None}
    return {food: _last(direct, food) for food in direct}


def _last(direct: dict[int, int], food: int) -> int:
    seen = {food}
    while food in direct and direct[food] not in seen:
        food = direct[food]
        seen.add(food)
    return food


def _build() -> Catalog:
    version = _version()
    with _without_garbage_collection():
        resolver = Resolver(FoodTables.build(_rows(None)), preparations())
    return Catalog(resolver, version, monotonic(), _successors())


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Look for no garbage while the tables are made, nor in them ever after: all of it stays."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _refreshed(catalog: Catalog) -> Catalog:
    version = _version()
    catalog.checked_at = monotonic()
    if version == catalog.version:
        return catalog
    changes = CatalogChange.objects.filter(id__gt=catalog.version, id__lte=version)
    foods = set(changes.order_by().values_list("food_id", flat=True).distinct()[: REBUILD_ABOVE + 1])
    if version < catalog.version or len(foods) > REBUILD_ABOVE or None in foods:
        return _build()
    changed = {food for food in foods if food is not None}
    for food, nutrients in _rows(changed):
        catalog.resolver.replace(food, nutrients)
        changed.discard(food.id)
    for food_id in changed:
        catalog.resolver.remove(food_id)
    if catalog._facts is not None:
        catalog._facts.follow(food for food in foods if food is not None)
    catalog.version = version
    catalog.successors = _successors()
    return catalog


def _rows(food_ids: Iterable[int] | None) -> Iterable[tuple[Food, tuple[float | None, ...]]]:
    """The live foods (all, or those of ``food_ids``) with their nutrients in the order of KEYS."""
    revisions = FoodRevision.objects.filter(live_for__isnull=False, live_for__merged_into__isnull=True)
    revisions = revisions.exclude(state=FoodRevision.State.RETIRED)
    portions, aliases = PortionRow.objects.filter(active=True), Alias.objects.filter(active=True)
    if food_ids is not None:
        chosen = list(food_ids)
        revisions = revisions.filter(food__in=chosen)
        portions, aliases = portions.filter(food__in=chosen), aliases.filter(food__in=chosen)
    portions_of: dict[int, list[Portion]] = defaultdict(list)
    measures = portions.order_by("id").values_list("food_id", "label", "grams", "is_usual")
    for food, label, grams, usual in measures:
        portions_of[food].append(Portion(label, grams, usual))
    names_of: dict[int, list[Name]] = defaultdict(list)
    names = aliases.order_by("id").values_list("food_id", "text", "region", "source")
    for food, text, region, source in names:
        names_of[food].append(Name(text, SYNONYM if source in PUBLISHERS else ALIAS, region))
    for row in revisions.order_by("food_id").values_list(*_COLUMNS, *KEYS):
        yield _food(row[: len(_COLUMNS)], portions_of, names_of), row[len(_COLUMNS) :]


def _food(
    row: tuple[Any, ...], portions_of: dict[int, list[Portion]], names_of: dict[int, list[Name]]
) -> Food:
    food_id, _, _, name, description, _, is_base, *_ = row
    own = [Name(name, BASE_NAME if is_base else DESCRIPTION)]
    if description and description != name:
        own.append(Name(description, DESCRIPTION))
    return Food(*[*row, tuple(portions_of.pop(food_id, ())), (*own, *names_of.pop(food_id, ()))])
