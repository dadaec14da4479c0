"""The form of a dish's recipe with its ingredients."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from nutrition.admin.lists import FoodSelect
from nutrition.curation.recipes import check_ingredients
from nutrition.models import Food
from nutrition.recipes.models import DishIngredient, DishRecipe
from nutrition.resolution.cooking.tables import retention_factors

MOST_GRAMS = 1_000_000.0
MOST_MOISTURE_PERCENT = 1000.0
CODES_LIST = "retention-codes"


class RecipeForm(forms.ModelForm):
    """A recipe: of which dish, by which source, and what cooking does to its weight."""

    class Meta:
        model = DishRecipe
        fields = ("food", "moisture_change_percent", "source")

    def clean_moisture_change_percent(self) -> float:
        """The water gained or lost. Raises ValidationError."""
        percent: float = self.cleaned_data["moisture_change_percent"]
        if not -100 < percent <= MOST_MOISTURE_PERCENT:
            raise ValidationError(
                f"Between -100 (then nothing would be left) and {MOST_MOISTURE_PERCENT:g} percent."
            )
        return percent


class IngredientForm(forms.ModelForm):
    """One line of a recipe."""

    food = forms.ModelChoiceField(
        Food.objects.select_related("live"),
        required=False,
        label="Food of the tables",
        widget=FoodSelect(DishIngredient._meta.get_field("food"), attrs={"class": "food-picker"}),
    )
    name = forms.CharField(
        required=False, max_length=255, label="As the recipe names it", widget=UnfoldAdminTextInputWidget
    )
    grams = forms.FloatField(label="Grams", widget=UnfoldAdminDecimalFieldWidget)
    retention_code = forms.CharField(
        required=False,
        max_length=8,
        label="Retention code",
        widget=UnfoldAdminTextInputWidget({"list": CODES_LIST, "autocomplete": "off"}),
    )

    class Meta:
        model = DishIngredient
        fields = ("food", "name", "grams", "retention_code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.food_id and "food" in self.fields:
            self.fields["food"].widget.known = {self.instance.food_id: self.instance.food}

    def clean_grams(self) -> float:
        """What goes in, raw. Raises ValidationError."""
        grams: float = self.cleaned_data["grams"]
        if not 0 < grams <= MOST_GRAMS:
            raise ValidationError("Grams are above 0.")
        return grams

    def clean_retention_code(self) -> str:
        """USDA's code of what cooking keeps. Raises ValidationError for one that is none."""
        code: str = self.cleaned_data["retention_code"].strip()
        if code and code not in retention_factors() and "retention_code" in self.changed_data:
            raise ValidationError(f"USDA's table of retention factors has no code “{code}”.")
        return code

    def clean(self) -> dict[str, Any]:
        """Name the line by its food where nothing else names it. Raises ValidationError."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("name") and not self.errors:
            food = cleaned.get("food")
            if food is None:
                self.add_error("food", "Choose a food, or say what it is.")
            else:
                cleaned["name"] = str(food)
        return cleaned


class IngredientFormSet(PaginationInlineFormSet, BaseInlineFormSet):
    """The lines of a recipe: at least one, and none that is made of the dish."""

    def clean(self) -> None:
        """Check the lines together. Raises ValidationError."""
        super().clean()
        if any(self.errors):
            return
        lines = [form.cleaned_data for form in self.forms if form.cleaned_data and not self._is_gone(form)]
        if not lines:
            raise ValidationError("A recipe needs at least one ingredient.")
        parts = {line["food"].pk for line in lines if line.get("food")}
        if self.instance.food_id:
            check_ingredients(dish=self.instance.food_id, parts=parts)

    def _is_gone(self, form: Any) -> bool:
        return bool(form.cleaned_data.get("DELETE"))
