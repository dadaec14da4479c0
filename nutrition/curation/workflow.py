"""From a draft to a verified food: what a curator may do to a food, and what it leaves behind.

Every save is a revision of its own, so nobody's work is ever overwritten. A draft stands beside the live
revision until it is published, which makes it live as *reviewed*; somebody else then makes it *verified*.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from nutrition.curation.four_eyes import may_verify
from nutrition.curation.models import CurationEvent
from nutrition.merge import FIELDS, Content, columns_of, content_of, merge
from nutrition.models import Food, FoodRevision, Origin
from nutrition.nutrients import KEYS
from nutrition.services import CURATOR, check_revision, next_number, one_writer, publish_change

Kind = CurationEvent.Kind
State = FoodRevision.State


class NotPossibleError(Exception):
    """What was asked does not fit the state that the food is in; the message says why."""


class FourEyesError(NotPossibleError):
    """Nobody verifies what they drafted or reviewed themselves."""


@dataclass
class ChangedMeanwhileError(Exception):
    """Somebody else saved the food since it was opened.

    ``theirs`` is what stands now; ``changed`` what they changed, field -> (before, theirs); ``clashes`` the
    fields that both changed, differently: field -> (theirs, mine).
    """

    theirs: FoodRevision
    changed: dict[str, tuple[Any, Any]]
    clashes: dict[str, tuple[Any, Any]]

    def __str__(self) -> str:
        return f"revision {self.theirs.number} was saved meanwhile"


def differences(before: FoodRevision, after: FoodRevision) -> dict[str, tuple[Any, Any]]:
    """The fields and nutrients in which two revisions differ, field -> (before, after)."""
    one, other = content_of(before), content_of(after)
    return {name: (_shown(one[name]), _shown(other[name])) for name in one if one[name] != other[name]}


def tip(food: Food) -> FoodRevision | None:
    """The revision on which a curator goes on: the open draft, else what is live."""
    found: FoodRevision | None = food.draft or food.live
    return found


@one_writer()
def save_draft(
    *,
    food: Food | None,
    base: FoodRevision | None,
    by: Any,
    changes: Mapping[str, Any],
    note: str = "",
    figures_from: str = "",
) -> FoodRevision:
    """Store ``changes`` (column -> value) to ``base``, the tip when the food was opened; return the tip.

    Without a food, a new one is made. ``figures_from`` says where the changed nutrients come from. Nothing is
    stored where nothing changed. Raises ChangedMeanwhileError where ``base`` is the tip no more,
    ``TypeError`` for an unknown column and ``ValidationError`` for a value that a food cannot have.
    """
    if unknown := changes.keys() - {*FIELDS, *KEYS}:
        raise TypeError(f"no such column of a food: {', '.join(sorted(unknown))}")
    food = Food.objects.create() if food is None else _locked(food)
    now = tip(food)
    mine = _changed(None if base is None else content_of(base), changes, figures_from)
    if now is not None and (base is None or base.pk != now.pk):
        raise _changed_meanwhile(base, now, mine)
    if now is not None and mine == content_of(now):
        return now
    draft = _revision(food, mine, food.draft.based_on if food.draft else food.live, by=by, note=note)
    check_revision(draft)
    draft.save()
    food.draft = draft
    food.save(update_fields=["draft"])
    _record(Kind.DRAFTED, draft, by, note)
    return draft


@one_writer()
def discard_draft(*, food: Food, by: Any) -> None:
    """Let the draft go; what is live stays. Raises NotPossibleError where there is none."""
    food = _locked(food)
    if food.draft is None:
        raise NotPossibleError("There is no draft.")
    _record(Kind.DISCARDED, food.draft, by)
    food.draft = None
    food.save(update_fields=["draft"])


@one_writer()
def publish(*, food: Food, by: Any, note: str = "", over: int | None = None) -> FoodRevision:
    """Make the draft live as reviewed; without a draft, say that what a release brought is right as it is.

    What went live since the draft was begun is merged into it. Raises ChangedMeanwhileError where both
    changed a field, ``ValidationError`` for what a food cannot have, NotPossibleError where nothing waits.
    ``over`` is the live revision (its id) that the curator has seen and whose fields the draft's may replace.
    """
    food = _locked(food)
    draft, live = food.draft, food.live
    _refuse_retired(live)
    if draft is None and (live is None or live.state != State.IMPORTED):
        raise NotPossibleError("There is no draft to publish, and what is live was reviewed already.")
    if draft is None:
        draft = _revision(food, content_of(live), live, by=by, note=note)
    else:
        draft = _up_to_date(food, draft, over)
    _go_live(food, draft, note)
    _record(Kind.PUBLISHED, draft, by, note)
    return draft


@one_writer()
def verify(*, food: Food, by: Any, note: str = "") -> FoodRevision:
    """Say that what another reviewed is right. Raises NotPossibleError, and FourEyesError for one's own."""
    food = _locked(food)
    live = _live(food)
    if live.state != State.REVIEWED:
        raise NotPossibleError(f"Only what was reviewed can be verified; this is {live.state}.")
    if not may_verify(live, by):
        raise FourEyesError("You drafted or reviewed this yourself: somebody else has to verify it.")
    _set_state(live, State.VERIFIED)
    _record(Kind.VERIFIED, live, by, note)
    publish_change(food)
    return live


@one_writer()
def send_back(*, food: Food, by: Any, note: str) -> FoodRevision:
    """Take what was reviewed out of the tables again and make it a draft; return that.

    What was live before it is live again; a new food is live no more. Raises NotPossibleError where it was
    not reviewed, without a note, or where a draft is open already.
    """
    food = _locked(food)
    live = _live(food)
    if not note.strip():
        raise NotPossibleError("Say what is to be mended.")
    if live.state not in (State.REVIEWED, State.VERIFIED):
        raise NotPossibleError(f"Only what was reviewed can be sent back; this is {live.state}.")
    if food.draft is not None:
        raise NotPossibleError("There is an open draft: publish or discard it first.")
    food.live = live.based_on
    draft = _revision(food, content_of(live), food.live, by=live.created_by, note=note)
    draft.save()
    # Nobody vouches any more for what was sent back.
    _set_state(live, State.REVIEWED)
    food.draft = draft
    food.save(update_fields=["live", "draft"])
    _record(Kind.SENT_BACK, draft, by, note)
    publish_change(food)
    return draft


@one_writer()
def retire(*, food: Food, by: Any, note: str = "") -> None:
    """Take a food out of search and recognition; diaries keep it. Raises NotPossibleError if it is."""
    food = _locked(food)
    live = _live(food)
    if live.state == State.RETIRED:
        raise NotPossibleError("It is retired already.")
    _set_state(live, State.RETIRED)
    _record(Kind.RETIRED, live, by, note)
    publish_change(food)


@one_writer()
def restore(*, food: Food, by: Any, note: str = "") -> None:
    """Bring a retired food back, as reviewed where a curator had reviewed it. Raises NotPossibleError."""
    food = _locked(food)
    live = _live(food)
    if live.state != State.RETIRED:
        raise NotPossibleError("It is not retired.")
    was_reviewed = live.events.filter(kind__in=(Kind.PUBLISHED, Kind.REVERTED, Kind.SPLIT)).exists()
    _set_state(live, State.REVIEWED if was_reviewed else State.IMPORTED)
    _record(Kind.RESTORED, live, by, note)
    publish_change(food)


@one_writer()
def revert(*, food: Food, to: FoodRevision, by: Any, note: str = "") -> FoodRevision:
    """Let the food say again what it said in an earlier revision; that becomes a new, reviewed one.

    Raises NotPossibleError where the revision is another food's or says what is live anyway.
    """
    food = _locked(food)
    _refuse_retired(food.live)
    if to.food_id != food.pk:
        raise NotPossibleError("That is a revision of another food.")
    if food.live is not None and content_of(food.live) == content_of(to):
        raise NotPossibleError("What is live says the same.")
    note = note or f"Back to revision {to.number}."
    revision = _revision(food, content_of(to), food.live, by=by, note=note)
    _go_live(food, revision, revision.note)
    _record(Kind.REVERTED, revision, by, revision.note)
    return revision


def _locked(food: Food) -> Food:
    food = (
        Food.objects.select_for_update(of=("self",))
        .select_related("live__based_on", "draft__based_on")
        .get(pk=food.pk)
    )
    if food.merged_into_id is not None:
        raise NotPossibleError(f"It was merged into food {food.merged_into_id}.")
    return food


def _live(food: Food) -> FoodRevision:
    if food.live is None:
        raise NotPossibleError("Nothing of this food is live yet.")
    live: FoodRevision = food.live
    return live


def _refuse_retired(live: FoodRevision | None) -> None:
    if live is not None and live.state == State.RETIRED:
        raise NotPossibleError("It is retired: bring it back first.")


def _revision(food: Food, content: Content, base: FoodRevision | None, *, by: Any, note: str) -> FoodRevision:
    """A new revision, not yet stored, that departs from ``base``."""
    return FoodRevision(
        food=food,
        number=next_number(food),
        state=State.DRAFT,
        origin=Origin.CURATOR,
        based_on=base,
        created_by=by,
        note=note,
        **columns_of(content),
    )


def _changed(content: Content | None, changes: Mapping[str, Any], figures_from: str) -> Content:
    """The content with the changes; a changed nutrient's provenance is the curator's."""
    changed = content_of(FoodRevision(source=CURATOR)) if content is None else dict(content)
    for name, value in changes.items():
        if name not in KEYS:
            changed[name] = value
        elif value != changed[name][0]:
            changed[name] = (value, [CURATOR, figures_from])
    return changed


def _changed_meanwhile(base: FoodRevision | None, now: FoodRevision, mine: Content) -> ChangedMeanwhileError:
    before = content_of(FoodRevision() if base is None else base)
    theirs = content_of(now)
    _, clashes = merge(before, theirs, mine)
    return ChangedMeanwhileError(
        theirs=now,
        changed={
            name: (_shown(before[name]), _shown(theirs[name]))
            for name in theirs
            if before[name] != theirs[name]
        },
        clashes={name: (_shown(one), _shown(other)) for name, (one, other) in clashes.items()},
    )


def _shown(value: Any) -> Any:
    """A field's value, or a nutrient's without its provenance."""
    return value[0] if isinstance(value, tuple) else value


def _up_to_date(food: Food, draft: FoodRevision, over: int | None) -> FoodRevision:
    """The draft, with what went live since it was begun; the draft's own where it may go over that.

    It stays the work of whoever drafted it.
    """
    if draft.based_on_id == food.live_id or draft.based_on is None or food.live is None:
        return draft
    mine = content_of(draft)
    merged, clashes = merge(content_of(draft.based_on), mine, content_of(food.live))
    if clashes and over != food.live_id:
        raise _changed_meanwhile(draft.based_on, food.live, mine)
    food.draft = None
    return _revision(food, merged, food.live, by=draft.created_by, note=draft.note)


def _go_live(food: Food, revision: FoodRevision, note: str) -> None:
    revision.state, revision.went_live_at = State.REVIEWED, timezone.now()
    revision.note = note or revision.note
    if not revision.name.strip():
        raise ValidationError({"name": "A food needs a name."})
    check_revision(revision)
    revision.save()
    food.live = revision
    if food.draft_id == revision.pk:
        food.draft = None
    food.save(update_fields=["live", "draft"])
    publish_change(food)


def _set_state(revision: FoodRevision, state: State) -> None:
    """The state alone goes on; all else of a live revision is fixed."""
    FoodRevision.objects.filter(pk=revision.pk).update(state=state)
    revision.state = state


def _record(kind: Kind, revision: FoodRevision, by: Any, note: str = "") -> None:
    CurationEvent.objects.create(kind=kind, food_id=revision.food_id, revision=revision, by=by, note=note)
