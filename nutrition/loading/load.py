"""The way in: a release's tables into the database, in one transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from nutrition.fixtures import PREPARATION_NUMBERS, CategoryRecord, PreparationRecord
from nutrition.loading import foods, glycemic, names
from nutrition.loading.release import Progress, Release, read
from nutrition.models import Category, Origin, Preparation
from nutrition.recipes.loading import RecipeRecord, load_recipes, read_recipes
from nutrition.services import announce, announce_all, one_writer


@dataclass
class LoadReport:
    """What a load did."""

    foods: foods.FoodsReport
    portions: names.RowsReport
    aliases: names.RowsReport
    categories: names.RowsReport
    preparations: names.RowsReport
    glycemic_values: names.RowsReport
    glycemic_links: names.RowsReport
    recipes: names.RowsReport


def load_release(*, directory: Path, progress: Progress) -> LoadReport:
    """Load the tables in ``directory``; the same tables again write nothing.

    Raises ``BrokenFixtureError`` before anything is written.
    """
    progress("reading", 0, 1)
    release = read(directory)
    tested = glycemic.read_glycemic(directory, release.foods)
    recipes = read_recipes(directory, release.foods.keys())
    progress("reading", 1, 1)
    with one_writer():
        return _load(release, tested, recipes, progress)


def _load(
    release: Release,
    tested: glycemic.GlycemicTables,
    recipes: dict[int, RecipeRecord] | None,
    progress: Progress,
) -> LoadReport:
    categories = load_categories(release.categories)
    own = load_foods(release, progress)
    preparations = _load_preparations(release.preparations)
    linked = _load_linked(tested, recipes)
    _announce_tables(categories, preparations, linked)
    return LoadReport(
        foods=own.foods,
        portions=own.portions,
        aliases=own.aliases,
        categories=categories,
        preparations=preparations,
        glycemic_values=linked.values,
        glycemic_links=linked.links,
        recipes=linked.recipes,
    )


@dataclass
class OwnReport:
    """What was loaded of foods and of what is theirs alone."""

    foods: foods.FoodsReport
    portions: names.RowsReport
    aliases: names.RowsReport


def load_foods(
    release: Release,
    progress: Progress,
    *,
    among: Collection[int] | None = None,
    theirs: Collection[int] = (),
) -> OwnReport:
    """Load foods with their measures and names, and announce them; the caller holds ``one_writer``.

    ``release`` may have some foods of a release only: then ``among`` are the ids that count, and nothing of
    any other food is touched. Of the foods in ``theirs`` the release's figures are taken also where a
    curator changed a field too. Their categories have to be there.
    """
    releases = {food.id: food.release for food in release.foods.values()}
    report = OwnReport(
        foods=foods.load(release.foods, progress, among=among, theirs=theirs),
        portions=names.load_portions(release.portions, releases, among=among, theirs=theirs),
        aliases=names.load_aliases(release.aliases, among=among),
    )
    announce(foods=report.foods.changed | report.portions.changed | report.aliases.changed)
    return report


@dataclass
class TablesReport:
    """What was loaded of the tables that are about no single food."""

    categories: names.RowsReport
    preparations: names.RowsReport
    glycemic_values: names.RowsReport
    glycemic_links: names.RowsReport
    recipes: names.RowsReport


def load_tables(
    categories: dict[str, CategoryRecord],
    preparations: list[PreparationRecord],
    tested: glycemic.GlycemicTables,
    recipes: dict[int, RecipeRecord] | None,
) -> TablesReport:
    """Load what a release has besides foods, and announce it; the caller holds ``one_writer``.

    The foods that links and recipes name have to be there.
    """
    loaded_categories = load_categories(categories)
    loaded_preparations = _load_preparations(preparations)
    linked = _load_linked(tested, recipes)
    _announce_tables(loaded_categories, loaded_preparations, linked)
    return TablesReport(
        categories=loaded_categories,
        preparations=loaded_preparations,
        glycemic_values=linked.values,
        glycemic_links=linked.links,
        recipes=linked.recipes,
    )


@dataclass
class _Linked:
    values: names.RowsReport
    links: names.RowsReport
    recipes: names.RowsReport


def _load_linked(tested: glycemic.GlycemicTables, recipes: dict[int, RecipeRecord] | None) -> _Linked:
    return _Linked(
        glycemic.load_values(tested.values.values()), glycemic.load_links(tested), load_recipes(recipes)
    )


def _announce_tables(categories: names.RowsReport, preparations: names.RowsReport, linked: _Linked) -> None:
    # A tested food may stand for any food of its name.
    everywhere = (categories, preparations, linked.values)
    if any(rows.inserted or rows.updated for rows in everywhere):
        announce_all()
    announce(foods=linked.links.changed)


def load_categories(categories: dict[str, CategoryRecord]) -> names.RowsReport:
    """Add what is missing and change what no curator changed; nothing is removed."""
    report = names.RowsReport()
    stored = {category.slug: category for category in Category.objects.all()}
    fresh = [
        Category(
            slug=slug,
            name=record.name,
            nutriscore_class=record.nutriscore_class,
            parent_id=slug.rpartition("/")[0] or None,
            origin=Origin.RELEASE,
        )
        for slug, record in categories.items()
        if slug not in stored
    ]
    Category.objects.bulk_create(fresh)
    for slug, record in categories.items():
        category = stored.get(slug)
        if category is None or category.origin == Origin.CURATOR or _same_category(category, record):
            continue
        category.name, category.nutriscore_class = record.name, record.nutriscore_class
        category.save(update_fields=["name", "nutriscore_class"])
        report.updated += 1
        report.told.append(("changed", slug))
    report.inserted = len(fresh)
    report.told += [("added", category.slug) for category in fresh]
    report.unchanged = len(categories) - report.inserted - report.updated
    return report


def _same_category(row: Category, record: CategoryRecord) -> bool:
    return (row.name, row.nutriscore_class) == (record.name, record.nutriscore_class)


def _load_preparations(records: list[PreparationRecord]) -> names.RowsReport:
    """Add and update; one that a curator made or changed (origin curator) stays."""
    report = names.RowsReport()
    stored = {row.slug: row for row in Preparation.objects.prefetch_related("applies_to")}
    for record in records:
        row = stored.get(record.slug)
        if row is None:
            report.inserted += 1
        elif row.origin == Origin.CURATOR or _same(row, record):
            report.unchanged += 1
            continue
        else:
            report.updated += 1
        report.told.append(("changed" if row else "added", record.slug))
        row = row or Preparation(slug=record.slug, origin=Origin.RELEASE)
        row.name, row.parent_id, row.words = record.name, record.parent or None, list(record.words)
        row.source, row.method = record.source, record.method
        for column, value in _numbers(record).items():
            setattr(row, column, value)
        row.save()
        row.applies_to.set(Category.objects.filter(slug__in=record.applies_to))
    return report


def _numbers(record: PreparationRecord) -> dict[str, float]:
    """All numbers of the preparation; an empty cell changes nothing."""
    return {
        column: record.numbers.get(column, 1.0 if column.endswith("_factor") else 0.0)
        for column in PREPARATION_NUMBERS
    }


def _same(row: Preparation, record: PreparationRecord) -> bool:
    return (
        (row.name, row.parent_id or "", row.words, row.source, row.method)
        == (record.name, record.parent, list(record.words), record.source, record.method)
        and {category.slug for category in row.applies_to.all()} == set(record.applies_to)
        and all(getattr(row, column) == value for column, value in _numbers(record).items())
    )
