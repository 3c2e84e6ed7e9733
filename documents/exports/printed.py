"""A document laid out for print: the page that becomes a PDF, and the same in Word, from one tree."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core.dates import format_date
from core.languages import html_language, interface_language
from core.text import Language, other
from documents.models import ClusterDocument
from documents.selectors.page import DocumentPage
from documents.shown.paper import PaperView

if TYPE_CHECKING:
    from documents.exports.word import WordPaper


def title_of(shown: DocumentPage, language: Language) -> str:
    """Return what the document is called, in a language."""
    return shown.document.title_text.resolve(language).text


def basis_of(shown: DocumentPage, language: Language) -> str:
    """Return which template and edition it rests on, in words."""
    words = _("Based on the template “%(template)s”, edition %(edition)s")
    template = shown.template
    return words % {"template": template.title.resolve(language).text, "edition": template.version}


def version_words(document: ClusterDocument) -> str:
    """Return which version it is, and whether it is final, in the active language.

    A signed text says so too: on paper it is the one that was signed, and the signatures are on the copies.
    """
    words = _("Version %(number)s") if document.is_draft else _("Version %(number)s, final")
    return words % {"number": document.version}


def word_paper(
    shown: DocumentPage, language: Language, *, is_tracked: bool = False, is_beside: bool = False
) -> "WordPaper":
    """Return what the Word file is made of."""
    from documents.exports.word import WordPaper  # noqa: PLC0415 -- a process that only shows pages does without

    document = shown.document
    laid, beside = shown.laid(language), shown.laid(other(language)) if is_beside else None
    other_signatures = other_sign = ""
    if is_beside:
        with translation.override(interface_language(other(language))):
            other_signatures, other_sign = _("Signatures"), _("Name, place, date and signature")
    with translation.override(interface_language(language)):
        day = document.final_on or shown.changed_on
        return WordPaper(
            laid=laid,
            title=title_of(shown, language),
            subtitle=shown.cluster.name.resolve(language).text,
            organisation=shown.cluster.name.resolve(language).text,
            version=version_words(document),
            draft=str(document.get_state_display()) if document.is_draft else "",
            basis=basis_of(shown, language),
            date=day,
            date_words=format_date(day, language),
            page_words=_("Page %s of %s"),
            signatures_words=_("Signatures"),
            sign_words=_("Name, place, date and signature"),
            beside=beside,
            other_signatures=other_signatures,
            other_sign=other_sign,
            is_tracked=is_tracked,
        )


def word_file(shown: DocumentPage, language: Language, *, is_tracked: bool = False, is_beside: bool = False) -> bytes:
    """Return the bytes of the Word file: with changes tracked, or with both languages beside each other."""
    from documents.exports.word import word_of  # noqa: PLC0415 -- a process that only shows pages does without

    with translation.override(interface_language(language)):
        return word_of(word_paper(shown, language, is_tracked=is_tracked, is_beside=is_beside))


def print_page(shown: DocumentPage, language: Language) -> str:
    """Return the page that becomes the PDF."""
    document = shown.document
    with translation.override(interface_language(language)):
        day = document.final_on or shown.changed_on
        context = {
            "html_language": html_language(language),
            "language": language,
            "shown": shown,
            "document": document,
            "organisation": shown.cluster.name.resolve(language).text,
            "title": title_of(shown, language),
            "version": version_words(document),
            "day": format_date(day, language),
            "basis": basis_of(shown, language),
            "view": PaperView(shown, shown.laid(language), may_write=False, is_print=True),
            "site": settings.BASE_URL.rstrip("/"),
        }
        return render_to_string("documents/print/sheet.html", context)
