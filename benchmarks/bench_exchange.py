"""How long a file of a whole table takes: written, read, compared with what is stored; and stored changes.

Each table of the project's own is exported as CSV and as a workbook, and comes in again unchanged; then the
grams of ``--changed`` portions and the protein of as many foods are changed and stored. The database is a
temporary one of SQLite.
"""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter
from typing import Any

from measuring import arguments, publish, start_django, temporary_database

# Of one measurement the steps' seconds by name.
Steps = dict[str, float]


def timed(steps: Steps, name: str, action: Callable[[], Any]) -> Any:
    """Do something and keep how long it took."""
    started = perf_counter()
    done = action()
    steps[name] = perf_counter() - started
    return done


def there_and_back(resource: type[Any], write: Callable[..., bytes]) -> tuple[int, Steps]:
    """Export a table, read the file again and compare it with what is stored."""
    from nutrition.curation.exchange.files import read_table

    steps: Steps = {}
    table = timed(steps, "export_s", lambda: resource().export())
    data = timed(steps, "write_s", lambda: write(table.headers, table))
    back = timed(steps, "read_s", lambda: read_table(data))
    plan = timed(steps, "compare_s", lambda: resource().import_data(back, dry_run=True))
    if plan.changes or plan.problems:
        raise SystemExit(f"{resource.name}: an export that was not changed is no longer the same")
    steps["dry_run_s"] = steps["read_s"] + steps["compare_s"]
    return len(back), steps


def stored(resource: type[Any], column: str, rows: int) -> float:
    """Seconds until so many changed rows of an exported file are stored."""
    from django.db import transaction

    from nutrition.curation.exchange.files import read_table, write_csv

    table = resource().export()
    back = read_table(write_csv(table.headers, table))
    place = back.header.index(column)
    for _, cells in back.rows[:rows]:
        cells[place] = str(round(float(cells[place] or 1) / 2 + 1, 3))
    # What follows once it is committed, the grades, is a job of its own.
    with transaction.atomic():
        started = perf_counter()
        plan = resource().import_data(back, file_name="bench.csv")
        seconds = perf_counter() - started
    if plan.problems or not plan.changes:
        raise SystemExit(f"{resource.name}: {plan.problems[:1]}")
    return seconds


def figures(runs: int, changed: int) -> Iterator[tuple[str, Any]]:
    """The medians of the runs."""
    from nutrition.curation.exchange.aliases import AliasResource
    from nutrition.curation.exchange.files import write_csv, write_workbook
    from nutrition.curation.exchange.foods import FoodResource
    from nutrition.curation.exchange.portions import PortionResource

    for resource in (AliasResource, PortionResource, FoodResource):
        for kind, write in (("csv", write_csv), ("xlsx", write_workbook)):
            results = [there_and_back(resource, write) for _ in range(runs)]
            name = f"{resource.name.lower()}_{kind}"
            yield f"{name}_rows", results[0][0]
            for step in results[0][1]:
                yield f"{name}_{step}", round(median(steps[step] for _, steps in results), 2)
    yield "changed", changed
    yield "portions_stored_s", round(stored(PortionResource, "grams", changed), 2)
    yield "foods_stored_s", round(stored(FoodResource, "protein_g", changed), 2)


def main() -> None:
    parser = arguments(__doc__, runs=3)
    parser.add_argument("--changed", type=int, default=1000, help="rows to change (default %(default)s)")
    parser.add_argument("--aliases", type=int, default=0, help="made-up names besides the tables' own")
    options = parser.parse_args()
    with temporary_database(aliases=options.aliases):
        start_django()
        publish("exchange", dict(figures(options.runs, options.changed)), options)


if __name__ == "__main__":
    main()
