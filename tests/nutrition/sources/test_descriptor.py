"""A descriptor holds what was identified, and refuses by name what is none."""

import pytest

from nutrition.resolution.descriptor import FoodDescriptor


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 201),
        ("quantity", 0.0),
        ("grams", -1.0),
        ("grams", float("nan")),
        ("confidence", 1.1),
        ("gtin", "12 34"),
        ("gtin", "../12345678"),
        ("gtin", "1" * 15),
    ],
)
def test_what_is_no_descriptor_is_refused_by_name(field, value):
    with pytest.raises(ValueError, match=f"^{field}: "):
        FoodDescriptor(**{"name": "granola", field: value})
