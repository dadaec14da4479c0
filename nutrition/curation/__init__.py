"""How dietitians own the food database: drafts, review, findings, and releases as reviewable batches."""
