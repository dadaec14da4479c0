"""All that is said of a model: tables that become JSON, a model card and the figures of a release."""

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.classes import DISH, GROCERY, NOT_FOOD
from ml.contract import Contract
from ml.judging import measures
from ml.judging.calibrating import Said, calibrated, errors, said, said_crosswise
from ml.judging.classifier import Classifier, ModelError, predict
from ml.judging.energy import class_energy, energy_error
from ml.judging.shots import Shots, Source, read_shots
from ml.judging.strange import KINDS as STRANGE
from ml.judging.variations import at_other_sizes, varied
from ml.made_up import KINDS as TRAINED
from ml.made_up import Draw
from ml.photos import Progress

MADE_UP = 40
"""Pictures made up of each kind, and their side in pixels."""
MADE_UP_SIDE = 224
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

    A model without a temperature gets one fitted on these photos (its own validation split, then), and is
    judged crosswise. Raises ModelError, PackError, DataError, ClassesError, OSError.
    """
    contract = classifier.contract
    shots = read_shots(asked.photos, contract, scratch=scratch, progress=progress)
    logits = predict(classifier, shots.images(), len(shots.rows), mirrored=asked.mirrored, progress=progress)
    if not np.isfinite(logits).all():
        raise ModelError(f"{contract.name}: some of its answers are no finite numbers")
    told = crossed = None
    if contract.thresholds is None:
        contract = calibrated(logits, shots.labels, shots.sets, contract)
        told = crossed = said_crosswise(logits, shots.labels, shots.sets, contract)
    told = told or said(logits, contract)
    figures: Figures = {
        "model": contract.name,
        "size": contract.preprocessing.size,
        "photos": int(shots.counted.sum()),
        "skipped": {"count": len(shots.skipped), "first": list(shots.skipped[:20])},
        "sets": _sets(logits, shots, contract),
        "sources": _sources(logits, shots),
        "classes": _classes(logits, shots, contract),
        "confused": _confused(logits, shots, contract),
        "calibration": _calibration(logits, shots, contract, told) | {"crosswise": crossed is not None},
        "selective": _selective(logits, shots, told),
        "refusal": _refusal(classifier, shots, contract, told),
        "energy": _energy(logits, shots, contract, asked.fixtures),
        "sizes": at_other_sizes(classifier, shots, asked.sample, progress),
        "variations": varied(classifier, shots, asked.sample, progress),
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
    taken = [row["dish_as_grocery"] for row in figures["sizes"].values()]
    taken.append(sets.get("small dishes", {}).get("taken_for_grocery"))
    found["dish_as_grocery"] = max((share for share in taken if share is not None), default=None)
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
    # A dish is one of Food-101's; the sets hold other foods too.
    dish = kinds[shots.labels] == DISH
    masks |= {f"{name} dishes": dish & (shots.sets == name) for name in ("small", "sharp")}
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


def _calibration(logits: Floats, shots: Shots, contract: Contract, told: Said | None) -> Figures:
    edible = shots.sets != NOT_FOOD
    right = logits.argmax(1) == shots.labels
    words: Figures = {}
    if told is not None:
        masks = {"likely": told.likely, "possible": told.possible, "uncertain": ~told.likely & ~told.possible}
        words = {
            word: {"share": measures.mean(mask[edible]), "right": measures.mean(right[edible & mask])}
            for word, mask in masks.items()
        }
    after = told.confidence[edible] if told is not None else np.zeros(0)
    thresholds = asdict(contract.thresholds) if contract.thresholds else {}
    return {
        "temperature": contract.temperature,
        "errors": errors(logits[edible], shots.labels[edible], shots.sets[edible], after),
        "thresholds": thresholds | {"accepted_food": contract.accepted_food},
        "words": words,
    }


def _selective(logits: Floats, shots: Shots, told: Said | None) -> Figures:
    """Return how often the surest answers are right, by set."""
    right = logits.argmax(1) == shots.labels
    masks = {name: shots.sets == name for name in ("small", "sharp", GROCERY)}
    return {
        name: [asdict(row) for row in measures.selective(told.confidence[mask], right[mask])]
        for name, mask in masks.items()
        if told is not None
    }


def _refusal(classifier: Classifier, shots: Shots, contract: Contract, told: Said | None) -> Figures:
    """Return the shares refused of what is not food and accepted of food."""
    other = shots.sets == NOT_FOOD
    strange = _made_up_refused(classifier, contract, STRANGE)
    return {
        "threshold": contract.thresholds.food if contract.thresholds else None,
        "photos": int(other.sum()),
        "photos_refused": measures.mean(~told.accepted[other]) if told else None,
        # Kinds of pictures that training does not draw, as many of each.
        "made_up": strange,
        "made_up_refused": measures.mean(np.array(list(strange.values()))),
        "made_up_as_in_training": _made_up_refused(classifier, contract, TRAINED),
        "accepted": {
            name: measures.mean(told.accepted[shots.sets == name]) if told else None
            for name in ("small", "sharp", "unseen", GROCERY)
        },
    }


def _made_up_refused(classifier: Classifier, contract: Contract, kinds: dict[str, Draw]) -> dict[str, float]:
    """Return the share refused of each kind of made-up picture; nothing where nothing can be refused."""
    if contract.thresholds is None or all(contract.is_food):
        return {}
    found = {}
    for name, draw in kinds.items():
        random = np.random.default_rng(7)
        images = [draw(random, MADE_UP_SIDE) for _ in range(MADE_UP)]
        scores = measures.food_score(predict(classifier, images, MADE_UP), np.array(contract.is_food))
        found[name] = float((scores < contract.thresholds.food).mean())
    return found


def _energy(logits: Floats, shots: Shots, contract: Contract, fixtures: Path) -> Figures:
    energy, answers = class_energy(contract.classes, fixtures), logits.argmax(1)
    masks = {name: shots.sets == name for name in ("small", "sharp", "unseen", GROCERY)}
    masks["all"] = shots.counted & (shots.sets != NOT_FOOD)
    return {n: energy_error(shots.labels[m], answers[m], energy) for n, m in masks.items() if m.any()}
