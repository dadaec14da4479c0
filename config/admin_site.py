"""The admin's site: unfold's, under the browser policy that its pages need."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_update
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from unfold.sites import UnfoldAdminSite

# Its pages evaluate the expressions in their attributes and write the colours into a style of their own.
relaxed = csp_update({"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]})


class AdminSite(UnfoldAdminSite):
    """The curators' desk."""

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Wrap a page of the admin."""
        return relaxed(super().admin_view(view, cacheable))


class AdminConfig(DjangoAdminConfig):
    """Django's admin with the site above."""

    default_site = "config.admin_site.AdminSite"
