"""What curation remembers: who decided what, what looks wrong, what is eaten, what a release would bring."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from nutrition.models import Food, FoodRevision


class CurationEvent(models.Model):
    """A decision about a food, by whom and when. Nothing of it is ever changed."""

    class Kind(models.TextChoices):
        DRAFTED = "drafted", "drafted"
        DISCARDED = "discarded", "draft discarded"
        PUBLISHED = "published", "reviewed"
        VERIFIED = "verified", "verified"
        SENT_BACK = "sent_back", "sent back"
        RETIRED = "retired", "retired"
        RESTORED = "restored", "brought back"
        REVERTED = "reverted", "reverted"
        MERGED = "merged", "merged"
        SPLIT = "split", "split"
        KEPT = "kept", "ours kept"

    kind = models.CharField(max_length=10, choices=Kind)
    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="events")
    revision = models.ForeignKey(
        FoodRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    other_food = models.ForeignKey(
        Food,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="That into which it was merged, or from which it was split.",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "at"], name="curation_event_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.food}"


class FoodUse(models.Model):
    """How often a food was logged, counted over all diaries; nothing tells of whose."""

    food = models.OneToOneField(Food, on_delete=models.CASCADE, primary_key=True, related_name="use")
    times_logged = models.PositiveIntegerField()
    counted_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["-times_logged"], name="food_use_most")]

    def __str__(self) -> str:
        return f"{self.food}: {self.times_logged}"


class Finding(models.Model):
    """Something in the tables that looks wrong; open until it is mended or somebody says that it is right."""

    class Kind(models.TextChoices):
        DISCREPANCY = "discrepancy", "differs from USDA"
        IMPOSSIBLE = "impossible", "cannot be"
        OUTLIER = "outlier", "unlike its category"
        DUPLICATE = "duplicate", "looks like another food"
        AMBIGUOUS_ALIAS = "alias", "a name of two foods"

    class State(models.TextChoices):
        OPEN = "open", "open"
        DISMISSED = "dismissed", "right as it is"

    kind = models.CharField(max_length=12, choices=Kind)
    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="findings")
    other_food = models.ForeignKey(Food, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=160, blank=True, help_text="The nutrient, the check, or the name.")
    size = models.FloatField(help_text="How bad it is, to sort by within its kind.")
    details = models.JSONField(default=dict, help_text="The figures it rests on.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(auto_now_add=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    dismissed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="Why it is right as it is.")

    class Meta:
        ordering = ["-size", "id"]
        indexes = [models.Index(fields=["state", "kind", "-size"], name="finding_worst")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "food", "other_food", "subject"],
                condition=Q(other_food__isnull=False),
                name="finding_of_two_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "food", "subject"],
                condition=Q(other_food__isnull=True),
                name="finding_of_one_once",
            ),
        ]

    def __str__(self) -> str:
        about = f" ({self.subject})" if self.subject else ""
        return f"{self.food}: {self.get_kind_display()}{about}"


class ReleaseBatch(models.Model):
    """A new release of the food tables beside the live ones: nothing of it counts until it is accepted."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        CLOSED = "closed", "decided"

    name = models.CharField(max_length=80, help_text="What was read.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the tables.")
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "release batches"
        permissions: ClassVar = [("load_release", "Can load a release of the food tables")]
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=Q(state="open"), name="release_batch_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_state_display()})"


class ReleaseChange(models.Model):
    """What a batch would do to one food; one row, with the number 0, is about all tables but the foods."""

    class Kind(models.TextChoices):
        ADDED = "added", "added"
        CHANGED = "changed", "changed"
        VANISHED = "vanished", "vanished"
        TABLES = "tables", "other tables"

    class State(models.TextChoices):
        OPEN = "open", "open"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"

    batch = models.ForeignKey(ReleaseBatch, on_delete=models.CASCADE, related_name="changes")
    food_number = models.PositiveBigIntegerField(help_text="The food's id, also of one that is not here yet.")
    food = models.ForeignKey(Food, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, choices=Kind)
    size = models.FloatField(default=0, help_text="The largest relative change of a nutrient, percent.")
    conflicts = models.PositiveIntegerField(default=0, help_text="Fields that a curator changed too.")
    differences = models.JSONField(
        default=dict, help_text="Field -> what was last loaded, is live, is new, will stand."
    )
    record = models.JSONField(default=dict, help_text="The food as the release tells it.")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-conflicts", "-size", "id"]
        indexes = [models.Index(fields=["batch", "state", "kind"], name="release_change_open")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "food_number"], name="release_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"
