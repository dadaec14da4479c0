"""Import glycemic values and link foods to them by name; what a curator decided stays."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from nutrition.glycemic.models import GlycemicLink, GlycemicValue
from nutrition.glycemic.selectors import measured_foods, names_with_carbohydrate
from nutrition.grading.glycemic import SAME, rule
from nutrition.grading.glycemic_lookup import Lookup, MeasuredFood
from nutrition.loading.glycemic import NEARNESS, key_of, load_values
from nutrition.loading.names import BATCH
from nutrition.models import Origin
from nutrition.services import announce_all, one_writer
from nutrition.tasks import grade_changed_foods


@dataclass(frozen=True, slots=True)
class Proposal:
    """A tested food that may stand for a food; ``score`` is how alike the names are (0-1)."""

    food_id: int
    food: str
    value_id: int
    value: str
    kind: str
    score: float

    @property
    def is_sure(self) -> bool:
        """Whether it is linked: the same name, or no less alike than a close relation that was looked at.

        Less alike ones are only reported; the look-up by name finds them with their own score.
        """
        return self.kind == SAME or self.score >= rule("confidence_close")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do."""

    inserted: int
    updated: int
    unchanged: int
    linked: int
    proposals: Sequence[Proposal]


@one_writer()
def import_values(values: Sequence[GlycemicValue], *, dry_run: bool = False) -> ImportReport:
    """Store the values and link foods to them; the same values again write nothing.

    A value or link of a curator stays, and so does a link of the release that is as near. ``dry_run`` reports
    and stores nothing.
    """
    rows = load_values(values)
    proposals = _proposals(values)
    linked = _link([proposal for proposal in proposals if proposal.is_sure])
    if dry_run:
        transaction.set_rollback(True)
    elif rows.inserted or rows.updated or linked:
        announce_all()
        transaction.on_commit(lambda: grade_changed_foods.delay(), robust=True)
    return ImportReport(rows.inserted, rows.updated, rows.unchanged, linked, proposals)


def _proposals(values: Sequence[GlycemicValue]) -> list[Proposal]:
    """For each food with carbohydrate and no link of a curator the value with its name, or the nearest."""
    keys = {key_of(value) for value in values}
    imported = {
        tested: pk for pk, tested in measured_foods().items() if (tested.name.lower(), tested.source) in keys
    }
    lookup = Lookup(imported)
    curated = GlycemicLink.objects.filter(origin=Origin.CURATOR)
    settled = set(curated.values_list("food_id", flat=True))
    return [
        proposal
        for food_id, names in names_with_carbohydrate()
        if food_id not in settled and (proposal := _proposal(food_id, names, lookup, imported))
    ]


def _proposal(
    food_id: int, names: tuple[str, str], lookup: Lookup, imported: dict[MeasuredFood, int]
) -> Proposal | None:
    match = lookup.find(names)
    if match is None:
        return None
    tested = match.tested
    return Proposal(food_id, names[0], imported[tested], tested.name, match.kind, match.confidence)


def _link(proposals: Sequence[Proposal]) -> int:
    stored = {link.food_id: link for link in GlycemicLink.objects.all()}
    fresh, changed = [], []
    for proposal in proposals:
        link = stored.get(proposal.food_id)
        if link is None:
            fresh.append(
                GlycemicLink(
                    food_id=proposal.food_id,
                    value_id=proposal.value_id,
                    kind=proposal.kind,
                    origin=Origin.RELEASE,
                )
            )
        elif NEARNESS[proposal.kind] > NEARNESS[link.kind]:
            link.kind, link.value_id = proposal.kind, proposal.value_id
            changed.append(link)
    GlycemicLink.objects.bulk_create(fresh, batch_size=BATCH)
    GlycemicLink.objects.bulk_update(changed, ["kind", "value"], batch_size=400)
    return len(fresh) + len(changed)
