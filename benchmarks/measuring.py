"""What the benchmarks share: arguments, temporary databases, machine facts, results."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results"
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def arguments(description: str | None, *, runs: int = 5) -> argparse.ArgumentParser:
    """A parser with what every benchmark takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--save", action="store_true", help="keep the result in benchmarks/results")
    parser.add_argument(
        "--runs", type=int, default=runs, help="the median of so many runs (default %(default)s)"
    )
    return parser


def start_django() -> None:
    """Make the project's modules ready to import."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


@contextmanager
def temporary_database(*, aliases: int | None = None) -> Iterator[None]:
    """Point DATABASE_URL at a fresh SQLite database: empty, or with the food tables and so many names."""
    with tempfile.TemporaryDirectory(prefix="platewise-bench-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        run(*MANAGE, "migrate", "--verbosity", "0")
        if aliases is not None:
            run(*MANAGE, "load_foods")
            run(sys.executable, str(Path(__file__).with_name("make_aliases.py")), str(aliases))
        yield


def run(*command: str) -> str:
    """Run a command and return its output; raises CalledProcessError."""
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: S603
    return done.stdout


def publish(benchmark: str, figures: dict[str, Any], options: argparse.Namespace) -> None:
    """Print the figures and, if asked to, keep them with the facts of this machine."""
    result = {"benchmark": benchmark, **figures, "machine": machine()}
    if options.save:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{benchmark}.json").write_text(json.dumps(result, indent=2) + "\n")
    if options.json:
        print(json.dumps(result))
        return
    width = max(map(len, figures))
    for name, figure in figures.items():
        print(f"{name:{width}}  {figure}")


@cache
def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    import numpy as np

    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "numpy": np.__version__,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
