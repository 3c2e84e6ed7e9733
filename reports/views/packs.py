"""The board's pack: the list, a new one, its page, its form, sending it, and its files."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.models import Cluster
from clusters.permissions import Permission
from core.acting import acting, bound, done, pressed, refused
from core.errors import Refusal
from core.forms import on_top
from core.frozen import digest_of, plain
from core.languages import content_language
from core.pages import page
from core.rereading import reread
from core.shortcuts import get_or_404
from core.text import is_language
from exports.document import PrintDocument
from reports import packs
from reports.answering import answer_pdf, answer_word
from reports.exports.pack import agenda_item, pack_document
from reports.models import BoardPack, Export
from reports.pack_form import PackForm, PackMailForm
from strategy.models import Strategy

PACKS_ON_A_PAGE = 25


def _crumbs(request: ClusterRequest, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Board’s packs"), reverse("reports:packs", args=[request.cluster.slug])), *more]


def _asked(cluster: Cluster, number: int) -> BoardPack:
    rows = BoardPack.objects.of(cluster).select_related("strategy", "changed_by")
    found: BoardPack = get_or_404(rows, number=number)
    found.cluster = found.strategy.cluster = cluster
    return found


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """List the packs, the newest meeting first, without reading what was sent."""
    rows = BoardPack.objects.of(request.cluster).defer("content").select_related("strategy")
    found = Paginator(rows, PACKS_ON_A_PAGE).get_page(request.GET.get("page"))
    for one in found.object_list:
        one.cluster = request.cluster
    context = {
        "packs": found.object_list,
        "page": found,
        "cluster": request.cluster,
        "may_write": request.membership.may(Permission.WRITE),
        "crumbs": [
            (_("PDF and data"), reverse("reports:index", args=[request.cluster.slug])),
            (_("Board’s packs"), ""),
        ],
    }
    return page(request, "reports/packs.html", context)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: ClusterRequest) -> HttpResponse:
    """Begin the pack for a meeting, about the current strategy."""
    strategy = Strategy.objects.of(request.cluster).current().first()
    if strategy is None:
        words = Refusal(_("There is no current strategy yet, so there is nothing to tell the board."))
        return refused(request, words, reverse("reports:packs", args=[request.cluster.slug]))
    strategy.cluster = request.cluster
    form = bound(request, PackForm, cluster=request.cluster)
    act = acting(
        request,
        form,
        lambda: packs.start_pack(
            cluster=request.cluster,
            strategy=strategy,
            meeting_on=form.cleaned_data["meeting_on"],
            asked=form.asked,
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, act.made.get_absolute_url(), _("The pack is ready to be read. Send it when it is right."))
    crumbs = _crumbs(request, (_("New pack"), ""))
    context = {"form": form, "cluster": request.cluster, "heading": _("New pack"), "crumbs": crumbs}
    return page(request, "reports/pack_form.html", context, status=act.status)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: ClusterRequest, number: int) -> HttpResponse:
    """Change the day of the meeting and what the board is asked."""
    pack = _asked(request.cluster, number)
    form = bound(request, PackForm, cluster=request.cluster, pack=pack)
    sent, row = form, pack
    act = acting(
        request,
        sent,
        lambda: packs.change_pack(
            pack=row,
            meeting_on=sent.cleaned_data["meeting_on"],
            asked=sent.asked,
            based_on=sent.cleaned_data["revision"] or 0,
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, pack.get_absolute_url(), _("The pack is saved."))
    if act.conflict:
        pack = _asked(request.cluster, number)
        form = on_top(PackForm(cluster=request.cluster, pack=pack), form, act.conflict)
    context = {
        "form": form,
        "pack": pack,
        "conflict": act.conflict,
        "cluster": request.cluster,
        "heading": pack.called,
        "crumbs": _crumbs(request, (pack.called, pack.get_absolute_url()), (_("Change"), "")),
    }
    return page(request, "reports/pack_form.html", context, status=act.status)


@cluster_view(Permission.READ)
@require_GET
def pack(request: ClusterRequest, number: int) -> HttpResponse:
    """Show a pack to be read: as it was sent, or as it would be sent now."""
    found, language = _asked(request.cluster, number), content_language()
    content = packs.content_of(found, timezone.localdate())
    url = f"{settings.BASE_URL}{found.get_absolute_url()}"
    context = {
        "pack": found,
        "cluster": request.cluster,
        "document": pack_document(content, language, is_sent=found.is_sent),
        "seen": "" if found.is_sent else digest_of(plain(content)),
        "agenda": agenda_item(content, url, language).get(language),
        "may_write": request.membership.may(Permission.WRITE),
        "pdf_url": reverse("reports:pack_pdf", args=[request.cluster.slug, number, language]),
        "word_url": reverse("reports:pack_word", args=[request.cluster.slug, number, language]),
        "crumbs": _crumbs(request, (found.called, "")),
    }
    return page(request, "reports/pack.html", context)


@cluster_view(Permission.WRITE)
@require_POST
def send(request: ClusterRequest, number: int) -> HttpResponse:
    """Freeze the pack as it was seen."""
    found = _asked(request.cluster, number)
    return pressed(
        request,
        lambda: packs.send_pack(pack=found, seen=request.POST.get("seen", ""), by=request.user),
        to=found.get_absolute_url(),
        words=_("The pack is frozen. Put the link on the agenda."),
    )


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def mail(request: ClusterRequest, number: int) -> HttpResponse:
    """Mail chosen members the address of a pack that was sent."""
    found = _asked(request.cluster, number)
    form = bound(request, PackMailForm, cluster=request.cluster)
    act = acting(
        request,
        form,
        lambda: packs.mail_pack(
            pack=found, people=list(form.cleaned_data["people"]), note=form.cleaned_data["note"], by=request.user
        ),
    )
    if act.is_done:
        words = ngettext("%(count)s mail is on its way.", "%(count)s mails are on their way.", act.made or 0)
        return done(request, found.get_absolute_url(), words % {"count": act.made})
    context = {
        "form": form,
        "pack": found,
        "cluster": request.cluster,
        "crumbs": _crumbs(request, (found.called, found.get_absolute_url()), (_("Mail to the board"), "")),
    }
    return page(request, "reports/pack_mail.html", context, status=act.status)


@cluster_view(Permission.READ)
@require_GET
def pdf(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the pack as PDF in one language."""
    document, name = _document(request.cluster, number, language)
    return answer_pdf(request, Export.Kind.PACK, document, name)


@cluster_view(Permission.READ)
@require_GET
def word(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the pack as a Word document in one language."""
    return answer_word(*_document(request.cluster, number, language))


@reread
def _document(cluster: Cluster, number: int, language: str) -> tuple[PrintDocument, str]:
    if not is_language(language):
        raise Http404
    found = _asked(cluster, number)
    content = packs.content_of(found, timezone.localdate())
    document = pack_document(content, language, is_sent=found.is_sent)
    return document, f"{document.organisation} - {document.title} ({language})"
