"""What a curator decides of a proposal. Accepting one is a curator's write like any other."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from nutrition import catalog
from nutrition.curation.workflow import publish, save_draft, tip
from nutrition.learning.measures import USUAL
from nutrition.learning.models import Correction, Miss, Proposal
from nutrition.models import Food, Portion
from nutrition.services import add_alias, one_writer, set_portion


class NotOpenError(Exception):
    """The proposal was decided already."""


class NoFoodError(Exception):
    """The proposal is of no food that is live: name the one that is meant."""


def accept(*, proposal: Proposal, by: Any, food: Food | None = None) -> None:
    """Do what is proposed, in the name of the curator ``by``.

    ``food`` takes the place of the one proposed: for a name that is another food's, and for a missing food
    once it was made, which then gets the name. Raises NotOpenError, NoFoodError, NotPossibleError for a food
    that was retired or merged, and ValidationError for a nutrient that the food cannot have.
    """
    with one_writer():
        decided = _decide(proposal, Proposal.State.ACCEPTED, by)
        decided.food = food or _live(decided)
        decided.save(update_fields=["food"])
        _carry_out(decided, decided.food, by)


@transaction.atomic
def decline(*, proposal: Proposal, by: Any) -> None:
    """Do nothing, and let it not be proposed again. Raises NotOpenError."""
    _decide(proposal, Proposal.State.DECLINED, by)


def _decide(proposal: Proposal, state: Proposal.State, by: Any) -> Proposal:
    """Mark the proposal, which only one of two curators can."""
    decided = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.OPEN).update(
        state=state, decided_by=by, decided_at=timezone.now()
    )
    if not decided:
        raise NotOpenError(f"proposal {proposal.pk} is decided or gone")
    return Proposal.objects.get(pk=proposal.pk)


def _live(proposal: Proposal) -> Food:
    """The food proposed, or the one that took its place."""
    found = None if proposal.food_id is None else catalog.latest().food(proposal.food_id)
    if found is None:
        raise NoFoodError(f"proposal {proposal.pk} is of no live food")
    return Food.objects.get(pk=found.id)


def _carry_out(proposal: Proposal, food: Food, by: Any) -> None:
    """Change the tables, and forget the counts that this answers: what comes from now on speaks anew."""
    told = Correction.objects.filter(
        phrase=proposal.phrase, portion=proposal.portion, nutrient=proposal.nutrient
    )
    if proposal.kind == Proposal.Kind.PORTION:
        assert proposal.amount is not None
        is_usual = _is_usual(food, proposal.portion)
        set_portion(food=food, label=proposal.portion, grams=proposal.amount, is_usual=is_usual)
        told.filter(kind=Correction.Kind.GRAMS, to_food=proposal.food_id).delete()
    elif proposal.kind == Proposal.Kind.NUTRIENT:
        _put_right(food, proposal, by)
        told.filter(kind=Correction.Kind.NUTRIENT, to_food=proposal.food_id).delete()
    else:
        add_alias(food=food, text=proposal.phrase, region=proposal.region)
        told.filter(kind=Correction.Kind.FOOD, region=proposal.region, to_food=food).delete()
        Miss.objects.filter(phrase=proposal.phrase, region=proposal.region).delete()


def _put_right(food: Food, proposal: Proposal, by: Any) -> None:
    """Publish the figure as reviewed; where a draft is open it goes into that and waits with it."""
    stored = Food.objects.select_related("live", "draft").get(pk=food.pk)
    base = tip(stored)
    told = f"{proposal.get_reason_display()}, {proposal.evidence} people"
    saved = save_draft(
        food=stored,
        base=base,
        by=by,
        changes={proposal.nutrient: proposal.amount},
        note="As people corrected it",
        figures_from=told,
    )
    if stored.draft_id is None and saved != base:
        publish(food=stored, by=by)


def _is_usual(food: Food, label: str) -> bool:
    known = Portion.objects.filter(food=food, label=label).first()
    return known.is_usual if known else label == USUAL
