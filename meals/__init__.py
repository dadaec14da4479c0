"""What was eaten: the diary and its totals. May import nutrition and accounts."""
