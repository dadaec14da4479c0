"""The frame of the pages about one food."""

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse

from nutrition.admin.known_rows import KnownRows
from nutrition.models import Food


class FoodFrame(KnownRows):
    """What the pages about foods beside the form have in common."""

    def food_page(
        self, request: HttpRequest, food: Food | None, title: str, template: str, context: dict[str, Any]
    ) -> TemplateResponse:
        """A page in the frame of the admin, about ``food`` or, without one, about several."""
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        page = frame | {"original": food, "title": title} | context
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/nutrition/food/{template}.html", page)
