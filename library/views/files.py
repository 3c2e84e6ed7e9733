"""The files of a publication, always of its newest edition: to print, to fill in, to load elsewhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from core.access import signed_in_view
from core.downloads import file_answer
from core.pages import page
from core.text import Language, is_language
from exports.file_cache import pdf_of
from exports.pdf import PdfFailed
from exports.word import WORD_TYPE, word_file
from library.exports import blank_document, can_be_filled_in, file_name, page_html
from library.models import Edition, EditionSource
from schema.writing import written

YAML_TYPE = "application/yaml; charset=utf-8"


def newest(kind: str, slug: str) -> Edition:
    """Return the newest published edition of a publication."""
    found = Edition.objects.published().of(kind, slug).first()
    if found is None:
        raise Http404
    return found


def known_language(language: str) -> Language:
    """Return the language that an address names."""
    if not is_language(language):
        raise Http404
    return language


@signed_in_view
@require_GET
def pdf(request: HttpRequest, kind: str, slug: str, language: str) -> HttpResponse:
    """Give the publication as a PDF in one language: to read on paper, or to fill in by hand."""
    chosen, edition = known_language(language), newest(kind, slug)
    return pdf_answer(request, page_html(edition, chosen), edition, file_name(edition, chosen))


def pdf_answer(request: HttpRequest, html: str, edition: Edition, name: str) -> HttpResponse:
    """Return an HTML page as PDF, made once for everybody; a sentence where it cannot be made."""
    try:
        made = pdf_of(html, name=f"library-{edition.pk}")
    except PdfFailed as failure:
        back = edition.publication.get_absolute_url()
        context = {"message": failure.message, "back": back, "again": request.get_full_path()}
        return page(request, "exports/failed.html", context, status=503)
    return file_answer(made, "application/pdf", f"{name}.pdf", is_shown=True)


@signed_in_view
@require_GET
def word(request: HttpRequest, kind: str, slug: str, language: str) -> HttpResponse:
    """Give a template or a checklist as a Word document to fill in."""
    chosen, edition = known_language(language), newest(kind, slug)
    if not can_be_filled_in(edition):
        raise Http404
    return file_answer(word_file(blank_document(edition, chosen)), WORD_TYPE, f"{file_name(edition, chosen)}.docx")


@signed_in_view
@require_GET
def source(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Give the publication as the file that it can be loaded from."""
    edition = newest(kind, slug)
    kept = EditionSource.objects.filter(edition=edition).first()
    text = written(edition.document, kept.text if kept else "")
    return file_answer(text.encode(), YAML_TYPE, f"{edition.publication.slug}.yaml")
