"""A dish that no table has is taken apart; one that a table has keeps its answer."""

import pytest

from nutrition.recipes.templates import roles_of, template_at_end
from nutrition.resolution.resolver import ResolvedFood
from nutrition.resolution.text import name_stems
from tests.nutrition.resolution.conftest import RealFoods


def parts(text: str, resolver: RealFoods) -> dict[str, ResolvedFood]:
    return {item.food.name: item for item in resolver.analyze(text).items}


def is_part(item: ResolvedFood) -> bool:
    return item.path[0].startswith("decomposed:")


def test_what_was_named_and_what_makes_the_dish_come_out(resolver: RealFoods) -> None:
    found = parts("turkey and cheese wrap", resolver)
    assert set(found) == {"Turkey", "Cheese", "Flour tortilla"}
    assert all(item.path[0] == "decomposed:wrap" for item in found.values())


def test_a_part_is_less_sure_and_its_amount_says_that_it_is_typical(resolver: RealFoods) -> None:
    turkey = parts("turkey and cheese wrap", resolver)["Turkey"]
    assert turkey.score == pytest.approx(0.85)
    assert turkey.measured.grams_low < turkey.measured.grams < turkey.measured.grams_high
    assert "typical amount in a wrap" in turkey.assumptions


def test_a_known_dish_keeps_its_answer(resolver: RealFoods) -> None:
    for text in ("chicken caesar salad with ranch", "ham and cheese sandwich", "beef stew", "tuna wrap"):
        assert not any(is_part(item) for item in resolver.analyze(text).items), text


def test_words_that_only_a_known_dish_explains_keep_it_whole(resolver: RealFoods) -> None:
    found = parts("seitan cobb salad", resolver)
    assert "Cobb salad" in found
    assert len(found) == 2


def test_a_weight_is_that_of_the_whole_dish(resolver: RealFoods) -> None:
    items = resolver.analyze("300 g of turkey and cheese wrap").items
    assert sum(item.measured.grams for item in items) == pytest.approx(300)


def test_two_dishes_are_twice_the_parts(resolver: RealFoods) -> None:
    one, two = parts("turkey and cheese wrap", resolver), parts("2 turkey and cheese wraps", resolver)
    for name, item in one.items():
        assert two[name].measured.grams == pytest.approx(2 * item.measured.grams)


def test_a_soup_fills_its_bowl(resolver: RealFoods) -> None:
    items = resolver.analyze("a bowl of lentil and kale soup").items
    assert sum(item.measured.grams for item in items) == pytest.approx(245)


def test_of_a_role_that_parts_share_more_goes_to_what_one_eats_more_of(resolver: RealFoods) -> None:
    found = parts("rocket and beetroot salad", resolver)
    assert found["Arugula"].measured.grams < found["Beets, cooked"].measured.grams


def test_what_stands_beside_may_be_the_base(resolver: RealFoods) -> None:
    names = set(parts("falafel bowl with hummus and quinoa", resolver))
    assert names == {"Falafel", "Hummus", "Quinoa, cooked"}


def test_a_series_that_is_one_known_dish_is_not_counted_twice(resolver: RealFoods) -> None:
    assert list(parts("grandma's beef and barley soup", resolver)) == ["Beef barley soup"]


@pytest.mark.parametrize(
    "text", ["yogurt, an apple and a tuna wrap", "coffee and egg sandwich", "taco from Taco Bell", "soup"]
)
def test_foods_beside_a_dish_are_no_parts_of_it(text: str, resolver: RealFoods) -> None:
    assert not any(is_part(item) for item in resolver.analyze(text).items)


def test_the_longest_name_of_a_kind_of_dish_counts() -> None:
    found = template_at_end(name_stems("tofu stir-fry"))
    assert found is not None
    assert (found[0].slug, found[1]) == ("stir_fry", 2)
    assert template_at_end(["tofu"]) is None


def test_a_food_s_roles_are_those_of_the_nearest_category() -> None:
    assert roles_of("vegetables/potatoes/fries")[0] == "starch"
    assert roles_of("vegetables/squash") == ("vegetable",)
    assert roles_of("sweets/candy") == ()
