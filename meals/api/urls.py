"""The addresses of the diary, under `/api/v1/`."""

from datetime import date

from django.urls import path, register_converter

from meals.api.compare import Compare
from meals.api.corrections import Corrections
from meals.api.newer_figures_views import NewerFiguresViewSet
from meals.api.views import DayViewSet, ItemViewSet, MealViewSet
from meals.recipes.api.views import RecipeViewSet


class DateConverter:
    """A date as ISO 8601 writes it; what is no date is no address."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the date; raises ValueError, which Django answers with 404."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Return the date as it stands in an address."""
        return value.isoformat()


register_converter(DateConverter, "date")

urlpatterns = [
    path("meals/", MealViewSet.as_view({"get": "list", "post": "create"}), name="meals"),
    path(
        "meals/<uuid:meal_id>/",
        MealViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="meal",
    ),
    path("meals/<uuid:meal_id>/copy/", MealViewSet.as_view({"post": "copy"}), name="meal-copy"),
    path(
        "meals/<uuid:meal_id>/newer-figures/",
        NewerFiguresViewSet.as_view({"get": "retrieve", "post": "create"}),
        name="meal-newer-figures",
    ),
    path("meals/<uuid:meal_id>/items/", ItemViewSet.as_view({"post": "create"}), name="meal-items"),
    path(
        "meals/<uuid:meal_id>/items/<uuid:item_id>/",
        ItemViewSet.as_view({"patch": "partial_update", "delete": "destroy"}),
        name="meal-item",
    ),
    path("days/", DayViewSet.as_view({"get": "totals"}), name="days"),
    path("days/<date:day>/", DayViewSet.as_view({"get": "retrieve"}), name="day"),
    path("days/<date:day>/grade/", DayViewSet.as_view({"get": "grade"}), name="day-grade"),
    path("recipes/", RecipeViewSet.as_view({"get": "list", "post": "create"}), name="recipes"),
    path(
        "recipes/<uuid:recipe_id>/",
        RecipeViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="recipe",
    ),
    path("recipes/<uuid:recipe_id>/renew/", RecipeViewSet.as_view({"post": "renew"}), name="recipe-renew"),
    path("compare", Compare.as_view(), name="compare"),
    path("corrections", Corrections.as_view(), name="corrections"),
]
