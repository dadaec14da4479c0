"""Every address of the project. An app of the project adds its `api/urls.py` as one line of API."""

from allauth.account.decorators import secure_admin_login
from csp.decorators import csp_update
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config import problems
from nutrition.monitoring.views import metrics

# One door for every login: throttled, and only with a confirmed address.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as soon as the process serves requests; it touches no database."""
    return HttpResponse("ok", content_type="text/plain")


# Swagger UI writes styles into its page; its script comes in a file of its own.
docs = csp_update({"style-src": ["'unsafe-inline'"]})(SpectacularSwaggerSplitView.as_view(url_name="schema"))

API = [
    path("", include("accounts.api.urls")),
    path("", include("meals.api.urls")),
    path("", include("nutrition.api.urls")),
]

PAGES = [
    path("", include("web.urls")),
    path("accounts/", include("allauth.urls")),
]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", docs, name="docs"),
    path("api/v1/", include(API)),
    *PAGES,
]

handler400 = problems.bad_request
handler403 = problems.permission_denied
handler404 = problems.not_found
handler500 = problems.server_error
