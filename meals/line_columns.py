"""The columns that every line has, be it of a meal or of a recipe."""

from django.db import models
from django.db.models import Q

from meals.ids import uuid7
from nutrition.models import Food, FoodRevision, NutrientColumns

# A food with its revision, or a recipe; neither is left where the recipe has been deleted since.
CITES_ONE = Q(food__isnull=False, revision__isnull=False, recipe__isnull=True) | Q(
    food__isnull=True, revision__isnull=True
)


class Line(NutrientColumns):
    """An amount of a food or of a recipe. Its nutrients are those in ``grams``, not per 100 g."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    position = models.PositiveSmallIntegerField()
    food = models.ForeignKey(Food, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.ForeignKey(
        FoodRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recipe = models.ForeignKey(
        "meals.Recipe",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The owner's own, in place of a food.",
    )
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
    grade = models.JSONField(
        null=True,
        help_text="The food's grade when it was logged, with what the formulas were told; null before them.",
    )
    provenance = models.JSONField(
        help_text="source, source_id, release, revision, path, score, preparation; recipe where it is one."
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.grams:g} g {self.name}"
