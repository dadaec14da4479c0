"""What a curator decides about many foods of the list at once; each food is a transaction of its own."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from nutrition.admin import food_acts
from nutrition.admin.food_acts import REFUSALS, first, refusal
from nutrition.admin.food_frame import FoodFrame
from nutrition.curation.names import MOST_CHARACTERS, check_alias, check_words, live_names, other_foods_named
from nutrition.models import Food, Region
from nutrition.services import add_alias, graded_together

# A request is to end within seconds.
MOST_AT_ONCE = 300
NOTE_CHARACTERS = 500

Foods = QuerySet[Food]


class NoteForm(forms.Form):
    """Why many foods are decided about."""

    note = forms.CharField(
        label="What is to be mended?",
        max_length=NOTE_CHARACTERS,
        widget=forms.Textarea({"rows": 3, "autofocus": True}),
        error_messages={"required": "Say what is to be mended."},
    )


class AliasForm(forms.Form):
    """A name for many foods."""

    text = forms.CharField(
        label="Another name of all of them",
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.TextInput({"class": "wide", "autofocus": True, "autocomplete": "off"}),
        error_messages={"required": "Write a name."},
    )
    region = forms.ChoiceField(label="Where it is used", choices=Region.choices, required=False)

    def clean_text(self) -> str:
        """What may be a name at all; the foods' own names are looked at one by one."""
        return check_words(self.cleaned_data["text"])


class FoodBulk(FoodFrame):
    """The actions of the foods' list."""

    actions = (
        "publish_foods", "verify_foods", "send_back_foods", "retire_foods", "merge_two_foods",
        "add_alias_to_foods", "grade_foods",
    )  # fmt: skip

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether the user may publish drafts."""
        return request.user.has_perm("nutrition.publish_food")

    def has_verify_permission(self, request: HttpRequest) -> bool:
        """Whether the user may verify what another reviewed."""
        return request.user.has_perm("nutrition.verify_food")

    def has_send_back_permission(self, request: HttpRequest) -> bool:
        """Whether the user may send foods back."""
        return request.user.has_perm("nutrition.send_back_food")

    def has_retire_permission(self, request: HttpRequest) -> bool:
        """Whether the user may retire foods."""
        return request.user.has_perm("nutrition.retire_food")

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Whether the user may merge foods."""
        return request.user.has_perm("nutrition.merge_food")

    def has_add_alias_permission(self, request: HttpRequest) -> bool:
        """Whether the user may give foods other names."""
        return request.user.has_perm("nutrition.add_alias")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; an action without the right to it is refused, which Django would only leave out."""
        chosen = request.POST.getlist("action")
        if any(name in self.actions and name not in self.get_actions(request) for name in chosen):
            raise PermissionDenied
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response

    @admin.action(description="Publish the draft, or right as it is", permissions=["publish"])
    def publish_foods(self, request: HttpRequest, foods: Foods) -> None:
        """Publish each draft, and review what a release brought."""
        done = "Published or right as is"
        self._each(request, foods, done, lambda food: food_acts.publish(food, request.user, ""))

    @admin.action(description="Verify", permissions=["verify"])
    def verify_foods(self, request: HttpRequest, foods: Foods) -> None:
        """Verify what others reviewed."""
        self._each(request, foods, "Verified", lambda food: food_acts.verify(food, request.user, ""))

    @admin.action(description="Send back…", permissions=["send_back"])
    def send_back_foods(self, request: HttpRequest, foods: Foods) -> HttpResponse | None:
        """Ask for a word, then make drafts again of what was reviewed."""
        form = NoteForm(request.POST if "asked" in request.POST else None)
        if not form.is_valid():
            return self._ask(request, foods, form, "Send back", "send_back_foods")
        note = form.cleaned_data["note"]
        self._each(request, foods, "Sent back", lambda food: food_acts.send_back(food, request.user, note))
        return None

    @admin.action(description="Retire…", permissions=["retire"])
    def retire_foods(self, request: HttpRequest, foods: Foods) -> HttpResponse | None:
        """Ask for a word, then take the foods out of search and recognition."""
        form = NoteForm(request.POST if "asked" in request.POST else None)
        form.fields["note"].label, form.fields["note"].required = "Why? (optional)", False
        if not form.is_valid():
            return self._ask(request, foods, form, "Retire", "retire_foods")
        note = form.cleaned_data["note"]
        self._each(request, foods, "Retired", lambda food: food_acts.retire(food, request.user, note))
        return None

    @admin.action(description="Merge two…", permissions=["merge"])
    def merge_two_foods(self, request: HttpRequest, foods: Foods) -> HttpResponse | None:
        """Lead to the page where two foods are merged."""
        chosen = list(foods.order_by("pk").values_list("pk", flat=True)[:3])
        if len(chosen) != 2:
            messages.error(request, "Choose exactly two foods to merge.")
            return None
        address = reverse("admin:nutrition_food_decide", args=[chosen[0], "merge"])
        return HttpResponseRedirect(f"{address}?other={chosen[1]}")

    @admin.action(description="Add a name to each…", permissions=["add_alias"])
    def add_alias_to_foods(self, request: HttpRequest, foods: Foods) -> HttpResponse | None:
        """Ask for a name, then give it to each food that may have it."""
        form = AliasForm(request.POST if "asked" in request.POST else None)
        if not form.is_valid():
            return self._ask(request, foods, form, "Add the name", "add_alias_to_foods")
        text, region = form.cleaned_data["text"], form.cleaned_data["region"]
        names = live_names()

        def name(food: Food) -> None:
            checked = check_alias(food=food, text=text, region=region, names=names)
            add_alias(food=food, text=checked, region=region)

        also = self._named_besides(foods, text, region)
        self._each(request, foods, f"Named “{text}”", name, also)
        return None

    @admin.action(description="Grade anew", permissions=["change"])
    def grade_foods(self, request: HttpRequest, foods: Foods) -> None:
        """Forget the stored grades and compute them from the facts."""
        if chosen := self._few_enough(request, foods):
            food_acts.grade_anew(chosen)
            messages.success(request, f"{_count(len(chosen))} graded anew.")

    def _each(
        self, request: HttpRequest, foods: Foods, done: str, act: Callable[[Food], Any], also: str = ""
    ) -> None:
        """Decide about each food by itself, and tell in one message what was done and what not."""
        count, refused = 0, dict[str, list[str]]()
        with graded_together():
            for food in self._few_enough(request, foods):
                try:
                    act(food)
                except REFUSALS as error:
                    refused.setdefault(refusal(error), []).append(str(food))
                else:
                    count += 1
        self._tell(request, done, count, refused, also)

    def _tell(
        self, request: HttpRequest, done: str, count: int, refused: dict[str, list[str]], also: str
    ) -> None:
        if not count and not refused:
            return
        words = [f"{done}: {_count(count)}."]
        words += [f"Not done: {first(foods)} – {reason}" for reason, foods in refused.items()]
        level = messages.ERROR if not count else messages.WARNING if refused or also else messages.SUCCESS
        messages.add_message(request, level, " ".join(part for part in (*words, also) if part))

    def _few_enough(self, request: HttpRequest, foods: Foods) -> list[Food]:
        chosen = list(foods[: MOST_AT_ONCE + 1])
        if len(chosen) <= MOST_AT_ONCE:
            return chosen
        messages.error(
            request, f"At most {MOST_AT_ONCE} at a time: filter the list further. Nothing was done."
        )
        return []

    def _ask(
        self, request: HttpRequest, foods: Foods, form: forms.Form, button: str, name: str
    ) -> HttpResponse | None:
        chosen = self._few_enough(request, foods)
        if not chosen:
            return None
        context = {
            "form": form,
            "foods": chosen,
            "button": button,
            "action": name,
            "box": ACTION_CHECKBOX_NAME,
        }
        return self.food_page(request, None, f"{button}: {_count(len(chosen))}", "decide_many", context)

    def _named_besides(self, foods: Foods, text: str, region: str) -> str:
        """A word of warning where other foods than the chosen have the name already."""
        chosen = set(foods.values_list("pk", flat=True))
        others = [food for food in other_foods_named(text, region) if food.pk not in chosen]
        if not others:
            return ""
        return f"Other foods have this name too: {first(map(str, others))}."


def _count(foods: int) -> str:
    return f"{foods} food" if foods == 1 else f"{foods} foods"
