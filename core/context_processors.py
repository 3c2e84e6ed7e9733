"""What every page needs to know about the interface itself."""

from django.conf import settings
from django.http import HttpRequest

from core.languages import content_language
from core.notices import announcement, maintenance

THEMES = ("auto", "light", "dark")


def interface(request: HttpRequest) -> dict[str, object]:
    """Give the theme chosen on this device or else by the person, the page's language, and how one signs in where."""
    theme = request.COOKIES.get("theme") or getattr(getattr(request, "user", None), "theme", "auto")
    return {
        "theme": theme if theme in THEMES else "auto",
        "content_language": content_language(),
        "is_library_open": settings.PUBLIC_LIBRARY,
        "announcement": announced.words(content_language()) if (announced := announcement()) else "",
        "is_closed": maintenance() is not None,
        "passwords": settings.PASSWORDS,
        "organisation": bool(settings.OIDC_ISSUER),
        "organisation_name": settings.OIDC_NAME,
        "installation_name": settings.INSTALLATION_NAME,
    }
