"""Cooking methods from the tables, and the foods whose figures are reckoned by them."""

from collections.abc import Collection

from nutrition.models import FoodRevision
from nutrition.models import Preparation as PreparationRow
from nutrition.resolution.preparations import Preparation, is_raw, preparation
from nutrition.resolution.text import name_tokens

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
            **{field: getattr(row, field) for field in MODIFIERS},
        )
        for row in rows
    )


def objection(method: Preparation, revision: FoodRevision) -> str | None:
    """Why the figures of ``revision`` cannot be reckoned by ``method``, in a sentence; None where they can.

    The resolver's rule: a food of a category that is cooked this way, of which the raw one was measured.
    """
    told = {*name_tokens(revision.description), *name_tokens(revision.name)}
    if not method.suits(revision.category_id):
        return f"{revision.name} is not of a kind that the preparation “{method.name}” is for."
    if any(told >= set(tokens) for tokens in method.tokens):
        return f"The figures of {revision.name} are of the prepared food already."
    if not is_raw(revision.description):
        return f"The figures of {revision.name} are not of the raw food: a preparation cannot be reckoned."
    return None
