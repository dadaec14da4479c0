"""Glycemic values and the foods for which they stand."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter, RadioFilter
from unfold.widgets import UnfoldAdminSelectWidget

from nutrition.admin.history import WithHistory, keep_as_it_was
from nutrition.admin.lists import link_to, shown_as
from nutrition.admin.preparation_form import WordsField
from nutrition.curation.glycemic import UNLIKELY_ABOVE, check_index, is_unlikely
from nutrition.glycemic.models import GlycemicLink, GlycemicValue
from nutrition.models import Origin
from nutrition.services import announce, announce_all, graded_together

Kind = GlycemicLink.Kind
NEAR = [(kind.value, kind.label) for kind in (Kind.SAME, Kind.CLOSE, Kind.CATEGORY)]
# What of a value bears on a food's index; the rest is told with it.
_GRADED_BY = frozenset({"name", "aliases", "gi", "year"})


class ValueForm(forms.ModelForm):
    """A measured value."""

    aliases = WordsField(
        required=False, label="Other words", help_text="Other words for the food as tested, one a line."
    )

    class Meta:
        model = GlycemicValue
        fields = (
            "name", "aliases", "gi", "standard_error", "serving_g", "carbohydrate_available_g", "source",
            "year",
        )  # fmt: skip

    def clean_gi(self) -> float:
        """The index. Raises ValidationError."""
        return check_index(self.cleaned_data["gi"])

    def clean(self) -> dict[str, Any]:
        """Check the amounts. Raises ValidationError."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("standard_error", "serving_g", "carbohydrate_available_g"):
            if (cleaned.get(name) or 0) < 0:
                self.add_error(name, "An amount is 0 or more.")
        serving, carbohydrate = cleaned.get("serving_g"), cleaned.get("carbohydrate_available_g")
        if serving is not None and carbohydrate is not None and carbohydrate > serving:
            self.add_error("carbohydrate_available_g", "More carbohydrate than the serving weighs.")
        return cleaned


class LinkForm(forms.ModelForm):
    """For which food a value stands, and how near it is."""

    kind = forms.ChoiceField(
        choices=NEAR, label="How near", initial=Kind.SAME, widget=UnfoldAdminSelectWidget
    )

    class Meta:
        model = GlycemicLink
        fields = ("food", "kind")

    def clean_food(self) -> Any:
        """The food, which no other value stands for. Raises ValidationError."""
        food = self.cleaned_data["food"]
        link = GlycemicLink.objects.select_related("value").filter(food=food).first()
        if link is not None and self.instance._state.adding:
            stands = f"“{link.value}” stands for it" if link.value else "it is said that no value fits it"
            raise ValidationError(f"{food} has a link already: {stands}. Change that one.", code="linked")
        return food


class LinkInline(TabularInline):
    """The foods for which the value stands."""

    model = GlycemicLink
    form = LinkForm
    fields = ("named", "kind", "made_by")
    # So that the page carries it hidden: it is the key.
    exclude = ("food",)
    readonly_fields = ("named", "made_by")
    extra = 0
    hide_title = True
    verbose_name_plural = "stands for"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Foods are added below."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[GlycemicLink]:
        """The links with their foods' names."""
        rows: QuerySet[GlycemicLink] = super().get_queryset(request)
        return rows.select_related("food__live").order_by("food")

    @admin.display(description="Food")
    def named(self, link: GlycemicLink) -> str:
        """The food."""
        return link_to(link.food)

    @admin.display(description="By")
    def made_by(self, link: GlycemicLink) -> str:
        """Who linked it."""
        return "curator" if link.origin == Origin.CURATOR else "release"


class NewLinkInline(TabularInline):
    """A food for which the value is to stand."""

    model = GlycemicLink
    form = LinkForm
    fields = ("food", "kind")
    autocomplete_fields = ("food",)
    extra = 1
    verbose_name_plural = "stands also for"
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[GlycemicLink]:
        """None: those that are there stand above."""
        rows: QuerySet[GlycemicLink] = super().get_queryset(request)
        return rows.none()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: those that are there stand above."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is something to see only for those who may add."""
        return self.has_add_permission(request, obj)


class LinkedFilter(RadioFilter):
    """By whether a value stands for a food."""

    title = "foods"
    parameter_name = "linked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Linked or not, or beyond what tables hold."""
        return [
            ("yes", "Stands for a food"),
            ("no", "Stands for none"),
            ("unlikely", f"Above {UNLIKELY_ABOVE:g}"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[GlycemicValue]) -> QuerySet[GlycemicValue]:
        """The values of that kind."""
        linked = Exists(GlycemicLink.objects.filter(value=OuterRef("pk")))
        if self.value() == "unlikely":
            return queryset.filter(gi__gt=UNLIKELY_ABOVE)
        if self.value() in ("yes", "no"):
            return queryset.filter(linked if self.value() == "yes" else ~linked)
        return queryset


@admin.register(GlycemicValue)
class GlycemicValueAdmin(WithHistory):
    """Measured glycemic indexes."""

    form = ValueForm
    list_display = ("name", "told_index", "foods", "year", "source", "made_by")
    list_filter = (LinkedFilter, ("origin", ChoicesDropdownFilter))
    search_fields = ("name", "aliases")
    search_help_text = "The food as tested, or another word for it."
    ordering = ("name", "year")
    inlines = (LinkInline, NewLinkInline)
    actions = None
    readonly_fields = ("origin",)
    fieldsets = (
        (None, {"fields": ("name", "aliases", "gi", "standard_error")}),
        ("As tested", {"fields": ("serving_g", "carbohydrate_available_g", "source", "year", "origin")}),
    )
    labels: ClassVar = {
        "gi": "Glycemic index (glucose = 100)",
        "standard_error": "Standard error",
        "serving_g": "Serving, g",
        "carbohydrate_available_g": "Available carbohydrate in it, g",
        "aliases": "Other words",
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[GlycemicValue]:
        """The values with the number of their foods."""
        links = GlycemicLink.objects.filter(value=OuterRef("pk")).order_by().values("value")
        counted = Subquery(links.annotate(n=Count("pk")).values("n"))
        rows: QuerySet[GlycemicValue] = super().get_queryset(request)
        return rows.annotate(linked_foods=counted)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields; where they are only looked at the other words are told, not listed."""
        groups = super().get_fieldsets(request, obj)
        return groups if self.has_change_permission(request, obj) else shown_as(groups, aliases="told_words")

    @admin.display(description="Other words")
    def told_words(self, value: GlycemicValue) -> str:
        """The other words for the food as tested."""
        return ", ".join(value.aliases) or "–"

    @admin.display(description="Index", ordering="gi")
    def told_index(self, value: GlycemicValue) -> str:
        """The index, with its standard error; one beyond what tables hold is marked."""
        error = "" if value.standard_error is None else f" ± {value.standard_error:g}"
        if is_unlikely(value.gi):
            why = f"Above {UNLIKELY_ABOVE:g}, beyond what the tables hold"
            return format_html(
                '<span class="doubt" title="{}">{}{} – check</span>', why, f"{value.gi:g}", error
            )
        return f"{value.gi:g}{error}"

    @admin.display(description="Foods", ordering=F("linked_foods").desc(nulls_last=True))
    def foods(self, value: Any) -> int:
        """For how many foods it stands."""
        return value.linked_foods or 0

    def tell(self, obj: GlycemicValue, changed: set[str]) -> None:
        """A value may stand for any food of its name."""
        if changed and not changed & _GRADED_BY:
            announce_all()
            return
        with graded_together():
            announce_all()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Store the links; they are a curator's from now on."""
        formset.save(commit=False)
        changed = [link for link, _ in formset.changed_objects]
        for link in (*changed, *formset.deleted_objects):
            keep_as_it_was(GlycemicLink.objects.get(pk=link.pk))
        GlycemicLink.objects.filter(pk__in=[link.pk for link in formset.deleted_objects]).delete()
        for link in (*changed, *formset.new_objects):
            link.origin = Origin.CURATOR
            link.save()
        _tell_of([link.food_id for link in (*changed, *formset.new_objects, *formset.deleted_objects)])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Store the links, and say so where the index is an unlikely one."""
        super().save_related(request, form, formsets, change)
        if is_unlikely(form.instance.gi):
            messages.warning(
                request,
                f"{form.instance.gi:g} is above {UNLIKELY_ABOVE:g}, beyond what the tables hold: check it.",
            )


class OneLinkForm(forms.ModelForm):
    """A link, or that no value fits a food."""

    class Meta:
        model = GlycemicLink
        fields = ("food", "value", "kind")

    def clean(self) -> dict[str, Any]:
        """Check that the kind fits the value. Raises ValidationError."""
        cleaned: dict[str, Any] = super().clean() or {}
        kind, value = cleaned.get("kind"), cleaned.get("value")
        if kind == Kind.NONE and value is not None:
            self.add_error("value", "Where no value fits there is none: leave it empty.")
        elif kind and kind != Kind.NONE and value is None:
            self.add_error("value", "Choose the value that stands for the food.")
        return cleaned


@admin.register(GlycemicLink)
class GlycemicLinkAdmin(WithHistory):
    """Which value stands for a food."""

    form = OneLinkForm
    list_display = ("named", "value", "kind", "made_by")
    list_display_links = ("named",)
    list_filter = (
        ("kind", ChoicesDropdownFilter),
        ("origin", ChoicesDropdownFilter),
        ("value", AutocompleteSelectFilter),
    )
    list_select_related = ("food__live", "value")
    search_fields = ("value__name", "food__live__name")
    search_help_text = "The food, or the food as tested."
    ordering = ("food",)
    autocomplete_fields = ("food", "value")
    actions = None
    labels: ClassVar = {"kind": "How near", "value": "Glycemic value"}
    fields = ("food", "value", "kind", "origin")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A link stays that of its food."""
        return ("origin",) if obj is None else ("food", "origin")

    @admin.display(description="Food", ordering="food__live__name")
    def named(self, link: GlycemicLink) -> str:
        """The food."""
        return str(link.food)

    def tell(self, obj: GlycemicLink, changed: set[str]) -> None:
        """Its food is graded by it."""
        _tell_of([obj.food_id])

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Ask whether it is to go; the next release brings its own back."""
        told = "The next release may link the food again. To keep it without, say that no value fits."
        return super().delete_view(request, object_id, {"subtitle": told, **(extra_context or {})})


def _tell_of(food_ids: list[int]) -> None:
    if food_ids:
        with graded_together():
            announce(foods=food_ids)
