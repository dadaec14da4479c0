"""What looks wrong in the tables: mended at the food, or said to be right as it is."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RadioFilter
from unfold.decorators import display

from nutrition.admin.decided import Decided, day
from nutrition.curation.desk import by_use
from nutrition.curation.desk_words import figures_of, of_finding
from nutrition.curation.findings.deciding import MOST_NOTE, dismiss, reopen
from nutrition.curation.models import Finding
from nutrition.models import Alias
from nutrition.services import graded_together, remove_alias

State = Finding.State
_COLUMNS = (
    "kind", "subject", "size", "details", "state", "found_at", "note", "food__live__name", "food__live__food",
    "food__live__category__name", "food__live__state", "food__use__times_logged", "other_food__live__name",
    "other_food__live__food",
)  # fmt: skip


class NoteForm(forms.Form):
    """Why something is right as it is."""

    note = forms.CharField(
        label="Why it is right as it is (optional)",
        max_length=MOST_NOTE,
        required=False,
        widget=forms.TextInput({"class": "wide", "autofocus": True}),
    )


class FindingStateFilter(RadioFilter):
    """By whether somebody said that it is right; what is open unless asked otherwise."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The states."""
        return [*State.choices, ("any", "any")]

    def value(self) -> str:
        """What is chosen."""
        return super().value() or State.OPEN.value

    def queryset(self, request: HttpRequest, queryset: QuerySet[Finding]) -> QuerySet[Finding]:
        """The findings in that state."""
        return queryset if self.value() == "any" else queryset.filter(state=self.value())


@admin.register(Finding)
class FindingAdmin(Decided):
    """Discrepancies, impossible and unusual figures, duplicates, and names of two foods."""

    page_template = "admin/nutrition/finding/page.html"
    list_display = ("named", "what", "against", "kind", "logged", "badge", "found")
    list_display_links = ("named",)
    list_filter = (FindingStateFilter, ("kind", ChoicesDropdownFilter))
    search_fields = ("food__live__name", "other_food__live__name", "subject")
    ordering = (by_use("food__"), F("food__live__is_base").desc(nulls_last=True), "-size", "id")
    actions = ("dismiss_each", "reopen_each")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        """The findings with what their rows show of the foods."""
        rows: QuerySet[Finding] = super().get_queryset(request)
        return rows.select_related("food__live__category", "food__use", "other_food__live").only(*_COLUMNS)

    @display(description="Food", ordering="food__live__name", header=True)
    def named(self, finding: Finding) -> list[str]:
        """The food and its category."""
        live = finding.food.live
        return [str(finding.food), live.category.name if live else ""]

    @display(description="What")
    def what(self, finding: Finding) -> str:
        """What is wrong."""
        return of_finding(finding).what

    @display(description="Against", ordering="size")
    def against(self, finding: Finding) -> str:
        """What it is held against."""
        return of_finding(finding).against

    @display(description="Logged", ordering="food__use__times_logged")
    def logged(self, finding: Finding) -> str:
        """How often people logged the food."""
        use = getattr(finding.food, "use", None)
        return "" if use is None else f"{use.times_logged:,}"

    @display(description="Found", ordering="found_at")
    def found(self, finding: Finding) -> str:
        """The day."""
        return day(finding.found_at)

    @display(description="State", ordering="state", label={"open": "warning", "right as it is": "success"})
    def badge(self, finding: Finding) -> str:
        """Whether somebody said that it is right."""
        return finding.get_state_display()

    def page_context(self, request: HttpRequest, obj: Finding) -> dict[str, Any]:
        """The finding in words, its figures, and what can be done about it."""
        may_take_away = request.user.has_perm("nutrition.delete_alias")
        return {
            "title": f"{obj.food}: {obj.get_kind_display()}",
            "told": of_finding(obj),
            "figures": figures_of(obj),
            "may_merge": request.user.has_perm("nutrition.merge_food"),
            "owners": _owners(obj) if may_take_away else [],
            "note_characters": MOST_NOTE,
        }

    def decide(self, request: HttpRequest, obj: Finding, what: str) -> str:
        """Dismiss, open again, or take a name away from one of the two foods."""
        told = of_finding(obj)
        if what == "dismiss":
            dismiss(findings=[obj.pk], by=request.user, note=request.POST.get("note", ""))
            return f"Right as it is: {obj.food}, {told.what}. It is shown again once its figures change."
        if what == "reopen":
            reopen(findings=[obj.pk])
            return f"Open again: {obj.food}, {told.what}."
        if what != "take_away":
            raise Http404
        if not request.user.has_perm("nutrition.delete_alias"):
            raise PermissionDenied
        return _take_away(obj, request.POST.get("owner", ""))

    @admin.action(description="Right as it is…", permissions=["change"])
    def dismiss_each(self, request: HttpRequest, rows: QuerySet[Finding]) -> HttpResponse | None:
        """Ask for a word, then dismiss each."""
        form = NoteForm(request.POST if "asked" in request.POST else None)
        if not form.is_valid():
            return self.ask(request, rows, form, "Right as it is", "dismiss_each")
        chosen = [row.pk for row in self.few_enough(request, rows)]
        count = dismiss(findings=chosen, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, f"Right as they are: {count}. They are shown again once figures change.")
        return None

    @admin.action(description="Open again", permissions=["change"])
    def reopen_each(self, request: HttpRequest, rows: QuerySet[Finding]) -> None:
        """Open each again."""
        count = reopen(findings=[row.pk for row in self.few_enough(request, rows)])
        messages.success(request, f"Open again: {count}.")


def _aliases(finding: Finding) -> QuerySet[Alias]:
    """The other names that are in each other's way: those of the two foods with this text."""
    foods = [finding.food_id, finding.other_food_id]
    rows = Alias.objects.filter(food__in=foods, text__iexact=finding.subject, active=True)
    return rows.select_related("food__live").order_by("food", "region")


def _owners(finding: Finding) -> list[Any]:
    """The foods from which the name can be taken away."""
    if finding.kind != Finding.Kind.AMBIGUOUS_ALIAS:
        return []
    return list({alias.food_id: alias.food for alias in _aliases(finding)}.values())


def _take_away(finding: Finding, owner: str) -> str:
    aliases = [alias for alias in _aliases(finding) if str(alias.food_id) == owner]
    if finding.kind != Finding.Kind.AMBIGUOUS_ALIAS or not aliases:
        raise Http404
    with graded_together():
        for alias in aliases:
            remove_alias(alias=alias)
    Finding.objects.filter(pk=finding.pk).delete()
    return f"Taken away: “{finding.subject}” is no name of {aliases[0].food} any more."
