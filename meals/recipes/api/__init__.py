"""Recipes over HTTP."""
