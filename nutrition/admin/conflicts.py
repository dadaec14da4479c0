"""What a release and a curator both changed: ours is kept until somebody decides."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from unfold.decorators import display

from nutrition.admin.decided import Decided, day
from nutrition.admin.food_acts import REFUSALS
from nutrition.curation import diffs
from nutrition.curation.conflicts import PORTION, keep_ours, take_theirs
from nutrition.curation.desk import by_use
from nutrition.curation.desk_words import of_conflict
from nutrition.models import FoodRevision, LoadConflict, Origin, Portion
from nutrition.nutrients import by_key


@admin.register(LoadConflict)
class LoadConflictAdmin(Decided):
    """Keep ours, or take theirs."""

    page_template = "admin/nutrition/loadconflict/page.html"
    refusals = REFUSALS
    list_display = ("named", "field_name", "ours", "theirs", "apart", "release", "logged", "loaded")
    list_display_links = ("named",)
    list_select_related = ("food__live", "food__use")
    search_fields = ("food__live__name", "field", "release")
    ordering = (by_use("food__"), "id")
    actions = ("keep_each", "take_each")

    @display(description="Food", ordering="food__live__name")
    def named(self, conflict: LoadConflict) -> str:
        """Its name."""
        return str(conflict.food)

    @display(description="Field", ordering="field")
    def field_name(self, conflict: LoadConflict) -> str:
        """The nutrient, the measure or another field."""
        return of_conflict(conflict).label

    @display(description="Ours, live")
    def ours(self, conflict: LoadConflict) -> str:
        """What a curator made of it."""
        return of_conflict(conflict).before_shown

    @display(description="The release's")
    def theirs(self, conflict: LoadConflict) -> str:
        """What the release says."""
        return of_conflict(conflict).after_shown

    @display(description="Difference")
    def apart(self, conflict: LoadConflict) -> str:
        """By how much."""
        return of_conflict(conflict).percent_shown

    @display(description="Logged", ordering="food__use__times_logged")
    def logged(self, conflict: LoadConflict) -> str:
        """How often people logged the food."""
        use = getattr(conflict.food, "use", None)
        return "" if use is None else f"{use.times_logged:,}"

    @display(description="Loaded", ordering="created_at")
    def loaded(self, conflict: LoadConflict) -> str:
        """The day."""
        return day(conflict.created_at)

    def page_context(self, request: HttpRequest, obj: LoadConflict) -> dict[str, Any]:
        """The three values: what it was, ours, theirs; and what is live by now."""
        told, was = of_conflict(obj), _was(obj)
        now = _now(obj)
        return {
            "title": f"{told.label} of {obj.food}",
            "told": told,
            "was": None if was is None else diffs.shown(was[0], told.unit),
            "now": diffs.shown(now, told.unit) if now != told.before else "",
            "has_draft": obj.food.draft_id is not None,
            "may_take": self._may_take(request),
        }

    def decide(self, request: HttpRequest, obj: LoadConflict, what: str) -> str:
        """Keep ours or take theirs."""
        told, food = of_conflict(obj), str(obj.food)
        if what == "keep":
            keep_ours(conflict=obj, by=request.user)
            return f"Kept: {told.label} of {food} stays {told.before_shown}."
        if what != "take":
            raise Http404
        if not self._may_take(request):
            raise PermissionDenied
        taken = take_theirs(conflict=obj, by=request.user)
        waits = isinstance(taken, FoodRevision) and taken.went_live_at is None
        where = " in the draft, and waits to be published with it" if waits else ""
        return f"Taken: {told.label} of {food} is {told.after_shown}{where}."

    @admin.action(description="Keep ours", permissions=["change"])
    def keep_each(self, request: HttpRequest, rows: QuerySet[LoadConflict]) -> None:
        """Leave what is live."""
        self.each(request, rows, "Kept ours", lambda row: keep_ours(conflict=row, by=request.user))

    @admin.action(description="Take the release's", permissions=["take"])
    def take_each(self, request: HttpRequest, rows: QuerySet[LoadConflict]) -> None:
        """Let the release's value take the place of each."""
        self.each(request, rows, "Taken", lambda row: take_theirs(conflict=row, by=request.user))

    def has_take_permission(self, request: HttpRequest) -> bool:
        """Whether the user may change the food by it."""
        return self.has_change_permission(request) and self._may_take(request)

    def _may_take(self, request: HttpRequest) -> bool:
        return request.user.has_perm("nutrition.publish_food")


def _was(conflict: LoadConflict) -> tuple[Any] | None:
    """What the field was before the release and the curator changed it; None where nothing tells."""
    if conflict.field.startswith(PORTION):
        return None
    loaded = conflict.food.loaded
    before = FoodRevision.objects.filter(food=conflict.food_id, origin=Origin.RELEASE)
    if loaded is not None:
        before = before.filter(number__lt=loaded.number)
    found = before.order_by("-number").first()
    return None if found is None else (getattr(found, conflict.field),)


def _now(conflict: LoadConflict) -> Any:
    """What is live today, which may have changed since."""
    if conflict.field.startswith(PORTION):
        portion = Portion.objects.filter(pk=int(conflict.field.removeprefix(PORTION))).first()
        return None if portion is None else portion.grams
    live = conflict.food.live
    value = None if live is None else getattr(live, conflict.field)
    return float(value) if conflict.field in by_key() and value is not None else value
