"""Cooking methods, with a look at what each does to a food before it is saved."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter, RadioFilter

from nutrition.admin.exchange import PreparationExchange
from nutrition.admin.history import WithHistory
from nutrition.admin.known_rows import KnownSelect
from nutrition.admin.lists import shown_as
from nutrition.admin.preparation_form import LABELS, PreparationForm
from nutrition.admin.preparation_preview import effect_of
from nutrition.cooking import MODIFIERS, preparations
from nutrition.models import Alias, Food, FoodRevision, Preparation
from nutrition.services import announce_all

_ONLY_WITHOUT_METHOD = frozenset(MODIFIERS) - {"fat_added_g", "sodium_added_mg"}


class MethodFilter(RadioFilter):
    """By whether the fitted model tells what is done."""

    title = "what tells its effect"
    parameter_name = "told_by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The model, or numbers of its own."""
        return [("model", "The cooking model"), ("numbers", "Its own numbers")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Preparation]) -> QuerySet[Preparation]:
        """The preparations of that kind."""
        told_by = self.value()
        if told_by not in ("model", "numbers"):
            return queryset
        return queryset.filter(method="") if told_by == "numbers" else queryset.exclude(method="")


@admin.register(Preparation)
class PreparationAdmin(PreparationExchange, WithHistory):
    """The cooking methods."""

    form = PreparationForm
    change_form_outer_after_template: Any = "admin/nutrition/preparation/try.html"
    list_display = ("name", "kind_of", "told_words", "told_method", "made_by")
    list_filter = (MethodFilter, ("origin", ChoicesDropdownFilter), ("applies_to", AutocompleteSelectFilter))
    list_select_related = ("parent",)
    search_fields = ("name", "slug", "words")
    search_help_text = "Its name, or one of its words."
    autocomplete_fields = ("parent", "applies_to")
    readonly_fields = ("origin",)
    conditional_fields: ClassVar = dict.fromkeys(
        sorted(_ONLY_WITHOUT_METHOD), "typeof method == 'undefined' || method == ''"
    )
    actions = None
    labels: ClassVar = LABELS
    fieldsets = (
        (None, {"fields": ("name", "slug", "parent", "words", "applies_to")}),
        ("What it does to 100 g of the raw food", {"fields": ("method", *MODIFIERS)}),
        (None, {"fields": ("source", "origin")}),
    )

    class Media:
        js = ("js/admin/preparation-preview.js",)

    def get_urls(self) -> list[URLPattern]:
        """The addresses, with that of the look before it is saved."""
        view = self.admin_site.admin_view(require_POST(self.preview_view))
        return [path("preview/", view, name="nutrition_preparation_preview"), *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields; where they are only looked at the words are told, not listed."""
        groups = super().get_fieldsets(request, obj)
        return groups if self.has_change_permission(request, obj) else shown_as(groups, words="told_words")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The key stays: meals cite it."""
        return ("origin",) if obj is None else ("slug", "origin")

    @admin.display(description="A kind of", ordering="parent")
    def kind_of(self, preparation: Preparation) -> str:
        """That of which it is a kind."""
        return str(preparation.parent or "")

    @admin.display(description="Words")
    def told_words(self, preparation: Preparation) -> str:
        """The words that name it."""
        return ", ".join(preparation.words)

    @admin.display(description="Method", ordering="method")
    def told_method(self, preparation: Preparation) -> str:
        """The method of the cooking model, or that there is none."""
        return preparation.method.replace("_", " ") or "its own numbers"

    def tell(self, obj: Preparation, changed: set[str]) -> None:
        """It may be said of any food."""
        announce_all(grades=False)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form beside a food to try it on; ``?food=`` chooses one."""
        food = _food(request.GET.get("food"))
        context |= {
            "food_field": FoodToTry(initial={"food": food and food.food_id})["food"],
            "effect": _effect_as_stored(context.get("original"), food),
            "media": context["media"] + FoodToTry().media,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """What the form as it stands makes of a food; of somebody who may only look, what is stored."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        stored = Preparation.objects.filter(pk=request.POST.get("preparation", "")).first()
        food = _food(request.POST.get("food"))
        context: dict[str, Any] = {"effect": None}
        if "method" not in request.POST:
            context["effect"] = _effect_as_stored(stored, food)
        elif food is not None:
            try:
                method = PreparationForm(request.POST, instance=stored).as_method()
                context["effect"] = effect_of(method, food)
            except ValidationError as error:
                context["wrong"] = error.messages[0]
        return TemplateResponse(request, "admin/nutrition/preparation/effect.html", context)


class FoodToTry(forms.Form):
    """A food to try a preparation on."""

    food = forms.ModelChoiceField(
        Food.objects.select_related("live"),
        required=False,
        label="Food",
        widget=KnownSelect(
            Alias._meta.get_field("food"), admin.site, attrs={"id": "id_food_to_try", "aria-label": "Food"}
        ),
    )


def _food(number: str | None) -> FoodRevision | None:
    """What is live of the food with this number."""
    if not number or not number.isdecimal() or len(number) > 18:
        return None
    return FoodRevision.objects.filter(live_for=int(number)).first()


def _effect_as_stored(stored: Preparation | None, food: FoodRevision | None) -> Any:
    if stored is None or food is None:
        return None
    return effect_of(preparations([stored.pk])[0], food)
