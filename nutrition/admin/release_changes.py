"""The changes of a release: the batch's page, and each change with all that it would do."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime
from unfold.contrib.filters.admin import RadioFilter

from nutrition.admin.known_rows import KnownRows
from nutrition.curation import releases
from nutrition.curation.models import ReleaseBatch, ReleaseChange
from nutrition.curation.release_compare import FoodChange
from nutrition.curation.release_words import COLUMNS, Sources, in_a_line, in_groups, of_tables
from nutrition.curation.releases import Decided, up_to_date

Kind = ReleaseChange.Kind
State = ReleaseChange.State
WAITING = "The other tables name added foods that are still open: decide on those first."
_DONE = {State.ACCEPTED: "accepted", State.DECLINED: "declined"}


def address_of(batch: ReleaseBatch) -> str:
    """The page of a batch: the list of its changes, the open ones first to be seen."""
    state = "&state=open" if batch.state == ReleaseBatch.State.OPEN else ""
    return f"{reverse('admin:nutrition_releasechange_changelist')}?batch={batch.pk}{state}"


def again_words(count: int) -> str:
    """What to say of changes that clash now and did not before."""
    foods = "1 food was" if count == 1 else f"{count:,} foods were"
    return f"{foods} changed by a curator meanwhile and now clash: look at the conflicts, then accept again."


class _Filter(RadioFilter):
    """A choice of changes by a condition."""

    wanted: dict[str, tuple[str, Q]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [(key, label) for key, (label, _) in self.wanted.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ReleaseChange]) -> Any:
        """The changes that are so."""
        chosen = self.wanted.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(chosen[1])


class KindFilter(_Filter):
    """By what happens to the food."""

    title, parameter_name = "what happens", "kind"
    wanted = {kind.value: (str(kind.label).capitalize(), Q(kind=kind)) for kind in Kind}


class StateFilter(_Filter):
    """By whether it is decided."""

    title, parameter_name = "decision", "state"
    wanted = {state.value: (str(state.label).capitalize(), Q(state=state)) for state in State}


class ConflictFilter(_Filter):
    """By whether a curator changed the same."""

    title, parameter_name = "conflicts", "conflicts"
    wanted = {
        "yes": ("With conflicts", Q(conflicts__gt=0)),
        "no": ("Without conflicts", Q(conflicts=0)),
    }


class SizeFilter(_Filter):
    """By the largest change of a nutrient."""

    title, parameter_name = "largest change of a nutrient", "larger"
    wanted = {
        "0": ("No nutrient changes", Q(size=0)),
        **{str(percent): (f"More than {percent} %", Q(size__gt=percent)) for percent in (1, 5, 10, 25, 100)},
    }


@admin.register(ReleaseChange)
class ReleaseChangeAdmin(KnownRows):
    """What a release would change, to be accepted or declined."""

    list_display = ("food_told", "would_do", "largest", "clashes", "decide")
    list_display_links = None
    list_filter = (KindFilter, StateFilter, ConflictFilter, SizeFilter)
    list_filter_submit = True
    list_fullwidth = True
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    list_disable_select_all = True
    list_before_template: Any = "admin/nutrition/release/summary.html"
    search_fields = ("name",)
    show_full_result_count = False
    actions = ("accept_selected", "decline_selected")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Changes come with a release."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was decided is kept."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReleaseChange]:
        """The changes, in the list without what only loading them needs."""
        rows: QuerySet[ReleaseChange] = super().get_queryset(request)
        return rows.select_related("decided_by").defer("record")

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """Also by batch, which is the page itself."""
        return lookup == "batch" or bool(super().lookup_allowed(lookup, value, request))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The page of one batch; a POST from a row's button decides on that row."""
        batch = ReleaseBatch.objects.filter(pk=_number(request.GET.get("batch"))).first()
        if batch is None:
            return HttpResponseRedirect(reverse("admin:nutrition_releasebatch_changelist"))
        if request.method == "POST" and "decide" in request.POST:
            how, _, pk = request.POST["decide"].partition(":")
            _decide(request, [_number(pk)], how)
            return HttpResponseRedirect(request.get_full_path())
        context = {"title": batch.name, "batch": batch, "summary": _summary(request, batch)}
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One change with everything that it would do, and the way on to the next."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = ReleaseChange.objects.select_related("batch", "decided_by", "food__live")
        change = get_object_or_404(rows, pk=_number(unquote(object_id)))
        following = _following(change)
        if request.method == "POST":
            if _decide(request, [change.pk], request.POST.get("decide", "")):
                return HttpResponseRedirect(_address(following) if following else address_of(change.batch))
            return HttpResponseRedirect(request.get_full_path())
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        page = {
            "title": change.name,
            "change": change,
            "following": following,
            "address": address_of(change.batch),
            "may_decide": _may_decide(request),
            **_comparison(change),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/nutrition/release/change.html", frame | page)

    @admin.action(description="Accept", permissions=["change"])
    def accept_selected(self, request: HttpRequest, queryset: QuerySet[ReleaseChange]) -> None:
        """Accept what is ticked."""
        _decide(request, list(queryset.order_by("pk").values_list("pk", flat=True)), "accept")

    @admin.action(description="Decline", permissions=["change"])
    def decline_selected(self, request: HttpRequest, queryset: QuerySet[ReleaseChange]) -> None:
        """Decline what is ticked."""
        _decide(request, list(queryset.order_by("pk").values_list("pk", flat=True)), "decline")

    @admin.display(description="Food", ordering="name")
    def food_told(self, change: ReleaseChange) -> str:
        """Its name, leading to the whole comparison, and what happens to it."""
        return format_html(
            '<a class="row-link" href="{}">{}</a> <span class="state state-{}">{}</span>',
            _address(change),
            change.name,
            change.kind,
            change.get_kind_display(),
        )

    @admin.display(description="What changes: live → new")
    def would_do(self, change: ReleaseChange) -> str:
        """What is most to be seen, and how much more there is."""
        line = in_a_line(change).replace(" %", "\u00a0%")
        return format_html('<span class="release-what">{}</span>', line)

    @admin.display(description="Largest", ordering="size")
    def largest(self, change: ReleaseChange) -> str:
        """The largest change of a nutrient, relative to what is live."""
        return f"{change.size:,.0f} %" if change.size >= 1 else "<1 %" if change.size else "–"

    @admin.display(description="Conflicts", ordering="conflicts")
    def clashes(self, change: ReleaseChange) -> str:
        """How many fields a curator changed too."""
        return format_html('<strong class="doubt">{}</strong>', change.conflicts) if change.conflicts else "–"

    @admin.display(description="Decision")
    def decide(self, change: ReleaseChange) -> str:
        """The buttons of an open change, or what was decided."""
        if change.state != State.OPEN:
            return _told_decision(change)
        return format_html(
            '<span class="release-decide"><button class="press press-small" name="decide"'
            ' value="accept:{0}" aria-label="Accept {1}">Accept</button> <button class="press press-small"'
            ' name="decide" value="decline:{0}" aria-label="Decline {1}">Decline</button></span>',
            change.pk,
            change.name,
        )

    def get_list_display(self, request: HttpRequest) -> Any:
        """Without buttons for those who may only look."""
        return self.list_display if _may_decide(request) else (*self.list_display[:-1], "decision")

    @admin.display(description="Decision")
    def decision(self, change: ReleaseChange) -> str:
        """What was decided."""
        return _told_decision(change) if change.state != State.OPEN else "open"


def _may_decide(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("nutrition.change_releasechange"))


def _decide(request: HttpRequest, ids: list[int], how: str) -> bool:
    """Do what a button says and tell what came of it; return whether anything was decided."""
    if not _may_decide(request):
        raise PermissionDenied
    if how not in ("accept", "theirs", "decline"):
        messages.error(request, "Say whether to accept or to decline.")
        return False
    if how == "decline":
        decided = releases.decline(changes=ids, by=request.user)
    else:
        decided = releases.accept(changes=ids, by=request.user, takes_theirs=how == "theirs")
    _tell(request, decided, "Declined" if how == "decline" else "Accepted")
    return decided.done > 0


def _tell(request: HttpRequest, decided: Decided, what: str) -> None:
    if decided.done:
        count = "" if decided.done == 1 else f" {decided.done:,} changes"
        closed = " Everything of this release is decided." if decided.is_closed else ""
        messages.success(request, f"{what}{count}.{closed}")
    if decided.again:
        messages.warning(request, again_words(len(decided.again)))
    if decided.waiting:
        messages.warning(request, WAITING)
    for change in decided.earlier[:3]:
        messages.warning(request, f"{change.name}: {_told_decision(change)} already; nothing was done.")


def _told_decision(change: ReleaseChange) -> str:
    who = change.decided_by.email if change.decided_by else "manage.py"
    when = f"{localtime(change.decided_at):%-d %b, %H:%M}" if change.decided_at else ""
    return f"{_DONE[State(change.state)]} by {who}, {when}"


def _summary(request: HttpRequest, batch: ReleaseBatch) -> dict[str, Any]:
    rows = batch.changes.order_by().values_list("kind", "state").annotate(rows=Count("pk"))
    counts = {(kind, state): number for kind, state, number in rows}
    total = sum(counts.values())
    undecided = sum(number for (_, state), number in counts.items() if state == State.OPEN)
    clashing = batch.changes.filter(state=State.OPEN, conflicts__gt=0).count()
    kinds = [
        {
            "key": kind.value,
            "label": str(kind.label),
            "total": sum(number for (other, _), number in counts.items() if other == kind),
            "open": counts.get((kind.value, State.OPEN.value), 0),
        }
        for kind in Kind
    ]
    return {
        "kinds": [kind for kind in kinds if kind["total"]],
        "total": total,
        "open": undecided,
        "decided": total - undecided,
        "clashing": clashing,
        "safe": undecided - clashing,
        "may_decide": _may_decide(request),
    }


def _following(change: ReleaseChange) -> ReleaseChange | None:
    """The next open change of the batch in the order of the list, from the top again at its end."""
    others = (
        change.batch.changes.filter(state=State.OPEN).exclude(pk=change.pk).defer("record", "differences")
    )
    later = (
        Q(conflicts__lt=change.conflicts)
        | Q(conflicts=change.conflicts, size__lt=change.size)
        | Q(conflicts=change.conflicts, size=change.size, pk__gt=change.pk)
    )
    return others.filter(later).first() or others.first()


def _comparison(change: ReleaseChange) -> dict[str, Any]:
    """What the page shows of a change: as things stand now while it is open, else what was decided on."""
    if change.kind == Kind.TABLES:
        return {"tables": list(of_tables(change.differences))}
    if change.kind == Kind.VANISHED:
        return {"groups": []}
    now = up_to_date(change) if change.state == State.OPEN else None
    told = now.told()["differences"] if now else change.differences
    return {
        "groups": in_groups(told, _sources(told, change.record)),
        "conflicts": sum(part["clashes"] for part in told.values()),
        "is_stale": _is_stale(change, now),
        "is_new": all(part["loaded"] is None and part["live"] is None for part in told.values()),
        "is_retired": bool(change.food and change.food.live and change.food.live.state == "retired"),
    }


def _is_stale(change: ReleaseChange, now: FoodChange | None) -> bool:
    return change.state == State.OPEN and (now is None or now.told()["differences"] != change.differences)


def _sources(told: Mapping[str, Any], record: Mapping[str, Any]) -> Sources:
    """The source and release that each side names; where they do not differ, the new one's."""
    return {
        column: (
            told["source"][column] if "source" in told else record["food"]["source"],
            told["release"][column] if "release" in told else record["food"]["release"],
        )
        for column in COLUMNS
    }


def _address(change: ReleaseChange) -> str:
    return reverse("admin:nutrition_releasechange_change", args=[change.pk])


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0
