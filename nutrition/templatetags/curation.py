"""Figures as the curators' pages write them."""

from django import template

from nutrition.curation.diffs import told_source
from nutrition.reference_intakes import GENERAL

register = template.Library()


@register.filter
def figure(value: float | None) -> str:
    """An amount as short as it goes; a dash where nobody knows it."""
    return "–" if value is None else f"{value:.4g}" if abs(value) < 1000 else f"{value:,.0f}"


@register.filter
def publisher(source: str) -> str:
    """The name of a table as its publisher writes it."""
    return told_source(None, source, "")


@register.filter
def share(percent: float | None) -> str:
    """A share of a day's reference."""
    return "" if percent is None else f"{percent:.0f} %"


@register.filter
def life_stage(key: str) -> str:
    """A life stage in words."""
    if key == GENERAL:
        return "adults, as on the label"
    kind, _, ages = key.partition("_")
    years = ages.replace("_up", " or more").replace("_", "–").replace("m", " months")
    return f"{kind}, {years}" + ("" if "months" in years else " years")
