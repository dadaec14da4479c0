"""`/metrics`, for Prometheus and for staff."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from nutrition.monitoring.metrics import registry

SCHEME = "Bearer "


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with all metrics, to staff and to whoever bears METRICS_TOKEN; 401 to anyone else."""
    if not (_is_staff(request) or _bears_token(request)):
        return HttpResponse(
            "Log in as staff, or bear the token.\n", status=401, headers={"WWW-Authenticate": "Bearer"}
        )
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _is_staff(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_staff


def _bears_token(request: HttpRequest) -> bool:
    said = request.headers.get("Authorization", "")
    token: str = settings.METRICS_TOKEN
    return bool(token) and said.startswith(SCHEME) and constant_time_compare(said[len(SCHEME) :], token)
