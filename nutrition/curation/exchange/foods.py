"""Foods as a file: what a curator sees of each, its draft or else what is live; an import makes drafts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from nutrition.curation import diffs, workflow
from nutrition.curation.exchange.cells import (
    Cell,
    Column,
    amount,
    choice,
    flag,
    joined,
    several,
    shown,
    text_of,
    whole,
    words,
)
from nutrition.curation.exchange.files import Problem, Table, in_chunks
from nutrition.curation.exchange.plan import Header, Plan, RowChange, Stored
from nutrition.curation.exchange.resource import RefusedError, TableResource, id_of, messages_of
from nutrition.curation.names import check_name, live_names
from nutrition.fixtures import provenance_text
from nutrition.grading.checks import findings
from nutrition.models import Category, Food, FoodRevision, NutriScoreClass
from nutrition.nutrients import KEYS, NUTRIENTS

# Each draft is a revision with all that belongs to it; so many are stored within a request.
MOST_CHANGED = 1000
_MOST_NUTRIENT = 1e9
_REVISION = (
    "number", "state", "name", "description", "category_id", "is_base", "serving", "serving_g",
    "refuse_percent", "nutriscore_class", "fruit_vegetable_legume_percent", "nut_percent",
    "non_nutritive_sweeteners", "allergens", "dietary_tags", "source", "source_id", "release", "provenance",
)  # fmt: skip


def _category(text: str) -> str:
    return text.strip().strip("/")


COLUMNS = (
    Column("id", whole),
    Column("revision", whole),
    shown("state"),
    words("name", 160, is_needed=True),
    words("description", 255),
    Column("category", _category, is_needed=True),
    flag("is_base", empty=False),
    words("serving", 120),
    amount("serving_g", "g", most=10_000, above=True),
    amount("refuse_percent", "%", most=100),
    choice("nutriscore_class", ("", *NutriScoreClass.values)),
    amount("fruit_vegetable_legume_percent", "%", most=100),
    amount("nut_percent", "%", most=100),
    flag("non_nutritive_sweeteners"),
    several("allergens", 40),
    several("dietary_tags", 40),
    words("source", 40),
    words("source_id", 40, drops_zeros=True),
    words("release", 40, drops_zeros=True),
    words("figures_from", 200),
    shown("provenance"),
    *(amount(nutrient.key, f"{nutrient.unit} per 100 g", most=_MOST_NUTRIENT) for nutrient in NUTRIENTS),
)


class FoodResource(TableResource):
    """The foods. ``revision`` is what was exported: a food that was saved since is not overwritten."""

    name, one = "Foods", "food"
    columns = COLUMNS
    needed = ("id",)
    ignored: ClassVar[frozenset[str]] = frozenset({"id", "revision", "state", "figures_from"})

    def export_rows(self, queryset: QuerySet[Any] | None) -> Iterable[Sequence[Cell]]:
        """Each food's draft, or else what is live, by id."""
        foods = Food.objects.all() if queryset is None else Food.objects.filter(pk__in=_pks(queryset))
        tips = _tips(foods)
        for chunk in in_chunks(sorted(tips), 1000):
            rows = dict(_revisions([tips[food_id][0] for food_id in chunk]))
            for food_id in chunk:
                yield _as_exported(food_id, rows[tips[food_id][0]], tips[food_id][1])

    def begin(self, table: Table, header: Header) -> None:
        """Read the tips of the foods in the file, and the revisions from which rows were exported."""
        self._seen: dict[str, int] = {}
        self._tips: dict[int, Stored] = {}
        self._merged: dict[int, int] = {}
        asked = {food for _, cells in table.rows if (food := id_of(header.cell(cells, "id"))) is not None}
        for chunk in in_chunks(sorted(asked)):
            tips = _tips(Food.objects.filter(pk__in=chunk))
            rows = dict(_revisions([revision for revision, _ in tips.values()]))
            for food_id, (revision, merged) in tips.items():
                cells = tuple(map(text_of, _as_exported(food_id, rows[revision], merged)))
                self._tips[food_id] = Stored(cells, revision, food_id)
        self._bases = self._exported_from(table, header)

    def _exported_from(self, table: Table, header: Header) -> dict[tuple[int, int], Stored]:
        """The revisions, other than the tip, that rows name: by food and number."""
        asked: dict[int, set[int]] = defaultdict(set)
        for _, cells in table.rows:
            food, number = id_of(header.cell(cells, "id")), id_of(header.cell(cells, "revision"))
            if food in self._tips and number is not None and str(number) != self._tips[food].cells[1]:
                asked[food].add(number)
        bases: dict[tuple[int, int], Stored] = {}
        for chunk in in_chunks(sorted(asked)):
            found = FoodRevision.objects.filter(food__in=chunk).values_list("food_id", "number", "pk")
            wanted = {pk: (food, number) for food, number, pk in found if number in asked[food]}
            for pk, values in _revisions(list(wanted)):
                food, number = wanted[pk]
                bases[food, number] = Stored(tuple(map(text_of, _as_exported(food, values, None))), pk, food)
        return bases

    def find(self, row: int, cells: list[str], header: Header) -> Stored | Problem | None:
        """The food as it stood when the row was exported; None for a row without an id."""
        told, number = header.cell(cells, "id"), id_of(header.cell(cells, "revision"))
        if not told.strip():
            return self._new(row, header.cell(cells, "name").strip())
        food = id_of(told)
        if food is None or food not in self._tips:
            return Problem("There is no such food; leave the id empty for a new one.", row, "id", told)
        if number is None and header.cell(cells, "revision").strip():
            return Problem("is no revision.", row, "revision", header.cell(cells, "revision"))
        tip = self._tips[food]
        if number is None or str(number) == tip.cells[1]:
            return tip
        base = self._bases.get((food, number))
        return base or Problem(f"Food {food} has no revision {number}.", row, "revision")

    def _new(self, row: int, name: str) -> Problem | None:
        first = self._seen.setdefault(name.casefold(), row)
        if name and first != row:
            return Problem(f"Row {first} is a new food of the same name.", row, "name", name)
        return None

    def check(self, plan: Plan) -> None:
        """Foods that were saved meanwhile, categories, amounts and names; and how many there are."""
        categories = set(Category.objects.values_list("slug", flat=True))
        names = live_names() if any("name" in change.values for change in plan.changes) else {}
        for change in plan.changes:
            change.title = change.stored.cells[3] if change.stored else change.values.get("name", "")
            change.link = change.stored.key if change.stored else None
            plan.problems += self._of(change, categories, names)
        if len(plan.changes) > MOST_CHANGED:
            message = f"{len(plan.changes):,} foods are changed; at most {MOST_CHANGED:,} can be at once."
            plan.problems.append(Problem(f"{message} Divide the file."))

    def _of(self, change: RowChange, categories: set[str], names: Any) -> Iterator[Problem]:
        food_id = change.link
        if food_id is not None and self._tips[food_id].cells[2].startswith("merged"):
            state = self._tips[food_id].cells[2]
            yield Problem(f"Food {food_id} was {state}: change that one.", change.row, "id")
        elif change.stored is not None and self._tips[change.stored.key].row != change.stored.row:
            yield Problem(self._meanwhile(change), change.row, "revision")
        slug = change.values.get("category")
        if slug is not None and slug not in categories:
            yield Problem("There is no such category.", change.row, "category", slug)
        for key in KEYS:
            if change.values.get(key) is not None:
                for found in findings({key: change.values[key]}):
                    said = found.message.removeprefix(f"{key}: ")
                    yield Problem(said, change.row, key)
        if "name" in change.values:
            try:
                check_name(
                    food=Food(pk=food_id) if food_id else None, text=change.values["name"], names=names
                )
            except ValidationError as error:
                yield Problem(messages_of(error), change.row, "name", change.values["name"])

    def _meanwhile(self, change: Any) -> str:
        """What happened to a food since its row was exported."""
        was, tip = change.stored.row, self._tips[change.link].row
        revisions = FoodRevision.objects.select_related("category").in_bulk([was, tip])
        base, now = revisions[was], revisions[tip]
        told = "; ".join(str(difference) for difference in diffs.between_revisions(base, now)[:5])
        return (
            f"Somebody saved food {change.link} since this row was exported: revision {now.number} is not "
            f"revision {base.number} ({told or 'it says the same'}). Export it again and change it there."
        )

    def save(self, plan: Plan, by: Any) -> None:
        """Store a draft for each changed row."""
        foods = Food.objects.in_bulk([change.link for change in plan.changes if change.link])
        bases = FoodRevision.objects.in_bulk([change.stored.row for change in plan.changes if change.stored])
        for change in plan.changes:
            values = dict(change.values)
            if "category" in values:
                values["category_id"] = values.pop("category")
            values.pop("id", None)
            try:
                workflow.save_draft(
                    food=foods[change.link] if change.link else None,
                    base=bases[change.stored.row] if change.stored else None,
                    by=by,
                    changes=values,
                    note=f"Imported from {plan.file_name}, row {change.row}"[:500],
                    figures_from=change.given.get("figures_from", "").strip() or plan.file_name,
                )
            except (workflow.ChangedMeanwhileError, workflow.NotPossibleError) as error:
                raise RefusedError(Problem(str(error), change.row)) from error
            except ValidationError as error:
                raise RefusedError(Problem(messages_of(error), change.row)) from error


def _pks(queryset: QuerySet[Any]) -> QuerySet[Any]:
    return queryset.order_by().values("pk")


def _tips(foods: QuerySet[Food]) -> dict[int, tuple[int, int | None]]:
    """The tip of each food that has one, and the food into which it was merged."""
    rows = foods.order_by().values_list("pk", "draft_id", "live_id", "merged_into_id")
    return {pk: (draft or live, merged) for pk, draft, live, merged in rows if draft or live}


def _revisions(pks: list[int]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    rows = FoodRevision.objects.filter(pk__in=pks).order_by().values_list("pk", *_REVISION, *KEYS)
    for pk, *values in rows.iterator(chunk_size=1000):
        yield pk, tuple(values)


def _as_exported(food_id: int, values: tuple[Any, ...], merged: int | None) -> list[Cell]:
    """The cells of a revision in the order of the columns."""
    number, state, *described = values[: len(_REVISION) - 1]
    provenance = {key: (str(origin[0]), str(origin[1])) for key, origin in values[len(_REVISION) - 1].items()}
    allergens, tags = described[11:13]
    return [
        food_id,
        number,
        state if merged is None else f"merged into {merged}",
        *described[:11],
        joined(allergens),
        joined(tags),
        *described[13:],
        "",
        provenance_text(provenance),
        *values[len(_REVISION) :],
    ]
