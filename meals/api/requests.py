"""Who asks."""

from rest_framework.request import Request

from accounts.models import User


def user_of(request: Request) -> User:
    """Return the one who asks; nobody gets into a view of the diary without having logged in."""
    assert isinstance(request.user, User)
    return request.user
