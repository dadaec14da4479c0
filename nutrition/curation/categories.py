"""The food tree: who may stand above whom, what lies in a category, and which class it hands down.

A category's slug is its whole path, by which releases, grades and preparations know it. So it is made once,
out of the place where the category is put, and stays; only a category in which nothing lies yet can move.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.text import slugify

from nutrition.models import Category, FoodRevision, NutriScoreClass, Preparation

LONGEST_PATH = Category._meta.get_field("slug").max_length or 0
_PART = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")


def check_parent(category: Category | Preparation, parent: Category | Preparation | None) -> None:
    """Raise ValidationError where ``parent`` is the row itself or stands below it, over any number of steps.

    Preparations stand above each other likewise. One query, whatever the depth.
    """
    if parent is None:
        return
    above: dict[str, str | None] = dict(type(parent)._default_manager.values_list("pk", "parent_id"))
    above[parent.pk] = parent.parent_id
    seen: set[str] = set()
    place: str | None = parent.pk
    while place is not None:
        if place == category.pk or place in seen:
            what = "itself" if parent.pk == category.pk else f"“{parent.pk}”, which stands below it"
            raise ValidationError(f"“{category.pk}” cannot stand below {what}: that is a loop.", code="loop")
        seen.add(place)
        place = above.get(place)


def path_of(parent: Category | None, part: str, name: str) -> str:
    """The slug of a new category: the path above and ``part``, or what ``name`` makes of it.

    Raises ValidationError for a part that is none, or a path that is too long.
    """
    part = part.strip() or slugify(name).replace("-", "_")
    if not _PART.fullmatch(part):
        raise ValidationError("Use small letters a-z, digits and single _ between them.", code="part")
    path = part if parent is None else f"{parent.pk}/{part}"
    if len(path) > LONGEST_PATH:
        raise ValidationError(f"The path “{path}” is longer than {LONGEST_PATH} characters.", code="too_long")
    return path


@dataclass(frozen=True, slots=True)
class Uses:
    """What stands in the way of taking a category away."""

    foods: int
    revisions: int
    children: int
    preparations: int

    def __bool__(self) -> bool:
        return any((self.revisions, self.children, self.preparations))

    def __str__(self) -> str:
        earlier = "" if self.foods else _counted(self.revisions, "earlier revision", " of foods")
        parts = (
            _counted(self.foods, "food"),
            earlier,
            _counted(self.children, "category", plural="categories"),
            _counted(self.preparations, "preparation", " for it"),
        )
        return ", ".join(part for part in parts if part)


def uses_of(category: Category) -> Uses:
    """What lies in a category or is for it."""
    revisions = FoodRevision.objects.filter(category=category)
    shown = revisions.filter(live_for__isnull=False) | revisions.filter(draft_for__isnull=False)
    return Uses(
        foods=shown.distinct().count(),
        revisions=revisions.count(),
        children=category.children.count(),
        preparations=category.preparations.count(),
    )


@dataclass(slots=True)
class Branch:
    """A category with those below it; ``foods`` are the live ones in it, ``foods_within`` those below too.

    ``food_class`` is its Nutri-Score class in words, ``class_from`` the category that hands it down, empty
    where it is its own.
    """

    category: Category
    depth: int
    food_class: str
    class_from: str
    foods: int
    foods_within: int = 0
    children: list["Branch"] = field(default_factory=list)


def tree() -> list[Branch]:
    """The whole tree in two queries."""
    rows = list(Category.objects.order_by("slug"))
    below: dict[str | None, list[Category]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    counts = live_foods()
    return [
        _branch(row, 0, (NutriScoreClass.GENERAL.value, ""), below, counts) for row in below.get(None, ())
    ]


def live_foods() -> Counter[str]:
    """How many live foods are in each category itself."""
    live = FoodRevision.objects.filter(live_for__isnull=False, live_for__merged_into__isnull=True)
    live = live.exclude(state=FoodRevision.State.RETIRED).order_by()
    return Counter(dict(live.values_list("category").annotate(foods=Count("pk"))))


def handed_down(category: Category) -> tuple[str, str]:
    """The Nutri-Score class of a category and the category it is from (empty: none says, it is general)."""
    path = category.pk or ""
    above = [path[:end] for end in range(len(path) + 1) if end == len(path) or path[end] == "/"]
    own = dict(Category.objects.filter(pk__in=above).values_list("pk", "nutriscore_class"))
    own[path] = category.nutriscore_class
    return next(
        ((own[slug], slug) for slug in reversed(above) if own.get(slug)), (NutriScoreClass.GENERAL, "")
    )


def _branch(
    category: Category,
    depth: int,
    above: tuple[str, str],
    below: dict[str | None, list[Category]],
    counts: Counter[str],
) -> Branch:
    mine = (category.nutriscore_class, category.pk) if category.nutriscore_class else above
    branch = Branch(
        category,
        depth,
        NutriScoreClass(mine[0]).label,
        "" if mine[1] == category.pk else mine[1] or "no category above says",
        counts[category.pk],
    )
    branch.children = [_branch(child, depth + 1, mine, below, counts) for child in below.get(category.pk, ())]
    branch.foods_within = branch.foods + sum(child.foods_within for child in branch.children)
    return branch


def _counted(number: int, one: str, what: str = "", plural: str = "") -> str:
    return f"{number:,} {one if number == 1 else plural or f'{one}s'}{what}" if number else ""
