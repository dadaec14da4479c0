"""All that is said of a model: tables that become JSON, a model card and the figures of a release."""

from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.classes import DISH, GROCERY, NOT_FOOD
from ml.contract import Contract
from ml.judging import measures
from ml.judging.calibrating import calibrate, crossed_errors, errors
from ml.judging.classifier import Classifier, predict
from ml.judging.energy import class_energy, energy_error
from ml.judging.shots import Shots, Source, read_shots
from ml.judging.variations import SIDES, VARIATIONS, at_side
from ml.made_up import made_up
from ml.photos import Progress

MADE_UP = 300
PAIRS = 20
Figures = dict[str, Any]
Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to judge a model on, and how thoroughly."""

    photos: Source
    fixtures: Path
    sample: int = 500
    """Photos of each set that are looked at again at other sizes and in other light, drawn once."""
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A model's answers beside the photos, for whoever wants to look closer."""

    contract: Contract
    """With the temperature and thresholds that were used."""
    shots: Shots
    logits: Floats
    figures: Figures


def judge(classifier: Classifier, asked: Asked, *, scratch: Path, progress: Progress) -> Judged:
    """Judge a model on photos. ``scratch`` is a folder for decoded photos that must outlive the answer.

    A model without a temperature gets one fitted on these photos (its own validation split, then), and its
    calibration is judged crosswise. Raises PackError, ClassesError, OSError.
    """
    contract = classifier.contract
    shots = read_shots(asked.photos, contract, scratch=scratch, progress=progress)
    logits = predict(classifier, shots.images(), len(shots.rows), mirrored=asked.mirrored, progress=progress)
    fitted = contract.thresholds is None
    if fitted:
        # Held-out classes have no say: at home nobody knows what was held out.
        known = (shots.sets != "unseen") | (shots.sets == "unseen").all()
        temperature, thresholds = calibrate(logits[known], shots.labels[known], shots.sets[known], contract)
        contract = replace(contract, temperature=temperature, thresholds=thresholds)
    figures: Figures = {
        "model": contract.name,
        "size": contract.preprocessing.size,
        "photos": int(shots.counted.sum()),
        "skipped": {"count": len(shots.skipped), "first": list(shots.skipped[:20])},
        "sets": _sets(logits, shots, contract),
        "sources": _sources(logits, shots),
        "classes": _classes(logits, shots, contract),
        "confused": _confused(logits, shots, contract),
        "calibration": _calibration(logits, shots, contract, fitted),
        "selective": _selective(logits, shots, contract),
        "refusal": _refusal(classifier, logits, shots, contract),
        "energy": _energy(logits, shots, contract, asked.fixtures),
        "sizes": _sizes(classifier, shots, asked.sample, progress),
        "variations": _variations(classifier, shots, asked.sample, progress),
    }
    return Judged(contract, shots, logits, figures | {"headline": headline(figures)})


def headline(figures: Figures) -> dict[str, float]:
    """Return the figures that a release is held to and remembered by; what could not be had is absent."""
    sets, calibration = figures["sets"], figures["calibration"]["errors"]
    found: dict[str, float | None] = {}
    for name in ("small", "sharp", "unseen", GROCERY):
        for key in ("top1", "top5"):
            found[f"{name}_{key}"] = sets.get(name, {}).get(key)
    found["sharp_dish_top1"] = sets.get("sharp dishes", {}).get("top1")
    found["grocery_coarse_top1"] = sets.get(GROCERY, {}).get("coarse_top1")
    taken = [
        row["dish_as_grocery"] for row in figures["sizes"].values() if row["dish_as_grocery"] is not None
    ]
    found["dish_as_grocery"] = max(taken, default=None)
    found["refused"] = figures["refusal"]["photos_refused"]
    found["made_up_refused"] = figures["refusal"]["made_up_refused"]
    for name, key in (("ece", "all"), ("ece_small", "small"), ("ece_sharp", "sharp")):
        found[name] = calibration.get(key, {}).get("after")
    found["energy_mean_kcal"] = figures["energy"].get("all", {}).get("mean_kcal")
    return {key: float(value) for key, value in found.items() if value is not None}


def _accuracy(logits: Floats, labels: NDArray[np.int64], present: NDArray[np.bool_]) -> Figures:
    return {
        "photos": len(labels),
        "top1": measures.top(logits, labels),
        "top5": measures.top(logits, labels, 5),
        "top1_within_present": measures.top(logits, labels, 1, present),
        "top5_within_present": measures.top(logits, labels, 5, present),
    }


def _sets(logits: Floats, shots: Shots, contract: Contract) -> Figures:
    """Return accuracy by set, over all classes and within those present in the set."""
    kinds = np.array([each.kind for each in contract.classes])
    coarse = np.array([each.coarse for each in contract.classes])
    masks = {name: shots.sets == name for name in sorted(set(shots.sets.tolist()))}
    masks["all"] = shots.counted
    # A dish is one of Food-101's; the sets `sharp` and `unseen` hold other foods too.
    dish = kinds[shots.labels] == DISH
    masks["sharp dishes"] = dish & (shots.sets == "sharp")
    table = {}
    for name, mask in masks.items():
        labels, answers = shots.labels[mask], logits[mask].argmax(1)
        if not len(labels):
            continue
        present = np.isin(np.arange(len(kinds)), labels)
        table[name] = _accuracy(logits[mask], labels, present)
        table[name]["taken_for_grocery"] = measures.mean(kinds[answers] == GROCERY)
        if name == GROCERY:
            table[name]["coarse_top1"] = measures.mean(coarse[answers] == coarse[labels])
    return table


def _sources(logits: Floats, shots: Shots) -> Figures:
    source = shots.photos.source[shots.rows]
    return {
        str(name): {
            "photos": int((mask := shots.counted & (source == name)).sum()),
            "top1": measures.top(logits[mask], shots.labels[mask]),
        }
        for name in np.unique(source[shots.counted])
    }


def _classes(logits: Floats, shots: Shots, contract: Contract) -> Figures:
    answers, rows = logits.argmax(1), {}
    for i in np.unique(shots.labels):
        mine, said = shots.labels == i, answers == i
        rows[contract.classes[i].label] = {
            "photos": int(mine.sum()),
            "top1": measures.top(logits[mine], shots.labels[mine]),
            "top5": measures.top(logits[mine], shots.labels[mine], 5),
            "right_when_said": measures.mean(mine[said]),
        }
    return rows


def _confused(logits: Floats, shots: Shots, contract: Contract) -> list[Figures]:
    answers = logits.argmax(1)
    wrong = np.flatnonzero(answers != shots.labels)
    pairs = Counter(zip(shots.labels[wrong].tolist(), answers[wrong].tolist(), strict=True))
    return [
        {"is": contract.classes[true].label, "taken_for": contract.classes[given].label, "photos": count}
        for (true, given), count in pairs.most_common(PAIRS)
    ]


def _calibration(logits: Floats, shots: Shots, contract: Contract, fitted: bool) -> Figures:
    edible = shots.sets != NOT_FOOD
    out, labels, sets = logits[edible], shots.labels[edible], shots.sets[edible]
    after = measures.probabilities(out, contract.temperature).max(1)
    table = crossed_errors(out, labels, sets) if fitted else errors(out, labels, sets, after)
    thresholds = asdict(contract.thresholds) if contract.thresholds else {}
    return {
        "temperature": contract.temperature,
        "fitted_here": fitted,
        "errors": table,
        "thresholds": thresholds | {"accepted_food": contract.accepted_food},
        "words": _words(out, labels, contract),
    }


def _words(logits: Floats, labels: NDArray[np.int64], contract: Contract) -> Figures:
    """Return how often answers were called likely, possible and uncertain, and how often they were right."""
    if contract.thresholds is None:
        return {}
    confidence = measures.probabilities(logits, contract.temperature).max(1)
    likely = confidence >= contract.thresholds.likely
    possible = ~likely & (confidence >= contract.thresholds.possible)
    right = logits.argmax(1) == labels
    words = {"likely": likely, "possible": possible, "uncertain": ~likely & ~possible}
    return {word: {"share": measures.mean(m), "right": measures.mean(right[m])} for word, m in words.items()}


def _selective(logits: Floats, shots: Shots, contract: Contract) -> Figures:
    table = {}
    for name in ("small", "sharp", GROCERY):
        mine = shots.sets == name
        confidence = (
            measures.probabilities(logits[mine], contract.temperature).max(1) if mine.any() else np.zeros(0)
        )
        right = logits[mine].argmax(1) == shots.labels[mine]
        table[name] = [asdict(row) for row in measures.selective(confidence, right)]
    return table


def _refusal(classifier: Classifier, logits: Floats, shots: Shots, contract: Contract) -> Figures:
    """Return the shares refused of what is not food and accepted of food, at the contract's threshold."""
    is_food = np.array(contract.is_food)
    threshold = contract.thresholds.food if contract.thresholds else -np.inf
    random = np.random.default_rng(7)
    drawn = [made_up(random, 160) for _ in range(MADE_UP)] if not is_food.all() else []
    scores = measures.food_score(logits, is_food)
    pictures = measures.food_score(predict(classifier, [image for _, image in drawn], len(drawn)), is_food)
    names = np.array([name for name, _ in drawn])
    return {
        "threshold": threshold,
        "photos": int((shots.sets == NOT_FOOD).sum()),
        "photos_refused": measures.mean(scores[shots.sets == NOT_FOOD] < threshold),
        "made_up_refused": measures.mean(pictures < threshold),
        "made_up": {str(n): measures.mean(pictures[names == n] < threshold) for n in np.unique(names)},
        "accepted": {
            n: measures.mean(scores[shots.sets == n] >= threshold)
            for n in ("small", "sharp", "unseen", GROCERY)
        },
    }


def _energy(logits: Floats, shots: Shots, contract: Contract, fixtures: Path) -> Figures:
    energy, answers = class_energy(contract.classes, fixtures), logits.argmax(1)
    masks = {name: shots.sets == name for name in ("small", "sharp", "unseen", GROCERY)}
    masks["all"] = shots.counted & (shots.sets != NOT_FOOD)
    return {n: energy_error(shots.labels[m], answers[m], energy) for n, m in masks.items() if m.any()}


def _drawn(shots: Shots, names: tuple[str, ...], count: int) -> NDArray[np.int64]:
    random = np.random.default_rng(11)
    parts = [random.permutation(np.flatnonzero(shots.sets == name))[:count] for name in names]
    return np.sort(np.concatenate(parts))


def _sizes(classifier: Classifier, shots: Shots, count: int, progress: Progress) -> Figures:
    """Return what becomes of sharp photos and groceries that reach the model at other sizes."""
    chosen = _drawn(shots, ("sharp", "unseen", GROCERY), count)
    labels, sets = shots.labels[chosen], shots.sets[chosen]
    kinds = np.array([each.kind for each in classifier.contract.classes])
    dish = kinds[labels] == DISH
    table = {}
    for side in SIDES if len(chosen) else ():
        images = (at_side(image, side) for image in shots.images(chosen))
        out = predict(classifier, images, len(chosen), what=f"at {side} px", progress=progress)
        native = np.minimum(shots.photos.height, shots.photos.width)[shots.rows[chosen]]
        row = {n: measures.top(out[sets == n], labels[sets == n]) for n in ("sharp", "unseen", GROCERY)}
        row["dish_as_grocery"] = measures.mean(kinds[out[dish].argmax(1)] == GROCERY)
        row["enlarged"] = measures.mean(native < side)
        table[str(side)] = row
    return table


def _variations(classifier: Classifier, shots: Shots, count: int, progress: Progress) -> Figures:
    chosen = _drawn(shots, ("sharp", GROCERY), count)
    labels = shots.labels[chosen]
    table = {}
    for name, change in VARIATIONS.items() if len(chosen) else ():
        images = (change(image) for image in shots.images(chosen))
        out = predict(classifier, images, len(chosen), what=name, progress=progress)
        table[name] = measures.top(out, labels)
    return table
