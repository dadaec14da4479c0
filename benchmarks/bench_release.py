"""Seconds to review a release that changes many foods and to accept them, and of one step of it."""

import csv
import json
import os
import shutil
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from measuring import MANAGE, ROOT, arguments, publish, run, start_django, temporary_database


def release_with(foods: int, directory: Path) -> None:
    """Write the project's tables with so many foods changed by a tenth of their energy."""
    shutil.copytree(ROOT / "fixtures", directory, dirs_exist_ok=True)
    left = foods
    for path in sorted(directory.glob("foods_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            columns, rows = list(reader.fieldnames or ()), list(reader)
        for row in rows[:left]:
            row["energy_kcal"] = f"{float(row['energy_kcal']) * 1.1 + 1:.4g}"
        left -= min(left, len(rows))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def measure(directory: Path) -> dict[str, float]:
    """Review a release, accept a first step and all the rest, and grade what changed."""
    reviewed = json.loads(run(*MANAGE, "review_release", str(directory), "--json"))
    started = perf_counter()
    run(*MANAGE, "review_release", str(directory), "--json")
    again = perf_counter() - started
    from nutrition.curation import releases
    from nutrition.curation.models import ReleaseBatch

    batch = ReleaseBatch.objects.get(pk=reviewed["batch"])
    pages = page_times(batch.pk)
    ids = list(releases.open_ids(batch))
    started = perf_counter()
    for start in range(0, len(ids), releases.CHUNK):
        releases.accept(changes=ids[start : start + releases.CHUNK], by=None, grades=False)
    accepted = perf_counter() - started
    started = perf_counter()
    releases.grade()
    return {
        **pages,
        "review_s": reviewed["seconds"],
        "same_again_s": again,
        "accept_s": accepted,
        "accept_step_s": accepted / -(-len(ids) // releases.CHUNK),
        "grade_s": perf_counter() - started,
    }


def use_database() -> None:
    """Turn from the database of the run before to that of this one."""
    from django.db import connection

    from nutrition import catalog

    connection.close()
    connection.settings_dict["NAME"] = os.environ["DATABASE_URL"].removeprefix("sqlite:///")
    catalog.forget()


def page_times(batch: int) -> dict[str, float]:
    """Milliseconds of the batch's page and of a comparison, the 95th percentile of 20."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import User
    from nutrition.curation.models import ReleaseChange

    settings.ALLOWED_HOSTS = ["testserver"]
    curator = User.objects.create_superuser("curator@example.org", "not a secret at all")
    client = Client()
    client.force_login(curator)
    change = ReleaseChange.objects.filter(batch=batch)[0]
    address = "/admin/nutrition/releasechange/"
    addresses = {
        "list_ms_p95": f"{address}?batch={batch}&state=open",
        "comparison_ms_p95": f"{address}{change.pk}/change/",
    }
    return {name: p95_ms(client, address) for name, address in addresses.items()}


def p95_ms(client: Any, address: str) -> float:
    times = []
    for _ in range(21):
        started = perf_counter()
        assert client.get(address).status_code == 200
        times.append((perf_counter() - started) * 1000)
    return sorted(times[1:])[18]


def main() -> None:
    parser = arguments(__doc__, runs=1)
    parser.add_argument("--foods", type=int, default=5000, help="how many foods change (default %(default)s)")
    options = parser.parse_args()
    measured: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory(prefix="platewise-release-") as folder:
        directory = Path(folder)
        release_with(options.foods, directory)
        for _ in range(options.runs):
            with temporary_database(aliases=0):
                start_django()
                use_database()
                measured.append(measure(directory))
    figures: dict[str, Any] = {"runs": options.runs, "foods": options.foods}
    figures |= {name: round(median(run[name] for run in measured), 2) for name in measured[0]}
    publish("release", figures, options)


main()
