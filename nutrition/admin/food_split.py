"""One food that is two: the new one's name, and which other names it takes along."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from nutrition.admin.food_acts import REFUSALS, refusal
from nutrition.admin.food_frame import FoodFrame
from nutrition.curation.merging import split_food
from nutrition.curation.names import MOST_CHARACTERS, check_name
from nutrition.models import Food

NOTE_CHARACTERS = 500


class SplitForm(forms.Form):
    """What is split off."""

    name = forms.CharField(
        label="Name of the new food",
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.TextInput({"class": "wide", "autofocus": True, "autocomplete": "off"}),
        error_messages={"required": "The new food needs a name of its own."},
    )
    aliases = forms.MultipleChoiceField(
        label="Names that go along", required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label="Why (optional)",
        max_length=NOTE_CHARACTERS,
        required=False,
        widget=forms.TextInput({"class": "wide"}),
    )

    def __init__(self, *args: Any, food: Food, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = food.aliases.filter(active=True).order_by("text")
        self.fields["aliases"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), f"{row.text} ({row.get_region_display()})" if row.region else row.text)
            for row in rows
        ]

    def clean_name(self) -> str:
        """A name that no food has, its own included. Raises ``ValidationError``."""
        return check_name(food=None, text=self.cleaned_data["name"])


class FoodSplit(FoodFrame):
    """The page on which a food becomes two."""

    def split_view(self, request: HttpRequest, food: Food) -> HttpResponse:
        """Ask for the new food's name (GET), split it off (POST)."""
        form = SplitForm(request.POST or None, food=food)
        if request.method == "POST" and form.is_valid():
            try:
                new = _split(food, request.user, **form.cleaned_data)
            except REFUSALS as error:
                form.add_error(None, ValidationError(refusal(error)))
            else:
                told = f"Split. {new} begins with the figures and measures of {food}: put them right here."
                messages.success(request, told)
                return HttpResponseRedirect(reverse("admin:nutrition_food_change", args=[new.pk]))
        return self.food_page(request, food, f"Split {food}", "split", {"form": form})


def _split(food: Food, by: Any, name: str, aliases: list[str], note: str) -> Food:
    return split_food(food=food, name=name, by=by, aliases=[int(pk) for pk in aliases], note=note)
