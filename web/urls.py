"""The addresses of the pages. Each serves the same shell; the browser draws what belongs there."""

from django.urls import path, re_path

from web.views import page

app_name = "web"

urlpatterns = [
    path("", page, name="today"),
    path("review/", page, name="review"),
    path("foods/", page, name="foods"),
    path("foods/<int:food_id>/", page, name="food"),
    re_path(r"^products/(?P<gtin>[0-9]{8}|[0-9]{12,14})/$", page, name="product"),
    path("compare/", page, name="compare"),
    path("recipes/", page, name="recipes"),
    path("recipes/new/", page, name="new-recipe"),
    path("recipes/<uuid:recipe_id>/", page, name="recipe"),
    path("recipes/<uuid:recipe_id>/edit/", page, name="edit-recipe"),
    path("recognition/", page, name="recognition"),
    path("you/", page, name="you"),
]
