"""What the desk's rows say."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from nutrition.curation import desk_words, diffs
from nutrition.curation.models import Finding
from nutrition.learning.models import Proposal
from nutrition.models import LoadConflict

register = template.Library()


@register.filter
def told(finding: Finding) -> desk_words.Told:
    """A finding in words."""
    return desk_words.of_finding(finding)


@register.filter
def mend(proposal: Proposal) -> desk_words.Mend:
    """A proposal in words."""
    return desk_words.of_proposal(proposal)


@register.filter
def difference(conflict: LoadConflict) -> diffs.Difference:
    """A conflict's two values."""
    return desk_words.of_conflict(conflict)


@register.filter
def merge_page(finding: Finding) -> str:
    """Where the two foods of a finding are compared and merged."""
    address = reverse("admin:nutrition_food_decide", args=[finding.food_id, "merge"])
    return f"{address}?{urlencode({'other': finding.other_food_id})}"


@register.filter
def thousands(number: int) -> str:
    """A whole number in groups of three digits."""
    return f"{number:,}"


@register.filter
def uses(row: Any) -> int:
    """How often a food (of a row) was logged; 0 where it never was."""
    use = getattr(row, "use", None)
    return 0 if use is None else int(use.times_logged)
