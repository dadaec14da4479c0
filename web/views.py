"""The shell that every page of the app is drawn in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.selectors import profile_for

TITLES = {
    "today": "Today",
    "review": "Review",
    "foods": "Foods",
    "food": "Food",
    "product": "Packaged food",
    "compare": "Compare",
    "recipes": "Recipes",
    "new-recipe": "New recipe",
    "recipe": "Recipe",
    "edit-recipe": "Edit recipe",
    "recognition": "Recognise a photo",
    "you": "You",
}


@require_safe
@never_cache
@ensure_csrf_cookie
def page(request: HttpRequest, **parts: Any) -> HttpResponse:
    """Serve the shell with who is asking; what is in the address is read by the browser."""
    assert request.resolver_match is not None
    title = TITLES[request.resolver_match.url_name or ""]
    person = _person(request.user) if isinstance(request.user, User) else {}
    return render(request, "web/app.html", {"title": title, "person": person})


def _person(user: User) -> dict[str, str]:
    """Return what the pages need to know of the user before they ask for anything."""
    profile = profile_for(user)
    return {
        "user": str(user.pk),
        "email": user.email,
        "region": profile.region,
        "units": profile.units,
        "energy-unit": profile.energy_unit,
        "time-zone": profile.time_zone,
        "focus": profile.wellness_focus,
        "day-starts-at": profile.day_starts_at.strftime("%H:%M"),
        "shares-corrections": "yes" if profile.shares_corrections else "",
        "profile": "stored" if profile.updated_at else "",
    }
