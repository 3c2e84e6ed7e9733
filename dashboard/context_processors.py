"""What every page's shell needs to know: where one is and where one can go."""

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the menus of this page."""
    return {}
