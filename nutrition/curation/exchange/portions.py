"""Household measures of foods as a file."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from nutrition.curation.exchange.cells import Cell, Column, amount, flag, shown, whole, words
from nutrition.curation.exchange.files import Problem
from nutrition.curation.exchange.plan import Plan
from nutrition.curation.exchange.rows_of_foods import FoodRows, Key
from nutrition.models import Food, Portion
from nutrition.services import CURATOR

# A crate; nobody eats from a larger measure.
MOST_G = 100_000


class PortionResource(FoodRows):
    """The portions."""

    name, one, model = "Portions", "portion", Portion
    columns = (
        Column("id", whole),
        Column("food", whole, is_needed=True),
        shown("food_name"),
        words("label", 160, is_needed=True),
        amount("grams", "g", most=MOST_G, is_needed=True, above=True),
        flag("usual", empty=False),
        flag("active", empty=True),
        shown("source"),
    )
    needed = ("food", "label", "grams")
    naming: ClassVar[Mapping[str, int]] = {"label": 3}

    def cells_of(self, row: Portion, food_name: str) -> list[Cell]:
        """The cells of a portion."""
        return [
            row.pk, row.food_id, food_name, row.label, row.grams, row.is_usual, row.active, row.grams_from,
        ]  # fmt: skip

    def key_of(self, food: int, called: Sequence[str]) -> Key:
        """Its food and its label."""
        return food, called[0]

    def check_rows(self, plan: Plan, foods: Mapping[int, Food]) -> None:
        """Only one measure of a food is the usual one, where the file changes which."""
        asked = {change.link: change.row for change in plan.changes if change.values.get("usual")}
        if not asked:
            return
        usual: dict[int, set[str]] = defaultdict(set)
        for stored in self._by_id.values():
            if stored.row.food_id in asked and stored.row.is_usual and stored.row.active:
                usual[stored.row.food_id].add(stored.row.label)
        for change in plan.changes:
            if change.link in asked:
                row = change.stored.row if change.stored else None
                if row is not None:
                    usual[change.link or 0].discard(row.label)
                is_usual = change.values.get("usual", row is not None and row.is_usual)
                if is_usual and change.values.get("active", row is None or row.active):
                    usual[change.link or 0].add(self.called(change)[0])
        for food, labels in usual.items():
            if len(labels) > 1:
                told = " and ".join(f"“{label}”" for label in sorted(labels))
                message = f"Food {food} would have several usual portions: {told}. Set the others to 0."
                plan.problems.append(Problem(message, asked[food], "usual"))

    def fill(self, row: Portion, values: Mapping[str, Any]) -> None:
        """Write new values."""
        for column, name in (
            ("label", "label"),
            ("grams", "grams"),
            ("usual", "is_usual"),
            ("active", "active"),
        ):
            if column in values:
                setattr(row, name, values[column])
        row.source = row.source or CURATOR

    def _instead_of(self, row: Portion) -> Portion:
        return Portion(
            food_id=row.food_id, label=row.label, grams=row.grams, is_usual=row.is_usual, active=row.active
        )
