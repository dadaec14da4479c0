"""The revisions of a food: what changed, who did it, and the way back."""


class FoodHistory:
    """The history's pages, for the foods' admin."""
