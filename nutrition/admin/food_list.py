"""The list of foods: how it is searched and filtered, and what stands in its columns."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from unfold.contrib.filters.admin import DropdownFilter, RadioFilter
from unfold.decorators import display

from nutrition import catalog
from nutrition.curation import workflow
from nutrition.curation.diffs import told_source
from nutrition.models import Alias, Category, Food, FoodGrade, FoodRevision, Origin, Portion
from nutrition.nutrients import CORE_KEYS, NUTRIENTS
from nutrition.search import index_of

MOST_FOUND = 200
State = FoodRevision.State


class StateFilter(RadioFilter):
    """By what a curator has to do with it."""

    title = "state"
    parameter_name = "state"

    _WANTED = {
        "draft": Q(draft__isnull=False),
        "imported": Q(live__state=State.IMPORTED),
        "reviewed": Q(live__state=State.REVIEWED),
        "verified": Q(live__state=State.VERIFIED),
        "retired": Q(live__state=State.RETIRED),
        "not_live": Q(live__isnull=True),
        "merged": Q(merged_into__isnull=False),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The states."""
        return [
            ("draft", "Draft open"),
            ("imported", "Imported"),
            ("reviewed", "Reviewed"),
            ("verified", "Verified"),
            ("retired", "Retired"),
            ("not_live", "Not yet live"),
            ("merged", "Merged into another"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        """The foods in that state; what was merged is shown only when asked for."""
        chosen = self._WANTED.get(self.value() or "")
        if self.value() == "merged":
            return queryset.filter(chosen)
        queryset = queryset.filter(merged_into__isnull=True)
        return queryset if chosen is None else queryset.filter(chosen)


class CategoryFilter(DropdownFilter):
    """By a category and all below it."""

    title = "category"
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The tree, indented."""
        rows = Category.objects.order_by("slug").values_list("slug", "name")
        return [(slug, "\u2003" * slug.count("/") + name) for slug, name in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        """The foods in it."""
        slug = self.value()
        if not slug:
            return queryset
        within = Q(live__category=slug) | Q(live__category__slug__startswith=f"{slug}/")
        return queryset.filter(within)


class GradeFilter(RadioFilter):
    """By Nutri-Score."""

    title = "Nutri-Score"
    parameter_name = "letter"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The letters, and none."""
        return [*((letter, letter) for letter in "ABCDE"), ("none", "None")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        """The foods with that letter."""
        letter = self.value()
        if not letter:
            return queryset
        return queryset.filter(grade__nutriscore_grade="" if letter == "none" else letter)


class SourceFilter(RadioFilter):
    """By where the food comes from, or whether a curator worked on it."""

    title = "source"
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The sources."""
        return [
            ("fndds", "FNDDS"),
            ("sr28", "SR28"),
            ("foundation", "Foundation"),
            ("curator", "Made by a curator"),
            ("touched", "Changed by a curator"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        """The foods of that source."""
        source = self.value()
        if source == "touched":
            return queryset.filter(live__origin=Origin.CURATOR)
        return queryset.filter(live__source=source) if source else queryset


class LacksFilter(DropdownFilter):
    """By a nutrient of the label that nobody knows, and what else is missing."""

    title = "what is missing"
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The nutrients that every food should have, and portions and names."""
        names = [(nutrient.key, nutrient.name) for nutrient in NUTRIENTS if nutrient.is_core]
        return [("portion", "Portions"), ("alias", "Other names"), *names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        """The foods that lack it."""
        lacking = self.value()
        if lacking == "portion":
            return queryset.filter(~Exists(Portion.objects.filter(food=OuterRef("pk"), active=True)))
        if lacking == "alias":
            return queryset.filter(~Exists(Alias.objects.filter(food=OuterRef("pk"), active=True)))
        if lacking in CORE_KEYS:
            return queryset.filter(**{f"live__{lacking}__isnull": True}, live__isnull=False)
        return queryset


class FoodList:
    """Search, filters and columns of the foods' admin."""

    search_fields = ("live__name",)
    search_help_text = "Any of its names, in any order of words, or its number."
    list_display = ("named", "category", "complete", "grade_letter", "source", "badge", "logged", "changed")
    list_filter = (StateFilter, CategoryFilter, GradeFilter, SourceFilter, LacksFilter)
    list_filter_submit = True
    list_fullwidth = True
    list_per_page = 50
    show_full_result_count = False
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Food]:
        """The foods with what a row shows of them."""
        return Food.objects.select_related(
            "live__category", "live__created_by", "draft__category", "draft__created_by", "grade", "use",
            "merged_into__live",
        )  # fmt: skip

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Food], search_term: str
    ) -> tuple[QuerySet[Food], bool]:
        """Search as the app does, so that a curator sees what an eater would find; the best first."""
        if not search_term.strip():
            return queryset, False
        ids = _found(search_term)
        order = Case(*(When(pk=food_id, then=place) for place, food_id in enumerate(ids)), default=len(ids))
        return queryset.filter(pk__in=ids).order_by(order, "pk"), False

    @display(description="Food", ordering="live__name", header=True)
    def named(self, food: Food) -> list[Any]:
        """Its name, and below it the source's full one."""
        tip = workflow.tip(food)
        if tip is None:
            return [f"Food {food.pk}", ""]
        also = "" if tip.description.lower() == tip.name.lower() else tip.description
        merged = f"merged into {food.merged_into}" if food.merged_into_id else ""
        return [tip.name, merged or also]

    @display(description="Category", ordering="live__category")
    def category(self, food: Food) -> str:
        """Its place in the tree."""
        tip = workflow.tip(food)
        return "" if tip is None else tip.category.name

    @display(description="Complete")
    def complete(self, food: Food) -> str:
        """How many of the core nutrients are known."""
        tip = workflow.tip(food)
        known = 0 if tip is None else sum(getattr(tip, key) is not None for key in CORE_KEYS)
        return format_html(
            '<span class="meter" title="{} of {} core nutrients are known">'
            '<meter min="0" max="{}" value="{}"></meter> {}</span>',
            known, len(CORE_KEYS), len(CORE_KEYS), known, f"{known}/{len(CORE_KEYS)}",
        )  # fmt: skip

    @display(description="Grade", ordering="grade__nutriscore_score")
    def grade_letter(self, food: Food) -> str:
        """Its Nutri-Score."""
        grade: FoodGrade | None = getattr(food, "grade", None)
        if grade is None or not grade.nutriscore_grade:
            return mark_safe('<span class="letter letter-small letter-none" title="No letter">–</span>')
        letter = grade.nutriscore_grade
        return format_html(
            '<span class="letter letter-small letter-{}" title="Nutri-Score {}, {} points">{}</span>',
            letter.lower(), letter, grade.nutriscore_score, letter,
        )  # fmt: skip

    @display(description="Source", ordering="live__source")
    def source(self, food: Food) -> str:
        """Where it comes from."""
        tip = workflow.tip(food)
        return "" if tip is None else f"{told_source(None, tip.source, '')} {tip.source_id}".strip()

    @display(
        description="State",
        ordering="live__state",
        label={"verified": "success", "reviewed": "info", "draft": "warning", "retired": "danger"},
    )
    def badge(self, food: Food) -> str:
        """What was decided last; a draft that waits counts more than what is live."""
        if food.draft_id:
            return "draft"
        return str(food.live.state) if food.live_id else "empty"

    @display(description="Logged", ordering=F("use__times_logged").desc(nulls_last=True))
    def logged(self, food: Food) -> str:
        """How often people logged it."""
        use = getattr(food, "use", None)
        return "" if use is None else f"{use.times_logged:,}"

    @display(description="Last change", ordering="live__created_at")
    def changed(self, food: Food) -> str:
        """When its tip was saved, and by whom."""
        tip = workflow.tip(food)
        if tip is None:
            return ""
        who = tip.created_by.email.partition("@")[0] if tip.created_by else tip.release
        day = f"{tip.created_at:%d %b %Y}"
        return format_html('<time datetime="{}">{}</time> · {}', tip.created_at.isoformat(), day, who)


def _found(term: str) -> list[int]:
    """The foods of that name as the app finds them, then those that are not live, then that number."""
    with catalog.in_use() as current:
        hits = index_of(current.tables).find(term, "", MOST_FOUND)
        ids = [current.tables.foods[hit.food].id for hit in hits]
    hidden = Q(state=State.RETIRED, live_for__isnull=False) | Q(live_for__merged_into__isnull=False)
    hidden |= Q(live_for__isnull=True, draft_for__isnull=False)
    revisions = FoodRevision.objects.filter(hidden, name__icontains=term.strip())
    ids += revisions.values_list("food_id", flat=True)[: MOST_FOUND // 4]
    if term.strip().isdecimal() and len(term.strip()) < 18:
        ids.insert(0, int(term))
    return list(dict.fromkeys(ids))


admin.site.empty_value_display = ""
