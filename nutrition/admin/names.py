"""Aliases and portions of all foods. Each is its food's by what it is called; none is ever deleted."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    BooleanRadioFilter,
    ChoicesDropdownFilter,
    RadioFilter,
)
from unfold.decorators import display

from nutrition.admin.exchange import AliasExchange, PortionExchange
from nutrition.admin.history import WithHistory, keep_as_it_was
from nutrition.admin.lists import link_to
from nutrition.curation.names import check_alias, other_foods_named
from nutrition.models import Alias, Food, Portion, Region
from nutrition.services import CURATOR, add_alias, one_writer, remove_alias, remove_portion, set_portion

MOST_GRAMS = 100_000.0


class OfAFood(forms.ModelForm):
    """Something that is called by words and belongs to a food."""

    def validate_constraints(self) -> None:
        """What was taken away before comes back when it is added again, so that it is no second one."""

    def clean_food(self) -> Food:
        """The food, which stands for itself. Raises ValidationError for one that was merged."""
        food: Food = self.cleaned_data["food"]
        if food.merged_into_id is not None:
            raise ValidationError(f"{food} was merged into food {food.merged_into_id}: choose that.")
        return food

    def food(self) -> Food | None:
        """The food that was chosen, or whose it is."""
        chosen: Food | None = self.cleaned_data.get("food")
        return chosen or (self.instance.food if self.instance.food_id else None)


class AliasForm(OfAFood):
    """Another name of a food."""

    class Meta:
        model = Alias
        fields = ("food", "text", "region", "active")

    def clean(self) -> dict[str, Any]:
        """Check the name as everywhere. Raises ValidationError."""
        cleaned: dict[str, Any] = super().clean() or {}
        food, text = self.food(), cleaned.get("text")
        if food is None or not text or not cleaned.get("active", True):
            return cleaned
        try:
            cleaned["text"] = check_alias(food=food, text=text, region=cleaned.get("region") or "")
        except ValidationError as error:
            self.add_error("text", error)
            return cleaned
        twice = food.aliases.filter(
            text__iexact=cleaned["text"], region=cleaned.get("region") or "", active=True
        )
        if twice.exclude(pk=self.instance.pk).exists():
            self.add_error("text", f"{food} has the name “{cleaned['text']}” already.")
        return cleaned


class PortionForm(OfAFood):
    """A household measure of a food."""

    class Meta:
        model = Portion
        fields = ("food", "label", "grams", "is_usual", "active")

    def clean_grams(self) -> float:
        """What it weighs. Raises ValidationError."""
        grams: float = self.cleaned_data["grams"]
        if not 0 < grams <= MOST_GRAMS:
            raise ValidationError(f"Grams are above 0 and at most {MOST_GRAMS:,.0f}.")
        return grams

    def clean(self) -> dict[str, Any]:
        """Check that the food has no other measure of that name. Raises ValidationError."""
        cleaned: dict[str, Any] = super().clean() or {}
        food, label = self.food(), cleaned.get("label")
        if food is not None and label:
            twice = food.portions.filter(label__iexact=label, active=True).exclude(pk=self.instance.pk)
            if twice.exists():
                self.add_error("label", f"{food} has a measure “{label}” already: change that one.")
        return cleaned


class OfFoods(WithHistory):
    """Lists over all foods, long enough that only what an index orders is ordered."""

    autocomplete_fields = ("food",)
    actions = ("take_away", "bring_back")

    # What tells where a row is from.
    origin = "source"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows, and apart from them the names of their foods: a join would not be read in order."""
        named = Food.objects.select_related("live").only("live", "draft", "merged_into", "live__name")
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.prefetch_related(Prefetch("food", named))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """It stays that of its food."""
        return () if obj is None else ("food_page", self.origin)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted: a release would bring it back. It is taken away instead."""
        return False

    def has_take_away_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may take it away."""
        return request.user.has_perm(f"nutrition.delete_{self.opts.model_name}")

    @admin.action(description="Take away (a release does not bring it back)", permissions=["take_away"])
    def take_away(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Take the chosen rows away."""
        with one_writer():
            rows = list(queryset.filter(active=True))
            for row in rows:
                keep_as_it_was(row)
                self.remove(row)
        messages.success(request, f"{len(rows)} taken away.")

    @admin.action(description="Bring back", permissions=["change"])
    def bring_back(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Let the chosen rows count again, but for those that the rules refuse by now."""
        back = 0
        with one_writer():
            for row in queryset.filter(active=False).select_related("food__live"):
                try:
                    keep_as_it_was(row)
                    self.set(row)
                    back += 1
                except ValidationError as error:
                    messages.error(request, f"“{row}” stays away. {error.messages[0]}")
        messages.success(request, f"{back} brought back.")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store it by the services; what is called otherwise is another one, and the old one stays away."""
        with one_writer():
            before = self.model._default_manager.get(pk=obj.pk) if change else None
            if before is not None:
                keep_as_it_was(before)
                if before.active and (not obj.active or self.key(before) != self.key(obj)):
                    self.remove(before)
            if obj.active:
                stored = self.set(obj)
                obj.pk, obj._state.adding = stored.pk, False

    def key(self, obj: Any) -> tuple[str, ...]:
        """By what it is known again among those of its food."""
        raise NotImplementedError

    def remove(self, obj: Any) -> None:
        """Take it away."""
        raise NotImplementedError

    def set(self, obj: Any) -> Any:
        """Store it and return what is stored. Raises ValidationError."""
        raise NotImplementedError

    @admin.display(description="Food")
    def food_page(self, obj: Any) -> str:
        """The food, leading to its page."""
        return link_to(obj.food)


class RegionFilter(RadioFilter):
    """By where a name is used."""

    title = "region"
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The regions."""
        return [(region.value or "all", region.label) for region in Region]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Alias]) -> QuerySet[Alias]:
        """The names of that region."""
        region = self.value()
        return queryset.filter(region="" if region == "all" else region) if region else queryset


class AmbiguousFilter(RadioFilter):
    """By whether another food has the name too."""

    title = "ambiguous"
    parameter_name = "ambiguous"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Those of two foods."""
        return [("yes", "Also another food's")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Alias]) -> QuerySet[Alias]:
        """The names that are another food's too."""
        if self.value() != "yes":
            return queryset
        texts = Alias.objects.annotate(folded=Lower("text")).order_by().values("folded")
        shared = texts.annotate(foods=Count("food", distinct=True)).filter(foods__gt=1).values("folded")
        return queryset.annotate(folded=Lower("text")).filter(of_others(), folded__in=shared)


@admin.register(Alias)
class AliasAdmin(AliasExchange, OfFoods):
    """The other names of all foods."""

    form = AliasForm
    list_display = ("named", "food_page", "where", "source", "made_by", "active", "also")
    list_filter = (
        RegionFilter,
        AmbiguousFilter,
        ("origin", ChoicesDropdownFilter),
        ("active", BooleanRadioFilter),
        ("food", AutocompleteSelectFilter),
    )
    search_fields = ("text",)
    search_help_text = "A part of the name."
    ordering = (Lower("text"), "pk")
    sortable_by = ("named",)
    labels: ClassVar = {"text": "Name", "active": "In use"}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What a name is."""
        return (
            ("food", "text", "region") if obj is None else ("food_page", "text", "region", "source", "active")
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alias]:
        """The names, and whether another food has them too."""
        names: QuerySet[Alias] = super().get_queryset(request)
        return names.annotate(is_ambiguous=of_others())

    @admin.display(description="Name", ordering=Lower("text"))
    def named(self, alias: Alias) -> str:
        """The name."""
        return alias.text

    @admin.display(description="Region", ordering="region")
    def where(self, alias: Alias) -> str:
        """Where it is used."""
        return str(alias.get_region_display())

    @display(description="Ambiguous", label={"also another food's": "warning"})
    def also(self, alias: Any) -> str | None:
        """Whether another food has it too."""
        return "also another food's" if alias.is_ambiguous and alias.active else None

    def key(self, obj: Alias) -> tuple[str, ...]:
        """By what it is known again."""
        return obj.text.casefold(), obj.region

    def remove(self, obj: Alias) -> None:
        """Take it away."""
        remove_alias(alias=obj)

    def set(self, obj: Alias) -> Alias:
        """Store it under the rules for names."""
        text = check_alias(food=obj.food, text=obj.text, region=obj.region)
        stored = add_alias(food=obj.food, text=text, region=obj.region)
        if stored.text != text:
            stored.text = text
            stored.save(update_fields=["text"])
        return stored

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Say where the name is another food's too, which is allowed."""
        super().save_related(request, form, formsets, change)
        alias = form.instance
        if alias.active and (others := other_foods_named(alias.text, alias.region, than=alias.food)):
            messages.warning(request, f"“{alias.text}” is also a name of {', '.join(map(str, others))}.")


class OwnFilter(RadioFilter):
    """By who measured."""

    title = "source"
    parameter_name = "own"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Curators or releases."""
        return [("yes", "A curator's own"), ("no", "A release's")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Portion]) -> QuerySet[Portion]:
        """The measures of that source."""
        if self.value() not in ("yes", "no"):
            return queryset
        own = Q(source=CURATOR) | Q(loaded_grams__isnull=False) & ~Q(loaded_grams=F("grams"))
        return queryset.filter(own if self.value() == "yes" else ~own)


@admin.register(Portion)
class PortionAdmin(PortionExchange, OfFoods):
    """The household measures of all foods."""

    form = PortionForm
    origin = "grams_from"
    list_display = ("label", "food_page", "weighs", "is_usual", "grams_from", "active")
    list_filter = (
        OwnFilter,
        ("is_usual", BooleanRadioFilter),
        ("active", BooleanRadioFilter),
        ("food", AutocompleteSelectFilter),
    )
    search_fields = ("label",)
    search_help_text = "A part of the measure's name."
    ordering = ("pk",)
    sortable_by = ()
    labels: ClassVar = {
        "label": "Measure", "grams": "Weighs, g", "is_usual": "The usual amount", "active": "In use",
    }  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What a measure is."""
        own = ("label", "grams", "is_usual")
        return ("food", *own) if obj is None else ("food_page", *own, "grams_from", "active")

    @admin.display(description="Weighs")
    def weighs(self, portion: Portion) -> str:
        """Its grams; what the release said where that is something else."""
        release = portion.loaded_grams
        was = f" (release: {release:g} g)" if release is not None and release != portion.grams else ""
        return f"{portion.grams:g} g{was}"

    def key(self, obj: Portion) -> tuple[str, ...]:
        """By what it is known again."""
        return (obj.label,)

    def remove(self, obj: Portion) -> None:
        """Take it away."""
        remove_portion(portion=obj)

    def set(self, obj: Portion) -> Portion:
        """Store it."""
        return set_portion(food=obj.food, label=obj.label.strip(), grams=obj.grams, is_usual=obj.is_usual)


def of_others() -> Exists:
    """Whether another food that is live has an alias, in a region that the alias is used in too."""
    others = (
        Alias.objects.annotate(folded=Lower("text"))
        .filter(folded=Lower(OuterRef("text")), active=True, food__live__isnull=False)
        .exclude(food=OuterRef("food"))
        .exclude(food__merged_into__isnull=False)
    )
    here = Q(region="") | Q(region=OuterRef("region")) | Q(whose="")
    return Exists(others.annotate(whose=ExpressionWrapper(OuterRef("region"), CharField())).filter(here))
