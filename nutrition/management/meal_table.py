"""A meal as tables in the terminal."""

from collections.abc import Callable, Mapping
from typing import Any, TextIO, cast

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from nutrition.nutrients import CORE_KEYS, KEYS, Nutrient, by_key

WIDTH = 130
MACRONUTRIENTS = ("protein_g", "carbohydrate_total_g", "fat_g")
COLUMNS = 3
Meal = Mapping[str, Any]
Show = Callable[[Nutrient], str]


def print_meal(meal: Meal, out: OutputWrapper, *, shows_all: bool) -> None:
    """Print a presented analysis: its foods, what stays open, what was assumed, and the nutrients."""
    console = Console(file=cast(TextIO, out), width=None if out.isatty() else WIDTH)
    if meal["items"]:
        console.print(_foods(meal))
    for phrase in meal["unresolved"]:
        console.print(_open(phrase))
    for item in meal["items"]:
        for note in (
            *(each["note"] for each in item["adjustments"]),
            *item["assumptions"],
            *item["questions"],
        ):
            console.print(f"[dim]{escape(item['name'])}: {escape(note)}[/dim]")
    if meal["items"]:
        console.print(_by_food(meal) if shows_all else _core(meal))


def _foods(meal: Meal) -> Table:
    table = Table(title=meal["meal"], title_justify="left")
    for heading in ("food", "said"):
        table.add_column(heading, overflow="fold")
    for heading in ("g", "kcal", "protein g", "carb. g", "fat g"):
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in ("source", "confidence"):
        table.add_column(heading, no_wrap=True)
    for item in meal["items"]:
        nutrients = item["nutrients"]
        table.add_row(
            escape(item["name"]),
            escape(item["phrase"]),
            f"{item['grams']:.0f} ({item['grams_low']:.0f}-{item['grams_high']:.0f})",
            *(_figure(nutrients[key], by_key()[key]) for key in ("energy_kcal", *MACRONUTRIENTS)),
            f"{item['source']} {item['source_id']}",
            item["confidence"],
            end_section=item is meal["items"][-1],
        )
    sums = (_sum(meal, by_key()[key]) for key in ("energy_kcal", *MACRONUTRIENTS))
    table.add_row("total", "", f"{meal['totals']['grams']:.0f}", *sums, style="bold")
    return table


def _figure(value: float | None, nutrient: Nutrient, unit: str = "") -> str:
    return "unknown" if value is None else f"{value:,.{nutrient.decimals}f}{unit}"


def _sum(meal: Meal, nutrient: Nutrient, unit: str = "") -> str:
    """The total; where not every food's value is known, at least what is, and how many are not."""
    value, unknown = (meal["totals"][part][nutrient.key] for part in ("nutrients", "unknown_foods"))
    figure = _figure(value, nutrient, unit)
    return figure if value is None or not unknown else f">= {figure} ({unknown} unknown)"


def _open(phrase: Meal) -> str:
    text = f"[bold]{escape(phrase['phrase'])}[/bold]: {phrase['message']}"
    offer = phrase["offer"]
    if offer is None:
        return text
    low, high = (offer[f"energy_kcal_per_100g_{end}"] for end in ("low", "high"))
    kind = f"{escape(offer['name'])}: {offer['energy_kcal_per_100g']:.0f} kcal/100 g ({low:.0f}-{high:.0f})"
    return f"{text}\n  One of these? {kind}; not counted."


def _core(meal: Meal) -> Table:
    """The totals of the core nutrients, several to a line."""
    table = Table(title="nutrients of the meal", title_justify="left")
    for _ in range(COLUMNS):
        table.add_column("nutrient")
        table.add_column("amount", justify="right", no_wrap=True)
    height = -(-len(CORE_KEYS) // COLUMNS)
    for start in range(height):
        cells: list[str] = []
        for key in CORE_KEYS[start::height]:
            nutrient = by_key()[key]
            cells += [nutrient.name, _sum(meal, nutrient, f" {nutrient.unit}")]
        table.add_row(*cells)
    return table


def _by_food(meal: Meal) -> Table:
    """Every nutrient, one column a food."""
    table = Table(title="nutrients by food", title_justify="left")
    table.add_column("nutrient")
    for item in meal["items"]:
        table.add_column(escape(item["name"]), justify="right")
    table.add_column("total", justify="right")
    for key in KEYS:
        nutrient = by_key()[key]
        values = (_figure(item["nutrients"][key], nutrient) for item in meal["items"])
        table.add_row(f"{nutrient.name}, {nutrient.unit}", *values, _sum(meal, nutrient))
    return table
