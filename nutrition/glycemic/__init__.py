"""Which tested foods stand for the foods of the tables."""
