"""What the API says of newer figures: in short with each line, in full where someone asks."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from common.serializers import StrictSerializer
from meals.grades import short_grade
from meals.models import Meal, MealItem
from meals.newer_figures import ENERGY, Change, NewerFigures, Renewal, changes, newer_figures
from meals.services import MAX_ITEMS
from nutrition.api.grade_serializers import ShortGradeSerializer, ShortMealGradeSerializer
from nutrition.nutrients import by_key, scaled, total


class ChangeSerializer(serializers.Serializer[Any]):
    """An amount as it is in the diary, and as it would be; null is unknown."""

    was = serializers.FloatField(allow_null=True)
    now = serializers.FloatField(allow_null=True)


class NutrientChangeSerializer(ChangeSerializer):
    """A nutrient in the line's grams."""

    key = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField()
    decimals = serializers.IntegerField(help_text="As many as make sense on a label.")


class GradeChangeSerializer(serializers.Serializer[Any]):
    """A line's grade."""

    was = ShortGradeSerializer(allow_null=True)
    now = ShortGradeSerializer()


class MealGradeChangeSerializer(serializers.Serializer[Any]):
    """A meal's grade; null without a line."""

    was = ShortMealGradeSerializer(allow_null=True)
    now = ShortMealGradeSerializer(allow_null=True)


class NewerLineSerializer(serializers.Serializer[Any]):
    """What is newer of a line; `POST meals/{meal_id}/newer-figures/` takes it."""

    food_id = serializers.IntegerField(help_text="Another than the line's where foods were merged.")
    revision = serializers.IntegerField(help_text="The number of the food's revision.")
    name = serializers.CharField(help_text="What the food is called today; the line keeps its own name.")
    energy_kcal_per_100g = ChangeSerializer()


class LinePreviewSerializer(NewerLineSerializer):
    """A line as it is and as it would be."""

    id = serializers.UUIDField()
    grams = serializers.FloatField()
    nutrients = NutrientChangeSerializer(
        many=True, help_text="Energy, and what changes by more than rounding."
    )
    grade = GradeChangeSerializer()


class LeftLineSerializer(serializers.Serializer[Any]):
    """A line that cannot take the newer figures of its food."""

    id = serializers.UUIDField()
    because = serializers.CharField(help_text="A sentence.")


class NewerFiguresSerializer(serializers.Serializer[Any]):
    """What a meal would be with the newest figures of its foods."""

    lines = LinePreviewSerializer(many=True, help_text="Those of which newer figures are known.")
    left = LeftLineSerializer(many=True)
    energy_kcal = ChangeSerializer(help_text="Of the whole meal, as far as it is known.")
    grade = MealGradeChangeSerializer()


class TakeNewerSerializer(StrictSerializer):
    """Which lines take the newer figures."""

    items = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        min_length=1,
        max_length=MAX_ITEMS,
        help_text="Their ids; by default all of which any are known.",
    )


def newer_of(*meals: Meal) -> dict[str, Any]:
    """Return the context in which lines of ``meals`` are shown."""
    return newer_of_lines(item for meal in meals for item in meal.items.all())


def newer_of_lines(items: Iterable[MealItem]) -> dict[str, Any]:
    """Return the context in which these lines are shown."""
    return {"renewals": newer_figures(items).renewals}


def present_line(renewal: Renewal) -> dict[str, Any]:
    """What is newer of a line, in short."""
    after = renewal.after
    assert after.revision is not None
    return {
        "food_id": after.food_id,
        "revision": after.revision.number,
        "name": after.revision.name,
        "energy_kcal_per_100g": _change(_energy_per_100g(renewal.before), _energy_per_100g(after)),
    }


def present_newer_figures(meal: Meal, found: NewerFigures) -> dict[str, Any]:
    """What ``meal`` would be with all that was found to be newer of its lines."""
    before = list(meal.items.all())
    after = [found.renewals[item.pk].after if item.pk in found.renewals else item for item in before]
    return {
        "lines": [_present_preview(each) for each in found.renewals.values()],
        "left": [{"id": each.item.pk, "because": each.because} for each in found.left],
        "energy_kcal": _change(_energy(before), _energy(after)),
        "grade": {"was": short_grade(before), "now": short_grade(after)},
    }


def _present_preview(renewal: Renewal) -> dict[str, Any]:
    before, after = renewal.before, renewal.after
    energy = Change(by_key()[ENERGY], getattr(before, ENERGY), getattr(after, ENERGY))
    others = [each for each in changes(before, after) if each.nutrient.key != ENERGY]
    return {
        **present_line(renewal),
        "id": before.pk,
        "grams": before.grams,
        "nutrients": [_present_change(each) for each in (energy, *others)],
        "grade": {"was": before.grade, "now": after.grade},
    }


def _present_change(change: Change) -> dict[str, Any]:
    nutrient = change.nutrient
    return {
        "key": nutrient.key,
        "name": nutrient.name,
        "unit": nutrient.unit,
        "decimals": nutrient.decimals,
        **_change(change.was, change.now, nutrient.decimals),
    }


def _change(was: float | None, now: float | None, decimals: int = 0) -> dict[str, float | None]:
    """Rounded as the API rounds a nutrient that a label shows with ``decimals``."""
    shown = [None if value is None else round(value, decimals + 2) for value in (was, now)]
    return dict(zip(("was", "now"), shown, strict=True))


def _energy_per_100g(item: MealItem) -> float | None:
    return scaled({ENERGY: getattr(item, ENERGY)}, 100 / item.grams)[ENERGY]


def _energy(items: list[MealItem]) -> float | None:
    return total((item.grams, item.nutrients()) for item in items).nutrients[ENERGY]
