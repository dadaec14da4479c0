"""Which sources are on: those whose key or address the environment holds."""

from django.conf import settings

from nutrition.sources import chat
from nutrition.sources.edamam import Edamam
from nutrition.sources.found import Source
from nutrition.sources.language_model import Estimate
from nutrition.sources.open_food_facts import OpenFoodFacts
from nutrition.sources.supermarket import Supermarket
from nutrition.sources.usda_fdc import UsdaFdc


def outside_sources() -> dict[str, Source]:
    """The sources that are on, by name; empty where nothing is configured."""
    found: list[Source] = []
    if settings.USDA_FDC_KEY:
        found.append(UsdaFdc(settings.USDA_FDC_URL.rstrip("/"), settings.USDA_FDC_KEY))
    if settings.OPEN_FOOD_FACTS_URL:
        found.append(OpenFoodFacts(settings.OPEN_FOOD_FACTS_URL.rstrip("/")))
    if settings.EDAMAM_APP_ID and settings.EDAMAM_APP_KEY:
        url, days = settings.EDAMAM_URL.rstrip("/"), settings.EDAMAM_CACHE_DAYS
        found.append(Edamam(url, settings.EDAMAM_APP_ID, settings.EDAMAM_APP_KEY, days))
    if settings.SUPERMARKET_URL and settings.SUPERMARKET_KEY:
        found.append(Supermarket(settings.SUPERMARKET_URL.rstrip("/"), settings.SUPERMARKET_KEY))
    if chat.is_on():
        found.append(Estimate())
    return {source.name: source for source in found}
