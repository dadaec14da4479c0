"""The diary.

A ``Meal`` belongs to one day of its user for good; its ``MealItem`` rows keep what was known of each food
when it was logged. An ``Operation`` remembers a write and its answer, so that a redelivery changes nothing.
"""

from django.conf import settings
from django.db import models

from meals.ids import uuid7
from meals.line_columns import CITES_ONE, Line
from meals.recipes.models import Recipe, RecipeIngredient

__all__ = ["Meal", "MealItem", "Operation", "Recipe", "RecipeIngredient"]


class Meal(models.Model):
    """Something eaten at one time; ``local_date`` is the user's day as it was when the meal was logged."""

    class Kind(models.TextChoices):
        BREAKFAST = "breakfast", "breakfast"
        LUNCH = "lunch", "lunch"
        DINNER = "dinner", "dinner"
        SNACK = "snack", "snack"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="meals")
    eaten_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64, help_text="IANA name, the zone that the user was in.")
    local_date = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    note = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["eaten_at", "id"]
        indexes = [
            models.Index(fields=["user", "local_date"], name="meal_user_day"),
            models.Index(fields=["user", "-eaten_at", "-id"], name="meal_user_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.local_date}"


class MealItem(Line):
    """One line of a meal. Its nutrients are the amounts in ``grams`` of the food, not per 100 g."""

    meal = models.ForeignKey(Meal, on_delete=models.CASCADE, related_name="items")
    grams_low = models.FloatField(null=True, blank=True)
    grams_high = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(grams__gt=0), name="meal_item_grams_positive"),
            models.CheckConstraint(condition=CITES_ONE, name="meal_item_cites_one"),
        ]


class Operation(models.Model):
    """A write that was carried out, with its answer. Kept for 90 days."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="operations")
    operation_id = models.UUIDField()
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=255)
    payload_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True, help_text="Empty while the write is under way.")
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "operation_id"], name="operation_once_a_user"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
