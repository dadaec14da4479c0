"""The resolver over the real food tables."""

import pytest

from nutrition import catalog
from nutrition.resolution.foods import FoodTables
from nutrition.resolution.resolver import Analysis, Resolver
from nutrition.resolution.spelling import Speller


class RealFoods:
    """A resolver that a failing test prints as one word rather than as twelve thousand foods."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    @property
    def tables(self) -> FoodTables:
        """The food tables."""
        return self._resolver.tables

    @property
    def speller(self) -> Speller:
        """What puts misspelt words right."""
        return self._resolver.speller

    def analyze(self, text: str, region: str = "US") -> Analysis:
        """What is understood of ``text``."""
        return self._resolver.analyze(text, region)


@pytest.fixture
def resolver(food_tables: FoodTables) -> RealFoods:
    """The resolver over the project's own food tables."""
    return RealFoods(catalog.current().resolver)
