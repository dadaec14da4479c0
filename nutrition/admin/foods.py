"""Foods, with everything that is known of them."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from nutrition.admin.exchange import FoodExchange
from nutrition.admin.food_acts import refusal
from nutrition.admin.food_decisions import FoodDecisions
from nutrition.admin.food_form import COLUMNS, DESCRIBING, GRADING, SERVING, TAGS, FoodForm, figure_groups
from nutrition.admin.food_history import FoodHistory
from nutrition.admin.food_inlines import AliasInline, PortionInline, save_names
from nutrition.admin.food_list import FoodList
from nutrition.admin.food_preparations import prepared
from nutrition.admin.food_preview import Preview, preview
from nutrition.curation import workflow
from nutrition.curation.models import CurationEvent
from nutrition.curation.workflow import ChangedMeanwhileError, NotPossibleError
from nutrition.models import Food, FoodRevision
from nutrition.nutrients import KEYS
from nutrition.reference_intakes import GENERAL, life_stages

Kind = CurationEvent.Kind
# What makes a live revision what it is; sending back and reverting lead to others.
_JUDGED = (Kind.PUBLISHED, Kind.VERIFIED, Kind.RETIRED, Kind.RESTORED)


@admin.register(Food)
class FoodAdmin(FoodExchange, FoodDecisions, FoodHistory, FoodList, ModelAdmin):
    """The foods. What is saved is a draft beside what is live; nothing is ever deleted."""

    form = FoodForm
    inlines = (PortionInline, AliasInline)
    change_form_template = "admin/nutrition/food/form.html"
    fieldsets = ((None, {"fields": ("base", "figures_from", "note", *COLUMNS, *KEYS)}),)
    warn_unsaved_form = True

    class Media:
        css = {"all": ("css/letters.css",)}
        js = ("js/admin/food.js",)

    def get_urls(self) -> list[URLPattern]:
        """The addresses of the foods' pages."""
        judge = self.admin_site.admin_view(require_POST(self.preview_view))
        own = [path("preview/", judge, name="nutrition_food_preview")]
        return own + super().get_urls()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A food is retired or merged, never deleted: diaries cite it."""
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form; to be looked at only by those who may not change foods."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.is_readonly = obj is not None and not self.has_change_permission(request, obj)
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page of a food; who is overtaken between the check and the save is told like anyone else."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ChangedMeanwhileError:
            # Nothing is stored; the form looks again and finds what the other saved.
            return super().changeform_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page of a food: the form beside what the formulas say of it."""
        form, food = context["adminform"].form, context.get("original")
        shown = form.revision() if form.is_bound and hasattr(form, "cleaned_data") else form.tip
        judged = preview(shown or FoodRevision(food_id=0, category_id=""))
        context |= {
            "describing": [form[name] for name in DESCRIBING],
            "serving": [form[name] for name in (*SERVING, *GRADING)],
            "tags": [form[name] for name in TAGS],
            "groups": list(figure_groups(form, judged.percents)),
            "judged": judged,
            "tip": form.tip,
            "life_stages": life_stages(),
            "may_publish": request.user.has_perm("nutrition.publish_food"),
            "prepared": prepared(form.tip) if form.tip else [],
            "judgement": _judgement(food) if food else None,
            "decisions": self.decisions_for(request, food) if food else [],
            "has_change_permission": form.instance.pk and not form.is_readonly,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """What the formulas say of a form as it stands, and each nutrient's share of a day's reference."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        food = Food.objects.filter(pk=_number(request.POST.get("food"))).first()
        form = FoodForm(request.POST, instance=food or Food())
        form.is_valid()
        judged = preview(form.revision(), request.POST.get("life_stage", GENERAL))
        return JsonResponse({"panel": _panel(judged), "percents": judged.percents})

    def save_model(self, request: HttpRequest, obj: Food, form: Any, change: bool) -> None:
        """Store the form as a draft."""
        draft = workflow.save_draft(
            food=obj if change else None,
            base=form.base_revision,
            by=request.user,
            changes=form.changes(),
            note=form.cleaned_data["note"],
            figures_from=form.cleaned_data["figures_from"],
        )
        obj.pk, obj._state.adding = draft.food_id, False
        obj.refresh_from_db()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Store the names and measures, which count at once."""
        for formset in formsets:
            for row in formset.forms:
                row.instance.food = form.instance
            save_names(form.instance, formset)

    def response_add(self, request: HttpRequest, obj: Food, post_url_continue: Any = None) -> HttpResponse:
        """Go on at the new food's page."""
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._saved(request, obj)

    def response_change(self, request: HttpRequest, obj: Food) -> HttpResponse:
        """Stay on the food's page."""
        return self._saved(request, obj)

    def _saved(self, request: HttpRequest, food: Food) -> HttpResponse:
        if "_publish" in request.POST:
            self._publish(request, food)
        elif food.draft_id:
            told = f"Kept as revision {food.draft.number}, a draft. What is live stays until it is published."
            messages.success(request, told)
        else:
            messages.success(request, "Saved.")
        return HttpResponseRedirect(reverse("admin:nutrition_food_change", args=[food.pk]))

    def _publish(self, request: HttpRequest, food: Food) -> None:
        if not request.user.has_perm("nutrition.publish_food"):
            raise PermissionDenied
        try:
            live = workflow.publish(food=food, by=request.user)
        except (NotPossibleError, ChangedMeanwhileError, ValidationError) as error:
            messages.error(request, f"Kept as a draft, but not published: {refusal(error)}")
        else:
            messages.success(request, f"Live. {live.name} is now revision {live.number}, reviewed by you.")

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """What happened stands in the food's own history."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """What happened stands in the food's own history."""


def _judgement(food: Food) -> CurationEvent | None:
    """Who made what is live what it is, and when; None where a release brought it so."""
    return food.events.filter(revision=food.live_id, kind__in=_JUDGED).select_related("by").first()


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


def _panel(judged: Preview) -> str:
    return render_to_string("admin/nutrition/food/panel.html", {"judged": judged})
