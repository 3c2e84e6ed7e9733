"""A page of a public library as search engines see it: one address for each language, and one that is meant."""

from dataclasses import dataclass

from django.conf import settings

from core.languages import content_language
from core.text import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class Listed:
    """What the head of a page says to search engines."""

    description: str
    canonical: str
    alternates: dict[Language, str]
    default: str
    # A search and an older version can be read, and are not listed.
    is_listed: bool = True


def alternates(path: str) -> dict[Language, str]:
    """Return the address of a page in each language."""
    return {language: f"{settings.BASE_URL}{path}?language={language}" for language in LANGUAGES}


def listed(path: str, description: str, *, is_listed: bool = True) -> Listed | None:
    """Return what the page says to search engines; nothing where the library is not public."""
    if not settings.PUBLIC_LIBRARY:
        return None
    found = alternates(path)
    return Listed(description, found[content_language()], found, f"{settings.BASE_URL}{path}", is_listed)
