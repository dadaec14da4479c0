"""A food from a draft to verified, and back."""

import pytest
from django.core.exceptions import ValidationError

from nutrition import catalog, services
from nutrition.curation import workflow
from nutrition.curation.models import CurationEvent
from nutrition.curation.workflow import ChangedMeanwhileError, FourEyesError, NotPossibleError
from nutrition.models import FoodRevision
from tests.meals.factories import revise

pytestmark = pytest.mark.django_db


def draft(food, by, base=None, **changes):
    return workflow.save_draft(food=food, base=base or workflow.tip(food), by=by, changes=changes)


def reviewed(food, by, **changes):
    draft(food, by, **changes)
    workflow.publish(food=food, by=by)
    food.refresh_from_db()
    return food.live


def energy(food):
    return catalog.latest().tables.nutrients_of(catalog.current().tables.rows_of_id[food.pk])["energy_kcal"]


def state(food):
    found = catalog.latest().food(food.pk)
    return found and found.state


def test_a_draft_stands_beside_what_is_live(rice, dora):
    made = draft(rice, dora, energy_kcal=123.0)
    rice.refresh_from_db()
    assert (rice.draft, made.state, made.based_on) == (made, "draft", rice.live)
    assert rice.live.energy_kcal == energy(rice) == 130.0


def test_a_changed_figure_is_the_curators_and_says_where_it_is_from(rice, dora):
    made = workflow.save_draft(
        food=rice, base=rice.live, by=dora, changes={"energy_kcal": 123.0, "protein_g": 2.7},
        figures_from="own analysis of 2026",
    )  # fmt: skip
    assert made.provenance == {"energy_kcal": ["curator", "own analysis of 2026"]}


def test_nothing_is_stored_where_nothing_changed(rice, dora):
    assert draft(rice, dora, energy_kcal=130.0) == rice.live
    assert rice.revisions.count() == 1


def test_every_save_is_a_revision(rice, dora):
    draft(rice, dora, energy_kcal=123.0)
    rice.refresh_from_db()
    draft(rice, dora, energy_kcal=124.0)
    assert list(rice.revisions.order_by("number").values_list("energy_kcal", flat=True)) == [130, 123, 124]


def test_the_second_to_save_is_told_what_the_first_changed(rice, dora, emil):
    opened = rice.live
    draft(rice, dora, opened, energy_kcal=123.0, protein_g=2.5)
    rice.refresh_from_db()
    with pytest.raises(ChangedMeanwhileError) as told:
        draft(rice, emil, opened, energy_kcal=125.0, name="White rice")
    assert told.value.theirs == rice.draft
    assert told.value.changed == {"energy_kcal": (130.0, 123.0), "protein_g": (2.7, 2.5)}
    assert told.value.clashes == {"energy_kcal": (123.0, 125.0)}
    assert rice.revisions.count() == 2


def test_a_published_draft_is_live_and_reviewed(rice, dora):
    live = reviewed(rice, dora, energy_kcal=123.0)
    assert (live.state, rice.draft, energy(rice)) == ("reviewed", None, 123.0)
    assert live.went_live_at


def test_publishing_merges_what_went_live_meanwhile(rice, dora):
    draft(rice, dora, energy_kcal=123.0)
    rice.refresh_from_db()
    revise(rice, energy_kcal=130.0, protein_g=2.9)
    workflow.publish(food=rice, by=dora)
    rice.refresh_from_db()
    assert (rice.live.energy_kcal, rice.live.protein_g, rice.draft) == (123.0, 2.9, None)


def test_a_clash_with_what_went_live_meanwhile_is_told(rice, dora):
    draft(rice, dora, energy_kcal=123.0)
    rice.refresh_from_db()
    revise(rice, energy_kcal=140.0, protein_g=2.7)
    with pytest.raises(ChangedMeanwhileError) as told:
        workflow.publish(food=rice, by=dora)
    assert told.value.clashes == {"energy_kcal": (140.0, 123.0)}


def test_what_a_release_brought_can_be_found_right(rice, dora):
    live = workflow.publish(food=rice, by=dora)
    assert (live.state, live.nutrients()["energy_kcal"], live.provenance) == ("reviewed", 130.0, {})


def test_there_is_nothing_to_publish_twice(rice, dora):
    reviewed(rice, dora, energy_kcal=123.0)
    with pytest.raises(NotPossibleError):
        workflow.publish(food=rice, by=dora)


def test_somebody_else_verifies(rice, dora, emil):
    reviewed(rice, dora, energy_kcal=123.0)
    assert workflow.verify(food=rice, by=emil).state == "verified"
    assert state(rice) == "verified"


def test_nobody_verifies_what_they_reviewed(rice, dora):
    reviewed(rice, dora, energy_kcal=123.0)
    with pytest.raises(FourEyesError):
        workflow.verify(food=rice, by=dora)


def test_nobody_verifies_what_they_drafted(rice, dora, emil):
    draft(rice, dora, energy_kcal=123.0)
    rice.refresh_from_db()
    draft(rice, emil, protein_g=2.5)
    workflow.publish(food=rice, by=emil)
    with pytest.raises(FourEyesError):
        workflow.verify(food=rice, by=dora)


def test_what_nobody_reviewed_is_not_verified(rice, emil):
    with pytest.raises(NotPossibleError):
        workflow.verify(food=rice, by=emil)


def test_what_is_sent_back_is_a_draft_again_and_what_was_before_is_live(rice, dora, emil):
    reviewed(rice, dora, energy_kcal=123.0)
    workflow.send_back(food=rice, by=emil, note="Which rice?")
    rice.refresh_from_db()
    assert (rice.live.energy_kcal, rice.live.state, energy(rice)) == (130.0, "imported", 130.0)
    assert (rice.draft.energy_kcal, rice.draft.created_by, rice.draft.note) == (123.0, dora, "Which rice?")


def test_a_new_food_that_is_sent_back_is_live_no_more(rice, dora, emil):
    values = {"name": "Millet", "category_id": rice.live.category_id, "energy_kcal": 119.0}
    made = workflow.save_draft(food=None, base=None, by=dora, changes=values)
    workflow.publish(food=made.food, by=dora)
    assert energy(made.food) == 119.0
    workflow.send_back(food=made.food, by=emil, note="No source.")
    assert catalog.latest().food(made.food_id) is None


def test_sending_back_needs_a_word(rice, dora, emil):
    reviewed(rice, dora, energy_kcal=123.0)
    with pytest.raises(NotPossibleError):
        workflow.send_back(food=rice, by=emil, note=" ")


def test_a_retired_food_is_found_no_more_until_it_is_brought_back(rice, dora):
    workflow.retire(food=rice, by=dora)
    assert catalog.latest().food(rice.pk) is None
    workflow.restore(food=rice, by=dora)
    assert state(rice) == "imported"


def test_reverting_makes_a_new_revision_that_says_the_old(rice, dora):
    first = rice.live
    reviewed(rice, dora, energy_kcal=123.0)
    back = workflow.revert(food=rice, to=first, by=dora)
    assert (back.number, back.nutrients()["energy_kcal"], back.provenance) == (3, 130.0, {})
    assert energy(rice) == 130.0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("energy_kcal", -1.0),
        ("serving_g", -5.0),
        ("nut_percent", 101.0),
        ("name", ""),
        ("nutriscore_class", "x"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_nothing_is_stored(rice, dora, column, value):
    with pytest.raises(ValidationError) as told:
        draft(rice, dora, **{column: value})
    assert column in told.value.message_dict
    assert rice.revisions.count() == 1


def test_a_column_that_no_food_has_is_refused(rice, dora):
    with pytest.raises(TypeError, match="colour"):
        draft(rice, dora, colour="white")


def test_who_and_when_is_remembered(rice, dora, emil):
    reviewed(rice, dora, energy_kcal=123.0)
    workflow.verify(food=rice, by=emil, note="As in the label.")
    told = CurationEvent.objects.order_by("id").values_list("kind", "by__email", "note")
    assert list(told) == [
        ("drafted", dora.email, ""),
        ("published", dora.email, ""),
        ("verified", emil.email, "As in the label."),
    ]


def test_a_discarded_draft_stays_in_the_history(rice, dora):
    draft(rice, dora, energy_kcal=123.0)
    workflow.discard_draft(food=rice, by=dora)
    rice.refresh_from_db()
    assert rice.draft is None
    assert FoodRevision.objects.filter(food=rice).count() == 2


def test_who_has_seen_what_went_live_meanwhile_may_publish_over_it(rice, dora):
    draft(rice, dora, energy_kcal=123.0)
    rice.refresh_from_db()
    revise(rice, energy_kcal=140.0, protein_g=2.9)
    with pytest.raises(ChangedMeanwhileError):
        workflow.publish(food=rice, by=dora, over=rice.draft.based_on_id)
    live = workflow.publish(food=rice, by=dora, over=rice.live_id)
    assert live.nutrients() | {"energy_kcal": 123.0, "protein_g": 2.9} == live.nutrients()


def test_foods_that_change_together_are_graded_once(rice, dora, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, services.graded_together():
        workflow.publish(food=rice, by=dora)
        workflow.retire(food=rice, by=dora)
    assert len(callbacks) == 1
