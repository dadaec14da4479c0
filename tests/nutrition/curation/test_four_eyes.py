"""Nobody verifies their own work, by whatever way it came to be live."""

import pytest

from nutrition.curation import workflow
from nutrition.curation.desk import desk_for
from nutrition.curation.merging import split_food
from nutrition.curation.workflow import FourEyesError, NotPossibleError
from tests.meals.factories import revise
from tests.nutrition.curation.test_workflow import draft, reviewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def eva(make_user):
    return make_user("eva@example.org", is_superuser=True)


def refused(food, by):
    with pytest.raises(FourEyesError):
        workflow.verify(food=food, by=by)
    return True


def test_a_detail_that_somebody_else_changes_makes_nobodys_figures_theirs(rice, dora, emil):
    reviewed(rice, dora, energy_kcal=123.0)
    reviewed(rice, emil, serving="1 bowl")
    assert refused(rice, dora)


def test_once_verified_one_may_verify_what_others_change_after_it(rice, dora, emil):
    reviewed(rice, dora, energy_kcal=123.0)
    workflow.verify(food=rice, by=emil)
    reviewed(rice, emil, serving="1 bowl")
    assert workflow.verify(food=rice, by=dora).state == "verified"


def test_what_went_live_meanwhile_leaves_a_draft_the_work_of_who_drafted_it(rice, dora, emil):
    draft(rice, dora, energy_kcal=123.0)
    rice.refresh_from_db()
    revise(rice, energy_kcal=130.0, protein_g=2.9)
    live = workflow.publish(food=rice, by=emil)
    assert live.created_by == dora
    assert refused(rice, dora)


def test_what_was_reverted_to_is_still_the_work_of_who_drafted_it(rice, dora, emil, eva):
    mine = reviewed(rice, dora, energy_kcal=123.0)
    reviewed(rice, emil, energy_kcal=131.0)
    workflow.verify(food=rice, by=eva)
    workflow.revert(food=rice, to=mine, by=emil)
    assert refused(rice, dora)


def test_what_was_split_off_is_still_the_work_of_who_drafted_it(rice, dora, emil):
    reviewed(rice, dora, energy_kcal=123.0)
    assert refused(split_food(food=rice, name="Red rice", by=emil), dora)


def test_what_was_sent_back_counts_as_verified_no_more(rice, dora, emil, eva):
    live = reviewed(rice, dora, energy_kcal=123.0)
    workflow.verify(food=rice, by=emil)
    workflow.send_back(food=rice, by=eva, note="Which rice?")
    live.refresh_from_db()
    assert live.state == "reviewed"
    workflow.publish(food=rice, by=emil)
    assert refused(rice, dora)


def test_who_only_retired_it_and_brought_it_back_may_verify_it(rice, dora, emil):
    reviewed(rice, dora, energy_kcal=123.0)
    workflow.retire(food=rice, by=emil)
    workflow.restore(food=rice, by=emil)
    assert workflow.verify(food=rice, by=emil).state == "verified"


def test_a_superuser_verifies_no_work_of_their_own_either(rice, eva):
    reviewed(rice, eva, energy_kcal=123.0)
    assert refused(rice, eva)
    assert not desk_for(eva).to_verify


def test_what_nobody_reviewed_is_not_reviewed_by_retiring_it_and_bringing_it_back(rice, dora):
    revise(rice, energy_kcal=130.0)
    type(rice.live).objects.filter(pk=rice.live_id).update(created_by=dora)
    workflow.retire(food=rice, by=dora)
    workflow.restore(food=rice, by=dora)
    rice.refresh_from_db()
    assert rice.live.state == "imported"


def test_a_retired_food_comes_back_by_no_draft_and_no_revert(rice, dora):
    first = rice.live
    reviewed(rice, dora, energy_kcal=123.0)
    draft(rice, dora, energy_kcal=124.0)
    workflow.retire(food=rice, by=dora)
    with pytest.raises(NotPossibleError):
        workflow.publish(food=rice, by=dora)
    with pytest.raises(NotPossibleError):
        workflow.revert(food=rice, to=first, by=dora)


def test_a_revert_beside_a_draft_departs_from_what_is_live(rice, dora, emil):
    first = rice.live
    draft(rice, dora, energy_kcal=123.0)
    rice.refresh_from_db()
    revise(rice, energy_kcal=140.0)
    now = rice.live
    assert workflow.revert(food=rice, to=first, by=emil).based_on == now
