"""The form of a food: what its tip revision says, stored as a new draft."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminSelectWidget

from nutrition.admin.known_rows import KnownSelect
from nutrition.curation import workflow
from nutrition.curation.diffs import told_source
from nutrition.curation.names import check_name
from nutrition.merge import content_of
from nutrition.models import Category, Food, FoodRevision
from nutrition.nutrients import KEYS, NUTRIENTS, Nutrient
from nutrition.services import CURATOR

DESCRIBING = ("name", "description", "category", "is_base")
SERVING = ("serving", "serving_g", "refuse_percent")
GRADING = ("nutriscore_class", "fruit_vegetable_legume_percent", "nut_percent", "non_nutritive_sweeteners")
TAGS = ("allergens", "dietary_tags")
COLUMNS = (*DESCRIBING, *SERVING, *GRADING, *TAGS)
LABELS = {
    "is_base": "Everyday food",
    "serving_g": "Serving, g",
    "refuse_percent": "Refuse, %",
    "nutriscore_class": "Nutri-Score class",
    "fruit_vegetable_legume_percent": "Fruit, vegetables, legumes, %",
    "nut_percent": "Nuts, %",
    "non_nutritive_sweeteners": "Sweetened without sugar",
}
HOW_TOLD = {
    "allergens": "Such as contains:milk or may_contain:nuts, with commas between.",
    "dietary_tags": "With commas between.",
}
_INPUT = {"class": "figure", "inputmode": "decimal", "autocomplete": "off"}


class AmountField(forms.FloatField):
    """An amount of at least 0, or empty where nobody knows it."""

    default_error_messages = {
        "comma": "Write it with a point, such as 12.5.",
        "unit": "Only the number: the unit stands behind the field.",
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, min_value=0, widget=forms.TextInput(_INPUT), **options)

    def prepare_value(self, value: Any) -> Any:
        """The amount as short as it goes without losing any of it."""
        if not isinstance(value, float):
            return value
        return f"{Decimal(repr(value)).normalize():f}"

    def to_python(self, value: Any) -> Any:
        """Read what was typed. Raises ``ValidationError`` that says what is wrong with it."""
        text = str(value or "").strip()
        if "," in text:
            raise ValidationError(self.error_messages["comma"], code="comma")
        if text and text[0].isdigit() and text[-1].isalpha():
            raise ValidationError(self.error_messages["unit"], code="unit")
        return super().to_python(value)


class TagsField(forms.CharField):
    """Tags with commas between them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput({"class": "wide"}), **options)

    def prepare_value(self, value: Any) -> Any:
        """The tags as typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The tags, each once."""
        tags = [tag.strip() for tag in (super().clean(value) or "").split(",")]
        return list(dict.fromkeys(tag for tag in tags if tag))


def _column_fields() -> dict[str, forms.Field]:
    """A field for each column of a revision that a curator writes."""
    model = FoodRevision._meta
    fields: dict[str, forms.Field] = {}
    for name in COLUMNS:
        column: Any = model.get_field(name)
        label = LABELS.get(name, column.verbose_name[0].upper() + column.verbose_name[1:])
        if name in TAGS:
            fields[name] = TagsField(label=label, help_text=f"{column.help_text} {HOW_TOLD[name]}")
        elif column.get_internal_type() == "FloatField":
            most = 100.0 if name.endswith("_percent") else None
            fields[name] = AmountField(label=label, help_text=column.help_text, max_value=most)
        else:
            fields[name] = column.formfield(label=label)
    fields["name"].widget.attrs["class"] = fields["description"].widget.attrs["class"] = "wide"
    fields["serving"].widget.attrs["class"] = "wide"
    fields["category"].widget = KnownSelect(model.get_field("category"), admin.site)
    fields["nutriscore_class"].widget = UnfoldAdminSelectWidget(
        choices=fields["nutriscore_class"].choices  # type: ignore[attr-defined]
    )
    fields["non_nutritive_sweeteners"].widget.attrs["class"] = "plain"
    return fields | {nutrient.key: AmountField(label=nutrient.name) for nutrient in NUTRIENTS}


class BaseFoodForm(forms.ModelForm):
    """The columns of the food's tip, the revision from which it was opened, and why it is changed."""

    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    figures_from = forms.CharField(
        required=False,
        max_length=200,
        label="Where the changed figures come from",
        help_text="Such as a table with its number, a laboratory report, a label.",
        widget=forms.TextInput({"class": "wide"}),
    )
    note = forms.CharField(
        required=False, max_length=500, label="Why", widget=forms.TextInput({"class": "wide"})
    )

    class Meta:
        model = Food
        fields: tuple[str, ...] = ()

    is_readonly = False
    # What was typed where somebody else typed something else: refused, and still what the page judges.
    typed: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tip = workflow.tip(self.instance) if self.instance.pk else None
        shown = self.tip or FoodRevision()
        self.initial = {name: getattr(shown, name) for name in (*COLUMNS, *KEYS) if name != "category"}
        self.initial |= {"category": shown.category_id, "base": shown.pk} | self.initial
        if self.is_readonly:
            for field in self.fields.values():
                field.disabled = True

    def clean(self) -> dict[str, Any]:
        """Check that nobody else saved the food since it was opened."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.base_revision = self._opened_from(cleaned.get("base"))
        if self.tip is not None and self.base_revision is not None and self.tip.pk != self.base_revision.pk:
            self._tell_what_changed(self.tip, self.base_revision, cleaned)
        return cleaned

    def clean_name(self) -> str:
        """The name, if it is changed one that no other food has. Raises ``ValidationError``."""
        name: str = self.cleaned_data["name"]
        if self.tip is not None and name == self.tip.name:
            return name
        return check_name(food=self.instance if self.instance.pk else None, text=name)

    def changes(self) -> dict[str, Any]:
        """What the form says, column -> value."""
        said = {name: self.cleaned_data[name] for name in (*COLUMNS, *KEYS) if name != "category"}
        return said | {"category_id": self.cleaned_data["category"].pk}

    def revision(self) -> FoodRevision:
        """What the form says so far, as a revision that is not stored; what cannot be read is unknown."""
        typed = {**self.typed, **self.cleaned_data}
        said = {name: typed.get(name) for name in (*COLUMNS, *KEYS)}
        category: Category | None = said.pop("category")
        texts = {name: said.pop(name) or "" for name in ("name", "description", "serving")}
        return FoodRevision(
            food_id=self.instance.pk or 0,
            category_id="" if category is None else category.pk,
            **texts,
            **said | {"nutriscore_class": said["nutriscore_class"] or "", "is_base": bool(said["is_base"])},
        )

    def _opened_from(self, pk: int | None) -> FoodRevision | None:
        if pk is None or (self.tip is not None and pk == self.tip.pk):
            return self.tip
        return FoodRevision.objects.filter(food=self.instance.pk, pk=pk).first() or self.tip

    def _tell_what_changed(self, theirs: FoodRevision, base: FoodRevision, mine: dict[str, Any]) -> None:
        """Take over what only the other changed, and name it; what both changed stays as typed here."""
        data: Any = copy(self.data)
        self.typed = dict(mine)
        data["base"] = str(theirs.pk)
        taken, clashing = [], []
        for name, (before, after) in workflow.differences(base, theirs).items():
            field = "category" if name == "category_id" else name
            if field not in self.fields:
                continue
            typed = mine.get(field)
            typed = typed.pk if isinstance(typed, Category) else typed
            was, now = _text(before, field), _text(after, field)
            label = f"{self.fields[field].label}: {was} → {now}"
            if typed == before:
                data[field] = _typed(after)
                taken.append(label)
            elif typed != after:
                clashing.append(label)
                self.add_error(field, f"{_who(theirs)} made this {now}; you made it {_text(typed, field)}.")
        self.data = data
        told = f"{_who(theirs)} saved this food while you had it open. Nothing of yours is stored yet."
        if taken:
            told += f" Taken over: {'; '.join(taken)}."
        if clashing:
            told += f" You both changed: {'; '.join(clashing)}. Yours stands below: save again to keep it."
        else:
            told += " Save again to store yours beside it."
        self.add_error(None, told)


_UNITS = {nutrient.key: nutrient.unit for nutrient in NUTRIENTS}


def _who(revision: FoodRevision) -> str:
    return revision.created_by.email if revision.created_by else "A release"


def _text(value: Any, field: str) -> str:
    if value is None or value == "":
        return "unknown"
    if isinstance(value, list):
        return ", ".join(value) or "none"
    if not isinstance(value, float):
        return str(value)
    unit = _UNITS.get(field, "%" if field.endswith("_percent") else "g")
    return f"{value:.10g} {unit}"


def _typed(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)


FoodForm: Any = type("FoodForm", (BaseFoodForm,), {"__module__": __name__, **_column_fields()})


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A nutrient in the form: its field, unit, share of the day's reference in 100 g, and its origin."""

    key: str
    field: forms.BoundField
    unit: str
    percent: float | None
    source: str
    derived: bool
    is_curators: bool
    loaded: float | None
    differs: bool


def figure_groups(form: Any, percents: dict[str, float | None]) -> Iterator[tuple[str, list[FigureRow]]]:
    """The nutrients by group, each with what the last release said where that differs."""
    shown = form.tip or FoodRevision()
    loaded = form.instance.loaded if form.instance.pk and form.instance.loaded_id else None
    for group, nutrients in groupby(NUTRIENTS, key=lambda nutrient: nutrient.group):
        yield (
            group[0].upper() + group[1:],
            [_row(nutrient, form, shown, loaded, percents.get(nutrient.key)) for nutrient in nutrients],
        )


def _row(
    nutrient: Nutrient, form: Any, shown: FoodRevision, loaded: FoodRevision | None, percent: float | None
) -> FigureRow:
    value, provenance = content_of(shown)[nutrient.key]
    was = None if loaded is None else getattr(loaded, nutrient.key)
    told = told_source(provenance, shown.source, shown.release)
    return FigureRow(
        key=nutrient.key,
        field=form[nutrient.key],
        unit=nutrient.unit,
        percent=percent,
        source="" if value is None else told,
        derived=bool(provenance) and value is not None,
        is_curators=(provenance or (shown.source,))[0] == CURATOR and value is not None,
        loaded=was,
        differs=loaded is not None and was != value,
    )
