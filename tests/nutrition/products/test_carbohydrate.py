"""What a label calls carbohydrate, by where it is sold."""

import pytest

from nutrition.products.carbohydrate import basis

FRENCH, AMERICAN, CANADIAN, CHINESE = 3017620422003, 36000291452, 7540000000006, 6901234567892


@pytest.mark.parametrize(
    ("countries", "gtin", "expected"),
    [
        ("en:united-states", FRENCH, ("total", "country")),
        ("en:canada,en:united-states", FRENCH, ("total", "country")),
        ("en:france,en:germany", AMERICAN, ("available", "country")),
        ("en:france,en:united-states", FRENCH, ("available", "number")),
        ("en:france,en:united-states", AMERICAN, ("total", "number")),
        ("", AMERICAN, ("total", "number")),
        ("en:world", CANADIAN, ("total", "number")),
        ("en:china", CHINESE, ("available", "default")),
        ("", 96385074, ("available", "default")),
    ],
)
def test_the_countries_tell_else_the_number_else_the_source(countries, gtin, expected):
    assert basis(countries, gtin) == expected
