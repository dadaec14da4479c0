"""Of what the dishes are made."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum, Window
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RadioFilter

from nutrition.admin.history import WithHistory, keep_as_it_was
from nutrition.admin.lists import link_to
from nutrition.admin.recipe_figures import reckon
from nutrition.admin.recipe_form import CODES_LIST, IngredientForm, IngredientFormSet, RecipeForm
from nutrition.admin.recipe_history import objection_to, put_back, with_ingredients
from nutrition.recipes.models import DishIngredient, DishRecipe
from nutrition.resolution.cooking.tables import rows
from nutrition.services import publish_change


class IngredientInline(TabularInline):
    """The ingredients, raw, in the order of the recipe."""

    model = DishIngredient
    form = IngredientForm
    formset = IngredientFormSet
    fields = ("food", "name", "grams", "share", "retention_code")
    readonly_fields = ("share",)
    extra = 1
    hide_title = True
    verbose_name_plural = "ingredients, raw"

    def get_queryset(self, request: HttpRequest) -> QuerySet[DishIngredient]:
        """The lines with their foods and the weight of all."""
        lines: QuerySet[DishIngredient] = super().get_queryset(request)
        whole = Window(Sum("grams"), partition_by=F("recipe"))
        return lines.select_related("food__live").annotate(whole_g=whole).order_by("sequence")

    @admin.display(description="Share of the raw weight")
    def share(self, line: Any) -> str:
        """Its percent of the raw weight."""
        whole_g = getattr(line, "whole_g", None)
        return f"{line.grams / whole_g * 100:.1f} %" if whole_g else ""


class UnknownPartsFilter(RadioFilter):
    """By whether every ingredient is a food of the tables."""

    title = "ingredients"
    parameter_name = "parts"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Whether one is in no table."""
        return [("unknown", "One is in no table")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[DishRecipe]) -> QuerySet[DishRecipe]:
        """The recipes with such an ingredient."""
        if self.value() != "unknown":
            return queryset
        unknown = DishIngredient.objects.filter(food__isnull=True).values("recipe")
        return queryset.filter(pk__in=unknown)


@admin.register(DishRecipe)
class DishRecipeAdmin(WithHistory):
    """The recipes of the tables' dishes."""

    form = RecipeForm
    inlines = (IngredientInline,)
    change_form_outer_after_template: Any = "admin/nutrition/dishrecipe/figures.html"
    list_display = ("dish", "parts", "moisture", "source", "made_by")
    list_filter = (UnknownPartsFilter, ("origin", ChoicesDropdownFilter))
    list_select_related = ("food__live",)
    search_fields = ("food__live__name",)
    search_help_text = "The dish."
    ordering = ("food",)
    autocomplete_fields = ("food",)
    actions = None
    labels: ClassVar = {
        "food": "Dish",
        "moisture_change_percent": "Water gained (or lost, below 0), % of the raw weight",
    }

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A recipe stays that of its dish."""
        own = ("moisture_change_percent", "source")
        return ("food", *own) if obj is None else ("dish_page", *own, "origin")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What is shown only."""
        return () if obj is None else ("dish_page", "origin")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DishRecipe]:
        """The recipes with the number of their ingredients."""
        lines = DishIngredient.objects.filter(recipe=OuterRef("pk")).order_by().values("recipe")
        recipes: QuerySet[DishRecipe] = super().get_queryset(request)
        return recipes.annotate(lines=Subquery(lines.annotate(n=Count("pk")).values("n")))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form; the dish is chosen once."""
        fields = [name for name in self.get_fields(request, obj) if name not in ("dish_page", "origin")]
        return super().get_form(request, obj, change=change, **{"fields": fields, **kwargs})

    @admin.display(description="Dish", ordering="food__live__name")
    def dish(self, recipe: DishRecipe) -> str:
        """The dish."""
        return str(recipe.food)

    @admin.display(description="Dish")
    def dish_page(self, recipe: DishRecipe) -> str:
        """The dish, leading to its page."""
        return link_to(recipe.food)

    @admin.display(description="Ingredients", ordering="lines")
    def parts(self, recipe: Any) -> int:
        """How many there are."""
        return recipe.lines or 0

    @admin.display(description="Water, % of raw", ordering="moisture_change_percent")
    def moisture(self, recipe: DishRecipe) -> str:
        """What cooking does to its weight."""
        percent = recipe.moisture_change_percent
        return f"{percent:+g} %" if percent else "0 %"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form beside what its ingredients give."""
        recipe = context.get("original")
        context |= {
            "reckoned": reckon(recipe, list(recipe.ingredients.all())) if recipe else None,
            "codes_list": CODES_LIST,
            "codes": [(row["code"], row["description"]) for row in rows("retention_factors")],
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def keep_before(self, stored: DishRecipe) -> None:
        """Keep the recipe with its ingredients."""
        at = timezone.now()
        keep_as_it_was(stored, at)
        for line in stored.ingredients.all():
            keep_as_it_was(line, at)

    def store(self, obj: Any, form: Any) -> None:
        """Store the recipe; its ingredients are noted under the same moment."""
        obj._history_date = timezone.now()
        super().store(obj, form)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Store the ingredients, new ones behind the others."""
        formset.save(commit=False)
        at = form.instance._history_date
        for line in formset.deleted_objects:
            line._history_date = at
            line.delete()
        last = max(form.instance.ingredients.values_list("sequence", flat=True), default=0)
        for number, line in enumerate(formset.new_objects, start=last + 1):
            line.sequence = number
        for line in (*(line for line, _ in formset.changed_objects), *formset.new_objects):
            line._history_date = at
            line.save()

    def tell(self, obj: DishRecipe, changed: set[str]) -> None:
        """The dish is another one."""
        publish_change(obj.food)

    def history_entries(self, obj: DishRecipe, records: list[Any]) -> list[Any]:
        """The records with what each changed, also in the ingredients."""
        return with_ingredients(obj, super().history_entries(obj, records))

    def revert_objection(self, obj: DishRecipe, record: Any) -> str:
        """Why the ingredients of then cannot be brought back."""
        return objection_to(obj, record.history_date)

    def revert_related(self, obj: Any, record: Any) -> None:
        """Bring the ingredients back."""
        put_back(obj, record.history_date, obj._history_date)
