"""Dishes out of their ingredients: the arithmetic, the publishers' recipes, and parts of an unknown dish."""
