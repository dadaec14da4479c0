"""A recipe of one's own.

Its lines keep what was known of each food when the recipe was saved last, as a meal's do; the recipe keeps
what they made of the pot. So a recipe is read without going down into the recipes in it, and stays as it is
until it is saved or renewed.
"""

from django.conf import settings
from django.db import models

from meals.ids import uuid7
from meals.line_columns import CITES_ONE, Line
from nutrition.models import NutrientColumns


class Recipe(NutrientColumns):
    """A dish that someone cooks. Its nutrients are per 100 g of the finished pot."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recipes")
    name = models.CharField(max_length=160)
    note = models.CharField(max_length=2000, blank=True)
    servings = models.FloatField(default=1, help_text="How many portions the pot makes.")
    yield_g = models.FloatField(
        null=True, blank=True, help_text="What the finished pot weighs; empty: as much as went in."
    )
    version = models.PositiveIntegerField(default=1, help_text="One more with every change.")
    grams = models.FloatField(help_text="What the finished pot weighs, as weighed or as added up.")
    known_share = models.JSONField(
        help_text="Nutrient -> the share (0-1) of what went in for which it is known."
    )
    grade = models.JSONField(help_text="The grade of the dish, with what the formulas were told.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at", "-id"]
        indexes = [models.Index(fields=["owner", "-updated_at", "-id"], name="recipe_owner_newest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(servings__gt=0), name="recipe_servings_positive"),
            models.CheckConstraint(
                condition=models.Q(yield_g__isnull=True) | models.Q(yield_g__gt=0),
                name="recipe_yield_positive",
            ),
            models.CheckConstraint(condition=models.Q(grams__gt=0), name="recipe_grams_positive"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def serving_g(self) -> float:
        """What one portion weighs."""
        return self.grams / self.servings


class RecipeIngredient(Line):
    """What goes into a recipe: a food, or another recipe of the same owner."""

    part_of = models.ForeignKey(Recipe, on_delete=models.CASCADE, related_name="ingredients")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(grams__gt=0), name="recipe_ingredient_grams_positive"),
            models.CheckConstraint(condition=CITES_ONE, name="recipe_ingredient_cites_one"),
        ]
