"""A fresh process: seconds until the food tables are in memory, its size, and what one changed food costs."""

import json
import os
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from measuring import arguments, publish, run, start_django, temporary_database

PROBE = "--probe"


def resident_mb(kind: str) -> float:
    """The process's memory now (``VmRSS``) or at its most (``VmHWM``), in MB."""
    status = Path("/proc/self/status").read_text().splitlines()
    line = next(line for line in status if line.startswith(kind))
    return int(line.split()[1]) / 1024


def probe() -> dict[str, float]:
    """Measure this process."""
    # With a broker the grading of a changed food is a worker's, and this process only follows the tables.
    os.environ["CELERY_BROKER_URL"] = "memory://nobody"
    started = perf_counter()
    start_django()
    from django.db import transaction

    from nutrition import catalog
    from nutrition.curation import workflow
    from nutrition.models import Food
    from nutrition.search import index_of

    imported = perf_counter()
    tables = catalog.current().tables
    built = perf_counter()
    figures = {
        "names": float(len(tables.names)),
        "imports_s": imported - started,
        "tables_s": built - imported,
        "rss_mb": resident_mb("VmRSS"),
        "rss_peak_mb": resident_mb("VmHWM"),
    }
    index_of(tables)
    figures["search_index_s"] = perf_counter() - built
    figures["rss_with_search_mb"] = resident_mb("VmRSS")

    catalog.CHECK_SECONDS = -1.0
    food = Food.objects.exclude(live=None).earliest("pk")
    with transaction.atomic():
        workflow.save_draft(food=food, base=food.live, by=None, changes={"serving_g": 123.0})
        workflow.publish(food=food, by=None)
        # Before the job that follows a commit reads the change itself.
        started = perf_counter()
        patched = catalog.current()
        figures["patch_ms"] = (perf_counter() - started) * 1000
    changed = patched.food(food.pk)
    assert patched.tables is tables
    assert changed is not None
    assert changed.serving_g == 123.0
    return figures


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--aliases", type=int, default=0, help="fill up with made-up names to so many")
    options = parser.parse_args()
    with temporary_database(aliases=options.aliases):
        probes = [json.loads(run(sys.executable, __file__, PROBE)) for _ in range(options.runs)]
    figures = {name: round(median(one[name] for one in probes), 3) for name in probes[0]}
    publish(
        f"start_{options.aliases}_aliases" if options.aliases else "start",
        {"runs": options.runs, **figures, "names": int(figures["names"])},
        options,
    )


if sys.argv[1:] == [PROBE]:
    print(json.dumps(probe()))
else:
    main()
