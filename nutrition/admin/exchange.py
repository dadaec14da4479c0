"""The pages of import and export, for the admins of foods, aliases, portions and preparations."""

from contextlib import suppress
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from nutrition.curation.exchange.aliases import AliasResource
from nutrition.curation.exchange.files import (
    MOST_BYTES,
    MOST_ROWS,
    AnyTable,
    Csv,
    UnreadableFileError,
    Workbook,
    read_table,
    too_large,
    write_csv,
)
from nutrition.curation.exchange.foods import FoodResource
from nutrition.curation.exchange.plan import Plan
from nutrition.curation.exchange.portions import PortionResource
from nutrition.curation.exchange.preparations import PreparationResource

_SALT = "nutrition.import"
_DAY_S = 24 * 3600


class UploadForm(ImportForm):
    """The file; what it is shows itself."""

    def clean_import_file(self) -> Any:
        """Refuse what is too large before anything of it is read."""
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(too_large(file.size))
        return file


class ConfirmForm(ConfirmImportForm):
    """The file that was looked at, by a signed name."""

    def clean_import_file_name(self) -> str:
        """The name of the kept file. Raises ``ValidationError`` for one that was not given out here."""
        try:
            return str(signing.loads(self.cleaned_data["import_file_name"], salt=_SALT, max_age=_DAY_S))
        except signing.BadSignature:
            raise forms.ValidationError("The file was looked at too long ago.") from None


class Exchange(ImportExportMixin):
    """Import with a dry run first, and export of what the list shows."""

    model: Any
    change_form_template: Any
    import_template_name = "admin/exchange/import.html"
    export_template_name = "admin/exchange/export.html"
    import_formats: ClassVar[list[Any]] = [AnyTable]
    export_formats: ClassVar[list[Any]] = [Csv, Workbook]
    import_form_class = UploadForm
    confirm_form_class = ConfirmForm
    export_form_class: Any = ExportForm

    def get_urls(self) -> list[URLPattern]:
        """The addresses of the pages of import and export, and all others."""
        urls: list[URLPattern] = super().get_urls()
        return urls

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Those who may change and add rows may do it by a file."""
        return bool(super().has_import_permission(request)) and bool(self.has_add_permission(request))  # type: ignore[attr-defined]

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        """The name of the kept file, signed: nobody reads another by it."""
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        if initial:
            initial["import_file_name"] = signing.dumps(initial["import_file_name"], salt=_SALT)
        return initial

    def add_data_read_fail_error_to_form(self, form: Any, error: Exception) -> None:
        """Say what is wrong with a file that is no table."""
        if not isinstance(error, UnreadableFileError):
            raise error
        form.add_error("import_file", f"{form.cleaned_data['import_file'].name}: {error}")

    def get_import_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page says of the columns."""
        resource = self.resource_classes[0]
        return {
            "subject": resource.name,
            "one": resource.one,
            "needed": resource.needed,
            "columns": [(column.name, column.read is None) for column in resource.columns],
            "most_rows": MOST_ROWS,
            "most_mb": MOST_BYTES // 1_000_000,
            "makes_drafts": resource is FoodResource,
        }

    def get_export_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page says of the columns."""
        return self.get_import_context_data(**kwargs)

    def init_request_context_data(self, request: HttpRequest, form: Any) -> dict[str, Any]:
        """What the page of an export says of the rows."""
        context: dict[str, Any] = super().init_request_context_data(request, form)
        return context | {
            "title": f"Export {self.resource_classes[0].name.lower()}",
            "chosen": self.get_export_queryset(request).count(),
            "is_filtered": bool(request.GET),
        }

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page on which a file is chosen, and what it would change; a file with errors is not kept."""
        response: Any = super().import_action(request, **kwargs)
        context = response.context_data
        chosen = context["form"].cleaned_data.get("import_file") if context["form"].is_bound else None
        if chosen is not None and "confirm_form" not in context and hasattr(chosen, "tmp_storage_name"):
            with suppress(OSError):
                self.get_tmp_storage_class()(name=chosen.tmp_storage_name).remove()
        context["title"] = f"Import {self.resource_classes[0].name.lower()}"
        page: HttpResponse = response
        return page

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Store what the dry run showed: all of it, or nothing."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_confirm_form(request)
        kept = self._kept(form)
        if kept is None:
            messages.error(request, "The file is no longer here. Nothing was stored: choose it again.")
            return HttpResponseRedirect(self._address("import"))
        name = form.cleaned_data["original_file_name"]
        resource = self.resource_classes[0]()
        if "as_csv" in request.POST:
            return _changes_as_csv(
                resource.import_data(read_table(kept.read()), dry_run=True, file_name=name)
            )
        plan = resource.import_data(read_table(kept.read()), user=request.user, file_name=name)
        kept.remove()
        if plan.has_errors():
            return self._refused(request, plan)
        messages.success(request, _stored(plan, resource))
        return HttpResponseRedirect(self._address("changelist"))

    def _kept(self, form: Any) -> Any:
        """The file that was looked at, or None where it is gone."""
        if not form.is_valid():
            return None
        storage = self.get_tmp_storage_class()(name=form.cleaned_data["import_file_name"], read_mode="rb")
        try:
            storage.read()
        except OSError:
            return None
        return storage

    def _refused(self, request: HttpRequest, plan: Plan) -> HttpResponse:
        """Say why nothing was stored after all: something changed since the dry run."""
        context = self.admin_site.each_context(request) | self.get_import_context_data()  # type: ignore[attr-defined]
        context |= {
            "title": f"Import {self.resource_classes[0].name.lower()}",
            "form": UploadForm(self.get_import_formats(), self.resource_classes),
            "form_url": self._address("import"),
            "opts": self.model._meta,
            "result": plan,
        }
        return TemplateResponse(request, [self.import_template_name], context)

    def _address(self, page: str) -> str:
        return reverse(f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_{page}")


def _stored(plan: Plan, resource: Any) -> str:
    told = f"{plan.file_name}: {plan.new:,} new, {plan.changed:,} changed, {plan.unchanged:,} as they were."
    drafts = isinstance(resource, FoodResource) and plan.changes
    return f"{told} They are drafts now: publish them to make them count." if drafts else told


def _changes_as_csv(plan: Plan) -> HttpResponse:
    """Every change of a file, one cell a row."""
    rows = (
        (change.row, change.title, cell.column, cell.before, cell.after)
        for change in plan.changes
        for cell in change.cells
    )
    data = write_csv(("row", "of", "column", "before", "after"), rows)
    return HttpResponse(
        data,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="changes.csv"'},
    )


class FoodExchange(Exchange):
    """Import and export of foods."""

    resource_classes: ClassVar[list[Any]] = [FoodResource]


class AliasExchange(Exchange):
    """Import and export of aliases."""

    resource_classes: ClassVar[list[Any]] = [AliasResource]


class PortionExchange(Exchange):
    """Import and export of portions."""

    resource_classes: ClassVar[list[Any]] = [PortionResource]


class PreparationExchange(Exchange):
    """Import and export of preparations."""

    resource_classes: ClassVar[list[Any]] = [PreparationResource]
