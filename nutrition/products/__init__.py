"""Packaged foods: read from Open Food Facts, checked, stored apart from the foods, completed from them."""
