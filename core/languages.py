"""Between the languages of the interface (`da`, `en-gb`) and those of the content (`da`, `en` and others)."""

from collections.abc import Callable, Collection, Mapping

from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import pgettext, pgettext_lazy

from core.text import LANGUAGES, Foreign, Language, Text, pieces

# As they stand within a sentence; a label begins with a capital letter.
NAMES: Mapping[str, "str | Promise"] = {
    "da": pgettext_lazy("a language", "Danish"),
    "en": pgettext_lazy("a language", "English"),
    "bg": pgettext_lazy("a language", "Bulgarian"),
    "cs": pgettext_lazy("a language", "Czech"),
    "de": pgettext_lazy("a language", "German"),
    "el": pgettext_lazy("a language", "Greek"),
    "es": pgettext_lazy("a language", "Spanish"),
    "et": pgettext_lazy("a language", "Estonian"),
    "fi": pgettext_lazy("a language", "Finnish"),
    "fr": pgettext_lazy("a language", "French"),
    "ga": pgettext_lazy("a language", "Irish"),
    "hr": pgettext_lazy("a language", "Croatian"),
    "hu": pgettext_lazy("a language", "Hungarian"),
    "is": pgettext_lazy("a language", "Icelandic"),
    "it": pgettext_lazy("a language", "Italian"),
    "lt": pgettext_lazy("a language", "Lithuanian"),
    "lv": pgettext_lazy("a language", "Latvian"),
    "mt": pgettext_lazy("a language", "Maltese"),
    "nb": pgettext_lazy("a language", "Norwegian (Bokmål)"),
    "nl": pgettext_lazy("a language", "Dutch"),
    "nn": pgettext_lazy("a language", "Norwegian (Nynorsk)"),
    "pl": pgettext_lazy("a language", "Polish"),
    "pt": pgettext_lazy("a language", "Portuguese"),
    "ro": pgettext_lazy("a language", "Romanian"),
    "sk": pgettext_lazy("a language", "Slovak"),
    "sl": pgettext_lazy("a language", "Slovene"),
    "sv": pgettext_lazy("a language", "Swedish"),
}


def content_language(code: str | None = None) -> Language:
    """Return the content language for an interface language, by default the active one."""
    return "en" if (code or translation.get_language() or "da").startswith("en") else "da"


def interface_language(language: Language) -> str:
    """Return the interface language in which a document in this content language speaks."""
    return "en-gb" if language == "en" else "da"


def language_name(language: str) -> str:
    """Return the name of a content language, in the active language, as a label says it."""
    return capfirst(language_within(language))


def language_within(language: str) -> str:
    """Return the name of a content language as it stands within a sentence; a code that nobody knows stays."""
    return str(NAMES.get(language, language))


def in_language(language: str) -> str:
    """Return the words that mark a text as being in another language than the page."""
    return pgettext("of a text", "in %(language)s") % {"language": language_within(language)}


def html_language(language: str) -> str:
    """Return a content language as HTML writes it."""
    return "en-GB" if language == "en" else language


def spoken(pattern: str, **words: str) -> SafeString:
    """Return a translated pattern with words in its places, as HTML; those in another language say which it is."""
    return format_html_join("", "{}", ((marked(one),) for one in pieces(pattern, words)))


def marked(words: str) -> str:
    """Return words as HTML that says which language they are in, where that is another than was asked for."""
    if not isinstance(words, Foreign):
        return words
    return format_html('<span lang="{}">{}</span>', html_language(words.language), str(words))


def word_language(language: str) -> str:
    """Return a content language as Word writes it, which checks spelling by it: with the country."""
    return WORD_LANGUAGES.get(language, f"{language}-{language.upper()}")


# Where the country is another than the language is called after.
WORD_LANGUAGES: Mapping[str, str] = {
    "cs": "cs-CZ", "da": "da-DK", "el": "el-GR", "en": "en-GB", "et": "et-EE", "ga": "ga-IE", "nb": "nb-NO",
    "nn": "nn-NO", "sl": "sl-SI", "sv": "sv-SE",
}  # fmt: skip


def label_in(label: str, language: Language, written: Collection[Language]) -> str:
    """Return the label of a field in one language; it names the language where the same is written in several."""
    return f"{label} ({language_within(language)})" if len(written) > 1 else label


def both(said: Callable[[], str]) -> Text:
    """Return what the portal says in each of the languages."""
    found = Text()
    for language in LANGUAGES:
        with translation.override(interface_language(language)):
            found = found.with_language(language, str(said()))
    return found
