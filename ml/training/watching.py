"""What a run looks at while it trains: validation photos, read as the browser will read them."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ml.classes import DISH, FOOD, GROCERY, NOT_FOOD
from ml.judging import measures
from ml.photos import Photos
from ml.preprocessing import square
from ml.run_config import Run
from ml.training.augment import pixels, scaled
from ml.training.batches import is_held_out

BATCH = 128
SCORED = ("small_top1", "sharp_top1", "grocery_top1", "refused")
"""What the score that picks the best weights is the mean of; held-out classes have no say in it."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Validation photos at a stage's size."""

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]
    sets: NDArray[np.str_]
    """small, sharp, unseen, grocery or not_food."""


def watched(photos: Photos, run: Run, size: int) -> Watched:
    """Return up to ``watching.photos`` validation photos of each set, brought to the stage's size.

    `unseen` are the sharp photos of held-out classes, which training never touches, whatever their split.
    """
    kind, small, out = photos.kind, photos.is_small, is_held_out(photos, run)
    val, edible = photos.split == "val", np.isin(kind, [DISH, FOOD])
    masks = {
        "small": val & small & edible,
        "sharp": val & ~small & edible & ~out,
        "unseen": ~small & edible & out,
        GROCERY: val & (kind == GROCERY),
        NOT_FOOD: val & (kind == NOT_FOOD),
    }
    random = np.random.default_rng([run.seed, 99])
    rows, sets = [], []
    for name, mask in masks.items():
        chosen = np.flatnonzero(mask)
        chosen = np.sort(random.permutation(chosen)[: run.watching.photos])
        rows.append(chosen)
        sets += [name] * len(chosen)
    chosen = np.concatenate(rows)
    rule = replace(run.preprocessing, size=size)
    images = np.zeros((len(chosen), size, size, 3), np.uint8)
    for i, row in enumerate(chosen):
        prepared = square(photos.image(int(row)), size=size, crop=rule.crop, shrink=rule.shrink)
        images[i] = prepared.round()
    return Watched(images, photos.label[chosen], np.array(sets, dtype=np.str_))


def logits(model: Any, images: NDArray[np.uint8], run: Run, device: Any) -> NDArray[np.float32]:
    """Return the model's logits for uint8 photos of its size, in evaluation mode."""
    was_training = model.training
    model.eval()
    found = []
    with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
        for start in range(0, len(images), BATCH):
            x = pixels(images[start : start + BATCH], device)
            x = scaled(x, run.preprocessing.mean, run.preprocessing.std)
            found.append(model(x).float().cpu().numpy())
    model.train(was_training)
    return np.concatenate(found) if found else np.zeros((0, 1), np.float32)


def judge(model: Any, seen: Watched, photos: Photos, run: Run, device: Any) -> dict[str, float]:
    """Return the run's own figures: top-1 and top-5 by set, dishes taken for groceries, refusal, score."""
    out = logits(model, seen.images, run, device)
    kinds = np.array([each.kind for each in photos.classes])
    figures: dict[str, float | None] = {}
    for name in ("small", "sharp", "unseen", GROCERY):
        mine = seen.sets == name
        figures[f"{name}_top1"] = measures.top(out[mine], seen.labels[mine])
        figures[f"{name}_top5"] = measures.top(out[mine], seen.labels[mine], 5)
    sharp = np.isin(seen.sets, ["sharp", "unseen"])
    figures["dish_as_grocery"] = measures.mean(kinds[out[sharp].argmax(1)] == GROCERY)
    figures["refused"] = _refused(out, seen, kinds, run)
    known = {key: value for key, value in figures.items() if value is not None}
    scored = [known[key] for key in SCORED if key in known]
    return known | {"score": sum(scored) / len(scored) if scored else 0.0}


def _refused(out: NDArray[np.float32], seen: Watched, kinds: NDArray[np.str_], run: Run) -> float | None:
    scores = measures.food_score(out, kinds != NOT_FOOD)
    threshold = measures.refusal_threshold(
        scores[np.isin(seen.sets, ["small", "sharp"])], run.release.accepted_food
    )
    return measures.mean(scores[seen.sets == NOT_FOOD] < threshold)
