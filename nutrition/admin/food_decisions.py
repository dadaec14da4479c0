"""What a curator decides about foods: one at a time on the food's page, or many in the list."""


class FoodDecisions:
    """The actions and pages of decisions, for the foods' admin."""
