"""Rows that belong to foods, their names and measures: how they are known again, and how they are stored.

What is called otherwise is another name or measure: the old row stays, inactive, so that no release brings
it back.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet

from nutrition.curation.exchange.cells import Cell, text_of
from nutrition.curation.exchange.files import Problem, Table, in_chunks
from nutrition.curation.exchange.plan import Header, Plan, RowChange, Stored
from nutrition.curation.exchange.resource import TableResource, id_of, names_of_foods
from nutrition.models import Alias, Food, Portion
from nutrition.services import store_names

Key = tuple[Any, ...]


class FoodRows(TableResource):
    """Aliases or portions. A row without an id is known again by its food and by what it is called."""

    model: ClassVar[type[Alias] | type[Portion]]
    # The columns that make up what a row is called, and their places in the export.
    naming: ClassVar[Mapping[str, int]]
    ignored: ClassVar[frozenset[str]] = frozenset({"id", "food"})

    def cells_of(self, row: Any, food_name: str) -> list[Cell]:
        """The cells of a row in the order of the columns."""
        raise NotImplementedError

    def key_of(self, food: int, called: Sequence[str]) -> Key:
        """By what a row is known again."""
        raise NotImplementedError

    def check_rows(self, plan: Plan, foods: Mapping[int, Food]) -> None:
        """Add what is wrong with the changes to the plan's problems."""
        raise NotImplementedError

    def fill(self, row: Any, values: Mapping[str, Any]) -> None:
        """Write new values into a row."""
        raise NotImplementedError

    def export_rows(self, queryset: QuerySet[Any] | None) -> Iterable[Sequence[Cell]]:
        """The rows by food and id."""
        rows: QuerySet[Any] = self.model._default_manager.all()
        if queryset is not None:
            rows = rows.filter(pk__in=queryset.order_by().values("pk"))
        found = list(rows.order_by("food_id", "pk"))
        names = names_of_foods({row.food_id for row in found})
        return (self.cells_of(row, names[row.food_id]) for row in found)

    def begin(self, table: Table, header: Header) -> None:
        """Read all rows of the foods in the file, and those whose ids it names."""
        told = {food for _, cells in table.rows if (food := id_of(header.cell(cells, "food"))) is not None}
        self._food_names = names_of_foods(told)
        self._by_id: dict[int, Stored] = {}
        self._by_key: dict[Key, Stored] = {}
        for chunk in in_chunks(sorted(told)):
            self._keep(self.model.objects.filter(food__in=chunk))
        ids = {row for _, cells in table.rows if (row := id_of(header.cell(cells, "id"))) is not None}
        for chunk in in_chunks(sorted(ids - self._by_id.keys())):
            self._keep(self.model.objects.filter(pk__in=chunk))
        self._new: dict[Key, int] = {}

    def _keep(self, rows: Iterable[Any]) -> None:
        for row in rows:
            cells = tuple(map(text_of, self.cells_of(row, self._food_names.get(row.food_id, ""))))
            stored = self._by_id[row.pk] = Stored(cells, row, row.pk)
            self._by_key[self.key_of(row.food_id, [cells[place] for place in self.naming.values()])] = stored

    def find(self, row: int, cells: list[str], header: Header) -> Stored | Problem | None:
        """The row of that id, or of that name of the food; None for a new one."""
        told, told_food = header.cell(cells, "id").strip(), header.cell(cells, "food").strip()
        food = id_of(told_food)
        if food is None or food not in self._food_names:
            return Problem("There is no such food." if told_food else "is empty.", row, "food", told_food)
        if told:
            stored = self._by_id.get(id_of(told) or 0)
            if stored is None:
                message = f"There is no such {self.one}; leave the id empty for a new one."
                return Problem(message, row, "id", told)
            if stored.row.food_id != food:
                message = f"The {self.one} {told} belongs to food {stored.row.food_id}: it cannot be moved. "
                message += "Make it inactive there and add one here."
                return Problem(message, row, "food", told_food)
            return stored
        return self._known_again(row, food, cells, header)

    def _known_again(self, row: int, food: int, cells: list[str], header: Header) -> Stored | Problem | None:
        name = header.cell(cells, "food_name").strip()
        if name and name != self._food_names[food]:
            message = f"Food {food} is called “{self._food_names[food]}”: is it the right number?"
            return Problem(message, row, "food_name", name)
        key = self.key_of(food, [header.cell(cells, column).strip() for column in self.naming])
        stored = self._by_key.get(key)
        if stored is not None and not stored.row.active and "active" not in header.places:
            message = f"This {self.one} was taken away: with 1 in a column “active” it comes back."
            return Problem(message, row)
        first = self._new.setdefault(key, row)
        if stored is None and first != row:
            return Problem(f"Row {first} is the same {self.one}.", row)
        return stored

    def check(self, plan: Plan) -> None:
        """Names that are taken, foods that were merged, and what the subject says."""
        ids = {self._food_of(change) for change in plan.changes}
        foods: dict[int, Food] = {}
        for chunk in in_chunks(sorted(ids)):
            foods |= Food.objects.select_related("live", "draft").in_bulk(chunk)
        for change in plan.changes:
            food = foods[self._food_of(change)]
            called = self.called(change) if change.stored is None else self._was_called(change.stored)
            change.title, change.link = f"{self._food_names[food.pk]} · {called[0]}", food.pk
            if food.merged_into_id is not None:
                message = f"Food {food.pk} was merged into food {food.merged_into_id}: give it to that one."
                plan.problems.append(Problem(message, change.row, "food"))
            if self.is_renamed(change):
                self._check_key(plan, change)
        self.check_rows(plan, foods)

    def _food_of(self, change: RowChange) -> int:
        return change.stored.row.food_id if change.stored else int(change.given["food"])

    def is_renamed(self, change: RowChange) -> bool:
        """Whether a row that was there is called otherwise."""
        if change.stored is None:
            return False
        return self.key_of(0, self._was_called(change.stored)) != self.key_of(0, self.called(change))

    def _was_called(self, stored: Stored) -> list[str]:
        return [stored.cells[place] for place in self.naming.values()]

    def called(self, change: RowChange) -> list[str]:
        """What a row is called after the change."""
        cells = change.stored.cells if change.stored else None
        return [
            change.values.get(column, cells[place] if cells else "") for column, place in self.naming.items()
        ]

    def _check_key(self, plan: Plan, change: RowChange) -> None:
        key = self.key_of(self._food_of(change), self.called(change))
        other, first = self._by_key.get(key), self._new.setdefault(key, change.row)
        if other is not None and other is not change.stored:
            message = f"The food has this {self.one} already (id {other.row.pk})."
            plan.problems.append(
                Problem(message, change.row, next(iter(self.naming)), self.called(change)[0])
            )
        elif first != change.row:
            plan.problems.append(Problem(f"Row {first} is the same {self.one}.", change.row))

    def save(self, plan: Plan, by: Any) -> None:
        """Store all changes together and announce their foods once."""
        new, changed = [], []
        for change in plan.changes:
            if change.stored is None:
                row = self.model(food=Food(pk=change.link))
                new.append(row)
            elif self.is_renamed(change):
                row = self._instead_of(change.stored.row)
                change.stored.row.active = False
                changed.append(change.stored.row)
                new.append(row)
            else:
                row = change.stored.row
                changed.append(row)
            self.fill(row, change.values)
        store_names(new=new, changed=changed, by=by, reason=f"Imported from {plan.file_name}")

    def _instead_of(self, row: Any) -> Any:
        raise NotImplementedError
