"""What the formulas say of a food as its form stands, saved or not."""

from dataclasses import dataclass
from typing import Any

from nutrition import catalog
from nutrition.grading.checks import findings
from nutrition.grading.nutriscore import nutri_score_2023
from nutrition.models import FoodRevision
from nutrition.nutrients import CORE_KEYS, KEYS
from nutrition.present_grades import present_nutriscore
from nutrition.reference_intakes import GENERAL, life_stages, percent_of_reference


@dataclass(frozen=True, slots=True)
class Preview:
    """The Nutri-Score with its points, what is implausible, and the shares of a day's reference."""

    nutriscore: dict[str, Any]
    findings: tuple[Any, ...]
    percents: dict[str, float | None]
    known: int
    known_core: int
    nutrients: int = len(KEYS)
    core_nutrients: int = len(CORE_KEYS)


def preview(revision: FoodRevision, life_stage: str = GENERAL) -> Preview:
    """Judge a revision, stored or not; an unknown life stage counts as the general one."""
    values = revision.nutrients()
    facts = catalog.current().facts().of_revision(revision, values)
    stage = life_stage if life_stage in life_stages() else GENERAL
    return Preview(
        nutriscore=present_nutriscore(nutri_score_2023(facts)),
        findings=findings(values),
        percents=percent_of_reference(values, stage),
        known=sum(value is not None for value in values.values()),
        known_core=sum(values[key] is not None for key in CORE_KEYS),
    )
