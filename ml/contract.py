"""What a model promises whoever runs it: its classes, its preprocessing, and how to read its answers."""

from dataclasses import dataclass
from typing import Any

from ml.classes import NOT_FOOD, FoodClass, from_dicts
from ml.preprocessing import Preprocessing, from_dict


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where words begin."""

    food: float
    """Log-odds of food against not food, below which a photo is refused (logits as they are)."""
    likely: float
    possible: float
    """Least probability of the first answer, after the temperature; below `possible` it is uncertain."""


@dataclass(frozen=True, slots=True)
class Contract:
    """What judging, export and the browser must agree upon."""

    name: str
    classes: tuple[FoodClass, ...]
    preprocessing: Preprocessing
    held_out: tuple[str, ...] = ()
    temperature: float = 1.0
    thresholds: Thresholds | None = None
    accepted_food: float = 0.95
    likely_accuracy: float = 0.85
    possible_accuracy: float = 0.5

    @property
    def is_food(self) -> list[bool]:
        """Return for each class whether it is food."""
        return [each.kind != NOT_FOOD for each in self.classes]


class ManifestError(Exception):
    """A manifest does not say what is needed."""


def contract_of(manifest: dict[str, Any]) -> Contract:
    """Return what a manifest promises. Raises ManifestError."""
    try:
        return Contract(
            name=manifest["name"],
            classes=from_dicts(manifest["classes"]),
            preprocessing=from_dict(manifest["preprocessing"]),
            held_out=tuple(manifest["held_out"]),
            temperature=manifest["temperature"],
            thresholds=Thresholds(
                **{key: manifest["thresholds"][key] for key in ("food", "likely", "possible")}
            ),
            accepted_food=manifest["thresholds"]["accepted_food"],
        )
    except (KeyError, TypeError) as error:
        raise ManifestError(f"the manifest lacks or garbles {error}") from error
