"""Cooking methods from the tables, and the foods whose figures are reckoned by them."""

from collections.abc import Collection

from nutrition.models import FoodRevision
from nutrition.models import Preparation as PreparationRow
from nutrition.resolution.preparations import Footing, Preparation, footing, preparation

MODIFIERS = (
    "water_loss_percent", "fat_factor", "fat_added_g", "saturated_fat_added_g", "carbohydrate_added_g",
    "sodium_added_mg", "potassium_factor", "vitamin_c_factor",
)  # fmt: skip


def preparations(slugs: Collection[str] | None = None) -> tuple[Preparation, ...]:
    """The cooking methods, all or those of ``slugs``, in two queries."""
    rows = PreparationRow.objects.prefetch_related("applies_to").order_by("slug")
    if slugs is not None:
        rows = rows.filter(pk__in=slugs)
    return tuple(
        preparation(
            row.words,
            slug=row.slug,
            name=row.name,
            applies_to=tuple(sorted(category.slug for category in row.applies_to.all())),
            method=row.method,
            **{field: getattr(row, field) for field in MODIFIERS},
        )
        for row in rows
    )


def objection(method: Preparation, revision: FoodRevision) -> str | None:
    """Why the figures of ``revision`` cannot be reckoned by ``method``, in a sentence; None if they can."""
    return objection_for(method, revision.name, revision.description, revision.category_id)


def objection_for(method: Preparation, name: str, description: str, category: str) -> str | None:
    """The same for a food that is told by its name, description and category."""
    return {
        Footing.RAW: None,
        Footing.DONE_ALREADY: f"The figures of {name} are of the prepared food already.",
        Footing.OTHER_KIND: f"{name} is not of a kind that the preparation “{method.name}” is for.",
        Footing.NOT_RAW: f"The figures of {name} are not of the raw food: a preparation cannot be reckoned.",
    }[footing(method, name, description, category)]
