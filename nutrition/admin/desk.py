"""The admin's start page: what needs this curator today, and what is to be done about it."""

from typing import Any

from django.forms import Media
from django.http import HttpRequest

from nutrition.admin import desk_charts
from nutrition.admin.learning import OtherFoodForm, other_food_form
from nutrition.curation.desk import desk_for
from nutrition.curation.desk_progress import DONE, progress

_RIGHTS = (
    "change_proposal", "change_finding", "change_loadconflict", "merge_food", "verify_food", "publish_food",
    "view_proposal", "view_finding", "view_food", "view_fooduse", "view_loadconflict", "view_releasebatch",
    "view_miss", "view_correction", "add_food",
)  # fmt: skip


def show(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Put the desk into the context of the start page."""
    may = {name: request.user.has_perm(f"nutrition.{name}") for name in _RIGHTS}
    desk = desk_for(request.user)
    proposals = [(proposal, None) for proposal in desk.proposals]
    context |= {"may": may, "desk": desk, "proposals": proposals, "media": Media()}
    if may["change_proposal"]:
        proposals = [(proposal, other_food_form(proposal)) for proposal in desk.proposals]
        context |= {"proposals": proposals, "media": OtherFoodForm().media}
    if request.user.has_perm("nutrition.view_curationevent"):
        known = progress()
        context |= {
            "progress": known,
            "decision_kinds": list(DONE),
            "decisions": desk_charts.decisions(known.weeks),
            "unknown_names": desk_charts.unknown_names(known.weeks),
            "standing": [
                ("Most logged foods", desk_charts.parts(known.logged), known.logged.total),
                ("Base foods", desk_charts.parts(known.base), known.base.total),
            ],
            "letters": (desk_charts.parts(known.letters), known.letters.total),
        }
    return context
