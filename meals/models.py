"""The diary.

A ``Meal`` belongs to one day of its user for good; its ``MealItem`` rows keep what was known of each food
when it was logged. An ``Operation`` remembers a write and its answer, so that a redelivery changes nothing.
"""

from django.conf import settings
from django.db import models

from meals.ids import uuid7
from nutrition.models import Food, FoodRevision, NutrientColumns


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


class MealItem(NutrientColumns):
    """One line of a meal. Its nutrients are the amounts in ``grams`` of the food, not per 100 g."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meal = models.ForeignKey(Meal, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    food = models.ForeignKey(Food, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(FoodRevision, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160, help_text="As logged.")
    description = models.CharField(max_length=500, blank=True, help_text="The words that the user typed.")
    quantity = models.CharField(max_length=80, blank=True, help_text="In words, 2 large.")
    preparation = models.CharField(
        max_length=40,
        null=True,
        blank=True,
        help_text="How the raw food was cooked by reckoning; empty where the figures are as measured.",
    )
    grams = models.FloatField()
    grams_low = models.FloatField(null=True, blank=True)
    grams_high = models.FloatField(null=True, blank=True)
    grade = models.JSONField(
        null=True,
        help_text="The food's grade when it was logged, with what the formulas were told; null before them.",
    )
    provenance = models.JSONField(help_text="source, source_id, release, revision, path, score, preparation.")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(grams__gt=0), name="meal_item_grams_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.grams:g} g {self.name}"


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
