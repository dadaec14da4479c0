"""The decisions about a food: who may take them, when they fit, what each does and what is said of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from nutrition.curation import diffs, workflow
from nutrition.curation.four_eyes import may_verify
from nutrition.curation.merging import undo_merge
from nutrition.curation.workflow import ChangedMeanwhileError, NotPossibleError
from nutrition.models import Category, Food, FoodGrade, FoodRevision
from nutrition.tasks import grade_changed_foods

State = FoodRevision.State
# What a decision may come to besides being done; all of it is told in words.
REFUSALS = (NotPossibleError, ChangedMeanwhileError, ValidationError)
MOST_TOLD = 6

Act = Callable[[Food, Any, str], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of decision: the right that it takes, whether a page asks for something first, if it is rare."""

    key: str
    permission: str
    asks: bool = False
    note_needed: bool = False
    is_rare: bool = False


KINDS = {
    kind.key: kind
    for kind in (
        Kind("publish", "publish_food"),
        Kind("verify", "verify_food"),
        Kind("send_back", "send_back_food", asks=True, note_needed=True),
        Kind("discard", "change_food"),
        Kind("restore", "retire_food"),
        Kind("undo_merge", "merge_food"),
        Kind("grade", "change_food", is_rare=True),
        Kind("merge", "merge_food", asks=True, is_rare=True),
        Kind("split", "merge_food", asks=True, is_rare=True),
        Kind("retire", "retire_food", asks=True, is_rare=True),
    )
}


def fitting(food: Food, by: Any) -> Iterator[tuple[str, str, str]]:
    """The kinds that fit the state of ``food``: key, label, why it is not possible just now."""
    if food.merged_into_id is not None:
        yield "undo_merge", "Undo the merge", ""
        return
    live = food.live
    busy = "Publish or discard the draft first." if food.draft_id else ""
    if food.draft_id:
        retired = live is not None and live.state == State.RETIRED
        yield "publish", "Publish the draft", "Bring the food back first." if retired else ""
    elif live is not None and live.state == State.IMPORTED:
        yield "publish", "Right as it is", ""
    if live is not None and live.state == State.REVIEWED:
        yield "verify", "Verify", _own_work(live, by)
    if live is not None and live.state in (State.REVIEWED, State.VERIFIED):
        yield "send_back", "Send back…", busy
    if food.draft_id:
        yield "discard", "Discard the draft", ""
    if live is not None and live.state == State.RETIRED:
        yield "restore", "Bring back", ""
    elif live is not None:
        yield "grade", "Grade anew", ""
        yield "merge", "Merge…", ""
        yield "split", "Split…", ""
        yield "retire", "Retire…", ""


def _own_work(live: FoodRevision, by: Any) -> str:
    own = by.has_perm("nutrition.verify_food") and not may_verify(live, by)
    return "You drafted or reviewed this: somebody else verifies it." if own else ""


def publish(food: Food, by: Any, note: str) -> str:
    """Publish the draft, or say that what is live is right as it is."""
    had_draft = food.draft_id is not None
    live = workflow.publish(food=food, by=by, note=note)
    return f"{'Published' if had_draft else 'Reviewed'}. {_now(live)}, reviewed by you."


def publish_over(food: Food, by: Any, over: int) -> str:
    """Publish the draft over what went live meanwhile, which the curator has seen."""
    return f"Published. {_now(workflow.publish(food=food, by=by, over=over))}, reviewed by you."


def verify(food: Food, by: Any, note: str) -> str:
    """Verify what another reviewed."""
    return f"Verified. {_now(workflow.verify(food=food, by=by, note=note))}, verified by you."


def send_back(food: Food, by: Any, note: str) -> str:
    """Make a draft again of what was reviewed."""
    draft = workflow.send_back(food=food, by=by, note=note)
    food.refresh_from_db(fields=["live"])
    live = f"revision {food.live.number} is live" if food.live else "nothing of it is live now"
    return f"Sent back. {draft.name} is a draft again, revision {draft.number}; {live}."


def discard(food: Food, by: Any, note: str) -> str:
    """Let the draft go."""
    number = food.draft.number if food.draft else 0
    workflow.discard_draft(food=food, by=by)
    return f"Discarded. Revision {number} is no draft any more; the history keeps it."


def retire(food: Food, by: Any, note: str) -> str:
    """Take the food out of search and recognition."""
    workflow.retire(food=food, by=by, note=note)
    return f"Retired. {food} is found no more; diaries keep it."


def restore(food: Food, by: Any, note: str) -> str:
    """Bring a retired food back."""
    workflow.restore(food=food, by=by, note=note)
    food.refresh_from_db(fields=["live"])
    return f"Brought back. {food} is found again, {food.live.state}."


def unmerge(food: Food, by: Any, note: str) -> str:
    """Let a merged food stand by itself again."""
    kept = food.merged_into
    undo_merge(food=food, by=by)
    return f"Undone. {food} stands by itself again; {kept} gave its names and measures back."


def grade(food: Food, by: Any, note: str) -> str:
    """Compute the grades anew, whether or not anything changed."""
    before = _letter(food)
    grade_anew([food])
    after = _letter(food)
    if not after:
        return f"The grades of {food} are being computed anew."
    was = "as before" if before == after else f"before: {before or 'none'}"
    return f"Graded anew. Nutri-Score of {food}: {after} ({was})."


def grade_anew(foods: list[Food]) -> None:
    """Forget the stored grades of ``foods`` and have them computed from the facts."""
    FoodGrade.objects.filter(food__in=foods).delete()
    grade_changed_foods.delay()


ACTS: dict[str, Act] = {
    "publish": publish,
    "verify": verify,
    "send_back": send_back,
    "discard": discard,
    "retire": retire,
    "restore": restore,
    "undo_merge": unmerge,
    "grade": grade,
}


def refusal(error: Exception) -> str:
    """Why a decision was not taken, in words."""
    if isinstance(error, ChangedMeanwhileError):
        return changed_meanwhile(error)
    if isinstance(error, ValidationError):
        if not hasattr(error, "error_dict"):
            return " ".join(error.messages)
        return " ".join(
            f"{diffs.label_of(field)}: {' '.join(told)}" if field != "__all__" else " ".join(told)
            for field, told in error.message_dict.items()
        )
    return str(error)


def changed_meanwhile(error: ChangedMeanwhileError) -> str:
    """What somebody else saved meanwhile, and where both changed the same: theirs and mine, with units."""
    names = category_names(error.changed, error.clashes)
    theirs = error.theirs
    who = theirs.created_by.email if theirs.created_by else "A release"
    words = [f"{who} saved revision {theirs.number} meanwhile."]
    if error.changed:
        changed = diffs.of_changes(error.changed, category_names=names)
        words.append(f"Changed: {first(map(str, changed))}.")
    if error.clashes:
        words.append(
            f"You both changed: {first(map(_clash, diffs.of_changes(error.clashes, category_names=names)))}."
        )
    return " ".join(words)


def category_names(*changes: dict[str, tuple[Any, Any]]) -> dict[str, str]:
    """The names of the categories that ``changes`` speak of, by slug."""
    slugs = {slug for one in changes for slug in one.get("category_id", ()) if slug}
    return dict(Category.objects.filter(pk__in=slugs).values_list("pk", "name")) if slugs else {}


def first(parts: Any, most: int = MOST_TOLD) -> str:
    """The first of some phrases, and how many more there are."""
    every = list(parts)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return "; ".join(every[:most]) + more


def _clash(one: diffs.Difference) -> str:
    return f"{one.label}: theirs {one.before_shown}, yours {one.after_shown}"


def _letter(food: Food) -> str:
    found = FoodGrade.objects.filter(food=food).values_list("nutriscore_grade", flat=True).first()
    return "" if found is None else found or "no letter"


def _now(live: FoodRevision) -> str:
    return f"{live.name} is now revision {live.number}"
