"""Between the languages of the interface (`da`, `en-gb`) and those of the content (`da`, `en`)."""

from collections.abc import Callable, Collection

from django.utils import translation
from django.utils.translation import gettext as _

from core.text import LANGUAGES, Language, Text


def content_language(code: str | None = None) -> Language:
    """Return the content language for an interface language, by default the active one."""
    return "en" if (code or translation.get_language() or "da").startswith("en") else "da"


def interface_language(language: Language) -> str:
    """Return the interface language in which a document in this content language speaks."""
    return "en-gb" if language == "en" else "da"


def language_name(language: Language) -> str:
    """Return the name of a content language, in the active language."""
    return _("English") if language == "en" else _("Danish")


def label_in(label: str, language: Language, written: Collection[Language]) -> str:
    """Return the label of a field in one language; it names the language where the same is written in several."""
    return f"{label} ({language_name(language)})" if len(written) > 1 else label


def both(said: Callable[[], str]) -> Text:
    """Return what the portal says in each of the languages."""
    found = Text()
    for language in LANGUAGES:
        with translation.override(interface_language(language)):
            found = found.with_language(language, str(said()))
    return found
