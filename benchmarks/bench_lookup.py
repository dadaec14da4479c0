"""Microseconds to look a name up exactly, milliseconds to search with every letter typed."""

import random
from collections.abc import Callable
from contextlib import nullcontext
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from measuring import arguments, publish, start_django, temporary_database

LIMIT = 20


def timed(call: Callable[[str], Any], texts: list[str]) -> list[float]:
    """Seconds of each call."""
    taken = []
    for text in texts:
        started = perf_counter()
        call(text)
        taken.append(perf_counter() - started)
    return taken


def typed_letter_by_letter(names: list[str]) -> list[str]:
    """What a search gets to see while the names are typed."""
    return [name[:end].lower() for name in names for end in range(1, min(len(name), 25) + 1)]


def measure(options: Any) -> dict[str, Any]:
    start_django()
    from nutrition import catalog
    from nutrition.resolution.text import name_tokens, stem
    from nutrition.search import SearchIndex

    tables = catalog.current().tables
    if not tables.names:
        raise SystemExit("the database holds no foods; run manage.py load_foods")
    started = perf_counter()
    index = SearchIndex(tables)
    built = perf_counter() - started
    chance = random.Random(1)  # noqa: S311
    names = [name.text for name in chance.sample(tables.names, min(options.names, len(tables.names)))]
    queries = typed_letter_by_letter(names[:200])
    misspelt = [name[:2] + name[3:] for name in names[:200] if len(name) > 5]

    def look_up(text: str) -> Any:
        return tables.exact_matches(name_tokens(text), "US")

    def search(text: str) -> Any:
        return index.find(text, "US", LIMIT)

    lookups, searches, slips = [], [], []
    for _ in range(options.runs):
        stem.cache_clear()
        lookups.append(timed(look_up, names))
        searches.append(timed(search, queries))
        slips.append(timed(search, misspelt))
    return {
        "names": len(tables.names),
        "runs": options.runs,
        "exact_us_median": round(median(median(run) for run in lookups) * 1e6, 1),
        "exact_us_p95": round(median(quantiles(run, n=20)[-1] for run in lookups) * 1e6, 1),
        "search_ms_median": round(median(median(run) for run in searches) * 1e3, 3),
        "search_ms_p99": round(median(quantiles(run, n=100)[-1] for run in searches) * 1e3, 3),
        "search_ms_max": round(median(max(run) for run in searches) * 1e3, 3),
        "misspelt_ms_median": round(median(median(run) for run in slips) * 1e3, 3),
        "misspelt_ms_max": round(median(max(run) for run in slips) * 1e3, 3),
        "search_index_s": round(built, 3),
    }


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--names", type=int, default=2_000, help="look so many names up")
    parser.add_argument("--aliases", type=int, help="measure on a temporary database with so many aliases")
    options = parser.parse_args()
    with nullcontext() if options.aliases is None else temporary_database(aliases=options.aliases):
        figures = measure(options)
    publish("lookup" if options.aliases is None else f"lookup_{options.aliases}_aliases", figures, options)


main()
