"""What a release has besides foods (the tree, preparations, glycemic values and links, recipes): one change.

It is kept as the files it came in and read by the code that reads a release, so that it is loaded exactly
as `load_foods` would load it.
"""

import hashlib
import tempfile
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from django.db import transaction

from nutrition.curation.models import ReleaseBatch, ReleaseChange
from nutrition.fixtures import CATEGORIES, PREPARATIONS, CategoryRecord, read_categories, read_preparations
from nutrition.loading.glycemic import LINKS, VALUES, read_glycemic
from nutrition.loading.load import TablesReport, load_categories, load_tables
from nutrition.models import Category
from nutrition.recipes.loading import RECIPES, read_recipes

FILES = (CATEGORIES, PREPARATIONS, VALUES, LINKS, RECIPES)
SHOWN_ROWS = 200
NUMBER = 0
OF_FOODS = ("glycemic_links", "recipes")

Tables = dict[str, Any]


def read_tables(directory: Path, food_ids: Iterable[int]) -> Tables:
    """The files, and the foods that they may name. Raises ``BrokenFixtureError``."""
    paths = [directory / name for name in FILES if (directory / name).exists()]
    files = {path.name: path.read_bytes() for path in paths}
    tables = {
        "files": {name: data.decode() for name, data in files.items()},
        "foods": sorted(food_ids),
        "digest": hashlib.sha256(b"\0".join(files.values())).hexdigest(),
    }
    _parsed(tables)
    return tables


def what_would_change(tables: Tables, names: dict[int, str]) -> dict[str, Any]:
    """Table -> what would happen -> how many rows and the first of their names; empty where nothing would.

    It is loaded and taken back: so nothing is told that would not happen. ``names`` are the foods'.
    The caller holds ``one_writer``.
    """
    with transaction.atomic():
        report = load_tables(*_parsed(tables))
        transaction.set_rollback(True)
    return _told(report, names)


def accept_tables(change: ReleaseChange) -> None:
    """Load them; the caller holds ``one_writer``."""
    load_tables(*_parsed(change.record))


def waits_for(change: ReleaseChange) -> list[ReleaseChange]:
    """The added foods that its links and recipes name and that nobody has decided on yet."""
    _, _, tested, recipes = _parsed(change.record)
    named = set(tested.links)
    for food_id, recipe in (recipes or {}).items():
        named |= {food_id, *(line[1] for line in recipe.lines if line[1] is not None)}
    added = ReleaseChange.objects.filter(
        batch=change.batch_id, kind=ReleaseChange.Kind.ADDED, state=ReleaseChange.State.OPEN
    ).defer("record", "differences")
    return [other for other in added if other.food_number in named]


def was_declined(tables: Tables) -> bool:
    """Whether just these tables were declined when tables were last decided on."""
    decided = ReleaseChange.objects.filter(kind=ReleaseChange.Kind.TABLES, decided_at__isnull=False)
    last = decided.order_by("-decided_at", "-id").values_list("state", "record__digest").first()
    return last == (ReleaseChange.State.DECLINED, tables["digest"])


def add_missing_categories(categories: dict[str, CategoryRecord]) -> None:
    """Make the places in the tree that accepted foods need; those that are there stay as they are."""
    there = set(Category.objects.filter(pk__in=categories).values_list("pk", flat=True))
    missing = {slug: record for slug, record in categories.items() if slug not in there}
    if missing:
        load_categories(missing)


def change_of(batch: ReleaseBatch, tables: Tables, differences: dict[str, Any]) -> ReleaseChange:
    """The batch's change of its tables, not yet stored."""
    return ReleaseChange(
        batch=batch,
        food_number=NUMBER,
        name="Tables besides the foods",
        kind=ReleaseChange.Kind.TABLES,
        differences=differences,
        record=tables,
    )


def _parsed(tables: Tables) -> tuple[Any, ...]:
    """The arguments of ``load_tables``."""
    with tempfile.TemporaryDirectory(prefix="platewise-release-") as folder:
        directory = Path(folder)
        for name in FILES:
            if name in tables["files"]:
                (directory / name).write_text(tables["files"][name], encoding="utf-8", newline="")
        return (
            read_categories(directory / CATEGORIES),
            list(read_preparations(directory / PREPARATIONS)),
            read_glycemic(directory, tables["foods"]),
            read_recipes(directory, tables["foods"]),
        )


def _told(report: TablesReport, names: dict[int, str]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for field in fields(report):
        for what, row in getattr(report, field.name).told:
            here = told.setdefault(field.name, {}).setdefault(what, {"rows": 0, "names": []})
            here["rows"] += 1
            if here["rows"] <= SHOWN_ROWS:
                here["names"].append(names.get(int(row), f"food {row}") if field.name in OF_FOODS else row)
    return told
