"""What counting costs: microseconds a resolution, what it adds to a request, milliseconds to store it."""

import random
from collections.abc import Callable
from statistics import median
from time import perf_counter

from measuring import arguments, publish, start_django, temporary_database

RESOLUTIONS = 20_000
SENTENCES = 300
STORED_ROWS = 1_000


def microseconds(work: Callable[[], object], times: int) -> float:
    """Of one run of ``work``, the mean of ``times``."""
    started = perf_counter()
    for _ in range(times):
        work()
    return (perf_counter() - started) / times * 1e6


def sentence_ms(texts: list[str], *, is_counted: bool) -> list[float]:
    """Milliseconds of each sentence, from its words to its answer."""
    from nutrition.analyze import analyze_text

    taken = []
    for text in texts:
        started = perf_counter()
        analyze_text(text=text, region="US", is_counted=is_counted)
        taken.append((perf_counter() - started) * 1000)
    return taken


def store_ms() -> float:
    """Milliseconds to store a thousand rows that are there already."""
    from nutrition import counting
    from nutrition.learning.models import Miss

    taken = 0.0
    for _ in range(2):
        for number in range(STORED_ROWS):
            counting.count(Miss, (f"zorble {number}", "US", "not_found"))
        started = perf_counter()
        counting.flush()
        taken = (perf_counter() - started) * 1000
    return taken


def sentences() -> list[str]:
    """Sentences of one to three foods; in one of five nothing is known."""
    from nutrition import catalog

    chance = random.Random(1)  # noqa: S311
    names = [food.name.lower() for food in catalog.current().tables.foods if food.is_base]
    return [
        ", ".join(["xyzzy"] * (chance.random() < 0.2) + chance.sample(names, chance.randint(1, 3)))
        for _ in range(SENTENCES)
    ]


def main() -> None:
    options = arguments(__doc__).parse_args()
    with temporary_database(aliases=0):
        start_django()
        from nutrition.monitoring.recording import record_call, record_resolution
        from nutrition.monitoring.storing import forget, store

        def resolution() -> None:
            record_resolution(source="catalog", step=None, confidence=0.93)

        texts = sentences()
        sentence_ms(texts, is_counted=True)
        forget()
        runs = []
        for _ in range(options.runs):
            plain = median(sentence_ms(texts, is_counted=False))
            counted = median(sentence_ms(texts, is_counted=True))
            started = perf_counter()
            store()
            stored = (perf_counter() - started) * 1000
            resolutions = microseconds(resolution, RESOLUTIONS)
            calls = microseconds(lambda: record_call(layer="total", seconds=0.0017), RESOLUTIONS)
            forget()
            runs.append((resolutions, calls, plain, counted, stored, store_ms()))
        names = (
            "us_a_resolution",
            "us_a_call",
            "ms_a_sentence_uncounted",
            "ms_a_sentence_counted",
            "ms_to_store_300_sentences",
            "ms_to_store_1000_rows",
        )
        figures = {
            name: round(median(column), 3)
            for name, column in zip(names, zip(*runs, strict=True), strict=True)
        }
    publish("recording", {"runs": options.runs, **figures}, options)


main()
