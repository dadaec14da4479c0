"""What a resolution and a call leave behind."""

import pytest

from nutrition.counting import flush
from nutrition.monitoring.models import LayerCount, ResolutionCount
from nutrition.monitoring.recording import record_call, record_lookup, record_resolution, timed
from nutrition.monitoring.tables import BUCKETS_US, OVER_US
from nutrition.sources.found import Found, Kind
from tests.meals.factories import make_food

pytestmark = pytest.mark.django_db


def found(source: str, kind: Kind, food_id: int | None = None) -> Found:
    return Found("Zorble", {}, source, "1", "", kind, 0.7, 60, 0.0, food_id=food_id)


def rows() -> set[tuple[str, str, str, str, int]]:
    flush()
    return set(ResolutionCount.objects.values_list("source", "step", "cache", "confidence", "count"))


def analyze(api, text):
    assert api.post("/api/v1/analyze/text", {"text": text}).status_code == 200


def test_a_sentence_is_counted_by_how_each_of_its_foods_was_found(api, own_catalog):
    make_food("Rice, boiled", description="Rice, white, boiled")
    analyze(api, "boiled rice; ricce; xyzzy")
    found_by = {(source, step, count) for source, step, _, _, count in rows()}
    assert found_by == {("catalog", "own_name", 1), ("catalog", "other_name", 1), ("none", "none", 1)}


def test_a_request_is_timed_as_a_whole_and_by_its_layer(api, own_catalog):
    analyze(api, "xyzzy")
    flush()
    times = dict(LayerCount.objects.values_list("layer", "microseconds"))
    assert times.keys() == {"total", "catalog"}
    assert times["total"] > times["catalog"] > 0


def test_what_is_asked_in_the_terminal_is_not_counted(own_catalog):
    from nutrition.analyze import analyze_text

    analyze_text(text="xyzzy", region="US")
    assert rows() == set()


@pytest.mark.parametrize(
    ("answer", "row"),
    [
        (found("usda_fdc", Kind.EXACT), ("usda_fdc", "outside", "miss", "possible", 1)),
        (found("estimate", Kind.ESTIMATE), ("estimate", "last_resort", "miss", "possible", 1)),
        (found("fndds", Kind.DECOMPOSED), ("decompose", "composed", "miss", "possible", 1)),
        (found("fndds", Kind.FUZZY, food_id=1), ("catalog", "near_name", "miss", "possible", 1)),
        (None, ("none", "none", "miss", "", 1)),
    ],
)
def test_a_phrase_looked_up_is_counted_by_what_it_came_to(answer, row):
    record_lookup(answer, is_cached=False)
    assert rows() == {row}


def test_a_kept_estimate_is_still_the_last_resort():
    record_lookup(found("estimate", Kind.ESTIMATE), is_cached=True)
    assert rows() == {("estimate", "last_resort", "hit", "possible", 1)}


def test_a_source_that_is_in_no_table_does_not_make_a_label_of_its_own():
    record_resolution(source="robert'); DROP TABLE", confidence=0.9)
    record_call(layer="zorble", seconds=0.1)
    assert rows() == {("other", "outside", "unasked", "likely", 1)}
    assert LayerCount.objects.get().layer == "other"


@pytest.mark.parametrize(
    ("seconds", "bucket"), [(0, BUCKETS_US[0]), (1e-4, 100), (1.01e-4, 250), (10, 10_000_000), (999, OVER_US)]
)
def test_a_time_is_counted_in_the_bucket_that_it_fits(seconds, bucket):
    record_call(layer="total", seconds=seconds)
    flush()
    assert LayerCount.objects.get().at_most_us == bucket


def test_costs_add_up_without_rounding_away():
    for _ in range(1000):
        record_call(layer="edamam", seconds=0.2, usd=0.00014)
    flush()
    assert LayerCount.objects.get().microdollars == 140_000


def test_a_call_that_fails_is_timed_too():
    with pytest.raises(OSError, match="gone"), timed("edamam", usd=0.5):
        raise OSError("gone")
    flush()
    assert LayerCount.objects.get().microdollars == 500_000
