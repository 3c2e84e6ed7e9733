"""What every page's shell needs to know: where one is and where one can go."""

from django.http import HttpRequest

from accounts.models import User
from core.navigation import Navigation
from core.pages import is_fragment
from dashboard.navigation import navigation_of


def navigation(request: HttpRequest) -> dict[str, Navigation | None]:
    """Return the menus of this page; a visitor and a fragment have none."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or is_fragment(request):
        return {"navigation": None}
    return {"navigation": navigation_of(request, user)}
