"""Two foods that are one, and one that is two."""

import pytest

from nutrition import catalog, services
from nutrition.curation.merging import merge_foods, split_food, undo_merge
from nutrition.curation.workflow import NotPossibleError
from nutrition.models import Food
from nutrition.recipes.models import DishRecipe
from tests.meals.factories import make_food

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(rice: Food) -> Food:
    """The same rice once more, with a name and a measure of its own."""
    food = make_food("White rice, cooked", energy_kcal=129.0)
    services.add_alias(food=food, text="plain rice")
    services.set_portion(food=food, label="1 bowl", grams=250.0)
    return food


def stands_for(food: Food) -> int | None:
    known = catalog.latest().food(food.pk)
    return None if known is None else known.id


def found(text: str) -> int:
    (item,) = catalog.latest().resolver.analyze(text).items
    assert item.food
    return item.food.id


def test_a_merged_foods_id_and_names_lead_to_the_other(rice, twin, dora):
    merge_foods(kept=rice, gone=twin, by=dora)
    assert stands_for(twin) == rice.pk
    assert found("plain rice") == found("white rice, cooked") == rice.pk
    assert rice.portions.get(label="1 bowl").grams == 250.0


def test_the_revisions_that_diaries_cite_stay(rice, twin, dora):
    merge_foods(kept=rice, gone=twin, by=dora)
    twin.refresh_from_db()
    assert (twin.live.energy_kcal, twin.merged_into) == (129.0, rice)


def test_a_food_cannot_be_merged_into_itself(rice, dora):
    with pytest.raises(NotPossibleError, match="itself"):
        merge_foods(kept=rice, gone=rice, by=dora)


def test_foods_cannot_be_merged_in_a_circle(rice, twin, dora):
    merge_foods(kept=rice, gone=twin, by=dora)
    with pytest.raises(NotPossibleError, match="merged into"):
        merge_foods(kept=twin, gone=rice, by=dora)


def test_a_merge_can_be_undone(rice, twin, dora):
    merge_foods(kept=rice, gone=twin, by=dora)
    undo_merge(food=twin, by=dora)
    assert stands_for(twin) == twin.pk
    assert found("plain rice") == twin.pk
    assert not rice.aliases.filter(active=True).exists()


def test_a_split_food_begins_with_the_figures_and_takes_its_names(rice, dora):
    alias = services.add_alias(food=rice, text="basmati")
    new = split_food(food=rice, name="Basmati rice, boiled", by=dora, aliases=[alias.pk])
    assert new.live.name == "Basmati rice, boiled"
    assert stands_for(new) == new.pk
    assert found("basmati") == new.pk
    assert new.live.energy_kcal == 130.0


def test_a_split_food_needs_a_name_of_its_own(rice, dora):
    with pytest.raises(NotPossibleError):
        split_food(food=rice, name="rice, Boiled", by=dora)


def test_a_merge_that_was_undone_gives_everything_again(rice, twin, dora):
    merge_foods(kept=rice, gone=twin, by=dora)
    undo_merge(food=twin, by=dora)
    merge_foods(kept=rice, gone=Food.objects.get(pk=twin.pk), by=dora)
    assert found("plain rice") == found("white rice, cooked") == rice.pk
    assert rice.portions.get(label="1 bowl").active


def test_a_name_that_a_curator_took_away_is_not_given_again(rice, twin, dora):
    services.remove_alias(alias=services.add_alias(food=rice, text="Plain rice"))
    merge_foods(kept=rice, gone=twin, by=dora)
    assert not rice.aliases.get(text="Plain rice").active


def test_the_measures_of_a_split_food_stay_its_own_when_a_merge_is_undone(rice, dora):
    services.set_portion(food=rice, label="1 cup", grams=158.0)
    new = split_food(food=rice, name="Red rice", by=dora)
    assert new.portions.get().source == "curator"
    merge_foods(kept=new, gone=rice, by=dora)
    undo_merge(food=rice, by=dora)
    assert new.portions.get().active


def test_what_a_dish_is_made_of_is_not_merged_into_it(rice, twin, dora):
    dish = DishRecipe.objects.create(food=rice, source="test")
    dish.ingredients.create(food=twin, name="Rice", grams=100.0, sequence=1)
    with pytest.raises(NotPossibleError, match="is made of"):
        merge_foods(kept=rice, gone=twin, by=dora)
