"""Packaged foods in tables of their own, apart from the foods.

They come from Open Food Facts under the Open Database License: whoever shows them names the source, and
nothing of them is copied into the food tables. What is computed from both is computed when it is asked for.

Nutrients are columns as for foods. Most are empty for most products, which costs little: a NULL is one bit
in PostgreSQL and one byte in SQLite, so that the sixty columns of three million products take no more than
a JSON map would, and sums and filters stay plain SQL.
"""

from django.db import models
from django.db.models.functions import Lower

from nutrition.models import NutrientColumns

SEPARATOR = ","


class CarbohydrateBasis(models.TextChoices):
    """What a label calls carbohydrate."""

    AVAILABLE = "available", "available, without fibre"
    TOTAL = "total", "total, fibre included"


class BasisReason(models.TextChoices):
    """From what the basis is known."""

    STATED = "stated", "stated by the source"
    COUNTRY = "country", "the rules of the countries where it is sold"
    NUMBER = "number", "the country that gave out its number"
    DEFAULT = "default", "how the source defines carbohydrate; no country tells otherwise"


class Product(NutrientColumns):
    """A packaged food as its label and Open Food Facts tell it, per 100 g (a drink per 100 ml).

    The nutrients are those told, with nothing filled in. Lists of tags are joined by commas, which no tag of
    Open Food Facts holds.
    """

    gtin = models.BigIntegerField("GTIN", unique=True, help_text="As a number, without leading zeros.")
    name = models.CharField(max_length=200, blank=True)
    generic_name = models.CharField(max_length=200, blank=True, help_text="What it is, in the label's words.")
    brand = models.CharField(max_length=120, blank=True)
    quantity = models.CharField(max_length=80, blank=True, help_text="What the package holds, in words.")
    serving = models.CharField(max_length=120, blank=True, help_text="One serving in the label's words.")
    serving_g = models.FloatField(null=True, blank=True)
    serving_ml = models.FloatField(null=True, blank=True)

    energy_kj = models.FloatField("Energy (kJ)", null=True, blank=True)
    carbohydrate_basis = models.CharField(max_length=9, choices=CarbohydrateBasis, blank=True)
    carbohydrate_basis_from = models.CharField(max_length=8, choices=BasisReason, blank=True)
    fruit_vegetable_legume_percent = models.FloatField(null=True, blank=True)
    red_meat = models.BooleanField(null=True, blank=True, help_text="Its first ingredient is red meat.")
    non_nutritive_sweeteners = models.BooleanField(null=True, blank=True)

    ingredients = models.TextField(blank=True)
    allergens = models.TextField(blank=True, help_text="Tags of what it contains.")
    traces = models.TextField(blank=True, help_text="Tags of what it may contain.")
    categories = models.TextField(blank=True, help_text="Tags, the general before the special.")
    countries = models.TextField(blank=True, help_text="Tags of where it is sold.")
    language = models.CharField(max_length=8, blank=True)
    nova_group = models.PositiveSmallIntegerField(null=True, blank=True)
    told_nutriscore_grade = models.CharField(
        max_length=1, blank=True, help_text="As Open Food Facts tells it."
    )
    told_nutriscore_score = models.SmallIntegerField(null=True, blank=True)

    flags = models.TextField(blank=True, help_text="Codes of what is doubtful; see product_checks.csv.")
    source = models.CharField(max_length=40, default="open_food_facts")
    release = models.DateField(help_text="Date of the release in which this state of it was first read.")
    modified_at = models.DateTimeField(null=True, blank=True, help_text="Last edited at the source.")
    fingerprint = models.BigIntegerField(help_text="Of all the above, to tell whether anything changed.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(gtin__gt=0), name="product_gtin_positive")]
        # How a name begins is a range of it; a search within names would read three million wide rows.
        indexes = [models.Index(Lower("name"), name="product_name_begins")]

    def __str__(self) -> str:
        return self.name or f"{self.gtin:014d}"


class RejectedProduct(models.Model):
    """A row of an import that was not taken, and why; replaced whenever its code is read again."""

    code = models.CharField(max_length=64, unique=True, help_text="As read; a row without one: its number.")
    reason = models.CharField(max_length=40)
    detail = models.CharField(max_length=255)
    row = models.TextField(help_text="What was read, shortened.")
    release = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["reason"], name="rejected_product_reason")]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"


class ProductImport(models.Model):
    """How far the import of a file is, so that one that was stopped goes on there."""

    file_name = models.CharField(max_length=255)
    file_digest = models.CharField(max_length=64, help_text="Of its size, beginning and end.")
    layout = models.CharField(max_length=40)
    release = models.DateField()
    rows_done = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file_digest"], condition=models.Q(finished_at__isnull=True), name="one_open_import"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}: {self.rows_done} rows"
