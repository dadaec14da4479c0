"""The classes that a model tells apart, and the foods they stand for."""

import csv
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

DISH, FOOD, GROCERY, NOT_FOOD = KINDS = ("dish", "food", "grocery", "not_food")
COLUMNS = ("class", "kind", "food_id", "name", "coarse")


class ClassesError(Exception):
    """A table of classes cannot be used; the message names file, row and reason."""


@dataclass(frozen=True, slots=True)
class FoodClass:
    """One label of the model."""

    label: str
    kind: str
    food_id: int | None
    """The food of the food database; None for what is not food."""
    name: str
    coarse: str
    """Label of the coarser group that the class belongs to; empty where there is none."""

    def as_dict(self) -> dict[str, Any]:
        """Return the class as it stands in a checkpoint and in the manifest."""
        return asdict(self)


def read_classes(path: Path) -> tuple[FoodClass, ...]:
    """Read ``classes.csv`` in its order, which is the order of the model's outputs.

    Raises ClassesError.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = set(COLUMNS) - set(reader.fieldnames or ())
            if missing:
                raise ClassesError(f"{path}: no column {', '.join(sorted(missing))}")
            classes = tuple(_class(path, number, row) for number, row in enumerate(reader, 2))
    except OSError as error:
        raise ClassesError(f"{path}: {error.strerror}") from error
    labels = [each.label for each in classes]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice or not classes:
        raise ClassesError(f"{path}: {'twice: ' + ', '.join(twice) if twice else 'no class'}")
    return classes


def from_dicts(rows: list[dict[str, Any]]) -> tuple[FoodClass, ...]:
    """Return the classes that ``FoodClass.as_dict`` gave."""
    return tuple(FoodClass(**row) for row in rows)


def _class(path: Path, number: int, row: dict[str, str]) -> FoodClass:
    if row["kind"] not in KINDS:
        raise ClassesError(f"{path}, row {number}: kind {row['kind']!r} is none of {', '.join(KINDS)}")
    food_id = row["food_id"].strip()
    if food_id and not food_id.isdigit():
        raise ClassesError(f"{path}, row {number}: food_id {food_id!r} is no number")
    return FoodClass(row["class"], row["kind"], int(food_id) if food_id else None, row["name"], row["coarse"])
