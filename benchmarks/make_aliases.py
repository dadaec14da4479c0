"""Fill the database up to so many names of foods, for measuring what many names cost."""

import random
import sys
from collections.abc import Iterator
from itertools import islice

from measuring import start_django

start_django()

from nutrition.models import Alias, FoodRevision  # noqa: E402
from nutrition.services import announce_all, one_writer  # noqa: E402

SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
NEW_WORDS = 3_000


def made_up_names(names: list[tuple[int, str]], chance: random.Random) -> Iterator[tuple[int, str]]:
    """Endlessly many names: those that people use, with a made-up word before or behind, as brands are."""
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(NEW_WORDS)]
    seen: set[tuple[int, str]] = set()
    while True:
        food, name = chance.choice(names)
        word = chance.choice(words)
        made = (food, (f"{word} {name}" if chance.random() < 0.7 else f"{name} {word}").lower()[:160])
        if made not in seen:
            seen.add(made)
            yield made


def main(wanted: int) -> None:
    chance = random.Random(2)  # noqa: S311
    everyday = FoodRevision.objects.filter(live_for__isnull=False, is_base=True).order_by("food_id")
    aliases = Alias.objects.order_by("id").values_list("food_id", "text")
    names = [*everyday.values_list("food_id", "name"), *aliases]
    missing = max(wanted - Alias.objects.count(), 0)
    made = (
        Alias(food_id=food, text=text, source="benchmark")
        for food, text in islice(made_up_names(names, chance), missing)
    )
    with one_writer():
        Alias.objects.bulk_create(made, batch_size=2_000)
        announce_all()


main(int(sys.argv[1]))
