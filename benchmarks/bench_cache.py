"""Milliseconds for a batch of names that are all kept: in local memory, and with TEST_REDIS_URL in Redis."""

import os
import random
from collections.abc import Sequence
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from measuring import arguments, publish, start_django

BATCHES = 200
BACKENDS = {
    "local": "django.core.cache.backends.locmem.LocMemCache",
    "redis": "django_redis.cache.RedisCache",
}


def timed(foods: Sequence[Any], *, batch: int, runs: int) -> dict[str, float]:
    """Resolve all foods once, then batches of those that were found, again and again."""
    from nutrition.sources.resolve import resolve

    chance = random.Random(1)  # noqa: S311
    started = perf_counter()
    cold = [made for start in range(0, len(foods), batch) for made in resolve(foods[start : start + batch])]
    cold_ms = (perf_counter() - started) * 1_000 * batch / len(foods)
    known = [made.descriptor for made in cold if made.found]
    middles, slow = [], []
    for _ in range(runs):
        taken = []
        for _ in range(BATCHES):
            asked = chance.sample(known, batch)
            started = perf_counter()
            made = resolve(asked)
            taken.append((perf_counter() - started) * 1_000)
            if not all(one.is_cached for one in made):
                raise SystemExit("a name was not kept: the cache holds too few entries")
        middles.append(median(taken))
        slow.append(quantiles(taken, n=20)[-1])
    return {
        "warm_ms_median": round(median(middles), 3),
        "warm_ms_p95": round(median(slow), 3),
        "cold_ms": round(cold_ms, 1),
    }


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--batch", type=int, default=50, help="names at a time (default %(default)s)")
    parser.add_argument("--foods", type=int, default=500, help="names kept (default %(default)s)")
    options = parser.parse_args()
    start_django()
    from django.core.cache import cache
    from django.test import override_settings

    from nutrition import catalog
    from nutrition.resolution.descriptor import FoodDescriptor, FoodType

    names = [food.name for food in catalog.current().tables.foods if food.is_base][: options.foods]
    if len(names) < options.foods:
        raise SystemExit("the database holds too few foods; run manage.py load_foods")
    foods = [FoodDescriptor(name, FoodType.WHOLE_FOOD) for name in names]
    figures: dict[str, Any] = {"names": len(foods), "batch": options.batch, "runs": options.runs}
    redis = os.environ.get("TEST_REDIS_URL", "")
    for name, address in (("local", "bench"), ("redis", redis)):
        if not address:
            continue
        store: dict[str, Any] = {"BACKEND": BACKENDS[name], "LOCATION": address}
        if name == "local":
            store["OPTIONS"] = {"MAX_ENTRIES": 10_000}
        with override_settings(CACHES={"default": store}):
            cache.clear()
            timings = timed(foods, batch=options.batch, runs=options.runs)
            cache.clear()
        figures |= {f"{name}_{key}": figure for key, figure in timings.items()}
    publish("cache", figures, options)


main()
