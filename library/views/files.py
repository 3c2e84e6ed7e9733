"""The files of a publication, always of its newest edition: to print, to fill in, to load elsewhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from core.access import library_view
from core.downloads import file_answer
from core.pages import page
from core.text import Language, is_language
from exports.file_cache import pdf_of
from exports.pdf import PdfFailed
from exports.word import WORD_TYPE, word_file
from library.exports import as_png, blank_document, can_be_filled_in, file_name, page_html, poster_html
from library.models import Edition, EditionSource
from library.shown.posters import has_poster, poster_of
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


@library_view
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


@library_view
@require_GET
def word(request: HttpRequest, kind: str, slug: str, language: str) -> HttpResponse:
    """Give a template or a checklist as a Word document to fill in."""
    chosen, edition = known_language(language), newest(kind, slug)
    if not can_be_filled_in(edition):
        raise Http404
    return file_answer(word_file(blank_document(edition, chosen)), WORD_TYPE, f"{file_name(edition, chosen)}.docx")


@library_view
@require_GET
def source(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Give the publication as the file that it can be loaded from."""
    edition = newest(kind, slug)
    kept = EditionSource.objects.filter(edition=edition).first()
    text = written(edition.document, kept.text if kept else "")
    return file_answer(text.encode(), YAML_TYPE, f"{edition.publication.slug}.yaml")


def drawn(kind: str, slug: str, language: str) -> tuple[Edition, Language, str]:
    """Return an edition that can be drawn, and its picture."""
    chosen, edition = known_language(language), newest(kind, slug)
    if not has_poster(edition):
        raise Http404
    return edition, chosen, poster_of(edition, chosen)


@library_view
@require_GET
def picture_svg(request: HttpRequest, kind: str, slug: str, language: str) -> HttpResponse:
    """Give the picture of a page of guidance as SVG."""
    edition, chosen, svg = drawn(kind, slug, language)
    return file_answer(svg.encode(), "image/svg+xml", f"{file_name(edition, chosen)}.svg", is_shown=True)


@library_view
@require_GET
def picture_png(request: HttpRequest, kind: str, slug: str, language: str) -> HttpResponse:
    """Give the picture as PNG, for slides and mails; one that is too high for a page is not made."""
    edition, chosen, svg = drawn(kind, slug, language)
    png = as_png(svg)
    if png is None:
        raise Http404
    return file_answer(png, "image/png", f"{file_name(edition, chosen)}.png", is_shown=True)


@library_view
@require_GET
def picture_pdf(request: HttpRequest, kind: str, slug: str, language: str) -> HttpResponse:
    """Give the picture as a PDF of two pages: the picture, and what it says in words."""
    edition, chosen, svg = drawn(kind, slug, language)
    return pdf_answer(request, poster_html(edition, chosen, svg), edition, file_name(edition, chosen))
