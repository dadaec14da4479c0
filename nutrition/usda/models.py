"""The publishers' tables as imported, from which foods are distilled."""

from django.db import models

from nutrition.models import NutrientColumns


class SourceFood(NutrientColumns):
    """A food as its publisher tells it, per 100 g edible part."""

    source = models.CharField(max_length=20)
    source_id = models.CharField(max_length=20)
    release = models.CharField(max_length=20)
    description = models.CharField(max_length=255)
    synonyms = models.CharField(max_length=255, blank=True)
    group_code = models.CharField(max_length=10)
    group_name = models.CharField(max_length=120)
    ndb_number = models.CharField(
        max_length=10, blank=True, help_text="USDA's number of one food in SR28, FNDDS and Foundation."
    )
    scientific_name = models.CharField(max_length=120, blank=True)
    manufacturer = models.CharField(max_length=120, blank=True)
    refuse = models.CharField(max_length=160, blank=True)
    refuse_percent = models.FloatField(null=True, blank=True)
    derivations = models.JSONField(default=dict, help_text="Nutrient -> the publisher's derivation code.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="source_food_id"),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.source_id} {self.description}"


class SourcePortion(models.Model):
    """A household measure as its publisher tells it."""

    food = models.ForeignKey(SourceFood, on_delete=models.CASCADE, related_name="portions")
    sequence = models.PositiveIntegerField()
    label = models.CharField(max_length=200)
    grams = models.FloatField()

    class Meta:
        ordering = ["food", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["food", "sequence"], name="source_portion_sequence"),
        ]


class SourceIngredient(models.Model):
    """One ingredient of a dish as FNDDS computes it."""

    food = models.ForeignKey(SourceFood, on_delete=models.CASCADE, related_name="ingredients")
    sequence = models.PositiveIntegerField()
    ingredient_code = models.CharField(max_length=20)
    description = models.CharField(max_length=255)
    grams = models.FloatField()
    retention_code = models.CharField(max_length=8, blank=True)
    moisture_change_percent = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["food", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["food", "sequence"], name="source_ingredient_sequence"),
        ]
