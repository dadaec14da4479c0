"""Rows per second and peak memory of `import_off` on made-up files in the layouts of Open Food Facts.

Each layout and size is imported into an empty database by a process of its own, which then imports the same
file again, when nothing changes. The database is a temporary one of SQLite.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from make_products import write_csv, write_parquet
from measuring import ROOT, arguments, publish, run, temporary_database

WRITERS = {"csv": write_csv, "parquet": write_parquet}
# One import in a process of its own, which tells how long it took and the most memory that it ever held.
IMPORT = """
import json, os, sys, time
sys.path.insert(0, sys.argv[1])
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
import django
django.setup()
from pathlib import Path
from nutrition.products.importing import import_file
started, cpu = time.perf_counter(), time.process_time()
report = import_file(Path(sys.argv[2]), progress=lambda what, done, total: None)
# Not getrusage's: that one starts with what the process held that started this one.
status = Path("/proc/self/status").read_text().splitlines()
peak = next(line for line in status if line.startswith("VmHWM"))
print(json.dumps({
    "read": report.read,
    "unchanged": report.unchanged,
    "seconds": time.perf_counter() - started,
    "cpu_s": time.process_time() - cpu,
    "rss_mb": int(peak.split()[1]) / 1024,
}))
"""


def import_once(file: Path) -> dict[str, float]:
    """Import the file; what it took."""
    result: dict[str, float] = json.loads(run(sys.executable, "-c", IMPORT, str(ROOT), str(file)))
    return result


def measure(layout: str, rows: int, runs: int) -> Iterator[tuple[str, Any]]:
    """The figures of one layout and size, the median of the runs."""
    with tempfile.TemporaryDirectory(prefix="platewise-bench-") as folder:
        file = Path(folder) / f"products.{layout}"
        WRITERS[layout](file, rows)
        first, again = [], []
        for _ in range(runs):
            with temporary_database():
                first.append(import_once(file))
                again.append(import_once(file))
    name = f"{layout}_{rows // 1000}k"
    yield f"{name}_rows_per_s", round(median(one["read"] / one["seconds"] for one in first))
    yield f"{name}_cpu_us_per_row", round(median(one["cpu_s"] / one["read"] for one in first) * 1e6, 1)
    yield f"{name}_again_rows_per_s", round(median(one["read"] / one["seconds"] for one in again))
    yield f"{name}_peak_rss_mb", round(max(one["rss_mb"] for one in (*first, *again)))


def main() -> None:
    parser = arguments(__doc__, runs=3)
    parser.add_argument("--rows", type=int, nargs="+", default=[200_000, 1_000_000])
    parser.add_argument("--layouts", nargs="+", choices=sorted(WRITERS), default=sorted(WRITERS))
    options = parser.parse_args()
    started = perf_counter()
    figures: dict[str, Any] = {"runs": options.runs}
    for rows in options.rows:
        for layout in options.layouts:
            figures |= dict(measure(layout, rows, options.runs))
    figures["load_average"] = round(os.getloadavg()[0], 1)
    figures["took_s"] = round(perf_counter() - started)
    publish("import_off", figures, options)


main()
