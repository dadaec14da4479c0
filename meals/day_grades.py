"""What the formulas say of a day of the diary."""

from datetime import date
from typing import Any, cast

from accounts.choices import ReproductiveStatus
from accounts.models import Profile
from meals.selectors import Day
from nutrition.grading.inflammation import inflammation_of_day
from nutrition.grading.meal import known_amounts
from nutrition.present_grades import present_day_inflammation
from nutrition.reference_intakes import GENERAL, Sex, life_stage, percent_of_reference

DAYS_A_YEAR = 365.25


def day_grade(day: Day, profile: Profile) -> dict[str, Any]:
    """What the formulas say of a day: its letter, inflammation, and the shares of the reference intakes.

    A nutrient counts where most of the day's grams know it, as in a meal's grades.
    """
    amounts = known_amounts(day.totals)
    stage = stage_of(profile, day.date)
    percents = percent_of_reference(amounts, stage)
    return {
        "grade": day.grade,
        "inflammation": present_day_inflammation(inflammation_of_day(amounts)),
        "life_stage": stage,
        "reference_percent": {key: round(value, 1) for key, value in percents.items() if value is not None},
    }


def stage_of(profile: Profile, on: date) -> str | None:
    """The life stage of a user on a day; None where the profile does not tell age and sex."""
    if profile.birth_date is None or profile.birth_date > on:
        return None
    status = profile.reproductive_status
    found = life_stage(
        (on - profile.birth_date).days / DAYS_A_YEAR,
        cast(Sex | None, profile.sex),
        pregnant=status == ReproductiveStatus.PREGNANT,
        lactating=status == ReproductiveStatus.LACTATING,
    )
    return None if found == GENERAL else found
