"""`manage.py resolution_report`: how names are resolved, beside the targets; a log resolved again."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nutrition.monitoring import latest
from nutrition.monitoring.replay import BrokenLogError, Comparison, Way, read_log, replay
from nutrition.monitoring.report import Line, Report, report

NO_MODEL = "No language model is configured (LANGUAGE_MODEL_URL): there is nothing to compare with."
MOST_DAYS = 3_650


class Command(BaseCommand):
    help = "Print how names were resolved, how fast and for how much, beside the targets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="of so many days (default %(default)s)")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--check",
            action="store_true",
            help="fail when too many of the last 100 resolutions are the last resort",
        )
        parser.add_argument(
            "--replay",
            type=Path,
            metavar="LOG.jsonl",
            help="resolve a log of phrases again (text, region), by the tables and by the estimate only",
        )

    def handle(self, *, days: int, replay: Path | None, **options: Any) -> None:
        if replay is not None:
            self._replay(replay, options["json"])
            return
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"--days: give 1 to {MOST_DAYS}.")
        found = report(days=days)
        self.stdout.write(json.dumps(found.as_plain()) if options["json"] else _text(found))
        if options["check"] and latest.is_too_much(latest.stored_outcomes()):
            raise CommandError("Too many of the last 100 resolutions are the last resort.")

    def _replay(self, path: Path, as_json: bool) -> None:
        try:
            log = read_log(path)
        except BrokenLogError as error:
            raise CommandError(str(error)) from error
        found = replay(log)
        self.stdout.write(json.dumps(_plain(found)) if as_json else _comparison_text(found))


def _text(found: Report) -> str:
    lines = [f"{found.resolutions:,} resolutions since {found.since}", ""]
    lines += [f"{'':24}{'target':>14}{'measured':>12}", *map(_line, found.lines), "", "by step"]
    lines += _shares(found.by_step, found.resolutions)
    lines += ["by source", *_shares(found.by_source, found.resolutions)]
    lines += ["", f"{'layer':26}{'calls':>9}{'p50 ms':>10}{'p95 ms':>10}{'USD':>12}"]
    lines += [
        f"{name:26}{layer.calls:>9,}{layer.p50_ms:>10.2f}{layer.p95_ms:>10.2f}{layer.usd:>12.5f}"
        for name, layer in found.layers.items()
    ]
    lines += [
        "",
        f"all of it cost {found.usd:.5f} USD; as estimates {found.usd_if_all_were_estimated:.5f} USD",
    ]
    return "\n".join(lines)


def _shares(counts: Any, total: int) -> list[str]:
    return [f"  {name:22}{count:>10,}{count / total:>8.1%}" for name, count in counts.items()]


def _line(line: Line) -> str:
    sign = {"above": ">", "below": "<", "about": "~"}[line.target.bound]
    target = f"{sign} {_figure(line.target.value, line.target.unit)}"
    measured = "unknown" if line.measured is None else _figure(line.measured, line.target.unit)
    verdict = {True: "met", False: "MISSED", None: ""}[line.is_met]
    return f"{line.target.figure:24}{target:>14}{measured:>12}  {verdict}".rstrip()


def _figure(value: float, unit: str) -> str:
    return f"{value:.1%}" if unit == "share" else f"{value:.4g} {unit}"


def _plain(found: Comparison) -> dict[str, Any]:
    return {
        "tables": found.tables.as_plain(),
        "estimate": found.estimate.as_plain() if found.estimate else None,
        "compared": found.compared,
        "energy_median_difference": found.energy_median_difference,
        "note": "" if found.estimate else NO_MODEL,
    }


def _comparison_text(found: Comparison) -> str:
    lines = [_way("the food tables", found.tables)]
    if found.estimate is None:
        return "\n".join([*lines, NO_MODEL])
    lines.append(_way("the estimate only", found.estimate))
    if found.energy_median_difference is not None:
        lines.append(
            f"energy of {found.compared} foods that both gave: {found.energy_median_difference:.1%} apart "
            "(median)"
        )
    return "\n".join(lines)


def _way(name: str, way: Way) -> str:
    return (
        f"{name}: {way.resolved} of {way.phrases} resolved, {way.median_ms:.2f} ms (median), "
        f"{way.p95_ms:.2f} ms (p95), {way.usd:.4f} USD"
    )
