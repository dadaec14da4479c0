"""Microseconds to look a product up by its GTIN among millions, and milliseconds of the whole answer.

The products are made up and stored in a temporary SQLite database, or in that of `--database` (PostgreSQL,
which has to be empty). Every look-up is of another product, in no order, half of them unknown.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from make_products import figures, gtin, texts
from measuring import MANAGE, arguments, publish, run, start_django, temporary_database

BATCH = 20_000
LOOKUPS = 2_000
ANSWERS = 200
TEMPLATES = 500


@contextmanager
def database(url: str) -> Iterator[None]:
    """A database with the tables: a temporary one, or that of the address."""
    if not url:
        with temporary_database():
            yield
        return
    os.environ["DATABASE_URL"] = url
    run(*MANAGE, "migrate", "--verbosity", "0")
    yield


def fill(products: int) -> None:
    """Store so many products, as an import does."""
    from django.db import transaction

    from nutrition.products.storing import store

    chance = random.Random(1)  # noqa: S311
    templates = [template(chance) for _ in range(TEMPLATES)]
    for start in range(0, products, BATCH):
        numbers = range(start, min(start + BATCH, products))
        with transaction.atomic():
            store([renumbered(templates[n % TEMPLATES], n) for n in numbers], date(2026, 4, 1))


def template(chance: random.Random) -> Any:
    """A product as an import takes it."""
    from nutrition.products.rows import RawProduct
    from nutrition.products.taking import take

    told = texts(chance)
    raw = RawProduct(
        code=gtin(0),
        name=told["product_name"],
        brand=told["brands"],
        ingredients=told["ingredients_text"],
        categories=told["categories_tags"],
        countries=told["countries_tags"],
        amounts=figures(chance),
    )
    return take(raw, 1)


def renumbered(taken: Any, number: int) -> Any:
    """The same product with another number."""
    from dataclasses import replace

    code = int(gtin(number))
    return replace(taken, gtin=code, values=(code, *taken.values[1:]))


def timed(call: Callable[[Any], Any], asked: list[Any]) -> list[float]:
    """Seconds of each call."""
    taken = []
    for one in asked:
        started = perf_counter()
        call(one)
        taken.append(perf_counter() - started)
    return taken


def measure(products: int, runs: int) -> dict[str, Any]:
    start_django()
    from django.db import connection
    from rest_framework.test import APIRequestFactory

    from nutrition.api.product_views import Product as ProductView
    from nutrition.products.selectors import product_with

    started = perf_counter()
    fill(products)
    filled = perf_counter() - started
    view, requests = ProductView.as_view(throttle_classes=[]), APIRequestFactory()

    def answer(code: str) -> None:
        view(requests.get(f"/api/v1/products/{code}"), gtin=code).render()

    lookups, answers = [], []
    for turn in range(runs):
        chance = random.Random(turn)  # noqa: S311
        codes = [gtin(chance.randrange(2 * products)) for _ in range(LOOKUPS)]
        lookups.append(timed(product_with, [int(code) for code in codes]))
        answers.append(timed(answer, codes[:ANSWERS]))
    return {
        "database": connection.vendor,
        "products": products,
        "runs": runs,
        "filled_s": round(filled),
        "lookup_us_median": round(median(median(run) for run in lookups) * 1e6),
        "lookup_us_p99": round(median(quantiles(run, n=100)[-1] for run in lookups) * 1e6),
        "lookup_us_max": round(median(max(run) for run in lookups) * 1e6),
        "answer_ms_median": round(median(median(run) for run in answers) * 1e3, 2),
        "answer_ms_p99": round(median(quantiles(run, n=100)[-1] for run in answers) * 1e3, 2),
    }


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--products", type=int, default=3_000_000)
    parser.add_argument("--database", default="", help="a DATABASE_URL instead of a temporary SQLite")
    options = parser.parse_args()
    with database(options.database):
        figures_ = measure(options.products, options.runs)
    publish(f"gtin_{figures_['database']}", figures_, options)


main()
