"""Other names of foods as a file."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from nutrition.curation.exchange.cells import Cell, Column, choice, flag, shown, whole, words
from nutrition.curation.exchange.files import Problem
from nutrition.curation.exchange.plan import Plan, RowChange
from nutrition.curation.exchange.resource import messages_of
from nutrition.curation.exchange.rows_of_foods import FoodRows, Key
from nutrition.curation.names import check_alias, live_names
from nutrition.models import Alias, Food, Origin, Region


class AliasResource(FoodRows):
    """The aliases."""

    name, one, model = "Aliases", "alias", Alias
    columns = (
        Column("id", whole),
        Column("food", whole, is_needed=True),
        shown("food_name"),
        words("text", 160, is_needed=True),
        choice("region", tuple(Region.values)),
        flag("active", empty=True),
        shown("source"),
        shown("origin"),
    )
    needed = ("food", "text")
    naming: ClassVar[Mapping[str, int]] = {"text": 3, "region": 4}

    def cells_of(self, row: Alias, food_name: str) -> list[Cell]:
        """The cells of an alias."""
        return [row.pk, row.food_id, food_name, row.text, row.region, row.active, row.source, row.origin]

    def key_of(self, food: int, called: Sequence[str]) -> Key:
        """Its food, its text whatever the case, and its region."""
        return food, called[0].lower(), called[1]

    def check_rows(self, plan: Plan, foods: Mapping[int, Food]) -> None:
        """A name that counts may be no other food's."""
        names = live_names() if plan.changes else {}
        for change in plan.changes:
            if not self._counts(change):
                continue
            text, region = self.called(change)
            try:
                check_alias(food=foods[change.link or 0], text=text, region=region, names=names)
            except ValidationError as error:
                column = "region" if getattr(error, "code", "") == "region" else "text"
                plan.problems.append(Problem(messages_of(error), change.row, column))

    def _counts(self, change: RowChange) -> bool:
        active = change.stored.row.active if change.stored else True
        return bool(change.values.get("active", active))

    def fill(self, row: Alias, values: Mapping[str, Any]) -> None:
        """Write new values; only what is taken away stays a release's."""
        for name in ("text", "region", "active"):
            if name in values:
                setattr(row, name, values[name])
        if row.active:
            row.origin = Origin.CURATOR

    def _instead_of(self, row: Alias) -> Alias:
        return Alias(food_id=row.food_id, text=row.text, region=row.region, active=row.active)
