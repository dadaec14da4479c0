"""What the Nutri-Score is told of a packaged food: its class by its categories, meat, fruit and sweeteners.

The rules follow Open Food Facts and stand in ``nutriscore_tags.csv`` (the first that fits) and
``nutriscore_words.csv``. It is a computed letter, never the registered logo.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cache

from nutrition.grading.facts import FoodFacts
from nutrition.grading.nutriscore import NutriScore, nutri_score_2023
from nutrition.nutrients import NutrientValues
from nutrition.products.models import SEPARATOR, Product
from nutrition.products.tables import rows

RED_MEAT, GENERAL = "red_meat", "general"


def food_class(categories: Collection[str], red_meat: bool | None) -> str:
    """The Nutri-Score class by the tags of its categories, and by whether it is of red meat."""
    for name, tag, exceptions in _class_rules():
        if tag in categories and exceptions.isdisjoint(categories):
            return name
    return RED_MEAT if red_meat else GENERAL


def is_red_meat(tag: str) -> bool:
    """Whether an ingredient is red meat, by its tag."""
    return not words("red_meat").keys().isdisjoint(tag.partition(":")[2].split("-"))


def first_is_red_meat(tags: str) -> bool | None:
    """Whether the first of the ingredients, which is the largest by law, is red meat; ``None``: not told.

    Open Food Facts instead estimates each ingredient's share and counts more than a tenth; for every product
    of its sample the two are the same. Source: Regulation (EU) 1169/2011, article 18; 21 CFR 101.4.
    """
    return is_red_meat(tags.partition(",")[0]) if tags else None


def has_sweeteners(additives: Iterable[str], ingredients_known: bool) -> bool | None:
    """Whether there are sweeteners without energy among the additives; ``None`` without ingredients."""
    named = not _sweeteners().isdisjoint(additives)
    return True if named else (False if ingredients_known else None)


def category_fruit_percent(categories: Collection[str]) -> float | None:
    """The share of fruit and vegetables that goes with a category, whatever the ingredients say."""
    return next((share for tag, share in words("fruit").items() if tag in categories), None)


def score(product: Product, label: NutrientValues) -> NutriScore:
    """The Nutri-Score of 2023 of what the label tells, with nothing filled in.

    Not computable where no category tells whether it is a drink, a fat … Fibre that a label leaves out is
    none, as its makers count it: it only earns points.
    """
    categories = [tag for tag in product.categories.split(SEPARATOR) if tag]
    if not categories:
        return NutriScore("2023", GENERAL, missing=("category",))
    by_category = category_fruit_percent(categories)
    share = product.fruit_vegetable_legume_percent if by_category is None else by_category
    nutrients = {**label, "energy_kj": product.energy_kj}
    lacks_fibre = nutrients.get("fibre_g") is None
    result = nutri_score_2023(
        FoodFacts(
            nutrients={**nutrients, "fibre_g": 0.0} if lacks_fibre else nutrients,
            nutriscore_class=food_class(categories, product.red_meat),
            fruit_vegetable_legume_percent=share,
            non_nutritive_sweeteners=product.non_nutritive_sweeteners,
        )
    )
    noted = result.grade and lacks_fibre and result.food_class != "water"
    return replace(result, assumed=(*result.assumed, "no_fibre_told")) if noted else result


@cache
def _sweeteners() -> frozenset[str]:
    return frozenset(f"en:{number}" for number in words("sweetener"))


@cache
def words(kind: str) -> Mapping[str, float]:
    """The words of a kind in ``nutriscore_words.csv`` with their value, 0 where there is none."""
    return {
        row["word"]: float(row["value"] or 0.0) for row in rows("nutriscore_words") if row["kind"] == kind
    }


@cache
def _class_rules() -> tuple[tuple[str, str, frozenset[str]], ...]:
    return tuple(
        (row["class"], row["tag"], frozenset(filter(None, row["except"].split("|"))))
        for row in rows("nutriscore_tags")
    )
