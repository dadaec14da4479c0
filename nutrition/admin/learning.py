"""What people said that was not understood, and the mends that this suggests."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RadioFilter
from unfold.decorators import display

from nutrition import catalog
from nutrition.admin.decided import Decided, day
from nutrition.admin.food_acts import REFUSALS
from nutrition.admin.known_rows import KnownSelect
from nutrition.curation.desk_words import amount, of_proposal
from nutrition.curation.names import check_alias
from nutrition.learning.deciding import NoFoodError, NotOpenError, accept, decline
from nutrition.learning.models import Correction, Miss, Proposal
from nutrition.models import Food
from nutrition.nutrients import by_key

State = Proposal.State
_NAMES = (Proposal.Kind.ALIAS, Proposal.Kind.FOOD)


class OtherFoodForm(forms.Form):
    """Which food is meant."""

    food = forms.ModelChoiceField(
        Food.objects.select_related("live"),
        label="The food that is meant",
        error_messages={"invalid_choice": "There is no such food.", "required": "Choose a food."},
        widget=KnownSelect(
            Proposal._meta.get_field("food"), admin.site, attrs={"aria-label": "The food that is meant"}
        ),
    )


def other_food_form(proposal: Proposal) -> OtherFoodForm:
    """The form with ids of its own, for a page with many proposals."""
    return OtherFoodForm(auto_id=f"meant-{proposal.pk}-%s")


class OpenFilter(RadioFilter):
    """By whether it is decided; what is open unless asked otherwise."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The states."""
        return [*State.choices, ("any", "Any")]

    def value(self) -> str:
        """What is chosen."""
        return super().value() or State.OPEN.value

    def queryset(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        """The proposals in that state."""
        return queryset if self.value() == "any" else queryset.filter(state=self.value())


@admin.register(Proposal)
class ProposalAdmin(Decided):
    """Mends that the counts suggest: accepted, accepted for another food, or declined."""

    page_template = "admin/nutrition/proposal/page.html"
    refusals = (NotOpenError, NoFoodError, *REFUSALS)
    list_display = ("said", "does", "meant", "evidence", "why", "badge")
    list_display_links = ("said",)
    list_filter = (OpenFilter, ("kind", ChoicesDropdownFilter), ("region", ChoicesDropdownFilter))
    list_select_related = ("food__live",)
    search_fields = ("phrase", "portion", "nutrient", "food__live__name")
    ordering = ("-evidence", "id")
    actions = ("accept_each", "accept_for", "decline_each")

    @display(description="Said", ordering="phrase")
    def said(self, proposal: Proposal) -> str:
        """The name or measure that it is about, and where."""
        region = f" ({proposal.region})" if proposal.region else ""
        return f"{of_proposal(proposal).said}{region}"

    @display(description="Mend")
    def does(self, proposal: Proposal) -> str:
        """What would be done."""
        told = of_proposal(proposal)
        return told.then or told.does

    @display(description="Food", ordering="food__live__name")
    def meant(self, proposal: Proposal) -> str:
        """The food that is proposed."""
        return of_proposal(proposal).food_name

    @display(description="Why")
    def why(self, proposal: Proposal) -> str:
        """What speaks for it."""
        return of_proposal(proposal).why

    @display(description="State", ordering="state", label={"open": "warning", "accepted": "success"})
    def badge(self, proposal: Proposal) -> str:
        """Whether it is decided."""
        return str(proposal.state)

    def page_context(self, request: HttpRequest, obj: Proposal) -> dict[str, Any]:
        """The mend in words, and the field for another food."""
        form = other_food_form(obj)
        told = of_proposal(obj)
        return {"title": told.said, "mend": told, "form": form, "media": self.media + form.media}

    def decide(self, request: HttpRequest, obj: Proposal, what: str) -> str:
        """Accept, for the food proposed or another, or decline."""
        if what == "decline":
            decline(proposal=obj, by=request.user)
            return f"Declined. {of_proposal(obj).said} stays as it is, and this is not proposed again."
        if what != "accept":
            raise Http404
        return self._accept(request, obj, _chosen(request) if request.POST.get("food") else None)

    def refused(self, error: Exception) -> str:
        """Why a proposal was not accepted."""
        if isinstance(error, NotOpenError):
            return "Somebody decided this already; nothing was done twice."
        if isinstance(error, NoFoodError):
            return "No live food is proposed here: choose the food that is meant, or make it first."
        return super().refused(error)

    @admin.action(description="Accept", permissions=["change"])
    def accept_each(self, request: HttpRequest, rows: QuerySet[Proposal]) -> None:
        """Accept each as it is proposed."""
        self.each(request, rows, "Accepted", lambda row: self._accept(request, row, None))

    @admin.action(description="Accept for another food…", permissions=["change"])
    def accept_for(self, request: HttpRequest, rows: QuerySet[Proposal]) -> HttpResponse | None:
        """Ask for the food, then accept each for it."""
        form = OtherFoodForm(request.POST if "asked" in request.POST else None)
        if not form.is_valid():
            return self.ask(request, rows, form, "Accept for this food", "accept_for")
        food = form.cleaned_data["food"]
        self.each(request, rows, "Accepted", lambda row: self._accept(request, row, food))
        return None

    @admin.action(description="Decline", permissions=["change"])
    def decline_each(self, request: HttpRequest, rows: QuerySet[Proposal]) -> None:
        """Decline each."""
        self.each(request, rows, "Declined", lambda row: decline(proposal=row, by=request.user))

    def _accept(self, request: HttpRequest, proposal: Proposal, food: Food | None) -> str:
        if food is not None:
            food = _live(food)
        meant = food or proposal.food
        if proposal.kind in _NAMES and meant is not None and proposal.state == State.OPEN:
            check_alias(food=meant, text=proposal.phrase, region=proposal.region)
        accept(proposal=proposal, by=request.user, food=food)
        told = of_proposal(proposal)
        does = "is another name of" if proposal.kind in _NAMES else told.does
        return f"Accepted. {told.said} {does} {meant or told.food_name} {told.then}".rstrip() + "."


def _chosen(request: HttpRequest) -> Food:
    """The food that was chosen. Raises ValidationError where there is no such one."""
    form = OtherFoodForm(request.POST)
    if not form.is_valid():
        raise ValidationError([str(error) for told in form.errors.values() for error in told])
    food: Food = form.cleaned_data["food"]
    return food


def _live(food: Food) -> Food:
    """The food, or that which took its place. Raises ValidationError for one that nobody can log."""
    found = catalog.knowing(food.pk).food(food.pk)
    if found is None:
        raise ValidationError(f"“{food}” is not live: choose another food, or publish it first.")
    return Food.objects.select_related("live").get(pk=found.id)


class Counted(Decided):
    """What people said, counted and never written."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They are counted, not written."""
        return False

    @display(description="First", ordering="first_seen_on")
    def first(self, counted: Miss | Correction) -> str:
        """The day on which it was first said."""
        return day(counted.first_seen_on)

    @display(description="Last", ordering="last_seen_on")
    def last(self, counted: Miss | Correction) -> str:
        """The day on which it was last said."""
        return day(counted.last_seen_on)


@admin.register(Miss)
class MissAdmin(Counted):
    """Names that nothing matched, or nothing matched well: to be looked at, the most frequent first."""

    list_display = ("phrase", "count", "badge", "where", "first", "last", "mended_by")
    list_filter = (("kind", ChoicesDropdownFilter), ("region", ChoicesDropdownFilter))
    search_fields = ("phrase",)
    ordering = ("-count", "phrase")
    readonly_fields = ("phrase", "region", "kind", "count", "first_seen_on", "last_seen_on", "mended_by")
    fields = readonly_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Miss]:
        """The names, with whether a mend is proposed."""
        own = Proposal.objects.filter(phrase=OuterRef("phrase"), region=OuterRef("region"), state=State.OPEN)
        rows: QuerySet[Miss] = super().get_queryset(request)
        return rows.annotate(is_proposed=Exists(own))

    @display(description="Found", ordering="kind", label={"not found": "danger", "uncertain": "warning"})
    def badge(self, miss: Miss) -> str:
        """What came of it."""
        return "uncertain" if miss.kind == Miss.Kind.UNCERTAIN else "not found"

    @display(description="Region", ordering="region")
    def where(self, miss: Miss) -> str:
        """Where it was said."""
        return miss.get_region_display()

    @display(description="Mend")
    def mended_by(self, miss: Any) -> str:
        """The proposal for it, if there is one."""
        if not miss.is_proposed:
            return ""
        address = reverse("admin:nutrition_proposal_changelist", query={"q": miss.phrase})
        return format_html('<a class="text-link" href="{}">proposed</a>', address)


@admin.register(Correction)
class CorrectionAdmin(Counted):
    """What people chose instead of what was proposed to them, counted: to be looked at."""

    list_display = ("what", "count", "kind", "proposed", "chosen", "first", "last")
    list_display_links = ("what",)
    list_filter = (("kind", ChoicesDropdownFilter), ("region", ChoicesDropdownFilter))
    list_select_related = ("from_food__live", "to_food__live")
    search_fields = ("phrase", "portion", "nutrient", "to_food__live__name")
    ordering = ("-count", "id")
    readonly_fields = (
        "kind", "phrase", "portion", "nutrient", "region", "proposed", "chosen", "count", "first_seen_on",
        "last_seen_on",
    )  # fmt: skip
    fields: ClassVar[Any] = readonly_fields

    @display(description="Said", ordering="phrase")
    def what(self, correction: Correction) -> str:
        """The name, the measure or the nutrient."""
        return correction.phrase or correction.portion or by_key()[correction.nutrient].name

    @display(description="Proposed")
    def proposed(self, correction: Correction) -> str:
        """The food, or the amount on average."""
        if correction.kind == Correction.Kind.FOOD:
            return str(correction.from_food or "nothing found")
        return _mean(correction, correction.sum_from)

    @display(description="Chosen")
    def chosen(self, correction: Correction) -> str:
        """The food, with the amount on average where that was changed."""
        if correction.kind == Correction.Kind.FOOD:
            return str(correction.to_food)
        return f"{_mean(correction, correction.sum_to)}, {correction.to_food}"


def _mean(correction: Correction, total: float) -> str:
    mean = total / max(correction.count, 1)
    return amount(correction.nutrient, mean) if correction.nutrient else f"{mean:.4g} g"
