"""Counts by day: of resolutions, and of calls of the layers below with their time and cost."""

from typing import ClassVar

from django.db import models

from nutrition.counting import CountedModel


class ResolutionCount(CountedModel):
    """How many names came to a source this way on a day; nothing tells of the names or who said them."""

    KEY: ClassVar[tuple[str, ...]] = ("day", "source", "step", "cache", "confidence")

    day = models.DateField(help_text="In UTC.")
    source = models.CharField(max_length=24)
    step = models.CharField(max_length=12)
    cache = models.CharField(max_length=8)
    confidence = models.CharField(max_length=10, blank=True)
    count = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "source", "step", "cache", "confidence"], name="resolution_count_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.source} {self.step}: {self.count}"


class LayerCount(CountedModel):
    """How many calls of a layer took at most so long (and longer than the next shorter one) on a day."""

    KEY: ClassVar[tuple[str, ...]] = ("day", "layer", "at_most_us")
    SUMS: ClassVar[tuple[str, ...]] = ("count", "microseconds", "microdollars")

    day = models.DateField(help_text="In UTC.")
    layer = models.CharField(max_length=24)
    at_most_us = models.BigIntegerField(help_text="The bucket's upper bound in microseconds.")
    count = models.PositiveBigIntegerField()
    microseconds = models.PositiveBigIntegerField(help_text="Of all these calls together.")
    microdollars = models.PositiveBigIntegerField(help_text="What they cost, in millionths of a US dollar.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "layer", "at_most_us"], name="layer_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.layer} <= {self.at_most_us} µs: {self.count}"


class LatestResolutions(models.Model):
    """The latest resolutions of all processes, one character each; a single row."""

    outcomes = models.CharField(
        max_length=200, blank=True, help_text="The newest last; 1 is the last resort."
    )
    is_alarmed = models.BooleanField(default=False, help_text="That too many are was told already.")

    class Meta:
        verbose_name_plural = "latest resolutions"

    def __str__(self) -> str:
        return self.outcomes
