"""Packaged foods and their imports: to be looked at."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from nutrition.products.models import Product, ProductImport, RejectedProduct


@admin.register(Product)
class ProductAdmin(ModelAdmin):
    search_fields = (
        "name",
        "brand",
    )


@admin.register(RejectedProduct)
class RejectedProductAdmin(ModelAdmin):
    search_fields = ("code",)


@admin.register(ProductImport)
class ProductImportAdmin(ModelAdmin):
    search_fields = ("file_name",)
