"""What is live, as the records of the project's own tables."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from nutrition.fixtures import (
    PREPARATION_NUMBERS,
    UNCHANGED,
    AliasRecord,
    CategoryRecord,
    FoodRecord,
    PortionRecord,
    PreparationRecord,
)
from nutrition.loading.release import BASE_SERVING, Progress, without_clashes
from nutrition.models import Alias, Category, Food, FoodRevision, Portion, Preparation
from nutrition.nutrients import KEYS

_COPIED = (
    "source_id", "release", "name", "description", "refuse_percent", "nutriscore_class",
    "fruit_vegetable_legume_percent", "nut_percent", "non_nutritive_sweeteners", "allergens", "dietary_tags",
    "is_base", "serving", "serving_g", "source",
)  # fmt: skip


@dataclass(slots=True)
class Tables:
    """What is live, as records of the files."""

    foods: dict[int, FoodRecord] = field(default_factory=dict)
    portions: list[PortionRecord] = field(default_factory=list)
    aliases: list[AliasRecord] = field(default_factory=list)
    categories: dict[str, CategoryRecord] = field(default_factory=dict)
    preparations: list[PreparationRecord] = field(default_factory=list)


def live_tables(progress: Progress) -> Tables:
    """What is live now: foods with what is theirs, categories and preparations."""
    foods = dict(_foods(progress))
    categories = Category.objects.order_by("slug").values_list("slug", "name", "nutriscore_class")
    return Tables(
        foods=foods,
        portions=list(_portions(foods)),
        aliases=_aliases(foods),
        categories={slug: CategoryRecord(name, judged) for slug, name, judged in categories},
        preparations=list(_preparations()),
    )


def _foods(progress: Progress) -> Iterator[tuple[int, FoodRecord]]:
    columns = ("state", "category_id", "provenance", *_COPIED, *KEYS)
    foods = Food.objects.filter(live__isnull=False).order_by("pk")
    live, total = set(foods.values_list("pk", flat=True)), foods.count()
    rows = foods.values_list("pk", "merged_into_id", *(f"live__{column}" for column in columns))
    for done, (food_id, into, state, category, provenance, *values) in enumerate(rows.iterator(), start=1):
        into = into if into in live else None
        copied, nutrients = values[: len(_COPIED)], values[len(_COPIED) :]
        yield (
            food_id,
            FoodRecord(
                id=food_id,
                category=category,
                provenance={key: (str(origin[0]), str(origin[1])) for key, origin in provenance.items()},
                nutrients=dict(zip(KEYS, nutrients, strict=True)),
                is_retired=into is None and state == FoodRevision.State.RETIRED,
                merged_into=into,
                **dict(zip(_COPIED, copied, strict=True)),
            ),
        )
        if done % 1000 == 0 or done == total:
            progress("dumping foods", done, total)


def _portions(foods: Container[int]) -> Iterator[PortionRecord]:
    """The measures that count, in the order in which they came."""
    rows = Portion.objects.filter(active=True).order_by("food_id", "pk")
    for row in rows.iterator():
        if row.food_id in foods:
            yield PortionRecord(row.food_id, row.label, row.grams, row.is_usual, row.grams_from)


def _aliases(foods: Container[int]) -> list[AliasRecord]:
    """The names that count, those of the everyday foods first, as they are read."""
    rows = Alias.objects.filter(active=True).values_list("food_id", "text", "region", "source")
    aliases = [AliasRecord(*row) for row in rows if row[0] in foods]
    aliases.sort(key=lambda row: (row.source != BASE_SERVING, row.food, row.text.lower(), row.region))
    return without_clashes(aliases, foods)


def _preparations() -> Iterator[PreparationRecord]:
    """Parents before their variants, each by its short name."""
    rows = list(Preparation.objects.prefetch_related("applies_to").order_by("slug"))
    known = {row.slug for row in rows}

    def below(parent: str | None) -> Iterator[Preparation]:
        for row in rows:
            if row.parent_id == parent or (parent is None and row.parent_id not in known):
                yield row
                yield from below(row.slug)

    for row in below(None):
        numbers = {name: getattr(row, name) for name in PREPARATION_NUMBERS}
        yield PreparationRecord(
            slug=row.slug,
            name=row.name,
            parent=row.parent_id or "",
            words=tuple(row.words),
            applies_to=tuple(sorted(category.pk for category in row.applies_to.all())),
            source=row.source,
            method=row.method,
            numbers={name: value for name, value in numbers.items() if value != UNCHANGED[name]},
        )
