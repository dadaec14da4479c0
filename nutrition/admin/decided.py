"""Rows that are looked at and decided, one by one or many at once, and never written by hand."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nutrition.admin.food_acts import first, refusal
from nutrition.admin.known_rows import KnownRows

# A request is to end within seconds.
MOST_AT_ONCE = 300


def day(at: date) -> str:
    """A day as the lists write it."""
    return f"{at:%d %b %Y}".lstrip("0")


class Decided(KnownRows):
    """A subclass says in ``decide`` what can be decided, and in ``page_context`` what its page shows."""

    page_template = ""
    # What a decision may come to besides being done, told in words by ``refused``.
    refusals: ClassVar[tuple[type[Exception], ...]] = (ValidationError,)
    show_full_result_count = False
    list_per_page = 50
    list_fullwidth = True

    def decide(self, request: HttpRequest, obj: Any, what: str) -> str:
        """Carry out a decision and say what was done. Raises one of the ``refusals``, or Http404."""
        raise Http404

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What the page of one row shows besides the row."""
        return {}

    def refused(self, error: Exception) -> str:
        """Why a decision was not carried out."""
        return refusal(error)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Nobody writes one by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted but by a decision."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The addresses, with that of the decision."""
        view = self.admin_site.admin_view(require_POST(self.decide_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_decide"
        return [path("<int:object_id>/decide/", view, name=name), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page of one row: to be read, with what can be decided."""
        if not self.page_template:
            return super().change_view(request, object_id, form_url, extra_context)
        obj = self.get_object(request, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        if obj is None:
            messages.info(request, "It is gone: decided, or no longer so.")
            return HttpResponseRedirect(self._list())
        context = {"original": obj, "title": str(obj), "may_decide": self.has_change_permission(request, obj)}
        return self._page(request, self.page_template, context | self.page_context(request, obj))

    def decide_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Decide about one row, then go back to where it was shown."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, str(object_id))
        if obj is None:
            messages.warning(request, "It is gone already: somebody decided it, or it is no longer so.")
            return HttpResponseRedirect(self._back(request))
        try:
            messages.success(request, self.decide(request, obj, request.POST.get("do", "")))
        except self.refusals as error:
            messages.error(request, self.refused(error))
        return HttpResponseRedirect(self._back(request))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; an action without the right to it is refused, which Django would only leave out."""
        named: Sequence[Any] = self.actions or ()
        forbidden = {str(name) for name in named} - self.get_actions(request).keys()
        if forbidden & set(request.POST.getlist("action")):
            raise PermissionDenied
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response

    def each(
        self, request: HttpRequest, rows: QuerySet[Any], done: str, act: Callable[[Any], object]
    ) -> None:
        """Decide each row by itself, and tell in one message what was done and what not."""
        count, refused = 0, dict[str, list[str]]()
        for row in self.few_enough(request, rows):
            try:
                act(row)
            except self.refusals as error:
                refused.setdefault(self.refused(error), []).append(str(row))
            else:
                count += 1
        if count or refused:
            words = [f"{done}: {count}."] if count else []
            words += [f"Not done: {first(names)} – {reason}" for reason, names in refused.items()]
            level = messages.ERROR if not count else messages.WARNING if refused else messages.SUCCESS
            messages.add_message(request, level, " ".join(words))

    def few_enough(self, request: HttpRequest, rows: QuerySet[Any]) -> list[Any]:
        """The rows, or none and a message where they are more than a request can do."""
        chosen = list(rows[: MOST_AT_ONCE + 1])
        if len(chosen) <= MOST_AT_ONCE:
            return chosen
        told = f"At most {MOST_AT_ONCE} at a time: filter the list further. Nothing was done."
        messages.error(request, told)
        return []

    def ask(
        self, request: HttpRequest, rows: QuerySet[Any], form: forms.Form, button: str, action: str
    ) -> HttpResponse | None:
        """The page that asks for something before many are decided."""
        chosen = self.few_enough(request, rows)
        if not chosen:
            return None
        context = {
            "title": button,
            "form": form,
            "rows": chosen,
            "button": button,
            "action": action,
            "box": ACTION_CHECKBOX_NAME,
            "back": self._list(),
            "media": self.media + form.media,
        }
        return self._page(request, "admin/desk/decide_many.html", context)

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, template, frame | context)

    def _back(self, request: HttpRequest) -> str:
        address = request.POST.get("next", "")
        own = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
        return address if own else self._list()

    def _list(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
