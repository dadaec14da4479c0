"""Reads of the food database that the tables in memory do not hold."""

from nutrition.models import Alias, Category, FoodRevision, Portion


def category_names() -> dict[str, str]:
    """Slug -> name of every category."""
    return dict(Category.objects.values_list("slug", "name"))


def revision_with_category(revision_id: int) -> FoodRevision:
    """A revision and its category; raises FoodRevision.DoesNotExist."""
    return FoodRevision.objects.select_related("category").get(pk=revision_id)


def portions_of(food_id: int) -> list[Portion]:
    """The household measures of a food, the usual one first."""
    return list(Portion.objects.filter(food=food_id, active=True).order_by("-is_usual", "id"))


def aliases_of(food_id: int) -> list[Alias]:
    """The other names of a food."""
    return list(Alias.objects.filter(food=food_id, active=True).order_by("text", "region"))
