"""The addresses of nutrition, under `/api/v1/`; those of one thing work with and without the last slash."""

from django.urls import path
from drf_spectacular.utils import extend_schema

from nutrition.api.grade_views import FoodGrade, Grade
from nutrition.api.product_views import Product
from nutrition.api.recipe_views import FoodRecipe
from nutrition.api.views import AnalyzeText, Categories, Food, Foods, Nutrients


@extend_schema(exclude=True)
class AnalyzeTextToo(AnalyzeText):
    """The same at its second address, which the schema leaves out."""


@extend_schema(exclude=True)
class FoodToo(Food):
    """The same at its second address, which the schema leaves out."""


@extend_schema(exclude=True)
class FoodGradeToo(FoodGrade):
    """The same at its second address, which the schema leaves out."""


@extend_schema(exclude=True)
class FoodRecipeToo(FoodRecipe):
    """The same at its second address, which the schema leaves out."""


@extend_schema(exclude=True)
class ProductToo(Product):
    """The same at its second address, which the schema leaves out."""


urlpatterns = [
    path("analyze/text", AnalyzeText.as_view(), name="analyze-text"),
    path("analyze/text/", AnalyzeTextToo.as_view()),
    path("foods/", Foods.as_view(), name="foods"),
    path("foods/<int:food_id>/", Food.as_view(), name="food"),
    path("foods/<int:food_id>", FoodToo.as_view()),
    path("foods/<int:food_id>/grade", FoodGrade.as_view(), name="food-grade"),
    path("foods/<int:food_id>/grade/", FoodGradeToo.as_view()),
    path("foods/<int:food_id>/recipe", FoodRecipe.as_view(), name="food-recipe"),
    path("foods/<int:food_id>/recipe/", FoodRecipeToo.as_view()),
    path("grade", Grade.as_view(), name="grade"),
    path("products/<str:gtin>", Product.as_view(), name="product"),
    path("products/<str:gtin>/", ProductToo.as_view()),
    path("nutrients/", Nutrients.as_view(), name="nutrients"),
    path("categories/", Categories.as_view(), name="categories"),
]
