"""The grades of the foods, stored for lists: kept up to date with the formulas and the food tables."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, Q

from nutrition import catalog
from nutrition.catalog import Catalog
from nutrition.grading.grade import Grading, grade_food
from nutrition.grading.tables import formula_version
from nutrition.models import CatalogChange, FoodGrade, FoodRevision
from nutrition.present_grades import SCORE_DECIMALS
from nutrition.resolution.foods import Food

BATCH = 500
OUTSIDE = "outside_the_scheme"
_UPDATED = [column.name for column in FoodGrade._meta.concrete_fields if not column.primary_key]

Progress = Callable[[str, int, int], None]


def grade_stale_foods(*, progress: Progress) -> int:
    """Grade every live food whose grade is missing or older than the formulas or its data; return how many.

    Each batch is stored by itself: interrupted, the work goes on where it stopped.
    """
    current = catalog.latest()
    stale = _stale(current)
    progress("grading", 0, len(stale))
    for start in range(0, len(stale), BATCH):
        batch = stale[start : start + BATCH]
        FoodGrade.objects.bulk_create(
            [_row(food, grade_food(current.facts_of(food)), current.version) for food in batch],
            update_conflicts=True,
            unique_fields=["food"],
            update_fields=_UPDATED,
        )
        progress("grading", start + len(batch), len(stale))
    if (gone := _not_live()).exists():
        gone.delete()
    return len(stale)


def _stale(current: Catalog) -> list[Food]:
    """The live foods whose grade does not say what it would say today, by id."""
    changes = CatalogChange.objects.filter(id__lte=current.version, grades=True).order_by()
    changed = dict(changes.values_list("food_id").annotate(last=Max("id")))
    everything = changed.get(None, 0)
    graded = dict(
        FoodGrade.objects.filter(formula_version=formula_version()).values_list("food_id", "data_version")
    )
    ids = sorted(
        food_id
        for food_id in current.tables.rows_of_id
        if graded.get(food_id, -1) < max(changed.get(food_id, 0), everything)
    )
    return [current.tables.foods[current.tables.rows_of_id[food_id]] for food_id in ids]


def _row(food: Food, grading: Grading, data_version: int) -> FoodGrade:
    index = grading.glycemic_index
    return FoodGrade(
        food_id=food.id,
        revision_id=food.revision_id,
        formula_version=grading.formula_version,
        data_version=data_version,
        nutriscore_class=grading.nutriscore.food_class,
        nutriscore_score=grading.nutriscore.score,
        nutriscore_grade=grading.nutriscore.grade,
        not_computable=_reason(grading),
        focus_scores={
            focus: None if grade.score is None else round(grade.score, SCORE_DECIMALS)
            for focus, grade in grading.focus.items()
        },
        glycemic_index=None if index is None else index.value,
        glycemic_kind="" if index is None else index.kind,
    )


def _reason(grading: Grading) -> str:
    """A code for why there is no Nutri-Score: the kind of food, or the nutrients that are unknown."""
    score = grading.nutriscore
    return score.not_rated_because or " ".join(score.missing)


def _not_live() -> Any:
    gone = Q(food__merged_into__isnull=False) | Q(food__live__isnull=True)
    return FoodGrade.objects.filter(gone | Q(food__live__state=FoodRevision.State.RETIRED))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of some foods have a Nutri-Score, by letter, and why the others have none."""

    foods: int
    in_the_scheme: int
    rated: int
    letters: dict[str, int]
    reasons: dict[str, int]


def coverage(*, only_base: bool) -> Coverage:
    """What the stored grades say of all live foods, or of the base foods."""
    grades = FoodGrade.objects.filter(food__live=F("revision"))
    if only_base:
        grades = grades.filter(food__live__is_base=True)
    rows = list(grades.values_list("nutriscore_grade", "not_computable"))
    letters = Counter(letter for letter, _ in rows if letter)
    reasons = Counter(reason for letter, reason in rows if not letter)
    return Coverage(
        foods=len(rows),
        in_the_scheme=sum(reason != OUTSIDE for _, reason in rows),
        rated=sum(letters.values()),
        letters=dict(sorted(letters.items())),
        reasons=dict(reasons.most_common()),
    )
