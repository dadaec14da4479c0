"""A curator accepts a mend, which then is a curator's write, or declines it."""

import pytest
from django.core.management import call_command

from nutrition import catalog
from nutrition.counting import add_up
from nutrition.curation.workflow import NotPossibleError, retire, save_draft
from nutrition.learning.deciding import NoFoodError, NotOpenError, accept, decline
from nutrition.learning.models import Correction, Miss, Proposal
from nutrition.models import FoodRevision, Portion

pytestmark = pytest.mark.django_db


def a_name(food, phrase="gruel", kind="alias"):
    return Proposal.objects.create(
        kind=kind, reason="near_name", phrase=phrase, region="US", food=food, evidence=3
    )


def a_portion(food, grams=250.0, label="1 cup"):
    return Proposal.objects.create(
        kind="portion", reason="median", food=food, portion=label, amount=grams, evidence=5
    )


def a_figure(food):
    return Proposal.objects.create(
        kind="nutrient", reason="median", food=food, nutrient="protein_g", amount=4.0, evidence=5
    )


def test_an_accepted_name_leads_to_its_food_at_once(porridge, curator):
    mend = a_name(porridge)
    accept(proposal=mend, by=curator)
    found = catalog.latest().resolver.analyze("gruel", "US").items[0]
    assert (found.food.id, found.path) == (porridge.pk, ("alias:gruel",))
    mend.refresh_from_db()
    assert (mend.state, mend.decided_by) == ("accepted", curator)
    assert mend.decided_at is not None


def test_a_name_that_was_mended_is_missed_no_more(porridge, curator):
    add_up(Miss, {("gruel", "US", "not_found"): (3,), ("gruel", "GB", "not_found"): (3,)})
    accept(proposal=a_name(porridge), by=curator)
    assert list(Miss.objects.values_list("region", flat=True)) == ["GB"]


def test_the_curator_may_name_another_food(porridge, muesli, curator):
    accept(proposal=a_name(porridge), by=curator, food=muesli)
    assert muesli.aliases.get().text == "gruel"
    assert not porridge.aliases.exists()


def test_a_missing_food_is_accepted_with_the_one_that_was_made(porridge, curator):
    mend = a_name(None, kind="food")
    with pytest.raises(NoFoodError):
        accept(proposal=mend, by=curator)
    accept(proposal=mend, by=curator, food=porridge)
    assert porridge.aliases.get().text == "gruel"


def test_an_accepted_measure_is_the_curators_and_its_count_starts_anew(porridge, curator):
    Correction.objects.create(kind="grams", from_food=porridge, to_food=porridge, portion="1 cup", count=5)
    accept(proposal=a_portion(porridge), by=curator)
    assert Portion.objects.get().grams == 250
    assert not Correction.objects.exists()


def test_an_accepted_usual_amount_is_what_is_meant_without_one(porridge, curator):
    accept(proposal=a_portion(porridge, 320.0, "usual amount"), by=curator)
    assert catalog.latest().resolver.analyze("porridge", "US").items[0].measured.grams == 320


def test_an_accepted_nutrient_is_a_new_revision_by_the_curator(porridge, curator):
    accept(proposal=a_figure(porridge), by=curator)
    live = FoodRevision.objects.get(live_for=porridge)
    assert (live.nutrients()["protein_g"], live.created_by, live.state) == (4.0, curator, "reviewed")
    assert live.provenance["protein_g"] == ["curator", "the median of what people gave, 5 people"]
    assert [event.kind for event in live.events.order_by("pk")] == ["drafted", "published"]


def test_an_accepted_nutrient_waits_with_the_draft_that_is_open(porridge, curator):
    save_draft(food=porridge, base=porridge.live, by=None, changes={"fat_g": 3.0})
    accept(proposal=a_figure(porridge), by=curator)
    porridge.refresh_from_db()
    assert (porridge.live.number, porridge.draft.fat_g, porridge.draft.protein_g) == (1, 3.0, 4.0)


def test_a_nutrient_of_a_retired_food_is_not_accepted(porridge, curator):
    retire(food=porridge, by=curator)
    with pytest.raises(NotPossibleError):
        accept(proposal=a_figure(porridge), by=curator, food=porridge)
    assert Proposal.objects.get().state == "open"


def test_nothing_is_decided_twice(porridge, curator):
    mend = a_name(porridge)
    decline(proposal=mend, by=curator)
    for decide in (accept, decline):
        with pytest.raises(NotOpenError):
            decide(proposal=mend, by=curator)
    assert not porridge.aliases.exists()


def test_what_cannot_be_carried_out_stays_open(porridge, curator):
    mend = a_name(None, kind="food")
    with pytest.raises(NoFoodError):
        accept(proposal=mend, by=curator)
    mend.refresh_from_db()
    assert mend.state == "open"


def test_the_command_tells_how_many_wait(porridge, capsys):
    add_up(Miss, {("zorble", "US", "not_found"): (3,)})
    call_command("propose_mends")
    assert capsys.readouterr().out == "open proposals: 1 (food 1)\n"
