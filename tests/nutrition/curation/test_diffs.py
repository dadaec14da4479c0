"""What differs between two revisions, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.curation import diffs, workflow
from nutrition.curation.diffs import between_revisions
from nutrition.models import Category, FoodRevision
from nutrition.nutrients import KEYS

pytestmark = pytest.mark.django_db


def draft(rice, by, figures_from="", **changes):
    return workflow.save_draft(
        food=rice, base=rice.live, by=by, changes=changes, figures_from=figures_from
    )  # fmt: skip


def told(rice, by, **changes):
    return [str(one) for one in between_revisions(rice.live, draft(rice, by, **changes))]


def test_a_changed_figure_is_told_with_unit_percent_and_source(rice, dora):
    assert told(rice, dora, energy_kcal=123.0, figures_from="own analysis") == [
        "Energy 130 → 123 kcal (−5 %), source: curator, own analysis"
    ]


def test_a_figure_that_nobody_knew_has_no_percent(rice, dora):
    assert told(rice, dora, fat_g=0.3) == ["Fat unknown → 0.3 g, source: curator"]


def test_a_figure_that_is_known_no_more_says_so(rice, dora):
    assert told(rice, dora, protein_g=None) == ["Protein 2.7 g → unknown"]


def test_a_category_is_told_by_name(rice, dora):
    Category.objects.create(slug="cereals", name="Cereals")
    assert told(rice, dora, category_id="cereals") == ["Category Grains → Cereals"]


def test_other_fields_have_their_words(rice, dora):
    changes = {"serving_g": 158.0, "is_base": True, "nutriscore_class": "red_meat", "allergens": ["soy"]}
    assert told(rice, dora, **changes) == [
        "Most eaten food no → yes",
        "Serving unknown → 158 g",
        "Nutri-Score class none → red meat",
        "Allergens none → soy",
    ]


def test_the_same_figure_from_another_source_differs(rice):
    other = FoodRevision(
        category_id="grains", name="Rice, boiled", source="fndds", source_id="56205000",
        release="2021-2023", energy_kcal=130.0, protein_g=2.7, provenance={"energy_kcal": ["sr28", ""]},
    )  # fmt: skip
    (one,) = between_revisions(rice.live, other)
    assert str(one) == "Energy 130 kcal, source: FNDDS, 2021-2023 → SR28"
    assert one.percent == 0


def test_a_first_revision_differs_from_nothing(rice):
    fields = [one.field for one in between_revisions(None, rice.live)]
    assert fields == ["name", "category_id", "source", "source_id", "release", "energy_kcal", "protein_g"]


def test_with_what_stayed_every_field_is_there(rice):
    assert len(between_revisions(rice.live, rice.live, with_same=True)) == 16 + len(KEYS)


def test_what_changed_meanwhile_can_be_told(rice):
    (one,) = diffs.of_changes({"sodium_mg": (0.0, 12.5)})
    assert str(one) == "Sodium 0 → 12.5 mg"


@pytest.mark.parametrize(
    ("percent", "text"), [(-5.38, "−5 %"), (0.4, "+0.4 %"), (0.0, "0 %"), (12345.6, "+12,346 %")]
)
def test_a_percentage_has_its_sign(percent, text):
    assert diffs.signed_percent(percent) == text


@given(st.floats(min_value=0, max_value=1e6, allow_subnormal=False))
def test_a_number_is_written_as_it_is(value):
    text = diffs.number(value)
    assert "e" not in text
    assert float(text.replace(",", "")) == pytest.approx(value, rel=1e-6, abs=1e-10)
