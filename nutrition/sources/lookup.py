"""Phrases of a meal that the food tables do not know, looked up outside and put as plain data.

What leaves the server are the words for the food, without the amount; a phrase that may point to a person
(long numbers, addresses) is never sent. What is found stays apart from the meal's items and totals: whoever
asked for it decides whether to take it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nutrition.learning.phrases import food_words
from nutrition.monitoring.recording import record_lookup, timed
from nutrition.nutrients import rounded, scaled
from nutrition.present import GRAM_DECIMALS, SCORE_DECIMALS, confidence
from nutrition.recipes.composite import summed
from nutrition.resolution.amounts import amount_at, in_region
from nutrition.resolution.describe import describe
from nutrition.resolution.foods import Food
from nutrition.resolution.lexemes import lex
from nutrition.resolution.quantities import Measured, is_plausible, measure
from nutrition.resolution.text import name_stems
from nutrition.sources.configured import outside_sources
from nutrition.sources.found import Found
from nutrition.sources.resolve import Resolution, resolve
from nutrition.sources.tables import licences

MAX_PHRASES = 10
DAY_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Lookup:
    """A phrase and what came of looking its food up."""

    phrase: str
    region: str
    resolution: Resolution


def look_up(*, phrases: Sequence[str], region: str) -> dict[str, Any]:
    """Look up at most ten phrases at every source that is on; none is asked where none is.

    Returns ``found_outside`` and ``not_found_outside``.
    """
    sources = outside_sources()
    named = {phrase: name for phrase in phrases if (name := food_words(phrase))} if sources else {}
    chosen = list(named)[:MAX_PHRASES]
    descriptors = [describe(named[phrase], region=region) for phrase in chosen]
    if not descriptors:
        return present([])
    with timed("outside"):
        resolutions = resolve(descriptors, allowed=sources.keys(), decompose=summed)
    for made in resolutions:
        record_lookup(made.found, is_cached=made.is_cached)
    return present([Lookup(phrase, region, made) for phrase, made in zip(chosen, resolutions, strict=True)])


def present(lookups: Sequence[Lookup]) -> dict[str, Any]:
    """The look-ups as plain data, rounded once."""
    found, open_ones = [], []
    for lookup in lookups:
        food = lookup.resolution.found
        measured = None if food is None else measured_as(lookup.phrase, food, lookup.region)
        if food is None or measured is None:
            open_ones.append({"phrase": lookup.phrase, "path": list(lookup.resolution.path)})
        else:
            found.append(_item(lookup, food, measured))
    return {"found_outside": found, "not_found_outside": open_ones}


def measured_as(phrase: str, found: Found, region: str) -> Measured | None:
    """The grams that the phrase says of the food, by its serving where it counts; None past 20 kg."""
    _, lexemes = lex(phrase)
    amount = amount_at(lexemes, 0) if lexemes else None
    said = in_region(amount[0], region) if amount else None
    measured = measure(_as_food(found), said, name_stems(phrase), found.nutrients["energy_kcal"])
    return measured if is_plausible(measured.grams) else None


def _as_food(found: Found) -> Food:
    """The food with the one portion that its source tells."""
    return Food(
        id=0,
        revision_id=0,
        revision=0,
        name=found.name,
        description=found.name,
        category="",
        is_base=False,
        state="",
        serving=found.serving or ("1 serving" if found.serving_g else ""),
        serving_g=found.serving_g,
        source=found.source,
        source_id=found.source_id,
        release=found.release,
        portions=(),
        names=(),
    )


def _item(lookup: Lookup, found: Found, measured: Measured) -> dict[str, Any]:
    licence = licences().get(found.source)
    return {
        "phrase": lookup.phrase,
        "name": found.name,
        "food_id": found.food_id,
        "is_estimate": found.is_estimate,
        "grams": round(measured.grams, GRAM_DECIMALS),
        "grams_low": round(measured.grams_low, GRAM_DECIMALS),
        "grams_high": round(measured.grams_high, GRAM_DECIMALS),
        "portion": measured.portion,
        "assumptions": list(measured.assumptions),
        "nutrients": rounded(scaled(found.nutrients, measured.grams / 100)),
        "score": round(found.confidence, SCORE_DECIMALS),
        "confidence": confidence(found.confidence),
        "source": found.source,
        "source_id": found.source_id,
        "release": found.release,
        "licence": licence.licence if licence else "",
        "attribution": licence.attribution if licence else "",
        "age_days": round(lookup.resolution.age_days, DAY_DECIMALS),
        "path": list(lookup.resolution.path),
    }
