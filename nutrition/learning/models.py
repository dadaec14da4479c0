"""What people said that was not understood, what they put right, and the mends that curators are offered.

Nothing in the counts tells who said it or when beyond the day. A name that may point to a person is never
kept, see ``nutrition.learning.phrases``.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from nutrition.counting import CountedModel
from nutrition.models import Food, Region


class Considered(models.Model):
    """With what count, and over which version of the food tables, mends were last looked for."""

    considered_count = models.PositiveIntegerField(db_default=0, editable=False)
    considered_version = models.BigIntegerField(db_default=-1, editable=False)

    class Meta:
        abstract = True


class Miss(CountedModel, Considered):
    """A name of a food that nothing matched, or nothing matched well."""

    KEY: ClassVar[tuple[str, ...]] = ("phrase", "region", "kind")
    SEEN_ON: ClassVar[tuple[str, ...]] = ("first_seen_on", "last_seen_on")

    class Kind(models.TextChoices):
        NOT_FOUND = "not_found", "not found"
        UNCERTAIN = "uncertain", "found, but uncertain"

    phrase = models.CharField(max_length=80)
    region = models.CharField(max_length=2, choices=Region, default=Region.EVERYWHERE, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NOT_FOUND)
    count = models.PositiveIntegerField(default=1)
    first_seen_on = models.DateField(auto_now_add=True)
    last_seen_on = models.DateField(auto_now=True)

    class Meta:
        ordering = ["-count", "phrase"]
        verbose_name_plural = "misses"
        constraints = [models.UniqueConstraint(fields=["phrase", "region", "kind"], name="miss_once")]

    def __str__(self) -> str:
        return self.phrase


class Correction(Considered):
    """What people chose instead of what was proposed to them.

    Another food for a name; what a household measure of a food weighs for them; what a nutrient of it is, per
    100 g. The amounts stand as sums and as a histogram (see ``histogram``), so that no single one remains.
    """

    class Kind(models.TextChoices):
        FOOD = "food", "another food"
        GRAMS = "grams", "other grams"
        NUTRIENT = "nutrient", "another nutrient"

    kind = models.CharField(max_length=8, choices=Kind)
    phrase = models.CharField(max_length=80, blank=True, help_text="The name, where another food was chosen.")
    region = models.CharField(max_length=2, choices=Region, default=Region.EVERYWHERE, blank=True)
    from_food = models.ForeignKey(
        Food,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text="What was proposed; empty where nothing was found.",
    )
    to_food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="+")
    portion = models.CharField(max_length=160, blank=True, help_text="The household measure, for grams.")
    nutrient = models.CharField(max_length=40, blank=True)
    count = models.PositiveIntegerField(default=0)
    sum_from = models.FloatField(default=0, help_text="Of what was proposed, grams or the nutrient's unit.")
    sum_to = models.FloatField(default=0, help_text="Of what was chosen instead.")
    histogram = models.JSONField(default=dict, help_text="Bin of what was chosen -> how often.")
    first_seen_on = models.DateField(auto_now_add=True)
    last_seen_on = models.DateField(auto_now=True)

    class Meta:
        ordering = ["-count", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "phrase", "region", "from_food", "to_food", "portion", "nutrient"],
                name="correction_once",
            ),
            # Of rows with an empty food, each would be unique to the database.
            models.UniqueConstraint(
                fields=["kind", "phrase", "region", "to_food", "portion", "nutrient"],
                condition=Q(from_food=None),
                name="correction_of_nothing_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phrase or self.portion or self.nutrient}: {self.count}"


class Proposal(models.Model):
    """A mend of the food tables that the counts suggest; nothing changes until a curator accepts it."""

    class Kind(models.TextChoices):
        ALIAS = "alias", "another name of a food"
        PORTION = "portion", "what a measure of a food weighs"
        NUTRIENT = "nutrient", "a nutrient of a food"
        FOOD = "food", "a food that is missing"

    class Reason(models.TextChoices):
        CHOSEN = "chosen", "people chose this food for the name"
        SPELLING = "spelling", "spelt almost like a name of it"
        NEAR_NAME = "near_name", "the nearest name that the matcher knows"
        MEDIAN = "median", "the median of what people gave"
        NOTHING_NEAR = "nothing_near", "no food comes near"

    class State(models.TextChoices):
        OPEN = "open", "open"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"

    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.CharField(max_length=12, choices=Reason)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    phrase = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=2, choices=Region, default=Region.EVERYWHERE, blank=True)
    food = models.ForeignKey(Food, on_delete=models.CASCADE, null=True, blank=True, related_name="proposals")
    portion = models.CharField(max_length=160, blank=True)
    nutrient = models.CharField(max_length=40, blank=True)
    amount = models.FloatField(null=True, help_text="Grams of the portion, or the nutrient per 100 g.")
    evidence = models.PositiveIntegerField(help_text="How often it was said or corrected.")
    score = models.FloatField(null=True, help_text="How near the food's name is, 0-1.")
    details = models.JSONField(default=dict, help_text="What else speaks for or against.")
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="The curator.",
    )

    class Meta:
        ordering = ["-evidence", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "phrase", "region", "food", "portion", "nutrient"],
                condition=Q(state="open", food__isnull=False),
                name="proposal_open_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "phrase", "region"],
                condition=Q(state="open", food=None),
                name="proposal_of_a_food_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.phrase or self.portion or self.nutrient} -> {self.food or 'a new food'}"
