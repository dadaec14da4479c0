"""The food tree."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.widgets import UnfoldAdminTextInputWidget

from nutrition.admin.history import WithHistory
from nutrition.curation.categories import check_parent, handed_down, live_foods, path_of, tree, uses_of
from nutrition.models import Category, NutriScoreClass
from nutrition.services import announce_all, graded_together, one_writer


class CategoryForm(forms.ModelForm):
    """A category; its path is made where it is put."""

    part = forms.CharField(
        label="Last part of the path",
        required=False,
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
        help_text="Small letters, digits and _. Empty: made of the name. It stays for good.",
    )

    class Meta:
        model = Category
        fields = ("name", "parent", "nutriscore_class")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old_path: str = self.instance.pk or ""

    def clean(self) -> dict[str, Any]:
        """Check the place and make the path of it. Raises ValidationError."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        category, parent = self.instance, cleaned.get("parent")
        try:
            if category._state.adding:
                category.slug = self._free_path(parent, cleaned.get("part", ""), cleaned["name"])
            elif "parent" in self.changed_data:
                check_parent(Category(pk=self.old_path), parent)
                category.slug = self._moved_path(parent, cleaned["name"])
        except ValidationError as error:
            is_part = error.code == "part" and "part" in self.fields
            self.add_error("part" if is_part else "parent", error)
        return cleaned

    def _free_path(self, parent: Category | None, part: str, name: str) -> str:
        path = path_of(parent, part, name)
        if Category.objects.filter(pk=path).exists():
            raise ValidationError(f"There is a category “{path}” already.", code="part")
        return path

    def _moved_path(self, parent: Category | None, name: str) -> str:
        slug = self.old_path
        if uses := uses_of(Category(pk=slug)):
            where = f"below “{parent.pk}”" if parent else "at the top"
            raise ValidationError(
                f"“{slug}” keeps its place, by which releases and grades know it: {uses} are there. "
                f"Make a category {where} and give its foods that one.",
                code="in_use",
            )
        return self._free_path(parent, slug.rpartition("/")[2], name)


@admin.register(Category)
class CategoryAdmin(WithHistory):
    """The categories as a tree."""

    form = CategoryForm
    change_list_template = "admin/nutrition/category/change_list.html"
    list_display = ("name", "slug", "nutriscore_class", "made_by")
    list_display_links = ("name",)
    list_filter = (("nutriscore_class", ChoicesDropdownFilter), ("origin", ChoicesDropdownFilter))
    list_per_page = 200
    search_fields = ("slug", "name")
    search_help_text = "Its name, or a part of its path."
    ordering = ("slug",)
    autocomplete_fields = ("parent",)
    readonly_fields = ("slug", "standing", "origin")
    actions = None
    labels: ClassVar = {"nutriscore_class": "Nutri-Score class", "parent": "Below"}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A new category has no path yet."""
        if obj is None:
            return ("name", "parent", "part", "nutriscore_class")
        return ("slug", "name", "parent", "nutriscore_class", "standing", "origin")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form; the last part of the path is asked for once."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None:
            form.base_fields.pop("part", None)
        return form

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The tree; what is searched or filtered for as a list."""
        shown = None if request.GET else tree()
        context: Any = {**(extra_context or {}), "branches": shown}
        return super().changelist_view(request, context)

    @admin.display(description="Lies in it")
    def standing(self, category: Category) -> str:
        """How many foods are in it, and which class it hands down."""
        # The page asks for it several times.
        if not hasattr(category, "standing"):
            category.standing = self._standing(category)  # type: ignore[attr-defined]
        return category.standing  # type: ignore[attr-defined, no-any-return]

    def _standing(self, category: Category) -> str:
        food_class, source = handed_down(category)
        told = NutriScoreClass(food_class).label
        if not category.nutriscore_class:
            told += f", from {source}" if source else ", as no category above says"
        counts, below = live_foods(), f"{category.pk}/"
        within = sum(foods for slug, foods in counts.items() if slug and slug.startswith(below))
        return format_html(
            '<a class="text-link" href="{}">{}</a> live {} in it, {} below · Nutri-Score class: {}',
            foods_in(category), f"{(foods := counts[category.pk]):,}", "food" if foods == 1 else "foods",
            f"{within:,}", told,
        )  # fmt: skip

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        """Store it; one that moved leaves its old path."""
        old = form.old_path
        if not change or old == obj.pk:
            super().save_model(request, obj, form, change)
            return
        with one_writer():
            Category.objects.get(pk=old).delete()
            obj._state.adding = True
            self.store(obj, form)
            self.tell(obj, set(form.changed_data))

    def tell(self, obj: Category, changed: set[str]) -> None:
        """Every food below is graded by its class."""
        if "nutriscore_class" in changed:
            with graded_together():
                announce_all()
        else:
            announce_all()

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Ask whether it is to go; one that is in use stays."""
        category = self._row(request, object_id)
        if self.has_delete_permission(request, category) and (uses := uses_of(category)):
            messages.error(
                request,
                format_html(
                    '“{}” stays: {} are there. <a class="text-link" href="{}">Show its foods</a>',
                    category.pk, str(uses), foods_in(category),
                ),
            )  # fmt: skip
            return HttpResponseRedirect(reverse("admin:nutrition_category_change", args=[quote(category.pk)]))
        return super().delete_view(request, object_id, extra_context)


def foods_in(category: Category) -> str:
    """The address of the list of foods in a category."""
    return f"{reverse('admin:nutrition_food_changelist')}?{urlencode({'category': category.pk})}"
