"""The form of a cooking method, and the method that it stands for before it is saved."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from nutrition.cooking import MODIFIERS
from nutrition.curation.categories import check_parent
from nutrition.curation.preparations import LIMITS, check_preparation_words
from nutrition.models import Preparation
from nutrition.resolution.cooking.tables import method_classes
from nutrition.resolution.preparations import Preparation as Method
from nutrition.resolution.preparations import preparation

LABELS = {
    "water_loss_percent": "Water lost, g of 100 g raw",
    "fat_factor": "Fat kept, times",
    "fat_added_g": "Oil added, g to 100 g raw",
    "saturated_fat_added_g": "Saturated fat in it, g",
    "carbohydrate_added_g": "Carbohydrate added, g to 100 g raw",
    "sodium_added_mg": "Sodium added, mg to 100 g raw",
    "potassium_factor": "Potassium kept, times",
    "vitamin_c_factor": "Vitamin C kept, times",
    "applies_to": "For foods of",
    "parent": "A kind of",
    "words": "Words",
}


class WordsField(forms.CharField):
    """A list of words, one a line."""

    widget = UnfoldAdminTextareaWidget({"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(str(word) for word in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list."""
        lines = value if isinstance(value, list) else (value or "").splitlines()
        return [word.strip() for word in lines if word.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other words are there now."""
        return bool(self.to_python(initial) != self.to_python(data))


class PreparationForm(forms.ModelForm):
    """A cooking method: how it is named, for which foods it is, and what it does to 100 g raw."""

    words = WordsField(help_text="The words that name it in a sentence, one a line.")
    method = forms.ChoiceField(
        required=False,
        label="Method of the cooking model",
        widget=UnfoldAdminSelectWidget,
        help_text="With one the model tells what is done, and oil and sodium come on top of it. "
        "Without one the numbers below hold.",
    )

    class Meta:
        model = Preparation
        fields = ("name", "slug", "parent", "words", "applies_to", "method", *MODIFIERS, "source")
        labels = LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "method" in self.fields:
            known = sorted(method_classes().items(), key=lambda pair: (pair[1], pair[0]))
            named = [(method, f"{method.replace('_', ' ')} ({kind} heat)") for method, kind in known]
            self.fields["method"].choices = [("", "none: the numbers below"), *named]  # type: ignore[attr-defined]
        for name in LIMITS.keys() & self.fields.keys():
            least, most = LIMITS[name]
            self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]

    def clean_words(self) -> list[str]:
        """The words, none of which is another preparation's. Raises ValidationError."""
        slug = self.instance.pk or self.data.get(self.add_prefix("slug"), "")
        return check_preparation_words(self.cleaned_data["words"], slug)

    def clean_parent(self) -> Preparation | None:
        """That of which it is a kind. Raises ValidationError for a loop."""
        parent: Preparation | None = self.cleaned_data["parent"]
        if self.instance.pk:
            check_parent(self.instance, parent)
        return parent

    def clean(self) -> dict[str, Any]:
        """Check that the numbers fit together. Raises ValidationError."""
        cleaned: dict[str, Any] = super().clean() or {}
        saturated, fat = cleaned.get("saturated_fat_added_g"), cleaned.get("fat_added_g")
        if saturated is not None and fat is not None and saturated > fat:
            self.add_error("saturated_fat_added_g", ValidationError("More than all the fat that is added."))
        return cleaned

    def as_method(self) -> Method:
        """The method as the form tells it, for a look before it is saved.

        Raises ValidationError, naming the field, where one that counts is wrong.
        """
        self.is_valid()
        for name in ("method", "applies_to", *MODIFIERS):
            if name in self.errors:
                raise ValidationError(f"{self.fields[name].label}: {self.errors[name][0]}")
        cleaned = self.cleaned_data
        return preparation(
            cleaned.get("words", ()),
            slug=self.instance.pk or "",
            name=cleaned.get("name") or "This preparation",
            applies_to=tuple(sorted(category.pk for category in cleaned.get("applies_to", ()))),
            method=cleaned["method"],
            **{name: cleaned[name] for name in MODIFIERS},
        )
