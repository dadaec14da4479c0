"""What was counted, for Prometheus: read from the stored counts, so that any process tells of all of them.

So there is nothing to set up for several workers, and a restart resets no counter. The labels are bounded by
the tables of monitoring. What was counted in the last seconds is not in it yet.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, Sum
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from nutrition.learning.models import Proposal
from nutrition.monitoring import latest
from nutrition.monitoring.models import LayerCount, ResolutionCount
from nutrition.monitoring.recording import MICRO
from nutrition.monitoring.tables import BUCKETS_US, OVER_US

_LABELS = ("source", "step", "cache", "confidence")


class CountsCollector(Collector):
    """The stored counts as metrics."""

    def collect(self) -> Iterator[Metric]:
        """The metrics as of now."""
        yield _resolutions()
        yield from _calls()
        yield _latest()
        yield _open_proposals()


def _resolutions() -> Metric:
    metric = CounterMetricFamily(
        "platewise_resolutions", "Names of foods that came to a source this way.", labels=_LABELS
    )
    rows = ResolutionCount.objects.values_list(*_LABELS).order_by(*_LABELS)
    for *labels, count in rows.annotate(sum=Sum("count")):
        metric.add_metric(labels, count)
    return metric


def _calls() -> Iterator[Metric]:
    """Times and costs of the layers."""
    times = HistogramMetricFamily(
        "platewise_layer_seconds", "Time of a call of a layer of the resolution.", labels=["layer"]
    )
    costs = CounterMetricFamily(
        "platewise_layer_cost_usd", "What calls of a layer cost, in US dollars.", labels=["layer"]
    )
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    rows = LayerCount.objects.values_list("layer", "at_most_us").order_by("layer")
    for layer, at_most_us, *summed in rows.annotate(
        calls=Sum("count"), time=Sum("microseconds"), cost=Sum("microdollars")
    ):
        calls, microseconds, microdollars = summed
        counts[layer][at_most_us] = calls
        sums[layer][0] += microseconds
        sums[layer][1] += microdollars
    for layer, buckets in counts.items():
        microseconds, microdollars = sums[layer]
        times.add_metric([layer], buckets=_cumulative(buckets), sum_value=microseconds / MICRO)
        costs.add_metric([layer], microdollars / MICRO)
    yield times
    yield costs


def _cumulative(counts: dict[int, int]) -> list[tuple[str, float]]:
    """How many calls took at most so many seconds, as Prometheus has it."""
    buckets, seen = [], 0
    for bound in (*BUCKETS_US, OVER_US):
        seen += counts.get(bound, 0)
        buckets.append(("+Inf" if bound == OVER_US else str(bound / MICRO), float(seen)))
    return buckets


def _latest() -> Metric:
    share = latest.share(latest.stored_outcomes())
    metric = GaugeMetricFamily(
        "platewise_last_resort_share", f"Share of estimates in the last {latest.WINDOW} resolutions."
    )
    if share is not None:
        metric.add_metric([], share)
    return metric


def _open_proposals() -> Metric:
    metric = GaugeMetricFamily(
        "platewise_open_proposals", "Mends that wait for a curator's decision.", labels=["kind"]
    )
    open_ones = Proposal.objects.filter(state=Proposal.State.OPEN).order_by()
    counts = dict(open_ones.values_list("kind").annotate(count=Count("pk")))
    for kind in Proposal.Kind.values:
        metric.add_metric([kind], counts.get(kind, 0))
    return metric


registry = CollectorRegistry(auto_describe=False)
registry.register(CountsCollector())
