"""Recipes of one's own: a pot that was weighed, of which a part is eaten."""
