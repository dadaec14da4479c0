"""`manage.py propose_mends`: look for mends of what was missed and corrected, for curators to decide."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from nutrition.learning.models import Proposal
from nutrition.learning.proposing import propose_mends
from nutrition.management.progress import progress_bar


class Command(BaseCommand):
    help = "Propose mends of the food tables from misses and corrections; nothing is applied."

    def handle(self, **options: Any) -> None:
        with progress_bar() as progress:
            total = propose_mends(progress=progress)
        kinds = Counter(Proposal.objects.filter(state=Proposal.State.OPEN).values_list("kind", flat=True))
        told = ", ".join(f"{kind} {count:,}" for kind, count in sorted(kinds.items()))
        self.stdout.write(f"open proposals: {total:,}" + (f" ({told})" if told else ""))
