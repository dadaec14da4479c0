"""How the tables in memory follow the database."""

import threading

import pytest

from nutrition import catalog, services
from nutrition.models import CatalogChange, Food, FoodRevision
from tests.meals.factories import make_food
from tests.nutrition.curating import revise_food

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_catalog")]


@pytest.fixture
def rice(db: None) -> Food:
    return make_food("Rice, boiled", energy_kcal=130.0)


@pytest.fixture
def tea(db: None) -> Food:
    return make_food("Tea", energy_kcal=1.0)


def energy_of(text: str) -> float | None:
    return catalog.current().resolver.analyze(text).totals.nutrients["energy_kcal"]


def names_of(text: str) -> list[str]:
    return [item.food.name for item in catalog.current().resolver.analyze(text).items]


def test_a_curators_figure_counts_at_once(rice):
    assert energy_of("100 g boiled rice") == 130.0
    revise_food(food=rice, by=None, energy_kcal=123.0)
    assert energy_of("100 g boiled rice") == 123.0


def test_another_catalog_follows_within_the_check(rice, monkeypatch):
    """Two processes are two catalogs; the second looks when its time has come."""
    theirs = catalog.current()
    catalog.forget()
    ours = catalog.current()
    assert theirs is not ours
    revise_food(food=rice, by=None, energy_kcal=123.0)
    assert catalog.current().resolver.analyze("100 g boiled rice").totals.nutrients["energy_kcal"] == 123.0

    monkeypatch.setattr(catalog, "_current", theirs)
    monkeypatch.setattr(catalog, "CHECK_SECONDS", 1e9)
    assert energy_of("100 g boiled rice") == 130.0
    monkeypatch.setattr(catalog, "CHECK_SECONDS", -1.0)
    assert energy_of("100 g boiled rice") == 123.0


def test_a_food_that_another_process_made_is_known_when_it_is_asked_for(rice, monkeypatch):
    monkeypatch.setattr(catalog, "CHECK_SECONDS", 1e9)
    catalog.current()
    made = make_food("Millet")
    CatalogChange.objects.create(food=made)
    assert catalog.current().food(made.pk) is None
    assert catalog.knowing(made.pk).food(made.pk)


def test_only_the_changed_food_is_touched(rice, tea):
    before = catalog.current()
    kept = before.food(tea.pk)
    revise_food(food=rice, by=None, name="Rice, steamed")
    after = catalog.current()
    assert after is before
    assert after.food(tea.pk) is kept
    assert names_of("100 g steamed rice") == ["Rice, steamed"]


def test_a_renamed_food_loses_its_old_name(rice):
    assert names_of("100 g boiled rice") == ["Rice, boiled"]
    revise_food(food=rice, by=None, name="Amaranth")
    assert names_of("100 g boiled rice") == []
    assert names_of("100 g amaranth") == ["Amaranth"]


def test_aliases_come_and_go(rice):
    assert names_of("100 g zorble") == []
    alias = services.add_alias(food=rice, text="zorble")
    assert names_of("100 g zorble") == ["Rice, boiled"]
    services.remove_alias(alias=alias)
    assert names_of("100 g zorble") == []


def test_a_portion_counts_at_once(rice):
    services.set_portion(food=rice, label="1 cup", grams=158.0)
    assert catalog.current().resolver.analyze("2 cups boiled rice").totals.grams == pytest.approx(316.0)


def test_a_new_food_is_found(rice):
    catalog.current()
    food = make_food("Zorble pie")
    services.announce(foods=[food.pk])
    assert names_of("100 g zorble pie") == ["Zorble pie"]


def test_a_retired_food_is_found_no_more(rice):
    catalog.current()
    revise_food(food=rice, by=None, state=FoodRevision.State.RETIRED)
    assert names_of("100 g boiled rice") == []
    assert catalog.current().food(rice.pk) is None


def test_the_id_of_a_merged_food_leads_to_the_last_successor(rice, tea):
    middle = make_food("Cooked rice")
    for food, successor in ((tea, middle), (middle, rice)):
        Food.objects.filter(pk=food.pk).update(merged_into=successor)
    services.announce(foods=[tea.pk, middle.pk])
    current = catalog.current()
    assert current.food(tea.pk) is current.food(middle.pk) is current.food(rice.pk)
    assert names_of("100 g tea") == []


def test_merges_in_a_circle_end(rice, tea):
    Food.objects.filter(pk=rice.pk).update(merged_into=tea)
    Food.objects.filter(pk=tea.pk).update(merged_into=rice)
    assert catalog.current().food(rice.pk) is None


def test_many_changes_build_anew(rice, tea, monkeypatch):
    monkeypatch.setattr(catalog, "REBUILD_ABOVE", 1)
    before = catalog.current()
    services.announce(foods=[rice.pk])
    assert catalog.current() is before
    services.announce(foods=[rice.pk, tea.pk])
    assert catalog.current() is not before


def test_many_changes_of_few_foods_are_all_seen(rice, tea, monkeypatch):
    monkeypatch.setattr(catalog, "REBUILD_ABOVE", 2)
    catalog.current()
    for _ in range(5):
        services.announce(foods=[rice.pk])
    revise_food(food=tea, by=None, energy_kcal=7.0)
    assert energy_of("100 g tea") == 7.0


def test_a_change_of_no_food_changes_the_version(rice):
    before = catalog.current().version
    services.announce_all()
    assert catalog.current().version == CatalogChange.objects.latest("id").pk > before


def test_a_restored_database_builds_anew(rice):
    services.announce(foods=[rice.pk])
    before = catalog.current()
    CatalogChange.objects.all().delete()
    assert catalog.current() is not before


def test_nobody_patches_a_catalog_in_use(rice):
    arrived, done = threading.Event(), threading.Event()

    def use_it_too() -> None:
        arrived.set()
        with catalog._lock:
            done.set()

    other = threading.Thread(target=use_it_too)
    with catalog.in_use():
        other.start()
        arrived.wait(5)
        assert not done.wait(0.05)
    assert done.wait(5)
    other.join()
