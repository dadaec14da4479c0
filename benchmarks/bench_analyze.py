"""Milliseconds a sentence, nothing cached, and where they go. Uses the project's database."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from measuring import arguments, publish, start_django

FRAMES = (
    "{foods}",
    "I had {foods}",
    "For breakfast I ate {foods}.",
    "lunch: {foods}",
    "This evening we shared {foods} at home.",
    "{foods} as a snack",
)
AMOUNTS = (
    "",
    "",
    "a",
    "two",
    "half a",
    "a cup of",
    "2 slices of",
    "150 g",
    "a bowl of",
    "a large",
    "3 oz of",
)
JOINERS = (", ", " and ", " with ", ", then ")


def sentences(names: list[str], count: int) -> list[str]:
    """Everyday sentences of one to four foods, the same every time."""
    chance = random.Random(1)  # noqa: S311
    made = []
    for _ in range(count):
        foods = [
            f"{chance.choice(AMOUNTS)} {chance.choice(names)}".strip() for _ in range(chance.randint(1, 4))
        ]
        said = foods[0] + "".join(chance.choice(JOINERS) + food for food in foods[1:])
        made.append(chance.choice(FRAMES).format(foods=said))
    return made


def forget_everything(resolver: Any) -> None:
    """Empty what earlier sentences left in memory; the word tables that are read once stay."""
    from nutrition.resolution import quantities, text

    for module in (quantities, text):
        for part in vars(module).values():
            if hasattr(part, "cache_parameters") and part.cache_parameters()["maxsize"]:
                part.cache_clear()
    resolver.tables.anatomies.clear()
    resolver.tables.shapes.clear()


@contextmanager
def clocks() -> Iterator[dict[str, float]]:
    """Count the seconds that parsing, matching and measuring take."""
    from nutrition.resolution import resolver, segment

    seconds: dict[str, float] = defaultdict(float)

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            started = perf_counter()
            try:
                return function(*args)
            finally:
                seconds[name] += perf_counter() - started

        return call

    parts = (
        (resolver, "parse", "parse"),
        (segment.Segmenter, "groups", "match"),
        (resolver, "measure", "measure"),
    )
    originals = [(owner, name, getattr(owner, name)) for owner, name, _ in parts]
    for owner, name, part in parts:
        setattr(owner, name, timed(part, getattr(owner, name)))
    try:
        yield seconds
    finally:
        for owner, name, function in originals:
            setattr(owner, name, function)


def time_all(resolver: Any, texts: list[str]) -> list[float]:
    """Milliseconds of each sentence, all from a cold start."""
    forget_everything(resolver)
    taken = []
    for text in texts:
        started = perf_counter()
        resolver.analyze(text)
        taken.append((perf_counter() - started) * 1000)
    return taken


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--sentences", type=int, default=500)
    options = parser.parse_args()
    start_django()
    from nutrition import catalog

    resolver = catalog.current().resolver
    names = [food.name.lower() for food in resolver.tables.foods if food.is_base]
    if not names:
        parser.error("the database holds no foods; run manage.py load_foods")
    texts = sentences(names, options.sentences)
    runs = [time_all(resolver, texts) for _ in range(options.runs)]
    with clocks() as seconds:
        whole = sum(time_all(resolver, texts)) / 1000
    figures = {
        "sentences": len(texts),
        "runs": options.runs,
        "ms_median": round(median(median(run) for run in runs), 3),
        "ms_p95": round(median(quantiles(run, n=20)[-1] for run in runs), 3),
        **{f"share_{part}": round(seconds[part] / whole, 3) for part in ("parse", "match", "measure")},
    }
    publish("analyze", figures, options)


main()
