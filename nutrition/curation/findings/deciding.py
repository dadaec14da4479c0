"""What a curator says of a finding: right as it is, or to be looked at after all."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone

from nutrition.curation.models import Finding

State = Finding.State
# As many characters as the column holds.
MOST_NOTE = 500


def dismiss(*, findings: Collection[int], by: Any, note: str = "") -> int:
    """Say that these open findings (by id) are right as they are; return how many there were.

    They stay so until the figures on which they rest change.
    """
    return Finding.objects.filter(pk__in=findings, state=State.OPEN).update(
        state=State.DISMISSED, dismissed_by=by, dismissed_at=timezone.now(), note=note.strip()[:MOST_NOTE]
    )


def reopen(*, findings: Collection[int]) -> int:
    """Open these dismissed findings (by id) again; return how many there were."""
    return Finding.objects.filter(pk__in=findings, state=State.DISMISSED).update(
        state=State.OPEN, dismissed_by=None, dismissed_at=None, note=""
    )
