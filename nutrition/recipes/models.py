"""Of what the catalog's dishes are made."""

from django.db import models
from simple_history.models import HistoricalRecords

from nutrition.models import Food, Origin


class DishRecipe(models.Model):
    """How a dish of the food tables is made; one that a curator changed is never overwritten."""

    food = models.OneToOneField(Food, on_delete=models.CASCADE, primary_key=True, related_name="recipe")
    moisture_change_percent = models.FloatField(
        default=0, help_text="Water gained or lost in cooking, percent of the raw weight."
    )
    source = models.CharField(max_length=160)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.CURATOR)
    history = HistoricalRecords()

    class Meta:
        ordering = ["food"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(moisture_change_percent__gt=-100), name="dish_recipe_something_left"
            ),
        ]

    def __str__(self) -> str:
        return f"recipe of {self.food}"


class DishIngredient(models.Model):
    """One ingredient of a dish; ``food`` is empty where it is none of the tables' foods."""

    recipe = models.ForeignKey(DishRecipe, on_delete=models.CASCADE, related_name="ingredients")
    sequence = models.PositiveIntegerField()
    food = models.ForeignKey(Food, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=255, help_text="As the recipe names it.")
    grams = models.FloatField()
    retention_code = models.CharField(
        max_length=8, blank=True, help_text="USDA's code of what cooking keeps of its vitamins and minerals."
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["recipe", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["recipe", "sequence"], name="dish_ingredient_sequence"),
            models.CheckConstraint(condition=models.Q(grams__gt=0), name="dish_ingredient_grams_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.grams:g} g {self.name}"
