"""The history of a food: what changed, who did it, any two revisions side by side, and the way back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from nutrition.admin.food_acts import REFUSALS, refusal
from nutrition.admin.food_frame import FoodFrame
from nutrition.admin.food_timeline import MEASURE, NAME, entries, happenings
from nutrition.curation import workflow
from nutrition.curation.diffs import between_revisions
from nutrition.curation.undoing import undo_measure, undo_name
from nutrition.models import Alias, Food, FoodRevision, Portion
from nutrition.services import one_writer

PER_PAGE = 25
_UNDOING: dict[str, tuple[str, Any, Any]] = {
    NAME: ("change_alias", Alias, undo_name),
    MEASURE: ("change_portion", Portion, undo_measure),
}


class FoodHistory(FoodFrame):
    """The history's pages, for the foods' admin."""

    def get_urls(self) -> list[URLPattern]:
        """The addresses below ``<food>/history/``; that page itself has Django's own."""
        of = self.admin_site.admin_view
        own = [
            path(
                "<path:object_id>/history/compare/",
                of(self.compare_view),
                name="nutrition_food_compare",
            ),
            path(
                "<path:object_id>/history/revert/<int:number>/",
                of(self.revert_view),
                name="nutrition_food_revert",
            ),
            path(
                "<path:object_id>/history/undo/<slug:kind>/<int:change>/",
                of(require_POST(self.undo_view)),
                name="nutrition_food_undo",
            ),
        ]
        urls: list[URLPattern] = super().get_urls()
        return own + urls

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Everything that happened to the food, newest first."""
        food = self._viewed(request, object_id)
        page = Paginator(happenings(food), PER_PAGE).get_page(request.GET.get("page"))
        may = {kind for kind, (right, *_) in _UNDOING.items() if request.user.has_perm(f"nutrition.{right}")}
        context = {
            "page": page,
            "entries": entries(food, page.object_list),
            "numbers": _numbers(food),
            "may_revert": request.user.has_perm("nutrition.publish_food") and food.merged_into_id is None,
            "may_undo": may,
            **(extra_context or {}),
        }
        return self.food_page(request, food, f"History of {food}", "history", context)

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Two revisions side by side, ``?from=<number>&to=<number>``; ``&all=1`` with what stayed."""
        food = self._viewed(request, object_id)
        numbers = _numbers(food)
        if not numbers:
            raise Http404
        before = self._revision(food, request.GET.get("from") or str(numbers[min(1, len(numbers) - 1)]))
        after = self._revision(food, request.GET.get("to") or str(numbers[0]))
        with_same = request.GET.get("all") == "1"
        rows = between_revisions(before, after, with_same=with_same)
        context = {
            "before": before,
            "after": after,
            "left_title": f"Revision {before.number}",
            "right_title": f"Revision {after.number}",
            "rows": [row for row in rows if (row.before, row.after) != (None, None)],
            "with_same": with_same,
            "numbers": numbers,
        }
        return self.food_page(request, food, f"Revisions of {food}", "revision_compare", context)

    def revert_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Say what would change (GET), and let the food say again what it said then (POST)."""
        food = self._viewed(request, object_id)
        if not request.user.has_perm("nutrition.publish_food"):
            raise PermissionDenied
        to = self._revision(food, str(number))
        if request.method == "POST":
            return self._revert(request, food, to)
        context = {
            "to": to,
            "left_title": f"Live, revision {food.live.number}" if food.live else "Live",
            "right_title": f"Revision {number}",
            "rows": between_revisions(food.live, to),
        }
        return self.food_page(request, food, f"Back to revision {number}", "revision_revert", context)

    def undo_view(self, request: HttpRequest, object_id: str, kind: str, change: int) -> HttpResponse:
        """Take one change of a name or a measure back."""
        food = self._viewed(request, object_id)
        if kind not in _UNDOING:
            raise Http404
        right, model, undo = _UNDOING[kind]
        if not request.user.has_perm(f"nutrition.{right}"):
            raise PermissionDenied
        row = model.history.filter(food_id=food.pk, history_id=change).first()
        if row is None:
            raise Http404
        try:
            undone = undo(food=food, change=row)
        except REFUSALS as error:
            messages.error(request, refusal(error))
        else:
            is_there = "is there" if undone.active else "is gone"
            messages.success(request, f"Taken back. {undone} {is_there}.")
        return HttpResponseRedirect(reverse("admin:nutrition_food_history", args=[food.pk]))

    def _revert(self, request: HttpRequest, food: Food, to: FoodRevision) -> HttpResponse:
        opened = request.POST.get("live", "")
        try:
            with one_writer():
                food.refresh_from_db(fields=["live"])
                if opened and opened != str(food.live_id or 0):
                    raise workflow.NotPossibleError(
                        "Another revision went live since you opened this: look again at what would change."
                    )
                live = workflow.revert(food=food, to=to, by=request.user)
        except REFUSALS as error:
            messages.error(request, refusal(error))
        else:
            told = f"Reverted. {live.name} is now revision {live.number}, which says what {to.number} said."
            messages.success(request, told)
        return HttpResponseRedirect(reverse("admin:nutrition_food_history", args=[food.pk]))

    def _viewed(self, request: HttpRequest, object_id: str) -> Food:
        food: Food | None = self.get_object(request, object_id)
        if food is None:
            raise Http404
        if not self.has_view_or_change_permission(request, food):
            raise PermissionDenied
        return food

    def _revision(self, food: Food, number: str) -> FoodRevision:
        """The food's revision of that number. Raises ``Http404``."""
        known = number.isdecimal() and len(number) < 9
        rows = food.revisions.select_related("category", "created_by")
        found = rows.filter(number=int(number)).first() if known else None
        if found is None:
            raise Http404
        return found


def _numbers(food: Food) -> list[int]:
    return list(food.revisions.order_by("-number").values_list("number", flat=True))
