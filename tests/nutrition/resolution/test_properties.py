"""What holds for every sentence."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nutrition.nutrients import KEYS, scaled
from nutrition.resolution.foods import Food, FoodTables
from nutrition.resolution.parse import parse
from nutrition.resolution.resolver import Analysis
from tests.nutrition.resolution.conftest import RealFoods

BOUNDED = settings(
    max_examples=50, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip

WORDS = (
    "a an half quarter dozen couple of and or to with without no in on x 0 1 2 7 100 ½ 1/2 1/0 1,5 1.000 -3 "
    "cup cups oz oz. g kg ml slice large can pack calorie kcal % rice egg eggs chicken toast milk butter "
    "coffee fried grilled raw breakfast for which weighing ready eat ( ) , . ; : ! - / & * + \n 🍎 é"
)
SENTENCES = st.lists(st.sampled_from(WORDS.split(" ")), max_size=16).map(" ".join)

PLAIN = (
    "apple banana orange milk butter honey rice bacon salmon broccoli carrot spinach almonds cheddar yogurt "
    "ham tofu hummus lentils pizza potato shrimp strawberry walnuts"
)
FOODS = st.sampled_from(PLAIN.split())
GRAMS = st.integers(1, 900)
LISTS = st.lists(st.tuples(FOODS, GRAMS), min_size=2, max_size=4, unique_by=lambda pair: pair[0])


LITANIES = st.lists(st.sampled_from(WORDS.split(" ")), min_size=1, max_size=3).map(
    lambda words: f"{' '.join(words)} " * 400
)


def substance(analysis: Analysis) -> list[object]:
    """All of an analysis but its milliseconds."""
    return [analysis.meal, analysis.items, analysis.unresolved, analysis.totals]


def listed(pairs: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{grams} g {food}" for food, grams in pairs)


@BOUNDED
@given(st.text(max_size=200) | SENTENCES | LITANIES)
def test_no_text_makes_the_parser_raise(text: str) -> None:
    parse(text)


@BOUNDED
@given(st.text(max_size=120) | SENTENCES)
def test_every_text_has_an_answer_with_sound_numbers(resolver: RealFoods, text: str) -> None:
    analysis = resolver.analyze(text)
    assert analysis.items or analysis.unresolved
    for item in analysis.items:
        one = item.measured
        assert math.isfinite(one.grams_high)
        assert 0 <= one.grams_low <= one.grams <= one.grams_high
        assert one.grams > 0
        assert 0 < item.score <= 1
        energy = item.nutrients["energy_kcal"]
        if energy is not None:
            assert item.energy_kcal_low is not None
            assert item.energy_kcal_high is not None
            assert item.energy_kcal_low <= energy + 1e-6
            assert energy <= item.energy_kcal_high + 1e-6


PATTERNS = [
    "rice ", "rice, ", "rice and ", "a,", "a ", "(", ")", "x", "9", "1/", "dozen ", "hundred ",
    "a couple of ", "no ", "100 g ", "1 cup ", "2-", "2 to ", "🍎", "! ", "\n", "%", "with ", "1 kcal ",
]  # fmt: skip
NESTING = ["½", "1 ", "2 x ", "half ", "half a ", "slice ", "can bar ", "of ", "no ", "quarter "]


@pytest.mark.parametrize("pattern", [*PATTERNS, *NESTING])
def test_five_thousand_characters_are_read_to_the_end(resolver: RealFoods, pattern: str) -> None:
    analysis = resolver.analyze((pattern * 5000)[:5000])
    assert analysis.items or analysis.unresolved


@BOUNDED
@given(SENTENCES)
def test_the_same_sentence_has_the_same_answer(resolver: RealFoods, text: str) -> None:
    assert substance(resolver.analyze(text)) == substance(resolver.analyze(text))


@BOUNDED
@given(SENTENCES)
def test_capital_letters_and_spaces_do_not_matter(resolver: RealFoods, text: str) -> None:
    plain = resolver.analyze(text)
    loud = resolver.analyze(f"  {text.upper().replace(' ', '   ')} ")
    assert [(item.food.id, item.measured.grams) for item in plain.items] == [
        (item.food.id, item.measured.grams) for item in loud.items
    ]


@BOUNDED
@given(LISTS, st.randoms(use_true_random=False))
def test_the_order_of_weighed_foods_does_not_matter(resolver: RealFoods, pairs: list, random) -> None:
    shuffled = random.sample(pairs, len(pairs))
    one, other = resolver.analyze(listed(pairs)), resolver.analyze(listed(shuffled))
    assert {item.food.id: item.measured.grams for item in one.items} == {
        item.food.id: item.measured.grams for item in other.items
    }
    for key in KEYS:
        assert one.totals.nutrients[key] == pytest.approx(other.totals.nutrients[key])


@BOUNDED
@given(LISTS)
def test_every_weighed_food_of_a_list_comes_out_with_its_grams(resolver: RealFoods, pairs: list) -> None:
    for text in (listed(pairs), listed(pairs).replace(", ", " and "), listed(pairs).replace(", ", "\n")):
        assert [item.measured.grams for item in resolver.analyze(text).items] == [
            grams for _, grams in pairs
        ], text


@BOUNDED
@given(st.lists(FOODS, min_size=2, max_size=4, unique=True))
def test_lines_are_separate_foods(resolver: RealFoods, foods: list[str]) -> None:
    alone = [resolver.analyze(food).items[0].food.id for food in foods]
    together = [item.food.id for item in resolver.analyze("\n".join(foods)).items]
    assert together == alone


@BOUNDED
@given(FOODS, GRAMS, st.integers(2, 9))
def test_n_times_the_grams_are_n_times_the_nutrients(
    resolver: RealFoods, food: str, grams: int, times: int
) -> None:
    (once,) = resolver.analyze(f"{grams} g {food}").items
    (more,) = resolver.analyze(f"{grams * times} g {food}").items
    assert once.food == more.food
    assert more.nutrients == pytest.approx(scaled(once.nutrients, times), nan_ok=False)


@BOUNDED
@given(FOODS, st.integers(1, 12), st.sampled_from(["cup", "tablespoon", "large", "slice", "serving", ""]))
def test_n_helpings_are_n_times_one(resolver: RealFoods, food: str, count: int, unit: str) -> None:
    one, more = resolver.analyze(f"1 {unit} {food}"), resolver.analyze(f"{count} {unit} {food}")
    assert more.items[0].measured.grams == pytest.approx(count * one.items[0].measured.grams)


@BOUNDED
@given(FOODS, GRAMS)
def test_unknown_stays_unknown(resolver: RealFoods, food: str, grams: int) -> None:
    (item,) = resolver.analyze(f"{grams} g {food}").items
    row = resolver.tables.rows_of_id[item.food.id]
    own = resolver.tables.nutrients_of(row)
    assert {key for key, value in own.items() if value is None} == {
        key for key, value in item.nutrients.items() if value is None
    }


def simple_base_foods(tables: FoodTables) -> list[Food]:
    return [food for food in tables.foods if food.is_base][::3]


def test_a_base_food_is_found_by_its_everyday_name(resolver: RealFoods) -> None:
    foods = simple_base_foods(resolver.tables)
    lost = [
        food.name
        for food in foods
        if [item.food.id for item in resolver.analyze(food.name).items] != [food.id]
    ]
    assert len(lost) <= len(foods) // 50, lost


def test_a_base_food_with_grams_is_found_with_its_grams(resolver: RealFoods) -> None:
    foods = simple_base_foods(resolver.tables)
    lost = []
    for food in foods:
        found = resolver.analyze(f"123 g {food.name.lower()}").items
        if [(item.food.id, round(item.measured.grams)) for item in found] != [(food.id, 123)]:
            lost.append((food.name, [(item.food.name, round(item.measured.grams)) for item in found]))
    assert len(lost) <= len(foods) // 50, lost


@pytest.mark.parametrize(
    "text",
    [
        "nothing",
        "I was not hungry", "skipped it", "no lunch today", "just a normal day", "see you later", "thanks!",
    ],
)  # fmt: skip
def test_talk_names_no_food(resolver: RealFoods, text: str) -> None:
    named = [item.food.name for item in resolver.analyze(text).items]
    assert named == []
