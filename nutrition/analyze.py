"""The one call behind every door: a meal in words -> what was understood, as plain data."""

from typing import Any

from nutrition import catalog, selectors
from nutrition.graded import facts_in
from nutrition.learning.misses import record_misses
from nutrition.offers import offers_for
from nutrition.present import present_analysis
from nutrition.sources.lookup import look_up


def analyze_text(
    *, text: str, region: str, keeps_misses: bool = False, asks_outside: bool = False
) -> dict[str, Any]:
    """Resolve ``text`` (at most 5,000 characters) with the words of ``region`` (US or GB).

    What no food matched is counted for the curators if ``keeps_misses``, and looked up at the sources outside
    that are on if ``asks_outside``: nothing leaves the server unasked.
    """
    with catalog.in_use() as current:
        analysis = current.resolver.analyze(text, region)
        facts = [facts_in(current, item.food, item.nutrients, item.measured.grams) for item in analysis.items]
        unknown = [phrase.phrase for phrase in analysis.unresolved if phrase.reason == "not_found"]
        offers = offers_for(unknown, selectors.category_names(), current.tables) if unknown else {}
        version = current.version
    if keeps_misses:
        record_misses(phrases=unknown, region=region)
    outside = look_up(phrases=unknown, region=region) if asks_outside else None
    return present_analysis(analysis, data_version=version, facts=facts, offers=offers, outside=outside)
