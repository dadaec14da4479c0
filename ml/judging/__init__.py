"""How good a model is, told in figures that another person can recompute."""
