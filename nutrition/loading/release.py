"""A release in memory: the generated tables with the hand-made ones laid over them."""

from collections import Counter
from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path

from nutrition.fixture_rows import Row, read_rows
from nutrition.fixtures import (
    ALIASES,
    BASE_ALIASES,
    BASE_FOODS,
    CATEGORIES,
    CURATORS_FOODS,
    PORTIONS,
    PREPARATIONS,
    RETIRED_FOODS,
    SERVINGS,
    AliasRecord,
    BrokenFixtureError,
    CategoryRecord,
    FoodRecord,
    PortionRecord,
    PreparationRecord,
    read_aliases,
    read_categories,
    read_foods,
    read_portions,
    read_preparations,
)
from nutrition.models import NutriScoreClass, Region

FIRST_CURATOR_ID = 1_000_000
LAST_ID = 10**15
BASE_SERVING = "base food"

Progress = Callable[[str, int, int], None]


@dataclass
class Release:
    """Everything a release holds, checked: ids are unique and every reference leads somewhere."""

    categories: dict[str, CategoryRecord]
    preparations: list[PreparationRecord]
    foods: dict[int, FoodRecord]
    portions: list[PortionRecord]
    aliases: list[AliasRecord]


def read(directory: Path) -> Release:
    """Read and check the tables in ``directory``; raises ``BrokenFixtureError``."""
    foods = _foods(directory)
    aliases = [*_optional(directory / BASE_ALIASES), *read_aliases(directory / ALIASES)]
    release = Release(
        categories=read_categories(directory / CATEGORIES),
        preparations=list(read_preparations(directory / PREPARATIONS)),
        foods=foods,
        portions=list(read_portions(directory / PORTIONS)),
        aliases=without_clashes(aliases, foods),
    )
    _lay_base_over(release, directory)
    _lay_more_over(release, directory)
    _check(release)
    return release


def _foods(directory: Path) -> dict[int, FoodRecord]:
    foods: dict[int, FoodRecord] = {}
    for path in sorted(directory.glob("foods_*.csv")):
        for food in read_foods(path):
            # Curators' foods, and those of which a curator said that they are another source's.
            last = LAST_ID if path.name == CURATORS_FOODS else FIRST_CURATOR_ID - 1
            if food.id in foods or not 0 < food.id <= last:
                raise BrokenFixtureError(f"{path.name}: food id {food.id} is there twice or out of range")
            foods[food.id] = food
    if not foods:
        raise BrokenFixtureError(f"{directory.name}: there is no foods_*.csv")
    return foods


def _optional(path: Path) -> list[AliasRecord]:
    return list(read_aliases(path)) if path.exists() else []


def _lay_base_over(release: Release, directory: Path) -> None:
    """The hand-picked everyday foods: their name and serving stand before the generated ones."""
    path = directory / BASE_FOODS
    if not path.exists():
        return
    for row in read_rows(path, ("id", "name", "serving", "serving_g")):
        food = _food_of(row, release)
        food.is_base = True
        food.name = row.text("name", 160)
        food.serving = row.text("serving", 120)
        food.serving_g = row.amount("serving_g")


def _lay_more_over(release: Release, directory: Path) -> None:
    """Servings of foods besides the everyday ones; which foods are retired, or merged into others."""
    if (path := directory / SERVINGS).exists():
        for row in read_rows(path, ("id", "serving", "serving_g")):
            food = _food_of(row, release)
            food.serving, food.serving_g = row.text("serving", 120), row.amount("serving_g")
    if (path := directory / RETIRED_FOODS).exists():
        for row in read_rows(path, ("id", "merged_into")):
            food = _food_of(row, release)
            food.is_retired = not row.cells["merged_into"]
            if not food.is_retired:
                food.merged_into = row.whole("merged_into")
                if food.merged_into not in release.foods or food.merged_into == food.id:
                    raise row.wrong("merged_into", f"there is no food {food.merged_into} besides it")


def _food_of(row: Row, release: Release) -> FoodRecord:
    food = release.foods.get(row.whole("id"))
    if food is None:
        raise row.wrong("id", f"there is no food {row.cells['id']}")
    return food


def without_clashes(aliases: list[AliasRecord], foods: Container[int]) -> list[AliasRecord]:
    """Each name of a food once a region; a word for everywhere makes the same word for a region idle."""
    kept: dict[tuple[int, str, str], AliasRecord] = {}
    for alias in aliases:
        if alias.food not in foods:
            raise BrokenFixtureError(f"alias {alias.text!r}: there is no food {alias.food}")
        if alias.region not in Region.values:
            raise BrokenFixtureError(f"alias {alias.text!r}: there is no region {alias.region!r}")
        text = alias.text.lower()
        if (alias.food, text, "") not in kept:
            kept.setdefault((alias.food, text, alias.region), alias)
    return list(kept.values())


def _check(release: Release) -> None:
    for food in release.foods.values():
        if not food.name.strip():
            raise BrokenFixtureError(f"food {food.id} has no name")
        if food.category not in release.categories:
            raise BrokenFixtureError(f"food {food.id}: there is no category {food.category!r}")
        _check_class(f"food {food.id}", food.nutriscore_class)
    for slug, category in release.categories.items():
        _check_class(f"category {slug!r}", category.nutriscore_class)
        if "/" in slug and slug.rpartition("/")[0] not in release.categories:
            raise BrokenFixtureError(f"category {slug!r} has no parent")
    seen = Counter((portion.food, portion.label) for portion in release.portions)
    for (food_id, label), count in seen.items():
        if food_id not in release.foods or count > 1:
            raise BrokenFixtureError(f"portion {label!r} of food {food_id}: no such food, or there twice")
    if any(portion.grams <= 0 for portion in release.portions):
        raise BrokenFixtureError("a portion without grams")
    for preparation in release.preparations:
        for slug in preparation.applies_to:
            if slug not in release.categories:
                raise BrokenFixtureError(f"preparation {preparation.slug}: there is no category {slug!r}")


def _check_class(owner: str, name: str) -> None:
    if name and name not in NutriScoreClass.values:
        raise BrokenFixtureError(f"{owner}: there is no Nutri-Score class {name!r}")
