"""Cooking yields fitted to SR28's raw and cooked foods, and judged on families that the fit never saw."""
