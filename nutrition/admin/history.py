"""Rows that curators change in place: what stood before is kept, and one click brings it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Field
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nutrition.admin.history_entries import entries
from nutrition.admin.known_rows import KnownRows
from nutrition.models import Origin
from nutrition.services import one_writer

PER_PAGE = 25


class WithHistory(KnownRows):
    """An admin of rows with a history; a subclass says in ``tell`` who has to hear of a change."""

    labels: ClassVar[Mapping[str, str]] = {}
    list_per_page = 50
    show_full_result_count = False
    list_fullwidth = True
    list_filter_submit = True
    warn_unsaved_form = True

    @admin.display(description="By", ordering="origin")
    def made_by(self, obj: Any) -> str:
        """Who made or changed the row last: a release, or a curator, whose work no release overwrites."""
        return "curator" if obj.origin == Origin.CURATOR else "release"

    def tell(self, obj: Any, changed: set[str]) -> None:
        """Announce that ``obj`` was stored or deleted; ``changed`` are the fields, empty where it is gone."""

    def get_urls(self) -> list[URLPattern]:
        """The addresses, with that of the way back."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_revert"
        view = self.admin_site.admin_view(require_POST(self.revert_view))
        return [
            path("<path:object_id>/history/<int:record_id>/revert/", view, name=name),
            *super().get_urls(),
        ]

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """The form's field under the name that curators know it by."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in self.labels:
            field.label = self.labels[db_field.name]
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store a curator's work, and keep what stood before it."""
        with one_writer():
            if change:
                self.keep_before(self.model._default_manager.get(pk=obj.pk))
            self.store(obj, form)
            self.tell(obj, set(form.changed_data))

    def keep_before(self, stored: Any) -> None:
        """Keep what stands before it changes."""
        keep_as_it_was(stored)

    def store(self, obj: Any, form: Any) -> None:
        """Store the row; it is a curator's from now on."""
        if hasattr(obj, "origin"):
            obj.origin = Origin.CURATOR
        obj.save()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete the row and announce it."""
        with one_writer():
            self.tell(obj, set())
            self.keep_before(obj)
            obj.delete()

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the row said before: who changed what, and when."""
        obj = self._row(request, object_id)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        records = obj.history.select_related("history_user").order_by("-history_date", "-history_id")
        page = Paginator(records, PER_PAGE).get_page(request.GET.get("p"))
        shown = list(records[page.start_index() - 1 : page.end_index() + 1]) if page.paginator.count else []
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {obj}",
            "opts": self.opts,
            "original": obj,
            "entries": self.history_entries(obj, shown)[: len(page.object_list)],
            "page": page,
            "may_revert": self.has_change_permission(request, obj),
            "revert_url": f"admin:{self.opts.app_label}_{self.opts.model_name}_revert",
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/nutrition/record/history.html", context)

    def history_entries(self, obj: Any, records: list[Any]) -> list[Any]:
        """The records (one more than are shown) with what each changed."""
        return entries(self.model, records, self.labels)

    def revert_view(self, request: HttpRequest, object_id: str, record_id: int) -> HttpResponse:
        """Let the row say again what it said in a record of its history, if that is still possible."""
        obj = self._row(request, object_id)
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        record = obj.history.filter(pk=record_id).first()
        if record is None:
            raise Http404("There is no such record in this history.")
        form = self._form_as_then(request, obj, record)
        with one_writer():
            if wrong := _first_error(form) or self.revert_objection(obj, record):
                messages.error(request, f"It cannot say that again. {wrong}")
            else:
                obj._change_reason = (
                    f"Back to what it was on {timezone.localtime(record.history_date):%d %b %Y, %H:%M}."
                )
                self.save_model(request, self.save_form(request, form, change=True), form, change=True)
                form.save_m2m()
                self.revert_related(obj, record)
                messages.success(request, obj._change_reason)
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[quote(obj.pk)])
        )

    def revert_objection(self, obj: Any, record: Any) -> str:
        """Why what belongs to the row cannot be brought back; empty if it can."""
        return ""

    def revert_related(self, obj: Any, record: Any) -> None:
        """Bring back what belongs to the row."""

    def _form_as_then(self, request: HttpRequest, obj: Any, record: Any) -> Any:
        form_class = self.get_form(request, obj, change=True)
        then = model_to_dict(record.instance, fields=list(form_class.base_fields))
        for field in getattr(record, "_history_m2m_fields", ()):
            other = f"{field.m2m_reverse_field_name()}_id"
            then[field.name] = list(getattr(record, field.name).values_list(other, flat=True))
        data = {name: form_class.base_fields[name].prepare_value(value) for name, value in then.items()}
        return form_class(data, instance=obj)

    def _row(self, request: HttpRequest, object_id: str) -> Any:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404(f"There is no {self.opts.verbose_name} with this key.")
        return obj


def keep_as_it_was(stored: Any, at: datetime | None = None) -> None:
    """Put a row into its history as it stands, where a release brought it past the history.

    ``at`` is the moment to note, now where it is empty.
    """
    last = stored.history.order_by("-history_date", "-history_id").first()
    if last is None or last.history_type == "-" or _differs(last, stored):
        stored._change_reason = "As a release brought it."
        stored._history_user = None
        stored._history_date = at or timezone.now()
        stored.save()


def _differs(record: Any, stored: Any) -> bool:
    return any(
        getattr(record, field.attname) != getattr(stored, field.attname) for field in record.tracked_fields
    )


def _first_error(form: Any) -> str:
    if form.is_valid():
        return ""
    field, wrong = next(iter(form.errors.items()))
    label = form.fields[field].label if field in form.fields else ""
    return f"{label}: {wrong[0]}" if label else str(wrong[0])
