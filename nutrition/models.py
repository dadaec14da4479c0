"""The food database.

A ``Food`` is an identity that lasts for ever; what is known of it stands in numbered ``FoodRevision``
rows, of which one is live. What a revision says never changes once it has been live: meals, grades and
caches cite it; only its state goes on, from reviewed to verified or retired.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from nutrition.nutrients import KEYS, NUTRIENTS


class NutrientColumns(models.Model):
    """One nullable float a nutrient, per 100 g. ``None`` is unknown, which is not zero."""

    class Meta:
        abstract = True

    def nutrients(self) -> dict[str, float | None]:
        """The values per 100 g by nutrient key."""
        return {key: getattr(self, key) for key in KEYS}


for _nutrient in NUTRIENTS:
    NutrientColumns.add_to_class(
        _nutrient.key,
        models.FloatField(f"{_nutrient.name} ({_nutrient.unit})", null=True, blank=True),
    )


class Region(models.TextChoices):
    """Where a word is used; empty means everywhere."""

    EVERYWHERE = "", "everywhere"
    US = "US", "United States"
    GB = "GB", "United Kingdom"


class Origin(models.TextChoices):
    """Who made a row: a release of the food tables or a curator, whose work is never overwritten."""

    RELEASE = "release", "release of the tables"
    CURATOR = "curator", "curator"


class NutriScoreClass(models.TextChoices):
    """By which of the Nutri-Score's tables a food is judged; empty where the next level up tells it."""

    GENERAL = "general", "general food"
    RED_MEAT = "red_meat", "red meat"
    CHEESE = "cheese", "cheese"
    FATS = "fats_oils_nuts_seeds", "fats, oils, nuts and seeds"
    BEVERAGE = "beverage", "beverage"
    WATER = "water", "water"
    NOT_RATED = "not_rated", "outside the Nutri-Score"


class Category(models.Model):
    """A node of the food tree; the slug is its whole path, ``proteins/poultry/chicken``."""

    slug = models.CharField(max_length=120, primary_key=True)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    nutriscore_class = models.CharField(
        max_length=20, choices=NutriScoreClass, blank=True, help_text="Empty: that of the category above."
    )
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.CURATOR)
    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.slug


class Food(models.Model):
    """A food's identity. The id is stable for ever; a merged food points to the one that took its place."""

    live: models.OneToOneField[Any, Any] = models.OneToOneField(
        "FoodRevision", on_delete=models.PROTECT, null=True, blank=True, related_name="live_for"
    )
    loaded: models.OneToOneField[Any, Any] = models.OneToOneField(
        "FoodRevision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="loaded_for",
        help_text="What the last release said: the base of the three-way merge.",
    )
    draft: models.OneToOneField[Any, Any] = models.OneToOneField(
        "FoodRevision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="draft_for",
        help_text="What a curator works on beside the live revision.",
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_foods"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        permissions: ClassVar = [
            ("publish_food", "Can publish a draft as reviewed"),
            ("verify_food", "Can verify what another curator reviewed"),
            ("send_back_food", "Can send a food back to whoever drafted it"),
            ("retire_food", "Can retire a food and bring it back"),
            ("merge_food", "Can merge two foods and split one"),
        ]

    def __str__(self) -> str:
        shown = self.live if self.live_id else self.draft if self.draft_id else None
        return f"food {self.pk}" if shown is None else str(shown)


class ImmutableRevisionError(Exception):
    """A revision that has been live was to be changed; make a new one instead."""


class FoodRevision(NutrientColumns):
    """What is known of a food: name, place in the tree, nutrients per 100 g edible part, provenance."""

    class State(models.TextChoices):
        IMPORTED = "imported", "imported"
        DRAFT = "draft", "draft"
        REVIEWED = "reviewed", "reviewed"
        VERIFIED = "verified", "verified"
        RETIRED = "retired", "retired"

    food = models.ForeignKey(Food, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.CURATOR)

    name = models.CharField(max_length=160, help_text="Short everyday name.")
    description = models.CharField(max_length=255, blank=True, help_text="The source's full plain name.")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="revisions")
    is_base = models.BooleanField(default=False, help_text="One of the most eaten foods.")
    serving = models.CharField(max_length=120, blank=True, help_text="Standard serving in words.")
    serving_g = models.FloatField(null=True, blank=True)
    refuse_percent = models.FloatField(
        null=True, blank=True, help_text="Share of the food as bought that is not eaten (bone, peel)."
    )
    nutriscore_class = models.CharField(
        max_length=20, choices=NutriScoreClass, blank=True, help_text="Empty: that of the category."
    )
    fruit_vegetable_legume_percent = models.FloatField(
        null=True, blank=True, help_text="Fruit, vegetables and legumes by weight, as the Nutri-Score counts."
    )
    nut_percent = models.FloatField(
        null=True, blank=True, help_text="Nuts by weight, which only the Nutri-Score of 2017 counts as fruit."
    )
    non_nutritive_sweeteners = models.BooleanField(
        null=True, blank=True, help_text="Sweetened without sugar; empty is unknown."
    )
    allergens = models.JSONField(default=list, blank=True, help_text="Derived from name and ingredients.")
    dietary_tags = models.JSONField(default=list, blank=True, help_text="Derived from the nutrients.")

    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=40, blank=True)
    release = models.CharField(max_length=40, blank=True)
    provenance = models.JSONField(
        default=dict,
        blank=True,
        help_text="Nutrient -> [source, derivation] where it is not the source's own.",
    )

    based_on = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The live revision from which a draft departs.",
    )
    note = models.CharField(max_length=500, blank=True, help_text="Why it was changed.")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    went_live_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="From then on nothing in this row changes."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["food", "number"], name="food_revision_number"),
        ]
        indexes = [models.Index(fields=["source", "source_id"], name="revision_source")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the revision; one that has been live, or that a release made, is never changed."""
        if not self._state.adding:
            fixed = models.Q(went_live_at__isnull=False) | models.Q(origin=Origin.RELEASE)
            if FoodRevision.objects.filter(fixed, pk=self.pk).exists():
                raise ImmutableRevisionError(f"revision {self.number} of food {self.food_id} is fixed")
        super().save(*args, **kwargs)


class Portion(models.Model):
    """A household measure of a food with its grams, ``1 cup, sliced`` -> 165 g."""

    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="portions")
    label = models.CharField(max_length=160)
    grams = models.FloatField()
    is_usual = models.BooleanField(
        default=False, help_text="The amount meant when someone names the food and no amount."
    )
    source = models.CharField(max_length=40)
    loaded_grams = models.FloatField(
        null=True,
        blank=True,
        editable=False,
        help_text="What the last release said; empty for a curator's own.",
    )
    loaded_usual = models.BooleanField(null=True, blank=True, editable=False)
    active = models.BooleanField(default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["food", "label"], name="portion_label"),
            models.CheckConstraint(condition=models.Q(grams__gt=0), name="portion_grams_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.label} = {self.grams:g} g"

    @property
    def grams_from(self) -> str:
        """Where its grams come from: its source, or a curator who made them other than a release's."""
        changed = self.loaded_grams is not None and self.loaded_grams != self.grams
        return Origin.CURATOR.value if changed else self.source


class Alias(models.Model):
    """Another name of a food, perhaps only in one region."""

    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=160)
    region = models.CharField(max_length=2, choices=Region, default=Region.EVERYWHERE, blank=True)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.CURATOR)
    source = models.CharField(max_length=40, blank=True)
    active = models.BooleanField(default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["text"]
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint(Lower("text"), "food", "region", name="alias_text_food_region"),
        ]

    def __str__(self) -> str:
        return self.text


class Preparation(models.Model):
    """A cooking method and what it does to 100 g of the raw food.

    With a ``method`` of the fitted model that tells what is done; the oil (``fat_added_g``) and the sodium
    come on top of it and the other numbers have no say. Without one all numbers are the curator's own.
    """

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=60)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="variants"
    )
    words = models.JSONField(default=list, help_text="The words that name it in a sentence.")
    applies_to = models.ManyToManyField(Category, blank=True, related_name="preparations")
    method = models.CharField(
        max_length=20, blank=True, help_text="Of the fitted cooking model; empty: the numbers below hold."
    )
    water_loss_percent = models.FloatField(default=0)
    fat_factor = models.FloatField(default=1)
    fat_added_g = models.FloatField(default=0)
    saturated_fat_added_g = models.FloatField(default=0)
    carbohydrate_added_g = models.FloatField(default=0)
    sodium_added_mg = models.FloatField(default=0)
    potassium_factor = models.FloatField(default=1)
    vitamin_c_factor = models.FloatField(default=1)
    source = models.CharField(max_length=160)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.CURATOR)
    history = HistoricalRecords(m2m_fields=[applies_to])

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class FoodGrade(models.Model):
    """A food's grades as last computed, for lists; `nutrition.grading` computes them anew from the facts."""

    food = models.OneToOneField(Food, on_delete=models.CASCADE, primary_key=True, related_name="grade")
    revision = models.ForeignKey(FoodRevision, on_delete=models.CASCADE, related_name="+")
    formula_version = models.CharField(max_length=40)
    data_version = models.PositiveBigIntegerField()
    nutriscore_class = models.CharField(max_length=20, choices=NutriScoreClass, blank=True)
    nutriscore_score = models.SmallIntegerField(null=True)
    nutriscore_grade = models.CharField(max_length=1, blank=True)
    not_computable = models.CharField(max_length=80, blank=True, help_text="Why there is no Nutri-Score.")
    focus_scores = models.JSONField(default=dict, help_text="Focus -> 0-100, or null.")
    glycemic_index = models.FloatField(null=True)
    glycemic_kind = models.CharField(max_length=8, blank=True)
    graded_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["formula_version", "data_version"], name="grade_versions")]

    def __str__(self) -> str:
        return f"{self.food}: {self.nutriscore_grade or '-'}"


class LoadConflict(models.Model):
    """A field that a curator changed and a new release changed too: kept, for the desk to decide."""

    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="conflicts")
    field = models.CharField(max_length=60)
    live_value = models.JSONField(null=True)
    new_value = models.JSONField(null=True)
    release = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["food", "field", "release"], name="conflict_once_a_release"),
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.food}"


class CatalogChange(models.Model):
    """A food that changed; the newest id is the data version that every process follows."""

    food = models.ForeignKey(Food, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    grades = models.BooleanField(
        default=True, help_text="Whether grades may come out otherwise by it; no preparation changes one."
    )

    class Meta:
        ordering = ["id"]


# Their tables belong to this app too; they build on the columns above.
import nutrition.curation.models  # noqa: E402
import nutrition.glycemic.models  # noqa: E402
import nutrition.learning.models  # noqa: E402
import nutrition.monitoring.models  # noqa: E402
import nutrition.products.models  # noqa: E402
import nutrition.recipes.models  # noqa: E402
import nutrition.usda.models  # noqa: E402, F401
