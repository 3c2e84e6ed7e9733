"""The documents of snapshots: for members, and for whoever has a snapshot's public link."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.models import Cluster
from clusters.permissions import Permission
from core.access import public_view
from core.languages import interface_language
from core.rereading import reread
from core.shortcuts import get_or_404
from core.text import Language, is_language
from exports.document import PrintDocument
from exports.file_cache import cached_pdf, digest_of, file_of
from exports.page_cache import page_of
from exports.pdf import PdfFailed, render_pdf
from reports.answering import answer_pdf, answer_word, pdf_response
from reports.exports.comparison import comparison_document
from reports.exports.snapshot import snapshot_document
from reports.models import Export
from reports.services import Wanted, request_export
from reviews import sharing
from reviews.answering import answer, has_given_password, sealed, why_ended
from reviews.freezing import frozen_of
from reviews.freezing import page_of as page_of_snapshot
from reviews.models import PublicLink, Snapshot
from reviews.shown.comparison import compare
from strategy.current import opened_in
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage


@cluster_view(Permission.READ)
@require_GET
def snapshot_pdf(request: ClusterRequest, number: int, snapshot: int, language: str) -> HttpResponse:
    """Give a snapshot as PDF in one language: at once, if it was made before, or else when it is made."""
    document, name = asked_snapshot(request.cluster, number, snapshot, language)
    return answer_pdf(request, Export.Kind.SNAPSHOT, document, name)


@cluster_view(Permission.READ)
@require_GET
def snapshot_word(request: ClusterRequest, number: int, snapshot: int, language: str) -> HttpResponse:
    """Give a snapshot as a Word document in one language."""
    return answer_word(*asked_snapshot(request.cluster, number, snapshot, language))


@reread
def asked_snapshot(cluster: Cluster, number: int, snapshot: int, language: str) -> tuple[PrintDocument, str]:
    """Return a snapshot's document in one language, and what its file is called."""
    if not is_language(language):
        raise Http404
    shown = opened_in(cluster, number)
    rows = Snapshot.objects.of(cluster).filter(strategy=shown.strategy).whole()
    return document_of(cluster, shown.strategy, get_or_404(rows, number=snapshot), language)


def document_of(
    cluster: Cluster, strategy: Strategy, snapshot: Snapshot, language: Language, *, is_shared: bool = False
) -> tuple[PrintDocument, str]:
    """Return a snapshot's document, and a name for the file that says whose and which it is."""
    document = snapshot_document(cluster, strategy, snapshot, language, is_shared=is_shared)
    day = timezone.localdate(snapshot.at).isoformat()
    return document, f"{document.organisation} - {document.title} {day} ({language})"


@cluster_view(Permission.READ)
@require_GET
def comparison_pdf(request: ClusterRequest, number: int, snapshot: int, language: str) -> HttpResponse:
    """Give what has changed since a snapshot, until another one or until now, as PDF in one language."""
    document, name = asked_comparison(request.cluster, number, snapshot, language, request.GET.get("with", ""))
    return answer_pdf(request, Export.Kind.COMPARISON, document, name)


@cluster_view(Permission.READ)
@require_GET
def comparison_word(request: ClusterRequest, number: int, snapshot: int, language: str) -> HttpResponse:
    """Give what has changed since a snapshot as a Word document in one language."""
    return answer_word(*asked_comparison(request.cluster, number, snapshot, language, request.GET.get("with", "")))


@reread
def asked_comparison(
    cluster: Cluster, number: int, snapshot: int, language: str, wanted: str
) -> tuple[PrintDocument, str]:
    """Return what has changed as a document in one language, and what its file is called."""
    if not is_language(language):
        raise Http404
    shown = opened_in(cluster, number)
    rows = Snapshot.objects.of(cluster).filter(strategy=shown.strategy).whole()
    found = get_or_404(rows, number=snapshot)
    other = get_or_404(rows, number=wanted) if wanted else None
    with translation.override(interface_language(language)):
        document = changes_since(shown, found, other, language)
        return document, f"{document.organisation} - {document.title} ({language})"


def changes_since(shown: StrategyPage, found: Snapshot, other: Snapshot | None, language: Language) -> PrintDocument:
    """Return what has changed as a document, in the active language, which is the document's."""
    today = timezone.localdate()
    before = page_of_snapshot(shown.cluster, shown.strategy, found.edition, found.frozen)
    if other is None:
        after, now = shown, frozen_of(shown.cluster, shown, today)
        name = _("the strategy as it is now")
    else:
        after = page_of_snapshot(shown.cluster, shown.strategy, other.edition, other.frozen)
        now, name = other.frozen, other.name
    return comparison_document(shown, found, name, compare(before, after, found.frozen, now), today, language)


@public_view
@require_GET
def shared_pdf(request: HttpRequest, token: str, language: str) -> HttpResponse:
    """Give whoever has a public link its snapshot as PDF; who may not see the page is led there, and told why."""
    if not is_language(language):
        raise Http404
    link = sharing.link_at(token)
    if link is None or why_ended(link) or not has_given_password(request, link):
        return sealed(redirect("shared:snapshot", token))
    strategy = link.snapshot.strategy
    document, name = document_of(strategy.cluster, strategy, link.snapshot, language, is_shared=True)
    with translation.override(interface_language(language)):
        pdf = _file(link, document, name)
        if pdf is None:
            return answer(request, "reports/shared_wait.html", {"here": language, "token": token})
    return sealed(pdf_response(pdf, name))


def _file(link: PublicLink, document: PrintDocument, name: str) -> bytes | None:
    """Return the file, or None while the worker makes it; equal content is made once, however many ask for it."""
    html, cluster = page_of(document), link.snapshot.strategy.cluster
    digest = digest_of(html)
    found = file_of(digest)
    if found is not None:
        return found
    if link.by is None:
        # Whoever made the link is gone, so that nobody is there to ask for it: it is made here.
        try:
            return cached_pdf(digest, partial(render_pdf, html, name="shared"))
        except PdfFailed:
            return None
    back = reverse("reports:snapshot_pdf", args=_place(link, document.language))
    wanted = Wanted(Export.Kind.SNAPSHOT, name, document.language, back, html)
    made = request_export(cluster=cluster, wanted=wanted, by=link.by)
    return file_of(made.digest) if made.is_done else None


def _place(link: PublicLink, language: Language) -> list[object]:
    strategy = link.snapshot.strategy
    return [strategy.cluster.slug, strategy.number, link.snapshot.number, language]
