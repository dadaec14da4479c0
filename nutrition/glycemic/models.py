"""Measured glycemic indexes, and which of them stands for which food."""

from django.db import models
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from nutrition.models import Food, Origin


class GlycemicValue(models.Model):
    """A measured glycemic index (glucose = 100) as a study or a table gives it."""

    name = models.CharField(max_length=160)
    aliases = models.JSONField(default=list, blank=True, help_text="Other words for the food as tested.")
    gi = models.FloatField()
    standard_error = models.FloatField(null=True, blank=True)
    serving_g = models.FloatField(null=True, blank=True)
    carbohydrate_available_g = models.FloatField(null=True, blank=True, help_text="In the serving.")
    source = models.CharField(max_length=160, help_text="The study or table, as cited.")
    year = models.PositiveSmallIntegerField()
    checked_against = models.CharField(
        max_length=160, blank=True, help_text="What the figure was compared with; empty: with nothing yet."
    )
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.CURATOR)
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "year"]
        constraints = [
            models.UniqueConstraint(Lower("name"), "source", name="glycemic_value_once_a_source"),
            models.CheckConstraint(condition=models.Q(gi__gte=0), name="glycemic_value_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.gi:g}"


class GlycemicLink(models.Model):
    """Which measured value stands for a food, and how near it is to it."""

    class Kind(models.TextChoices):
        SAME = "same", "same food"
        CLOSE = "close", "close to it"
        CATEGORY = "category", "of its category"
        NONE = "none", "no value fits"

    food = models.OneToOneField(
        Food, on_delete=models.CASCADE, primary_key=True, related_name="glycemic_link"
    )
    value = models.ForeignKey(
        GlycemicValue, on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    note = models.CharField(max_length=160, blank=True, help_text="Why it stands for the food.")
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.CURATOR)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="none", value__isnull=True)
                | (~models.Q(kind="none") & models.Q(value__isnull=False)),
                name="glycemic_link_has_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.food} ~ {self.value} ({self.kind})"
