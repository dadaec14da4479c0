"""Seconds to import USDA's tables into an empty database, and to import the same again."""

import json
from pathlib import Path
from statistics import median
from time import perf_counter

from measuring import MANAGE, arguments, publish, run, temporary_database


def import_once(directory: Path) -> tuple[float, int]:
    """Seconds of the whole command, and the foods it read."""
    started = perf_counter()
    report = json.loads(run(*MANAGE, "import_usda", str(directory), "--json"))
    return perf_counter() - started, sum(source["foods"] for source in report["sources"])


def main() -> None:
    parser = arguments(__doc__, runs=3)
    parser.add_argument("directory", type=Path, help="a folder with USDA's tables, or with folders of them")
    options = parser.parse_args()
    first, again, foods = [], [], 0
    for _ in range(options.runs):
        with temporary_database():
            seconds, foods = import_once(options.directory.resolve())
            first.append(seconds)
            again.append(import_once(options.directory.resolve())[0])
    figures = {
        "runs": options.runs,
        "foods": foods,
        "import_s": round(median(first), 2),
        "again_s": round(median(again), 2),
    }
    publish("import", figures, options)


main()
