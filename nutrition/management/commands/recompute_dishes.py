"""`manage.py recompute_dishes`: FNDDS foods reckoned from their ingredients, against what FNDDS says."""

import json
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nutrition.recipes.publishers import NoSourceTablesError, recipe_book
from nutrition.recipes.report import Miss, misses, recompute, summary

SHOWN = 20


class Command(BaseCommand):
    help = "Reckon every FNDDS food from its ingredients; report how near that comes to what is published."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        try:
            book = recipe_book()
        except NoSourceTablesError as error:
            raise CommandError(str(error)) from error
        whole, as_published = replace(book, keeps_all=True), replace(book, takes_published=True)
        done = recompute(book)
        missed = misses(book, done, as_published)
        found = summary(book, done, whole, missed)
        if options["json"]:
            self.stdout.write(json.dumps(found | {"misses": [_miss(miss) for miss in missed]}))
            return
        self.stdout.write(_text(found, missed))


def _miss(miss: Miss) -> dict[str, Any]:
    return {
        "code": miss.dish.code,
        "description": miss.dish.description,
        "energy_kcal": round(miss.energy_kcal, 1),
        "published_kcal": miss.dish.published["energy_kcal"],
        "cause": miss.cause,
    }


def _text(found: dict[str, Any], missed: list[Miss]) -> str:
    lines = [
        f"{found['foods']:,} foods, {found['resolvable']:,} resolvable; energy within 5 %: "
        f"{found['share_of_resolvable']:.2%} of the resolvable, {found['share_of_all']:.2%} of all"
    ]
    for how, errors in found["error_percent"].items():
        told = ", ".join(
            f"{key} {e['median']:g} / {e['p90']:g} % of {e['foods']}" for key, e in errors.items()
        )
        lines.append(f"{how.replace('_', ' ')}, median / 90th percentile of the error: {told}")
    lines += [f"off by more than 5 %: {count} {cause}" for cause, count in found["misses_by_cause"].items()]
    lines += [
        f"unresolved {row['code']} {row['description']} ({row['foods']} foods)"
        for row in found["unresolved_codes"]
    ]
    lines += [
        f"  {miss.dish.code} {miss.dish.description}: {miss.energy_kcal:.1f}, "
        f"published {miss.dish.published['energy_kcal']:g} kcal"
        for miss in missed[:SHOWN]
    ]
    return "\n".join(lines)
