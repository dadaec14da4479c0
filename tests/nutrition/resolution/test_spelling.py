"""Slips of the fingers, and words that are none."""

from collections import Counter

import pytest

from nutrition.resolution.spelling import Speller
from tests.nutrition.resolution.conftest import RealFoods

WORDS = (
    "almond apple avocado bacon banana batter beef broccoli butt butter caffe caesar cashew cheese chicken "
    "chocolate coffee cucumber ham hamburger lager lettuce mackerel mozzarella mustard oat pear peanut "
    "potato rice salmon sandwich sausage spaghetti strawberry toast tomato tuna vinegar whale yogurt zucchini"
)
SPELLER = Speller(Counter(WORDS.split()))

SLIPS = [
    ("chiken", "chicken"),
    ("chikcen", "chicken"),
    ("chickenn", "chicken"),
    ("cheeze", "cheese"),
    ("samon", "salmon"),
    ("sandwhich", "sandwich"),
    ("sandwitch", "sandwich"),
    ("choclate", "chocolate"),
    ("chocolatte", "chocolate"),
    ("strawbery", "strawberry"),
    ("stawberry", "strawberry"),
    ("mozarella", "mozzarella"),
    ("mozzerela", "mozzarella"),
    ("spagheti", "spaghetti"),
    ("brocoli", "broccoli"),
    ("lettice", "lettuce"),
    ("cucmber", "cucumber"),
    ("saussage", "sausage"),
    ("musterd", "mustard"),
    ("penut", "peanut"),
    ("cofee", "coffee"),
    ("potatoe", "potato"),
    ("yogart", "yogurt"),
    ("hambruger", "hamburger"),
]


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
def test_a_slip_is_put_right(typed: str, meant: str) -> None:
    assert SPELLER.correct(typed) == meant


@pytest.mark.parametrize(("typed", "meant"), [("coffe", "coffee"), ("buttr", "butter")])
def test_of_two_words_as_near_the_common_one_is_meant(typed: str, meant: str) -> None:
    speller = Speller({"caffe": 2, "coffee": 90, "butt": 3, "butter": 120})
    assert speller.correct(typed) == meant


@pytest.mark.parametrize("word", WORDS.split())
def test_a_known_word_is_left_alone(word: str) -> None:
    assert SPELLER.correct(word) is None


@pytest.mark.parametrize(
    "word", ["hat", "peat", "tuba", "xyzzy", "qwerty", "chchchch", "", "12345", "b2b2b", "a" * 5000]
)
def test_short_strange_and_long_words_are_left_alone(word: str) -> None:
    assert SPELLER.correct(word) is None


def test_the_first_letter_is_trusted() -> None:
    assert SPELLER.correct("shicken") is None


def test_two_slips_are_forgiven_in_a_long_word_only() -> None:
    assert SPELLER.correct("strwabrry") == "strawberry"
    assert SPELLER.correct("chciekn") is None


def test_words_can_be_added() -> None:
    speller = Speller({})
    assert speller.correct("quinona") is None
    speller.add("quinoa")
    assert speller.correct("quinona") == "quinoa"


ORDINARY = "grande couch money price train plane waiter shared better paleo hunger april"


@pytest.mark.xfail(strict=True, reason="only the food tables' words are known")
@pytest.mark.parametrize("word", ORDINARY.split())
def test_ordinary_words_are_no_misspelt_foods(word: str, resolver: RealFoods) -> None:
    read_as = resolver.speller.correct(word)
    assert read_as is None


SHORT = "words of four letters are not looked at"
MISSPELT = [
    ("2 egss", "egg", SHORT),
    ("tost", "toast", ""),
    ("a slice of piza", "pizza", SHORT),
    ("avacado tost", "toast", ""),
    ("peperoni piza", "pizza", SHORT),
    ("1 cup of coffe", "coffee", ""),
    ("toast with buttr", "butter", ""),
    ("chiken brest", "chicken breast", ""),
    ("bluberries", "blueberry", ""),
    ("scrambeled eggs", "scrambled eggs", ""),
    ("graet nothern beans", "beans", ""),
    ("greek yougurt", "greek yogurt", ""),
    ("caulifower", "cauliflower", ""),
    ("turky sandwhich", "turkey sandwich", ""),
    ("strawbery jam", "jam", ""),
    ("cheddar chese", "cheddar", ""),
]


def misspelt(typed: str, meant: str, bug: str) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=bug)] if bug else []
    return pytest.param(typed, meant, marks=marks)


@pytest.mark.parametrize(("typed", "meant"), [misspelt(*row) for row in MISSPELT])
def test_a_misspelt_food_is_found(typed: str, meant: str, resolver: RealFoods) -> None:
    names = " ".join(item.food.name.lower() for item in resolver.analyze(typed).items)
    assert meant in names


def test_what_was_put_right_is_said(resolver: RealFoods) -> None:
    (item,) = resolver.analyze("chiken").items
    assert "chiken read as chicken" in item.assumptions
    assert item.path[0] == "spelling"
