"""Two foods that are one: choosing the other, seeing both side by side, and which to keep."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from nutrition.admin.food_acts import REFUSALS, refusal
from nutrition.admin.food_frame import FoodFrame
from nutrition.admin.food_pairs import Side, alike, objection, side_by_side, sides_of
from nutrition.admin.known_rows import KnownSelect
from nutrition.curation import diffs
from nutrition.curation.merging import merge_foods
from nutrition.models import Food

NOTE_CHARACTERS = 500
MOST_DIGITS = 18


class FoodSelect(KnownSelect):
    """The autocompletion of foods; what cannot be a food's number is not looked for."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """The food that is chosen."""
        numbers = [told for told in value if told.isdecimal() and len(told) < MOST_DIGITS]
        return super().optgroups(name, numbers, attr)


class OtherForm(forms.Form):
    """Which food it is to be merged with."""

    other = forms.ModelChoiceField(
        Food.objects.select_related("live"),
        label="The other food",
        error_messages={"invalid_choice": "There is no such food.", "required": "Choose the other food."},
        widget=FoodSelect(Food._meta.get_field("merged_into"), admin.site),
    )


class MergeForm(forms.Form):
    """Which of the two stays, and why they are one."""

    keep = forms.IntegerField(error_messages={"required": "Choose which of the two to keep."})
    note = forms.CharField(
        label="Why they are one (optional)",
        max_length=NOTE_CHARACTERS,
        required=False,
        widget=forms.TextInput({"class": "wide"}),
    )


class FoodMerge(FoodFrame):
    """The page on which two foods become one."""

    def merge_view(self, request: HttpRequest, food: Food) -> HttpResponse:
        """Choose the other food (GET), compare (GET with it), merge (POST)."""
        form = OtherForm(request.POST or request.GET or None)
        if not form.is_valid():
            return self._choose(request, food, form)
        sides = sides_of(food.pk, form.cleaned_data["other"].pk)
        if problem := objection(sides):
            form.add_error("other", problem)
            return self._choose(request, food, form)
        chosen = MergeForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and chosen.is_valid():
            return self._merge(request, sides, **chosen.cleaned_data)
        return self._compare(request, sides, chosen)

    def _choose(self, request: HttpRequest, food: Food, form: OtherForm) -> HttpResponse:
        context = {"form": form, "alike": alike(food), "media": self.media + form.media}
        return self.food_page(request, food, f"Merge {food}", "merge_choose", context)

    def _compare(self, request: HttpRequest, sides: list[Side], form: MergeForm) -> HttpResponse:
        one, other = sides
        rows = diffs.between_revisions(one.food.live, other.food.live, with_same=True)
        best = max(sides, key=lambda side: side.rank)
        context = {
            "sides": sides,
            "other": other.food,
            "form": form,
            "keep": form.data.get("keep") or str(best.food.pk),
            "described": [row for row in rows if not row.is_nutrient and row.before != row.after],
            "figures": [row for row in rows if row.is_nutrient and (row.before, row.after) != (None, None)],
            "measures": side_by_side(one, other),
        }
        return self.food_page(request, one.food, f"Merge {one.food}", "merge_compare", context)

    def _merge(self, request: HttpRequest, sides: list[Side], keep: int, note: str) -> HttpResponse:
        kept = next((side.food for side in sides if side.food.pk == keep), None)
        if kept is None:
            messages.error(request, "Choose which of the two to keep.")
            return _to(sides[0].food)
        gone = next(side.food for side in sides if side.food.pk != keep)
        try:
            merge_foods(kept=kept, gone=gone, by=request.user, note=note)
        except REFUSALS as error:
            messages.error(request, refusal(error))
            return _to(sides[0].food)
        told = f"Merged. {gone} is found as {kept} from now on; its names and measures went along."
        messages.success(request, f"{told} Diaries keep what they cite. Food {gone.pk} can undo it.")
        return _to(kept)


def _to(food: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:nutrition_food_change", args=[food.pk]))
