"""Which tested foods stand for the foods of the tables."""

from nutrition.glycemic.selectors import glycemic_indexes

__all__ = ["glycemic_indexes"]
