"""Between the languages of the interface (`da`, `en-gb`) and those of the content (`da`, `en`)."""

from django.utils import translation

from core.text import Language


def content_language(code: str | None = None) -> Language:
    """Return the content language for an interface language, by default the active one."""
    return "en" if (code or translation.get_language() or "da").startswith("en") else "da"


def interface_language(language: Language) -> str:
    """Return the interface language in which a document in this content language speaks."""
    return "en-gb" if language == "en" else "da"
