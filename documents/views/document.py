"""One document: its text to be read, its settings, a copy, and putting it away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.forms import on_top
from core.languages import content_language
from core.pages import page
from core.shortcuts import get_or_404
from core.text import other
from documents import services
from documents.forms import CopyForm, SettingsForm
from documents.models import ClusterDocument, SignedCopy
from documents.shown.paper import PaperView
from documents.shown.plaintext import advice_of, limits_of, plain_text
from documents.views.loading import opened
from workbooks.titles import copied_title


def index_url(request: ClusterRequest) -> str:
    """Return the address of the list."""
    return reverse("documents:index", args=[request.cluster.slug])


@cluster_view(Permission.READ)
@require_GET
def detail(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the text to be read, what is missing in it, its files and its signed copies."""
    shown = opened(request, number)
    may_write = request.membership.may(Permission.WRITE)
    copies = list(SignedCopy.objects.of(request.cluster).filter(document=shown.document))
    languages = (content_language(), other(content_language()))
    context = {
        "shown": shown,
        "document": shown.document,
        "cluster": request.cluster,
        "view": PaperView(shown, shown.here, may_write=may_write),
        "missing": len(shown.undecided),
        "moved": shown.moved,
        "copies": [copy for copy in copies if copy.deleted_at is None],
        "removed": [copy for copy in copies if copy.deleted_at is not None],
        "languages": languages,
        "may_write": may_write,
        "crumbs": [(_("Documents"), index_url(request)), (shown.document.shown_title, "")],
    }
    return page(request, "documents/detail.html", context)


@cluster_view(Permission.READ)
@require_GET
def plain(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the text without any form, to be copied into places with limited room, with lengths and advice."""
    shown = opened(request, number)
    texts = []
    for language in request.cluster.languages:
        laid = shown.laid(language)
        text = plain_text(laid, shown.document.title_text.resolve(language).text)
        wording = shown.template.wording
        texts.append((language, text, limits_of(text, wording, language), advice_of(text, wording, language)))
    context = {
        "shown": shown,
        "document": shown.document,
        "texts": texts,
        "cluster": request.cluster,
        "crumbs": [(shown.document.shown_title, shown.detail_url), (_("As plain text"), "")],
    }
    return page(request, "documents/plain.html", context)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def settings(request: ClusterRequest, number: int) -> HttpResponse:
    """Give the document another title, tie it to something else, or delete it."""
    shown = opened(request, number)
    form = bound(request, SettingsForm, document=shown.document)
    act = acting(
        request,
        form,
        lambda: services.change_document(
            document=shown.document,
            title=form.title_text,
            tied=form.tied,
            based_on=form.cleaned_data["revision"] or 0,
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, shown.url("settings"), _("Everything saved."))
    if act.conflict is not None:
        shown = opened(request, number)
        form = on_top(SettingsForm(document=shown.document), form, act.conflict)
    context = {
        "conflict": act.conflict,
        "form": form,
        "document": shown.document,
        "cluster": request.cluster,
        "crumbs": [(shown.document.shown_title, shown.detail_url), (_("Title and settings"), "")],
    }
    return page(request, "documents/settings.html", context, status=act.status)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def copy(request: ClusterRequest, number: int) -> HttpResponse:
    """Start another document with the same answers and clauses."""
    shown = opened(request, number)
    title = copied_title(shown.document.title_text)
    form = bound(request, CopyForm, cluster=request.cluster, title=title)
    act = acting(
        request,
        form,
        lambda: services.copy_document(document=shown.document, title=form.title_text, by=request.user),
    )
    if act.is_done:
        words = _("“%(title)s” is ready, with the same answers and clauses.") % {"title": act.made.shown_title}
        return done(request, act.made.get_absolute_url(), words)
    context = {
        "form": form,
        "document": shown.document,
        "cluster": request.cluster,
        "crumbs": [(shown.document.shown_title, shown.detail_url), (_("Copy the document"), "")],
    }
    return page(request, "documents/copy.html", context, status=act.status)


@cluster_view(Permission.WRITE)
@require_POST
def delete(request: ClusterRequest, number: int) -> HttpResponse:
    """Put the document away; the list offers to bring it back."""
    document = get_or_404(ClusterDocument.objects.of(request.cluster).alive(), number=number)
    document.cluster = request.cluster
    services.delete_document(document=document, by=request.user)
    words = _("“%(title)s” has been deleted. You can bring it back below.") % {"title": document.shown_title}
    messages.success(request, words)
    return redirect(index_url(request))


@cluster_view(Permission.WRITE)
@require_POST
def restore(request: ClusterRequest, number: int) -> HttpResponse:
    """Bring back a document that was deleted."""
    document = get_or_404(ClusterDocument.objects.of(request.cluster).deleted(), number=number)
    document.cluster = request.cluster
    services.restore_document(document=document, by=request.user)
    messages.success(request, _("“%(title)s” is back.") % {"title": document.shown_title})
    return redirect(index_url(request))
