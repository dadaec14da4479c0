"""What looks wrong in the food tables, one module a kind; ``inspecting`` keeps the findings up to date."""
