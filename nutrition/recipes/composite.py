"""A composite dish summed up from its ingredients: the step ``decompose`` of the chains of sources."""

from __future__ import annotations

import time
from collections.abc import Sequence

from nutrition import catalog
from nutrition.recipes.compute import Ingredient, cook
from nutrition.recipes.tables import confidence_factor
from nutrition.resolution.descriptor import FoodDescriptor, NamedIngredient
from nutrition.resolution.resolver import ResolvedFood
from nutrition.sources.found import Found, Kind
from nutrition.sources.naming import wanted_words
from nutrition.sources.tables import confidence_and_keep_s

SOURCE = "decompose"
# A sum tells a nutrient only where it is known for nearly all of the dish: unknown is not zero.
LEAST_KNOWN_SHARE = 0.95


def summed(descriptor: FoodDescriptor) -> Found | None:
    """The dish per 100 g from the ingredients that were named with it, else from the parts of its name.

    None where one of them is not found, or where the name is that of no composite dish.
    """
    with catalog.in_use() as current:
        if descriptor.ingredients:
            items = _ingredients(current, descriptor.ingredients, descriptor.region)
        else:
            items = _parts(current, wanted_words(descriptor), descriptor.region)
        release = f"data version {current.version}"
    return _found(descriptor.name, items, release) if items else None


def _ingredients(
    current: catalog.Catalog, named: Sequence[NamedIngredient], region: str
) -> list[ResolvedFood]:
    """Each ingredient as its food; nothing if one of them is not found."""
    items: list[ResolvedFood] = []
    for one in named:
        text = one.name if one.grams is None else f"{one.grams:g} g {one.name}"
        analysis = current.resolver.analyze(text, region)
        if analysis.unresolved:
            return []
        items.extend(analysis.items)
    return items


def _parts(current: catalog.Catalog, words: str, region: str) -> list[ResolvedFood]:
    """The parts that the resolver takes the dish apart into; nothing if it does not."""
    analysis = current.resolver.analyze(words, region)
    is_apart = any(item.path[0].startswith("decomposed:") for item in analysis.items)
    return list(analysis.items) if is_apart and not analysis.unresolved else []


def _found(name: str, items: Sequence[ResolvedFood], release: str) -> Found:
    dish = cook([_ingredient(item) for item in items])
    most, keep_s = confidence_and_keep_s(SOURCE, Kind.DECOMPOSED.value)
    return Found(
        name=name,
        nutrients={
            key: value if dish.known_share[key] >= LEAST_KNOWN_SHARE else None
            for key, value in dish.per_100g.items()
        },
        source=SOURCE,
        source_id="+".join(str(item.food.id) for item in items),
        release=release,
        kind=Kind.DECOMPOSED,
        confidence=min(most, *(_sureness(item) for item in items)),
        cacheable_for_s=keep_s,
        found_at=time.time(),
        serving="the parts' amounts together",
        serving_g=dish.grams,
    )


def _ingredient(item: ResolvedFood) -> Ingredient:
    per_100g = 100 / item.measured.grams
    values = {key: None if value is None else value * per_100g for key, value in item.nutrients.items()}
    return Ingredient(item.measured.grams, values)


def _sureness(item: ResolvedFood) -> float:
    """How sure the food is as an ingredient; that of a part counts the taking apart already."""
    is_part = item.path[0].startswith("decomposed:")
    return item.score if is_part else item.score * confidence_factor()
