"""A document as a file: PDF and Word in either language, and the text alone."""

from django.http import Http404, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.downloads import file_answer
from core.languages import interface_language
from core.text import Language, is_language
from documents.exports.printed import print_page, title_of, word_file
from documents.selectors.page import DocumentPage
from documents.shown.plaintext import plain_text
from documents.views.loading import opened
from exports.word import WORD_TYPE
from reports.answering import answer_page
from reports.models import Export

FORMS = ("pdf", "docx", "txt")


@cluster_view(Permission.READ)
@require_GET
def file(request: ClusterRequest, number: int, language: str, form: str) -> HttpResponse:
    """Answer with the document in this language and form."""
    if not is_language(language) or form not in FORMS:
        raise Http404
    shown = opened(request, number)
    name = file_name(shown, language)
    if form == "txt":
        text = plain_text(shown.laid(language), title_of(shown, language))
        return file_answer(text.encode(), "text/plain; charset=utf-8", f"{name}.txt")
    if form == "docx":
        is_beside = request.GET.get("beside") == "yes"
        content = word_file(shown, language, is_tracked=request.GET.get("tracked") == "yes", is_beside=is_beside)
        return file_answer(content, WORD_TYPE, f"{name}.docx")
    return answer_page(request, Export.Kind.DOCUMENT, print_page(shown, language), language, name)


def file_name(shown: DocumentPage, language: Language) -> str:
    """Return a name for the file that says what it is: cluster, title, state and version."""
    organisation = shown.cluster.name.resolve(language).text
    document = shown.document
    # In the language of the file, whatever the page speaks.
    with translation.override(interface_language(language)):
        state = document.get_state_display().lower()
    return f"{organisation} - {title_of(shown, language)} - {state} {document.version} ({language})"[:200]
