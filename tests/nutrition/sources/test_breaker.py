"""A breaker opens after failures in a row, lets one probe through, and closes when that succeeds."""

import pytest

from nutrition.sources.breaker import Breaker


@pytest.fixture
def breaker(clock):
    return Breaker(failures=2, open_s=60, clock=clock)


def test_it_opens_after_so_many_failures_in_a_row(breaker):
    breaker.failed()
    assert breaker.admits()
    breaker.failed()
    assert not breaker.admits()


def test_a_success_between_starts_the_count_anew(breaker):
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.admits()


def test_one_probe_is_let_through_after_a_while(breaker, clock):
    breaker.failed()
    breaker.failed()
    clock.seconds += 60
    assert breaker.admits()
    assert not breaker.admits()


def test_a_probe_that_succeeds_closes_it(breaker, clock):
    breaker.failed()
    breaker.failed()
    clock.seconds += 60
    assert breaker.admits()
    breaker.succeeded()
    assert breaker.admits()
    assert breaker.admits()


def test_a_probe_that_fails_opens_it_again(breaker, clock):
    breaker.failed()
    breaker.failed()
    clock.seconds += 60
    assert breaker.admits()
    breaker.failed()
    assert not breaker.admits()
    clock.seconds += 60
    assert breaker.admits()


def test_a_probe_that_is_not_made_leaves_the_place_to_another(breaker, clock):
    breaker.failed()
    breaker.failed()
    clock.seconds += 60
    assert breaker.admits()
    breaker.withdraw()
    assert breaker.admits()


def test_a_source_can_ask_for_a_longer_rest(breaker, clock):
    breaker.failed(hold_s=300)
    clock.seconds += 299
    assert not breaker.admits()
    clock.seconds += 1
    assert breaker.admits()
