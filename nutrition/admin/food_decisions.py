"""What a curator decides about one food, from a bar on the food's page."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from nutrition.admin import food_acts
from nutrition.admin.food_acts import ACTS, KINDS, REFUSALS, Kind, first, fitting, refusal
from nutrition.admin.food_bulk import FoodBulk
from nutrition.admin.food_merge import FoodMerge
from nutrition.admin.food_split import FoodSplit
from nutrition.curation import diffs, workflow
from nutrition.curation.workflow import ChangedMeanwhileError
from nutrition.models import Food
from nutrition.services import one_writer

NOTE_CHARACTERS = 500
# No key is longer.
MOST_DIGITS = 18
_TITLES = {
    "send_back": ("Send back", "What is to be mended?", "Send back"),
    "retire": ("Retire", "Why?", "Retire"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that fits a food now: where it is taken, and why it is not possible just now or nothing.

    ``asks_first`` is one that leads to a page that asks for a note or a choice; the others are one POST.
    ``is_rare`` is one that stands folded away.
    """

    key: str
    label: str
    url: str
    asks_first: bool
    is_primary: bool
    is_rare: bool
    why_not: str


class NoteForm(forms.Form):
    """Why something is decided."""

    note = forms.CharField(
        max_length=NOTE_CHARACTERS,
        required=False,
        widget=forms.Textarea({"rows": 3, "autofocus": True}),
        error_messages={"required": "Say what is to be mended."},
    )


class FoodDecisions(FoodBulk, FoodMerge, FoodSplit):
    """The decisions of the foods' admin: on one food here, on many and on two in the classes above."""

    change_form_outer_before_template: Any = "admin/nutrition/food/decide_form.html"

    def decisions_for(self, request: HttpRequest, food: Food) -> list[Decision]:
        """What the user may decide about the food as it stands, the most likely first."""
        found: list[Decision] = []
        for key, label, why_not in fitting(food, request.user):
            kind = KINDS[key]
            if request.user.has_perm(f"nutrition.{kind.permission}"):
                url = reverse("admin:nutrition_food_decide", args=[food.pk, key])
                primary = not why_not and not any(one.is_primary for one in found)
                is_primary = primary and key in ("publish", "verify", "restore", "undo_merge")
                found.append(Decision(key, label, url, kind.asks, is_primary, kind.is_rare, why_not))
        return found

    def get_urls(self) -> list[URLPattern]:
        """The address of a decision: ``<food>/decide/<what>/``."""
        view = self.admin_site.admin_view(self.decide_view)
        own = [path("<path:object_id>/decide/<slug:key>/", view, name="nutrition_food_decide")]
        urls: list[URLPattern] = super().get_urls()
        return own + urls

    def decide_view(self, request: HttpRequest, object_id: str, key: str) -> HttpResponse:
        """Take a decision (POST), or ask for the note or choice that it needs."""
        kind = KINDS.get(key)
        food = self.get_object(request, object_id)
        if kind is None or food is None:
            raise Http404
        if not request.user.has_perm(f"nutrition.{kind.permission}"):
            raise PermissionDenied
        if key == "merge":
            return self.merge_view(request, food)
        if key == "split":
            return self.split_view(request, food)
        if kind.asks:
            return self._ask_note(request, food, kind)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return self._decide(request, food, kind, "")

    def _ask_note(self, request: HttpRequest, food: Food, kind: Kind) -> HttpResponse:
        form = NoteForm(request.POST or None)
        title, label, button = _TITLES[kind.key]
        form.fields["note"].label = label
        form.fields["note"].required = kind.note_needed
        if request.method == "POST" and form.is_valid():
            return self._decide(request, food, kind, form.cleaned_data["note"])
        context = {"form": form, "button": button, "seen": request.POST.get("seen") or seen(food)}
        return self.food_page(request, food, f"{title}: {food}", "decide_note", context)

    def _decide(self, request: HttpRequest, food: Food, kind: Kind, note: str) -> HttpResponse:
        over = request.POST.get("over", "")
        try:
            with one_writer():
                self._check_seen(request, food)
                if kind.key == "publish" and over.isdecimal() and len(over) < MOST_DIGITS:
                    told = food_acts.publish_over(food, request.user, int(over))
                else:
                    told = ACTS[kind.key](food, request.user, note)
        except ChangedMeanwhileError as error:
            return self._show_clashes(request, food, error)
        except REFUSALS as error:
            messages.error(request, refusal(error))
        else:
            messages.success(request, told)
        return HttpResponseRedirect(reverse("admin:nutrition_food_change", args=[food.pk]))

    def _check_seen(self, request: HttpRequest, food: Food) -> None:
        """Nobody decides about what they have not seen. Raises ``ValidationError`` that says what changed."""
        told = request.POST.get("seen", "")
        food.refresh_from_db(fields=["draft", "live", "merged_into"])
        if not told or told == seen(food):
            return
        now = workflow.tip(food)
        before = food.revisions.select_related("category").filter(pk__in=_numbers(told)).first()
        if now is None or before is None or before == now:
            raise ValidationError("This food was changed since you opened it: look again, then decide.")
        changed = diffs.between_revisions(before, now)
        who = now.created_by.email if now.created_by else "A release"
        raise ValidationError(
            f"{who} saved revision {now.number} since you opened this food, so nothing was done. "
            f"Changed: {first(map(str, changed)) or 'nothing but its state'}. Look again, then decide."
        )

    def _show_clashes(self, request: HttpRequest, food: Food, error: ChangedMeanwhileError) -> HttpResponse:
        names = food_acts.category_names(error.changed, error.clashes)
        context = {
            "told": refusal(error),
            "theirs": error.theirs,
            "clashes": diffs.of_changes(error.clashes, category_names=names),
            "seen": seen(food),
        }
        page = self.food_page(request, food, f"Both changed: {food}", "decide_clash", context)
        page.status_code = 409
        return page


def seen(food: Food) -> str:
    """What of a food somebody looks at: its draft and what is live."""
    return f"{food.draft_id or 0}.{food.live_id or 0}"


def _numbers(told: str) -> list[int]:
    draft, _, live = told.partition(".")
    wanted = draft if draft not in ("", "0") else live
    return [int(wanted)] if wanted.isdecimal() and len(wanted) < MOST_DIGITS else []
