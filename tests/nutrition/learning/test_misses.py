"""What is kept of names that nothing matched, or nothing matched well."""

import pytest

from nutrition.counting import flush
from nutrition.learning.misses import record_misses
from nutrition.learning.models import Miss
from nutrition.learning.phrases import food_words


@pytest.mark.parametrize(
    ("phrase", "kept"),
    [
        ("3 cups of Blåbärssoppa", "blabarssoppa"),
        ("half a zorble", "zorble"),
        ("zorble   with\nsauce", "zorble with sauce"),
        ("200 g", ""),
        ("", ""),
        ("x" * 80, "x" * 80),
        ("x" * 81, ""),
        ("zorble ann@example.org", ""),
        ("call 020 7946 0958 zorble", ""),
        ("card 12345", ""),
        ("https://example.org/zorble", ""),
    ],
)
def test_food_words(phrase, kept):
    assert food_words(phrase) == kept


@pytest.mark.django_db
def test_a_phrase_counts_once_an_answer():
    record_misses(phrases=["zorble", "2 zorble", "quux"], region="US")
    record_misses(phrases=["zorble"], region="US")
    flush()
    record_misses(phrases=["zorble"], region="US")
    flush()
    assert dict(Miss.objects.values_list("phrase", "count")) == {"zorble": 3, "quux": 1}


@pytest.mark.django_db
def test_what_is_uncertain_is_counted_apart():
    record_misses(phrases=["zorble"], region="US")
    record_misses(phrases=["zorble"], region="US", kind=Miss.Kind.UNCERTAIN)
    flush()
    assert set(Miss.objects.values_list("kind", "count")) == {("not_found", 1), ("uncertain", 1)}


@pytest.mark.django_db
def test_one_text_cannot_fill_the_queue():
    record_misses(phrases=[f"zorble {number}" for number in range(100)], region="US")
    flush()
    assert Miss.objects.count() == 60


@pytest.mark.django_db
def test_nothing_is_written_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        record_misses(phrases=["12345", ""], region="US")
        flush()
