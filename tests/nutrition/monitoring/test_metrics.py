"""`/metrics`: who may read it, and what it says."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from nutrition.counting import flush
from nutrition.learning.models import Proposal
from nutrition.monitoring.recording import record_call, record_resolution

pytestmark = pytest.mark.django_db
TOKEN = "let me in"


@pytest.fixture
def read(client, settings):
    """Read the metrics as Prometheus does: (name, labels by their names) -> value."""
    settings.METRICS_TOKEN = TOKEN

    def scrape():
        flush()
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        families = text_string_to_metric_families(answer.content.decode())
        samples = [sample for family in families for sample in family.samples]
        return {
            (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
            for sample in samples
        }

    return scrape


@pytest.mark.parametrize("said", ["", "Bearer ", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x"])
def test_nobody_else_reads_them(client, settings, said):
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/metrics", headers={"Authorization": said})
    assert (answer.status_code, b"platewise" in answer.content) == (401, False)


def test_without_a_token_none_is_borne(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 401


@pytest.mark.parametrize(("is_staff", "code"), [(True, 200), (False, 401)])
def test_of_those_logged_in_staff_reads_them(client, make_user, is_staff, code):
    client.force_login(make_user("dora@example.org", is_staff=is_staff))
    assert client.get("/metrics").status_code == code


def test_nothing_is_written_to_them(client):
    assert client.post("/metrics").status_code == 405


def test_resolutions_are_counted_by_source(read):
    for _ in range(3):
        record_resolution(source="usda_fdc", cached=True, confidence=0.9)
    assert read()["platewise_resolutions_total", "hit", "likely", "usda_fdc", "outside"] == 3


def test_times_are_a_histogram_by_layer(read):
    for seconds in (0.0005, 0.0015, 99.0):
        record_call(layer="total", seconds=seconds, usd=0.005)
    found = read()
    assert found["platewise_layer_seconds_bucket", "total", "0.0005"] == 1
    assert found["platewise_layer_seconds_bucket", "total", "0.002"] == 2
    assert found["platewise_layer_seconds_bucket", "total", "+Inf"] == 3
    assert found["platewise_layer_seconds_sum", "total"] == pytest.approx(99.002)
    assert found["platewise_layer_cost_usd_total", "total"] == pytest.approx(0.015)


def test_proposals_that_wait_are_counted(read):
    Proposal.objects.create(kind="food", reason="nothing_near", phrase="zorble", evidence=3)
    found = read()
    assert found["platewise_open_proposals", "food"] == 1
    assert found["platewise_open_proposals", "alias"] == 0


def test_the_share_of_the_last_resort_is_told_once_there_are_a_hundred(read):
    assert not any(name == "platewise_last_resort_share" for name, *_ in read())
