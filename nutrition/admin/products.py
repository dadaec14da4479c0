"""Packaged foods and their imports: to be looked at."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from nutrition.admin.lists import ToBeLookedAt
from nutrition.admin.product_search import products_found, rejections_found
from nutrition.nutrients import NUTRIENTS
from nutrition.products.gtin import restriction, shortest, written
from nutrition.products.hybrid import label_nutrients
from nutrition.products.models import SEPARATOR, Product, ProductImport, RejectedProduct
from nutrition.products.nutriscore import score
from nutrition.products.present import PAGE
from nutrition.products.tables import REJECT, checks
from nutrition.sources.tables import licences
from nutrition.templatetags.curation import figure

ENERGY = "energy_kcal"


@admin.register(Product)
class ProductAdmin(ToBeLookedAt):
    """Products as their labels tell them."""

    list_display = ("named", "brand", "number", "energy", "told_grade", "doubts", "release")
    # No filters: no column but the number and the name has an index, and there are millions of rows.
    search_fields = ("gtin",)
    search_help_text = "Its number (8, 12, 13 or 14 digits, or the first six), or how its name begins."
    ordering = ("gtin",)
    sortable_by = ()
    fieldsets = (
        (
            None,
            {"fields": ("name", "generic_name", "brand", "quantity", "number", "language", "countries_told")},
        ),
        ("What is doubtful", {"fields": ("doubts_in_words",)}),
        ("As on the label, in 100 g or 100 ml", {"fields": ("figures", "basis", "serving_told")}),
        ("Nutri-Score", {"fields": ("told_nutriscore", "own_nutriscore", "nova_group")}),
        ("What is in it", {"fields": ("ingredients", "allergens_told", "traces_told", "categories_told")}),
        ("Where it comes from", {"fields": ("attribution", "release", "modified_at")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """All of them."""
        return tuple(name for _, group in self.fieldsets for name in group["fields"])

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        """The products; a row of the list needs few of their columns."""
        rows: QuerySet[Product] = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "nutrition_product_changelist":
            return rows.only(
                "gtin", "name", "brand", "energy_kcal", "told_nutriscore_grade", "flags", "release"
            )  # fmt: skip
        return rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Product], search_term: str
    ) -> tuple[QuerySet[Product], bool]:
        """By number or by how the name begins."""
        return products_found(queryset, search_term), False

    @admin.display(description="Product")
    def named(self, product: Product) -> str:
        """Its name."""
        return product.name or "(no name)"

    @admin.display(description="GTIN")
    def number(self, product: Product) -> str:
        """Its number as it stands under the bar code, and whether it names one product only."""
        restricted = restriction(product.gtin)
        note = f" – {restricted.meaning}" if restricted else ""
        return f"{shortest(product.gtin)}{note}"

    @admin.display(description="Energy in 100 g")
    def energy(self, product: Product) -> str:
        """Its energy as told."""
        kcal: float | None = getattr(product, ENERGY)
        return "–" if kcal is None else f"{kcal:.0f} kcal"

    @admin.display(description="Nutri-Score as told")
    def told_grade(self, product: Product) -> str:
        """The letter that Open Food Facts tells."""
        return product.told_nutriscore_grade.upper() or "–"

    @display(description="Doubtful")
    def doubts(self, product: Product) -> str:
        """How much is doubtful, in words on pointing at it."""
        codes = _tags(product.flags)
        if not codes:
            return ""
        words = " ".join(checks()[code].words if code in checks() else code for code in codes)
        return format_html('<span class="doubt" title="{}">{}</span>', words, len(codes))

    @admin.display(description="Doubts")
    def doubts_in_words(self, product: Product) -> str:
        """What is doubtful, in words."""
        codes = _tags(product.flags)
        if not codes:
            return "Nothing was found to be doubtful."
        told = ((checks()[code].words if code in checks() else code,) for code in codes)
        return format_html('<ul class="plain-list">{}</ul>', format_html_join("", "<li>{}</li>", told))

    @admin.display(description="Figures")
    def figures(self, product: Product) -> str:
        """What the label tells, with units; what it does not tell is left out."""
        rows = [("Energy", figure(product.energy_kj), "kJ")] if product.energy_kj is not None else []
        rows += [
            (nutrient.name, figure(value), nutrient.unit)
            for nutrient in NUTRIENTS
            if (value := getattr(product, nutrient.key)) is not None
        ]
        if product.fruit_vegetable_legume_percent is not None:
            share = figure(product.fruit_vegetable_legume_percent)
            rows.append(("Fruit, vegetables and legumes", share, "%"))
        return _table(rows) if rows else "It tells none."

    @admin.display(description="Carbohydrate")
    def basis(self, product: Product) -> str:
        """What the label calls carbohydrate, and from what that is known."""
        if not product.carbohydrate_basis:
            return "–"
        known = product.get_carbohydrate_basis_from_display()
        return f"{product.get_carbohydrate_basis_display()}; known from: {known or '–'}"

    @admin.display(description="Serving")
    def serving_told(self, product: Product) -> str:
        """One serving, in words and weighed."""
        weighed = [
            f"{figure(amount)} {unit}"
            for amount, unit in ((product.serving_g, "g"), (product.serving_ml, "ml"))
            if amount is not None
        ]
        return " = ".join(part for part in (product.serving, ", ".join(weighed)) if part) or "–"

    @admin.display(description="As Open Food Facts tells it")
    def told_nutriscore(self, product: Product) -> str:
        """The letter and points that were told."""
        points = product.told_nutriscore_score
        return f"{self.told_grade(product)}{'' if points is None else f', {points} points'}"

    @admin.display(description="Reckoned from the label")
    def own_nutriscore(self, product: Product) -> str:
        """The letter and points from the label's figures alone."""
        result = score(product, label_nutrients(product)[0])
        if not result.grade:
            return "–"
        return f"{result.grade}, {result.score} points"

    @admin.display(description="Allergens: contains")
    def allergens_told(self, product: Product) -> str:
        """The tags; what is not told is unknown, never "free from"."""
        return _joined(product.allergens) or "none told, which is not “free from”"

    @admin.display(description="May contain")
    def traces_told(self, product: Product) -> str:
        """The tags of what it may contain."""
        return _joined(product.traces) or "none told"

    @admin.display(description="Categories")
    def categories_told(self, product: Product) -> str:
        """The tags of its categories."""
        return _joined(product.categories)

    @admin.display(description="Sold in")
    def countries_told(self, product: Product) -> str:
        """The tags of where it is sold."""
        return _joined(product.countries)

    @admin.display(description="Source")
    def attribution(self, product: Product) -> str:
        """Who has to be named, under which licence, and where it stands there."""
        licence = licences().get(product.source)
        if licence is None:
            return product.source or "–"
        return format_html(
            '{} · {} · <a class="text-link" href="{}{}" rel="noreferrer">{} there</a>',
            licence.attribution, licence.licence, PAGE, shortest(product.gtin), written(product.gtin),
        )  # fmt: skip


class ReasonFilter(DropdownFilter):
    """By why a row was not taken."""

    title = "reason"
    parameter_name = "reason"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The reasons, from the table of checks."""
        return [(check.code, check.words) for check in checks().values() if check.action == REJECT]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[RejectedProduct]
    ) -> QuerySet[RejectedProduct]:
        """The rows with that reason."""
        return queryset.filter(reason=self.value()) if self.value() else queryset


@admin.register(RejectedProduct)
class RejectedProductAdmin(ToBeLookedAt):
    """Rows of imports that were not taken."""

    list_display = ("code", "why", "detail", "release")
    list_filter = (ReasonFilter,)
    search_fields = ("code",)
    search_help_text = "The number as it was read, or how it begins."
    ordering = ("pk",)
    sortable_by = ()
    fields = readonly_fields = ("code", "why", "detail", "row", "release")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[RejectedProduct], search_term: str
    ) -> tuple[QuerySet[RejectedProduct], bool]:
        """By how the number begins."""
        return rejections_found(queryset, search_term), False

    @admin.display(description="Why not")
    def why(self, rejected: RejectedProduct) -> str:
        """The reason in words."""
        check = checks().get(rejected.reason)
        return check.words if check else rejected.reason


@admin.register(ProductImport)
class ProductImportAdmin(ToBeLookedAt):
    """How far imports are."""

    list_display = ("file_name", "release", "state", "progress", "outcome", "finished_at")
    search_fields = ("file_name",)
    ordering = ("-pk",)
    fields = readonly_fields = (
        "file_name", "file_digest", "layout", "release", "state", "progress", "outcome", "started_at",
        "updated_at", "finished_at",
    )  # fmt: skip

    @display(description="State", label={"done": "success", "under way": "warning"})
    def state(self, one: ProductImport) -> str:
        """Whether it is done."""
        return "done" if one.finished_at else "under way"

    @admin.display(description="Rows read")
    def progress(self, one: ProductImport) -> str:
        """How many rows were read."""
        return f"{one.rows_done:,}"

    @admin.display(description="What became of them")
    def outcome(self, one: ProductImport) -> str:
        """The rows by what became of them."""
        return ", ".join(
            f"{_words(what)} {number:,}" for what, number in sorted(_counts(one.counts)) if number
        )


def _counts(counts: dict[str, Any]) -> list[tuple[str, int]]:
    flat: list[tuple[str, int]] = []
    for what, number in counts.items():
        if isinstance(number, dict):
            flat += [(f"{what}: {of}", inner) for of, inner in _counts(number)]
        elif isinstance(number, int):
            flat.append((what, number))
    return flat


def _words(code: str) -> str:
    return code.replace("_", " ")


def _tags(joined: str) -> list[str]:
    return [tag for tag in joined.split(SEPARATOR) if tag]


def _joined(joined: str) -> str:
    return ", ".join(tag.partition(":")[2].replace("-", " ") or tag for tag in _tags(joined))


def _table(rows: list[tuple[str, str, str]]) -> SafeString:
    lines = format_html_join("", '<tr><th scope="row">{}</th><td>{}&nbsp;{}</td></tr>', rows)
    return format_html('<table class="points label-figures"><tbody>{}</tbody></table>', lines)
