"""The one table of labels: what each data set calls a thing -> the class -> the food of the food database.

Many labels may mean one class, and many classes one food (the apples of a shop). A row's `fit` is `same`
where the food is what the photo shows and `nearest` where the tables have nothing better; `note` says why.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ml.classes import DISH, FOOD, GROCERY, KINDS, NOT_FOOD, FoodClass
from ml.data.photo import DataError

TABLE = Path(__file__).with_name("labels.csv")
COLUMNS = ("label_set", "label", "class", "kind", "name", "coarse", "food_id", "fit", "note")
CLASS_NAMES, FOODS = "classes", "foods"
"""Label sets that are not in the table: labels that are class names, and labels that are food ids."""


class LabelsError(DataError):
    """The table of labels contradicts itself, or lacks a label."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The table in memory."""

    classes: dict[str, FoodClass]
    """By class name, in the order of the table."""
    by_label: dict[tuple[str, str], str]
    """(label set, label) -> class name."""

    def find(self, label_set: str, label: str) -> FoodClass | None:
        """Return what the label means: the row of its own set, else the class of that very name, else None.

        In the label set ``foods`` a label is a food id; LabelsError where several classes show that food.
        """
        if label_set == FOODS and label.isdigit():
            return self._of_food(int(label))
        found = self.by_label.get((label_set, label)) or folded(label)
        return self.classes.get(found)

    def _of_food(self, food_id: int) -> FoodClass | None:
        matching = [each for each in self.classes.values() if each.food_id == food_id]
        for kind in (DISH, FOOD, GROCERY):
            found = [each for each in matching if each.kind == kind]
            if len(found) > 1:
                names = " or ".join(each.label for each in found)
                raise LabelsError(f"food {food_id} is shown by {names}: say which in the column class")
            if found:
                return found[0]
        return None


def read_labels(paths: Iterable[Path] = (TABLE,)) -> Labels:
    """Read tables of labels, later ones adding to earlier ones. Raises LabelsError with file and row."""
    labels = Labels({}, {})
    for path in paths:
        try:
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                if missing := set(COLUMNS) - set(reader.fieldnames or ()):
                    raise LabelsError(f"{path}: no column {', '.join(sorted(missing))}")
                for number, row in enumerate(reader, 2):
                    _add(labels, row, f"{path}, row {number}")
        except OSError as error:
            raise LabelsError(f"{path}: {error.strerror}") from error
    return labels


def _add(labels: Labels, row: dict[str, str], where: str) -> None:
    meaning = _class(row, where)
    if labels.classes.setdefault(meaning.label, meaning) != meaning:
        raise LabelsError(f"{where}: {meaning.label} is described otherwise further up")
    key = (row["label_set"], row["label"])
    if labels.by_label.setdefault(key, meaning.label) != meaning.label:
        raise LabelsError(f"{where}: {' '.join(key)} is {labels.by_label[key]} further up")


def _class(row: dict[str, str], where: str) -> FoodClass:
    kind, food_id = row["kind"], row["food_id"]
    if kind not in KINDS:
        raise LabelsError(f"{where}: kind {kind!r} is none of {', '.join(KINDS)}")
    if food_id.isdigit() == (kind == NOT_FOOD):
        raise LabelsError(f"{where}: food_id {food_id!r} does not go with the kind {kind}")
    return FoodClass(row["class"], kind, int(food_id) if food_id else None, row["name"], row["coarse"])


def folded(label: str) -> str:
    """Return a label as the names of classes are written."""
    return label.strip().lower().replace(" ", "_").replace("-", "_")
