"""The one call behind every door: a meal in words -> what was understood, as plain data."""

from time import perf_counter
from typing import Any

from nutrition import catalog, selectors
from nutrition.graded import facts_in
from nutrition.learning.misses import record_misses
from nutrition.learning.models import Miss
from nutrition.monitoring.recording import MILLI, record_analysis, record_call
from nutrition.offers import offers_for
from nutrition.present import is_uncertain, present_analysis
from nutrition.resolution.resolver import Analysis
from nutrition.sources.configured import outside_sources
from nutrition.sources.lookup import look_up


def analyze_text(
    *, text: str, region: str, is_counted: bool = False, asks_outside: bool = False
) -> dict[str, Any]:
    """Resolve ``text`` (at most 5,000 characters) with the words of ``region`` (US or GB).

    What no food matched, or none well, and how the others were resolved is counted if ``is_counted``. What no
    food matched is looked up at the sources outside that are on if ``asks_outside``: nothing leaves the
    server unasked.
    """
    started = perf_counter()
    with catalog.in_use() as current:
        analysis = current.resolver.analyze(text, region)
        facts = [facts_in(current, item.food, item.nutrients, item.measured.grams) for item in analysis.items]
        unknown = [phrase.phrase for phrase in analysis.unresolved if phrase.reason == "not_found"]
        offers = offers_for(unknown, selectors.category_names(), current.tables) if unknown else {}
        version = current.version
    outside = look_up(phrases=unknown, region=region) if asks_outside else None
    answer = present_analysis(
        analysis,
        data_version=version,
        facts=facts,
        offers=offers,
        outside=outside,
        outside_sources=list(outside_sources()),
    )
    if is_counted:
        looked_up = {entry["phrase"] for entries in (outside or {}).values() for entry in entries}
        _count(analysis, unknown, looked_up, region)
        record_call(layer="total", seconds=perf_counter() - started)
    return answer


def _count(analysis: Analysis, unknown: list[str], looked_up: set[str], region: str) -> None:
    """Count what was missed and how the rest was resolved; what was looked up outside is counted there."""
    uncertain = [item.phrase for item in analysis.items if is_uncertain(item.score)]
    record_misses(phrases=unknown, region=region)
    record_misses(phrases=uncertain, region=region, kind=Miss.Kind.UNCERTAIN)
    record_analysis(analysis.items, not_found=[phrase for phrase in unknown if phrase not in looked_up])
    record_call(layer="catalog", seconds=analysis.milliseconds * MILLI)
