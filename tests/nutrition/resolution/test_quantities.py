"""Household measures -> grams, over made-up foods with known portions."""

import pytest

from nutrition.resolution.foods import Food
from nutrition.resolution.quantities import is_plausible
from tests.nutrition.resolution.pantry import eaten, food, grams, measured

PLUM = food("Plum", ("1 small", 40), ("1 medium", 60), ("1 large", 90), ("1 cup, sliced", 160), usual_g=60)
BREAD = food(
    "Bread", ("1 small or thin slice", 20), ("1 medium or regular slice", 30), ("1 large or thick slice", 45),
    ("1 loaf", 600), usual_g=60,
)  # fmt: skip
RICE = food("Rice", ("1 cup", 160), ("1 oz", 28.35), usual_g=120)
COLA = food("Cola", ("1 can (12 fl oz)", 370), ("1 bottle (20 fl oz)", 620), ("1 fl oz", 31), usual_g=370)
CRISPS = food("Crisps", ("1 small bag", 28), ("1 large bag", 85), ("1 crisp", 2), usual_g=28)
PIZZA = food("Pizza", ("1 piece", 110), ("1 small pizza", 300), ("1 large pizza", 900), usual_g=220)
EGG = food("Egg", ("1 egg", 50), usual_g=50)
BISCUIT = food("Weetabrick", ("2 biscuits", 38), usual_g=None, serving="2 biscuits", serving_g=38.0)
BACON = food("Bacon", ("1 medium slice", 8), usual_g=16)
OIL = food("Oil", ("1 tablespoon", 14), ("1 cup", 224), usual_g=14)
BUTTER = food(
    "Butter", ("1 tablespoon", 14), ("1 pat", 5), ("Guideline amount per slice of bread/roll", 7),
    ("Guideline amount per cup of hot cereal", 10), usual_g=14,
)  # fmt: skip
BARE = food("Fruitcake")

ONE_FOOD = [
    ("2 plums", PLUM, 120),
    ("a plum", PLUM, 60),
    ("plums", PLUM, 60),
    ("a small plum", PLUM, 40),
    ("3 large plums", PLUM, 270),
    ("2 big plums", PLUM, 180),
    ("half a large plum", PLUM, 45),
    ("1 cup sliced plum", PLUM, 160),
    ("a cup of plum", PLUM, 160),
    ("1 plum, small", PLUM, 40),
    ("a slice of bread", BREAD, 30),
    ("2 thick slices of bread", BREAD, 90),
    ("2 thin slices of bread", BREAD, 40),
    ("a piece of bread", BREAD, 30),
    ("a loaf of bread", BREAD, 600),
    ("half a loaf of bread", BREAD, 300),
    ("1 cup of rice", RICE, 160),
    ("1/2 cup rice", RICE, 80),
    ("100 ml rice", RICE, 67.6),
    ("3 tablespoons of rice", RICE, 30),
    ("2 oz rice", RICE, 56.7),
    ("200 g rice", RICE, 200),
    ("rice", RICE, 120),
    ("a serving of rice", RICE, 120),
    ("2 servings of rice", RICE, 240),
    ("a can of cola", COLA, 370),
    ("2 cans of cola", COLA, 740),
    ("a bottle of cola", COLA, 620),
    ("12 fl oz cola", COLA, 372),
    ("a 12 fl oz can of cola", COLA, 372),
    ("330 ml cola", COLA, 345.9),
    ("a bag of crisps", CRISPS, 28),
    ("a packet of crisps", CRISPS, 28),
    ("a large bag of crisps", CRISPS, 85),
    ("10 crisps", CRISPS, 20),
    ("2 slices of pizza", PIZZA, 220),
    ("a large pizza", PIZZA, 900),
    ("half a large pizza", PIZZA, 450),
    ("a quarter of a small pizza", PIZZA, 75),
    ("3 eggs", EGG, 150),
    ("a dozen eggs", EGG, 600),
    ("half an egg", EGG, 25),
    ("2 weetabricks", BISCUIT, 38),
    ("3 weetabricks", BISCUIT, 57),
    ("weetabrick", BISCUIT, 38),
    ("3 strips of bacon", BACON, 24),
    ("2 rashers of bacon", BACON, 16),
    ("2 slices of bacon", BACON, 16),
    ("1 tsp oil", OIL, 4.7),
    ("2 tbsp oil", OIL, 28),
    ("a pat of butter", BUTTER, 5),
    ("fruitcake", BARE, 100),
    ("50 g fruitcake", BARE, 50),
]


BUGS = {
    "1 plum, small": "an amount behind its food is not read",
    "3 strips of bacon": "the usual amount is two slices and is taken for one",
    "2 rashers of bacon": "the usual amount is two slices and is taken for one",
}


def case(text: str, what: Food, expected: float) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=BUGS[text])] if text in BUGS else []
    return pytest.param(text, what, expected, id=text, marks=marks)


@pytest.mark.parametrize(("text", "what", "expected"), [case(*row) for row in ONE_FOOD])
def test_grams(text: str, what: Food, expected: float) -> None:
    got = grams(text, what)
    assert got == pytest.approx(expected, rel=0.02)


A_LITTLE = [
    "a splash of milk",
    "a sip of milk",
    "a drop of milk",
    "a bite of milk",
    "a drizzle of milk",
]


@pytest.mark.parametrize("text", A_LITTLE)
def test_a_little_is_much_less_than_a_helping(text: str) -> None:
    milk = food("Milk", ("1 cup", 244), ("1 fl oz", 30.5), usual_g=244)
    little_g = grams(text, milk)
    assert little_g < 60


TWO_FOODS = [
    ("2 slices of bread with butter", 14),
    ("a slice of bread with butter", 7),
    ("a slice of bread and a pat of butter", 5),
    ("a slice of bread with 20 g butter", 20),
    ("a slice of bread, a plum, butter", 14),
    ("a plum with butter", 14),
]


@pytest.mark.parametrize(("text", "butter_g"), TWO_FOODS)
def test_what_goes_with_the_food_beside_it(text: str, butter_g: float) -> None:
    items = {item.food.name: item.measured.grams for item in eaten(text, BREAD, BUTTER, PLUM)}
    assert items["Butter"] == pytest.approx(butter_g)


def test_without_portions_a_guess_is_called_one() -> None:
    one = measured("fruitcake", BARE)
    assert one.basis == "guess"
    assert one.assumptions
    assert one.grams_high / one.grams_low > 3


def test_an_unknown_container_is_filled_and_that_is_said() -> None:
    one = measured("a jug of cola", COLA)
    assert one.grams == pytest.approx(1000 / 29.5735 * 31, rel=0.02)
    assert one.assumptions


def test_a_measure_that_the_food_lacks_is_said() -> None:
    assert measured("a stalk of plum", PLUM).assumptions


def test_a_size_that_was_not_said_widens_the_interval() -> None:
    one = measured("a plum", PLUM)
    assert (one.grams_low, one.grams_high) == (40, 90)
    assert one.assumptions
    assert measured("a medium plum", PLUM).assumptions == ()


@pytest.mark.parametrize(
    "text", ["1-2 cups of rice", "100-200 g rice", "2 to 4 cups of rice", "rice, 100 to 200 g"]
)
def test_a_range_lies_within_its_interval(text: str) -> None:
    one = measured(text, RICE)
    assert one.grams_low <= 2 / 3 * one.grams * 1.001
    assert one.grams_high >= 4 / 3 * one.grams * 0.999


def test_a_weighed_amount_is_surer_than_a_spooned_one_and_that_than_none() -> None:
    spreads = [measured(text, OIL) for text in ("14 g oil", "1 tablespoon oil", "oil")]
    widths = [one.grams_high / one.grams_low for one in spreads]
    assert widths == sorted(widths)
    assert len(set(widths)) == 3


def test_a_guideline_is_no_helping() -> None:
    assert (
        grams("butter", food("Butter", ("Guideline amount per slice of bread", 7), ("1 tablespoon", 14)))
        == 14
    )


def test_the_standard_serving_stands_in_for_a_usual_amount() -> None:
    assert grams("fruitcake", food("Fruitcake", ("1 crumb", 1), serving="1 slice", serving_g=43.0)) == 43


@pytest.mark.parametrize("amount", [0.0, -1.0, 20_001.0, float("nan"), float("inf")])
def test_nobody_eats_that(amount: float) -> None:
    assert not is_plausible(amount)


@pytest.mark.parametrize("amount", [0.1, 1.0, 5_000.0])
def test_somebody_eats_that(amount: float) -> None:
    assert is_plausible(amount)
