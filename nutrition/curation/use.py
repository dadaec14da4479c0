"""How often each food was logged, as the diaries tell: a count over all people, of nobody."""

from collections import Counter
from collections.abc import Mapping

from django.db import transaction

from nutrition import catalog
from nutrition.curation.models import FoodUse

BATCH = 1000


def tell_use(counts: Mapping[int, int]) -> int:
    """Store how often each food (by id) was logged, all of them at once; return how many foods were.

    What was logged as a food that was merged since counts for the one that took its place. The same counts
    again write nothing.
    """
    taken_by = catalog.latest().successors
    totals: Counter[int] = Counter()
    for food_id, times in counts.items():
        totals[taken_by.get(food_id, food_id)] += times
    with transaction.atomic():
        known = dict(FoodUse.objects.select_for_update().values_list("food_id", "times_logged"))
        gone = sorted(known.keys() - totals.keys())
        for start in range(0, len(gone), BATCH):
            FoodUse.objects.filter(food__in=gone[start : start + BATCH]).delete()
        FoodUse.objects.bulk_create(
            (
                FoodUse(food_id=food_id, times_logged=times)
                for food_id, times in sorted(totals.items())
                if known.get(food_id) != times
            ),
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["food"],
            update_fields=["times_logged", "counted_at"],
        )
    return len(totals)
