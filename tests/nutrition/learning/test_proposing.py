"""Mends are proposed from counts, kept up to date, and never applied."""

import pytest

from nutrition.counting import add_up
from nutrition.learning import proposing
from nutrition.learning.corrections import Change, record_correction
from nutrition.learning.deciding import decline
from nutrition.learning.models import Miss, Proposal
from nutrition.models import Alias, Food, Portion
from nutrition.resolution.descriptor import FoodDescriptor
from nutrition.services import add_alias
from nutrition.sources import kept
from nutrition.sources.found import Found, Kind
from nutrition.tasks import propose_mends_of_the_tables

pytestmark = pytest.mark.django_db


def missed(phrase: str, times: int, kind: str = "not_found") -> None:
    add_up(Miss, {(phrase, "US", kind): (times,)})


def propose() -> int:
    return proposing.propose_mends(progress=lambda what, done, total: None)


def chose(food: Food, phrase: str, people: int, first: int = 0) -> None:
    for person in range(first, first + people):
        record_correction(who=str(person), change=Change(phrase, "US", None, food.pk))


def weighed(food: Food, grams: list[float]) -> None:
    for person, amount in enumerate(grams):
        change = Change("a cup of porridge", "US", food.pk, food.pk, 200, amount)
        record_correction(who=str(person), change=change)


def test_a_variant_in_spelling_is_proposed_as_another_name(soup):
    missed("proccoli cheddar zoup", 3)
    assert propose() == 1
    mend = Proposal.objects.get()
    assert (mend.kind, mend.reason, mend.food, mend.evidence) == ("alias", "spelling", soup, 3)


def test_the_nearest_name_of_the_matcher_is_proposed(soup):
    missed("cheesy broccoli soup", 3)
    propose()
    mend = Proposal.objects.get()
    assert (mend.kind, mend.reason, mend.food) == ("alias", "near_name", soup)
    assert mend.score == mend.details["candidates"][0]["score"]


def test_a_new_food_is_proposed_where_none_is_near(porridge):
    missed("zorble", 4)
    propose()
    mend = Proposal.objects.get()
    assert (mend.kind, mend.food, mend.phrase, mend.evidence) == ("food", None, "zorble", 4)


def test_what_a_source_outside_said_of_the_name_is_shown_to_the_curator(porridge, settings):
    settings.OPEN_FOOD_FACTS_URL = "http://127.0.0.1:9"
    key = kept.answer_key(FoodDescriptor("zorble"), "open_food_facts")
    found = Found("Zorble bar", {}, "open_food_facts", "42", "", Kind.EXACT, 0.85, 60, 0.0)
    kept.write({key: (found, (), 60)})
    missed("zorble", 3)
    propose()
    said = {"source": "open_food_facts", "source_id": "42", "name": "Zorble bar", "is_estimate": False}
    assert Proposal.objects.get().details["outside"] == [said]


def test_what_was_missed_too_seldom_is_left_alone(porridge):
    missed("zorble", 2)
    assert propose() == 0


def test_nothing_is_applied(soup, porridge):
    missed("proccoli cheddar zoup", 30)
    weighed(porridge, [300] * 9)
    propose()
    assert not Alias.objects.exists()
    assert Portion.objects.get().grams == 200


def test_more_misses_raise_the_evidence_and_nothing_else(porridge):
    missed("zorble", 3)
    propose()
    missed("zorble", 5)
    assert propose() == 1
    assert Proposal.objects.get().evidence == 8


def test_what_did_not_change_is_not_looked_at_again(porridge):
    missed("zorble", 3)
    propose()
    seen: list[tuple[str, int]] = []
    proposing.propose_mends(progress=lambda what, done, total: seen.append((what, total)))
    assert seen == [("corrections", 0), ("misses", 0)]


def test_a_guess_goes_once_the_tables_understand_the_name(soup, muesli):
    missed("proccoli cheddar zoup", 3)
    propose()
    add_alias(food=muesli, text="proccoli cheddar zoup", region="US")
    assert propose() == 0


def test_a_food_that_was_declined_is_not_proposed_again(soup, curator):
    missed("proccoli cheddar zoup", 3)
    propose()
    decline(proposal=Proposal.objects.get(), by=curator)
    missed("proccoli cheddar zoup", 3)
    propose()
    assert Proposal.objects.get(state="open").kind == "food"


def test_a_food_that_enough_people_chose_is_proposed_before_any_guess(soup, muesli):
    missed("proccoli cheddar zoup", 9)
    chose(muesli, "proccoli cheddar zoup", people=2)
    propose()
    assert Proposal.objects.get().food == soup
    chose(muesli, "proccoli cheddar zoup", people=1, first=2)
    propose()
    mend = Proposal.objects.get()
    assert (mend.food, mend.reason, mend.evidence) == (muesli, "chosen", 3)


def test_how_many_chose_another_food_is_told(muesli, soup):
    chose(muesli, "gruel", people=4)
    chose(soup, "gruel", people=2, first=4)
    propose()
    assert Proposal.objects.get().details == {"instead_of": None, "chose_another": 2}


def test_a_measure_is_proposed_where_the_median_is_far_off(porridge):
    weighed(porridge, [240, 250, 250, 260, 900])
    propose()
    mend = Proposal.objects.get()
    assert (mend.kind, mend.food, mend.portion) == ("portion", porridge, "1 cup")
    assert mend.amount == pytest.approx(250, rel=0.025)


@pytest.mark.parametrize("grams", [[300] * 4, [210, 215, 220, 205, 190]])
def test_too_few_people_or_too_small_a_difference_propose_no_measure(porridge, grams):
    weighed(porridge, grams)
    assert propose() == 0


def test_a_nutrient_is_proposed_from_the_median(porridge):
    for person in range(5):
        change = Change("porridge", "US", porridge.pk, porridge.pk, nutrients={"protein_g": 4.0})
        record_correction(who=str(person), change=change)
    propose()
    mend = Proposal.objects.get()
    assert (mend.kind, mend.nutrient) == ("nutrient", "protein_g")
    assert mend.amount == pytest.approx(4.0, rel=0.025)


def test_interrupted_work_goes_on_where_it_stopped(porridge, monkeypatch):
    monkeypatch.setattr(proposing, "BATCH", 2)
    for number in range(5):
        missed(f"zorble{number}", 3)

    def stop(what: str, done: int, total: int) -> None:
        if (what, done) == ("misses", 2):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        proposing.propose_mends(progress=stop)
    assert Proposal.objects.count() == 2
    seen: list[tuple[int, int]] = []
    proposing.propose_mends(progress=lambda what, done, total: seen.append((done, total)))
    assert seen[1:] == [(0, 3), (2, 3), (3, 3)]
    assert Proposal.objects.count() == 5


def test_the_job_does_it(porridge):
    missed("zorble", 3)
    assert propose_mends_of_the_tables.delay().get() == 1
