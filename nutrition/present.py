"""An analysis as plain data: what the API answers and what the commands print with ``--json``."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from nutrition.grading.facts import FoodFacts
from nutrition.grading.meal import meal_item
from nutrition.nutrients import Totals, rounded, total
from nutrition.offers import Offer
from nutrition.present_grades import present_short, present_short_meal
from nutrition.resolution.foods import Food
from nutrition.resolution.resolver import MAX_CHARACTERS, Alternative, Analysis, ResolvedFood, Unresolved

GRAM_DECIMALS = 2
ENERGY_DECIMALS = 2
SCORE_DECIMALS = 4
SHARE_DECIMALS = 4
PHRASE_CHARACTERS = 200
UNCERTAIN = "uncertain"

MESSAGES = {
    "not_found": "We don't know this one yet. Say it another way, or search for it.",
    "amount_out_of_range": "This amount can't be right. Say how much it was, up to 20 kg.",
    "too_long": f"This is more than {MAX_CHARACTERS:,} characters. Say it in parts.",
    "not_text": "This is not text in UTF-8.",
    "no_food_named": "We found no food in this. Name one, such as “two eggs”.",
}


@cache
def _confidence_table() -> tuple[tuple[float, str], ...]:
    text = files("nutrition").joinpath("data/confidence.csv").read_text(encoding="utf-8")
    return tuple((float(row["at_least"]), row["word"]) for row in csv.DictReader(text.splitlines()))


def confidence(score: float) -> str:
    """How sure a match of this score (0-1) is, in words: likely, possible, uncertain."""
    return next(word for at_least, word in _confidence_table() if score >= at_least)


def is_uncertain(score: float) -> bool:
    """Whether a match of this score is so unsure that it may well be another food."""
    return confidence(score) == UNCERTAIN


def present_analysis(
    analysis: Analysis,
    *,
    data_version: int,
    facts: Sequence[FoodFacts] = (),
    offers: Mapping[str, Offer] | None = None,
    outside: Mapping[str, Any] | None = None,
    outside_sources: Sequence[str] = (),
) -> dict[str, Any]:
    """The analysis with everything rounded once.

    ``facts`` are those of the items, one each; ``offers`` go by the phrase that they are for,
    ``outside`` is what look-ups outside came to, ``outside_sources`` name those that could be asked.
    """
    lines = [
        meal_item(known, found.measured.grams) for known, found in zip(facts, analysis.items, strict=True)
    ]
    return {
        "text": analysis.text,
        "meal": analysis.meal,
        "items": [_item(found, known) for found, known in zip(analysis.items, facts, strict=True)],
        "grade": present_short_meal(lines) if lines else None,
        "unresolved": [_unresolved(phrase, offers or {}) for phrase in analysis.unresolved],
        "found_outside": [],
        "not_found_outside": [],
        **(outside or {}),
        "outside_sources": list(outside_sources),
        "totals": present_totals(analysis.totals),
        "milliseconds": round(analysis.milliseconds, 3),
        "data_version": data_version,
    }


def present_unread(text: str, reason: str) -> dict[str, Any]:
    """An analysis of a text that was not even read, in the same shape."""
    unresolved = (Unresolved(text[:PHRASE_CHARACTERS], reason),)
    return present_analysis(
        Analysis(text[:MAX_CHARACTERS], None, (), unresolved, total(()), 0.0), data_version=0
    )


def present_totals(totals: Totals) -> dict[str, Any]:
    """What foods add up to, and how much of it is known."""
    return {
        "grams": round(totals.grams, GRAM_DECIMALS),
        "nutrients": rounded(totals.nutrients),
        "known_share": {key: round(share, SHARE_DECIMALS) for key, share in totals.known_share.items()},
        "unknown_foods": dict(totals.unknown_foods),
    }


def _item(found: ResolvedFood, facts: FoodFacts) -> dict[str, Any]:
    food, measured = found.food, found.measured
    return {
        "phrase": found.phrase,
        "normalised": found.normalised,
        "name": food.name,
        "food_id": food.id,
        "revision": food.revision,
        "state": food.state,
        "category": food.category,
        **origin(food),
        "grams": round(measured.grams, GRAM_DECIMALS),
        "grams_low": round(measured.grams_low, GRAM_DECIMALS),
        "grams_high": round(measured.grams_high, GRAM_DECIMALS),
        "quantity": found.quantity,
        "portion": measured.portion,
        "portion_multiplier": round(measured.grams / (food.serving_g or 100.0), SCORE_DECIMALS),
        "path": list(found.path),
        "score": round(found.score, SCORE_DECIMALS),
        "confidence": confidence(found.score),
        "energy_kcal_low": present_energy(found.energy_kcal_low),
        "energy_kcal_high": present_energy(found.energy_kcal_high),
        "nutrients": rounded(found.nutrients),
        "grade": present_short(facts),
        "preparation": found.preparation,
        "adjustments": [{"note": note} for note in found.adjustments],
        "assumptions": list(found.assumptions),
        "questions": list(found.questions),
        "alternatives": [_alternative(other) for other in found.alternatives],
        "provenance": {"default": origin(food)},
    }


def origin(food: Food) -> dict[str, str]:
    """Where a food's figures come from unless said otherwise."""
    return {"source": food.source, "source_id": food.source_id, "release": food.release}


def _alternative(other: Alternative) -> dict[str, Any]:
    return {
        "food_id": other.food.id,
        "name": other.food.name,
        "score": round(other.score, SCORE_DECIMALS),
        "energy_kcal_per_100g": present_energy(other.energy_kcal_per_100g),
    }


def _unresolved(open_phrase: Unresolved, offers: Mapping[str, Offer]) -> dict[str, Any]:
    offer = offers.get(open_phrase.phrase)
    return {
        "phrase": open_phrase.phrase,
        "reason": open_phrase.reason,
        "message": MESSAGES.get(open_phrase.reason, MESSAGES["not_found"]),
        "offer": None if offer is None else _offer(offer),
    }


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "category": offer.category,
        "name": offer.name,
        "foods": offer.foods,
        "energy_kcal_per_100g": present_energy(offer.energy_kcal_per_100g),
        "energy_kcal_per_100g_low": present_energy(offer.energy_kcal_per_100g_low),
        "energy_kcal_per_100g_high": present_energy(offer.energy_kcal_per_100g_high),
    }


def present_energy(kcal: float | None) -> float | None:
    """kcal rounded once; None is unknown."""
    return None if kcal is None else round(kcal, ENERGY_DECIMALS)
