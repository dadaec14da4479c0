"""Reads of the diary. Everything of a user starts at ``meals_for``, so that nobody sees another's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.db.models.aggregates import Aggregate

from accounts.models import User
from meals.grades import short_grade
from meals.models import Meal, MealItem
from nutrition.nutrients import KEYS, Totals, total


@dataclass(frozen=True, slots=True)
class DayTotals:
    """What one day adds up to."""

    date: date
    totals: Totals


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the diary: its meals, the earliest first, and what they add up to."""

    date: date
    meals: list[Meal]
    totals: Totals
    grade: dict[str, Any] | None


def meals_for(user: User) -> QuerySet[Meal]:
    """Return the meals of ``user``."""
    return Meal.objects.filter(user=user)


def whole_meals_for(user: User) -> QuerySet[Meal]:
    """Return the meals of ``user`` with their lines and the lines' foods, in two queries."""
    return meals_for(user).prefetch_related(Prefetch("items", MealItem.objects.select_related("food")))


def totals_of(*meals: Meal) -> Totals:
    """Add up the lines of ``meals``."""
    return total((item.grams, item.nutrients()) for meal in meals for item in meal.items.all())


def day_for(user: User, day: date) -> Day:
    """Return one day of ``user``; a day without meals is empty and knows nothing."""
    meals = list(whole_meals_for(user).filter(local_date=day).order_by("eaten_at", "id"))
    lines = [item for meal in meals for item in meal.items.all()]
    return Day(day, meals, totals_of(*meals), short_grade(lines))


def day_totals_for(user: User, first: date, last: date) -> list[DayTotals]:
    """Return the totals of the days from ``first`` to ``last`` on which something was logged.

    Added up in SQL, one query; days without a line are left out, for nothing is known of them.
    """
    rows = (
        MealItem.objects.filter(meal__in=meals_for(user).filter(local_date__range=(first, last)))
        .order_by("meal__local_date")
        .values("meal__local_date")
        .annotate(**_sums())
    )
    return [DayTotals(row["meal__local_date"], _totals(row)) for row in rows]


def _sums() -> dict[str, Aggregate]:
    sums: dict[str, Aggregate] = {"items": Count("pk"), "mass": Sum("grams")}
    for key in KEYS:
        known = Q(**{f"{key}__isnull": False})
        sums[f"sum_{key}"] = Sum(key)
        sums[f"known_{key}"] = Count(key)
        sums[f"mass_{key}"] = Sum("grams", filter=known)
    return sums


def _totals(row: Mapping[str, Any]) -> Totals:
    return Totals(
        grams=row["mass"],
        nutrients={key: row[f"sum_{key}"] for key in KEYS},
        known_share={key: (row[f"mass_{key}"] or 0.0) / row["mass"] for key in KEYS},
        unknown_foods={key: row["items"] - row[f"known_{key}"] for key in KEYS},
    )
