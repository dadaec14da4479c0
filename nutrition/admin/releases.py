"""New releases of the tables: bringing one in, the list of them, and deciding on all of one at once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from nutrition.admin import release_changes
from nutrition.admin.known_rows import KnownRows
from nutrition.curation import releases
from nutrition.curation.models import ReleaseBatch, ReleaseChange
from nutrition.curation.release_review import Review, review
from nutrition.curation.release_upload import MOST_ZIPPED_BYTES, unzipped
from nutrition.fixtures import BrokenFixtureError

Kind = ReleaseChange.Kind
State = ReleaseChange.State
# What may be done to all of a batch: what the button says, whether it accepts, whether clashes are among it.
EVERYTHING = {
    "safe": ("Accept all without conflicts", True, False),
    "all": ("Accept all", True, True),
    "decline": ("Decline all", False, True),
}


class UploadForm(forms.Form):
    """A release as a zip of its tables."""

    tables = forms.FileField(
        label="Tables",
        help_text=f"A zip of the release's CSV files, at most {MOST_ZIPPED_BYTES // 1_000_000} MB.",
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )
    name = forms.CharField(
        max_length=80, required=False, help_text="What to call it; without one, the file's name."
    )


@admin.register(ReleaseBatch)
class ReleaseBatchAdmin(KnownRows):
    """The releases that were brought in, and how far the curators are with each."""

    list_display = ("called", "how_far", "added", "changed", "vanished", "clashing", "brought_in")
    list_display_links = None
    list_select_related = ("created_by",)
    list_fullwidth = True
    list_per_page = 20
    search_fields = ("name",)
    show_full_result_count = False
    actions = None

    def get_urls(self) -> list[URLPattern]:
        """The addresses, with that of deciding on everything."""
        view = self.admin_site.admin_view(self.decide_view)
        own = [path("<int:batch_id>/<slug:how>/", view, name="nutrition_releasebatch_decide")]
        return [*super().get_urls()[:-1], *own, *super().get_urls()[-1:]]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may load a release."""
        return bool(request.user.has_perm("nutrition.load_release"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A batch itself is never edited; its changes are decided on."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A batch is withdrawn by bringing in another; what was decided is kept."""
        return False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, each batch with its counts by kind and state, in one query for all."""
        cl = super().get_changelist_instance(request)
        batches = {batch.pk: batch for batch in cl.result_list}
        for batch in batches.values():
            batch.counts, batch.clashes = {}, 0
        for batch_id, kind, state, rows in _counts(list(batches)):
            batches[batch_id].counts[kind, state] = rows
        for batch_id, rows in _clashes(list(batches)):
            batches[batch_id].clashes = rows
        return cl

    @admin.display(description="Release", ordering="name")
    def called(self, batch: Any) -> str:
        """Its name, leading to its changes."""
        state = "open" if batch.state == ReleaseBatch.State.OPEN else "decided"
        return format_html(
            '<a class="row-link" href="{}"><strong>{}</strong></a> <span class="state">{}</span>',
            release_changes.address_of(batch),
            batch.name,
            state,
        )

    @admin.display(description="Decided")
    def how_far(self, batch: Any) -> str:
        """How many of its changes are decided."""
        total = sum(batch.counts.values())
        undecided = sum(rows for (_, state), rows in batch.counts.items() if state == State.OPEN)
        return format_html(
            '<span class="meter"><meter max="{}" value="{}"></meter> {} of {}</span>',
            total or 1,
            total - undecided,
            f"{total - undecided:,}",
            f"{total:,}",
        )

    @admin.display(description="Added")
    def added(self, batch: Any) -> str:
        """The foods that are new."""
        return _open_of(batch, Kind.ADDED)

    @admin.display(description="Changed")
    def changed(self, batch: Any) -> str:
        """The foods that change."""
        return _open_of(batch, Kind.CHANGED)

    @admin.display(description="Vanished")
    def vanished(self, batch: Any) -> str:
        """The foods that it lacks."""
        return _open_of(batch, Kind.VANISHED)

    @admin.display(description="Open conflicts")
    def clashing(self, batch: Any) -> str:
        """How many open changes clash with a curator's."""
        return f"{batch.clashes:,}" if batch.clashes else "–"

    @admin.display(description="Brought in", ordering="created_at")
    def brought_in(self, batch: Any) -> str:
        """When and by whom."""
        who = batch.created_by.email if batch.created_by else "manage.py"
        return f"{batch.created_at:%-d %b %Y, %H:%M} · {who}"

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Bring a release in from a zip."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            file = form.cleaned_data["tables"]
            try:
                with unzipped(file.file, file.size) as directory:
                    name = (form.cleaned_data["name"] or file.name).removesuffix(".zip")
                    found = review(directory=directory, by=request.user, name=name)
            except BrokenFixtureError as error:
                form.add_error("tables", f"Nothing was stored. {error}")
            else:
                return self._brought_in(request, found)
        context = {"form": form, "title": "Bring in a release"}
        return self._page(request, "upload", context, status=400 if form.errors else 200)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A batch's page is the list of its changes."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        batch = self.get_object(request, unquote(object_id))
        if batch is None:
            raise Http404("There is no release with this key.")
        return HttpResponseRedirect(release_changes.address_of(batch))

    def decide_view(self, request: HttpRequest, batch_id: int, how: str) -> HttpResponse:
        """Decide on everything of a batch, a step at a time: each answer shows how far it is.

        A GET asks whether it is meant. A step takes a second or so; leaving the page stops it between two,
        and asking again goes on.
        """
        if not request.user.has_perm("nutrition.change_releasechange"):
            raise PermissionDenied
        batch = get_object_or_404(ReleaseBatch, pk=batch_id)
        if how not in EVERYTHING:
            return HttpResponseRedirect(release_changes.address_of(batch))
        progress = _Progress(request.POST)
        if request.method == "POST" and progress.is_grading:
            releases.grade()
            _tell(request, batch, progress)
            return HttpResponseRedirect(release_changes.address_of(batch))
        if request.method == "POST":
            progress.step(batch, how, request.user)
        context = {
            "title": batch.name,
            "batch": batch,
            "label": EVERYTHING[how][0],
            "accepts": EVERYTHING[how][1],
            "progress": progress,
            "is_running": request.method == "POST",
            "open": releases.open_ids(batch, with_conflicts=EVERYTHING[how][2], after=progress.after).count(),
            "address": release_changes.address_of(batch),
        }
        return self._page(request, "everything", context)

    def _brought_in(self, request: HttpRequest, found: Review) -> HttpResponse:
        if found.batch is None:
            messages.info(request, "Nothing new: the tables say what is loaded.")
            return HttpResponseRedirect(reverse("admin:nutrition_releasebatch_changelist"))
        if not found.is_new:
            messages.info(request, "These tables wait here already.")
        else:
            messages.success(request, "Brought in. Nothing of it is live until you accept it.")
        if found.replaced:
            messages.warning(request, f"What was undecided of “{found.replaced}” is withdrawn.")
        return HttpResponseRedirect(release_changes.address_of(found.batch))

    def _page(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request, f"admin/nutrition/release/{template}.html", frame | context, status=status
        )


class _Progress:
    """How far deciding on everything is, as the page carries it from step to step."""

    def __init__(self, posted: Any) -> None:
        self.after = _number(posted.get("after"))
        self.done = _number(posted.get("done"))
        self.again = _number(posted.get("again"))
        self.waiting = _number(posted.get("waiting"))
        self.total = _number(posted.get("total"))
        self.is_grading = posted.get("next") == "grade"

    def step(self, batch: ReleaseBatch, how: str, by: Any) -> None:
        """Decide on the next some hundred."""
        _, accepts, with_conflicts = EVERYTHING[how]
        wanted = releases.open_ids(batch, with_conflicts=with_conflicts, after=self.after)
        self.total = self.total or wanted.count()
        ids = list(wanted[: releases.CHUNK])
        if not ids:
            self.is_grading = True
            return
        decide = releases.accept if accepts else releases.decline
        decided = decide(changes=ids, by=by, grades=False)
        self.after = ids[-1]
        self.done += decided.done
        self.again += len(decided.again)
        self.waiting += len(decided.waiting)
        self.is_grading = not wanted.model.objects.filter(pk__in=wanted.filter(pk__gt=self.after)).exists()


def _counts(batches: list[int]) -> Any:
    rows = ReleaseChange.objects.filter(batch__in=batches).order_by()
    return rows.values_list("batch", "kind", "state").annotate(rows=Count("pk"))


def _clashes(batches: list[int]) -> Any:
    rows = ReleaseChange.objects.filter(batch__in=batches, state=State.OPEN, conflicts__gt=0).order_by()
    return rows.values_list("batch").annotate(rows=Count("pk"))


def _open_of(batch: Any, kind: str) -> str:
    total = sum(rows for (other, _), rows in batch.counts.items() if other == kind)
    undecided = batch.counts.get((kind, State.OPEN), 0)
    if not total:
        return "–"
    return f"{total:,}" if undecided in (0, total) else f"{total:,}, {undecided:,} open"


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


def _tell(request: HttpRequest, batch: ReleaseBatch, progress: _Progress) -> None:
    batch.refresh_from_db()
    closed = " Everything of this release is decided." if batch.state != ReleaseBatch.State.OPEN else ""
    messages.success(request, f"{progress.done:,} decided.{closed}")
    if progress.again:
        messages.warning(request, release_changes.again_words(progress.again))
    if progress.waiting:
        messages.warning(request, release_changes.WAITING)
