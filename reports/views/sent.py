"""Sending a finished document to members, what was sent, and the link in the mails."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.access import public_view
from core.acting import acting, bound, done, pressed
from core.downloads import file_answer
from core.pages import page
from core.shortcuts import get_or_404
from reports import sending
from reports.models import SentDocument
from reports.send_form import SendForm
from reports.sendable import made_at
from reports.views.documents import fetched
from reviews.answering import answer, sealed

SENT_ON_A_PAGE = 25


def _crumbs(request: ClusterRequest, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("PDF and data"), reverse("reports:index", args=[request.cluster.slug])), *more]


@cluster_view(Permission.SEND_REPORTS)
@require_http_methods(["GET", "POST"])
def send(request: ClusterRequest, pk: int) -> HttpResponse:
    """Mail a document that has been made to chosen members, and keep it as it was."""
    export = fetched(request, pk)
    if not export.is_done:
        return redirect(export)
    file = reverse("reports:export_file", args=[request.cluster.slug, export.pk])
    crumbs = _crumbs(request, (export.name, export.get_absolute_url()), (_("Send it"), ""))
    context = {"name": export.name, "made_at": export.finished_at, "file": file, "crumbs": crumbs}
    return _sending(request, partial(sending.send_document, export=export), context)


@cluster_view(Permission.SEND_REPORTS)
@require_http_methods(["GET", "POST"])
def send_file(request: ClusterRequest) -> HttpResponse:
    """Mail a Word file or a sheet, made as it is now from its own address, and keep it as it was."""
    address = request.GET.get("file", "")
    if not address:
        # An address that was cut short: the files to choose from.
        return redirect("reports:index", request.cluster.slug)
    ready = made_at(request, address, request.cluster.slug)
    crumbs = _crumbs(request, (ready.name, ""))
    context = {"name": ready.name, "made_at": None, "file": address, "crumbs": crumbs}
    return _sending(request, partial(sending.send_file, cluster=request.cluster, ready=ready), context)


def _sending(request: ClusterRequest, send_it: Callable[..., SentDocument], context: dict[str, Any]) -> HttpResponse:
    """Ask to whom a file goes, and send it."""
    form = bound(request, SendForm, cluster=request.cluster)
    act = acting(
        request,
        form,
        lambda: send_it(
            people=list(form.cleaned_data["people"]),
            note=form.cleaned_data["note"],
            ends_on=form.ends_on,
            by=request.user,
        ),
    )
    if act.is_done:
        count = len(form.cleaned_data["people"])
        words = ngettext("%(count)s mail is on its way.", "%(count)s mails are on their way.", count)
        return done(request, act.made.get_absolute_url(), words % {"count": count})
    return page(request, "reports/send.html", {**context, "form": form, "cluster": request.cluster}, status=act.status)


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """List what was sent, the newest first."""
    found = Paginator(SentDocument.objects.of(request.cluster), SENT_ON_A_PAGE).get_page(request.GET.get("page"))
    for one in found.object_list:
        one.cluster = request.cluster
    context = {
        "sent": found.object_list,
        "page": found,
        "cluster": request.cluster,
        "crumbs": _crumbs(request, (_("Sent documents"), "")),
    }
    return page(request, "reports/sent_list.html", context)


@cluster_view(Permission.READ)
@require_GET
def sent(request: ClusterRequest, number: int) -> HttpResponse:
    """Say what was sent: to whom, when, how, and what stood with it."""
    found = _asked(request, number)
    context = {
        "sent": found,
        "people": found.people.order_by("name", "email"),
        "cluster": request.cluster,
        "may_send": request.membership.may(Permission.SEND_REPORTS),
        "crumbs": _crumbs(
            request, (_("Sent documents"), reverse("reports:sent_list", args=[request.cluster.slug])), (found.title, "")
        ),
    }
    return page(request, "reports/sent.html", context)


@cluster_view(Permission.READ)
@require_GET
def sent_file(request: ClusterRequest, number: int) -> HttpResponse:
    """Give the file as it was sent."""
    return _file(_asked(request, number))


@cluster_view(Permission.SEND_REPORTS)
@require_POST
def revoke(request: ClusterRequest, number: int) -> HttpResponse:
    """Have the link in the mails lead nowhere any more."""
    found = _asked(request, number)
    return pressed(
        request,
        lambda: sending.revoke(sent=found, by=request.user),
        to=found.get_absolute_url(),
        words=_("The link no longer works."),
    )


@public_view
@require_http_methods(["GET", "HEAD"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Give whoever has the link the file; one that has ended, was revoked or never was explains itself."""
    found = sending.sent_at(token)
    why = found.why_ended if found else "unknown"
    if found is None or why:
        status = 404 if why == "unknown" else 410
        return answer(request, "reviews/shared_ended.html", {"link": found, "why": why}, status)
    return sealed(_file(found))


def _file(found: SentDocument) -> HttpResponse:
    if not found.file:
        # It was gone already where the cluster came from.
        raise Http404
    try:
        with found.file.open("rb") as kept:
            # Only what every browser shows is shown; the others are saved.
            is_shown = found.content_type == sending.PDF_TYPE
            return file_answer(kept.read(), found.content_type, found.name, is_shown=is_shown)
    except FileNotFoundError as error:
        raise Http404 from error


def _asked(request: ClusterRequest, number: int) -> SentDocument:
    found: SentDocument = get_or_404(SentDocument.objects.of(request.cluster), number=number)
    found.cluster = request.cluster
    return found
