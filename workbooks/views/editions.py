"""Moving a workbook to another edition: what would change, the move, its undoing, and the answers beside it."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import done, pressed, refused
from core.errors import Conflict, Refusal
from core.languages import language_name
from core.pages import page
from core.shortcuts import get_or_404
from core.text import LANGUAGES
from library.models import Edition
from schema.documents import Template
from workbooks.holders import Holder, holder_of
from workbooks.models import Workbook
from workbooks.receiving import revision_of
from workbooks.services.editions import move_to_edition, newer_edition, prospect_of, undo_move
from workbooks.services.parked import put_back
from workbooks.shown.editions import move_page, parked_lines

LONGEST_VERSION = 9
# The files of what stands beside a workbook, as a menu names them.
FORMS = (("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"), ("csv", "CSV"))


def _opened(request: ClusterRequest, pk: int) -> tuple[Workbook, Holder]:
    """Return the cluster's workbook, and what holds it; one that was deleted is not there."""
    workbook = get_or_404(Workbook.objects.of(request.cluster).select_related("edition__publication"), pk=pk)
    workbook.cluster = request.cluster
    holder = holder_of(request.cluster, workbook)
    if holder is None:
        raise Http404
    return workbook, holder


def _wanted(request: ClusterRequest, workbook: Workbook) -> Edition | None:
    """Return the edition that the address names, or the newest one."""
    named = request.GET.get("to", "")
    if not named:
        return newer_edition(workbook)
    if not (named.isascii() and named.isdigit() and len(named) <= LONGEST_VERSION):
        raise Http404
    # across_clusters: of what the workbook fills in, which may be the cluster's own
    editions = Edition.across_clusters.filter(publication=workbook.edition.publication_id, state="published")
    return get_or_404(editions.exclude(pk=workbook.edition_id).select_related("publication"), version=int(named))


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def edition(request: ClusterRequest, pk: int) -> HttpResponse:
    """Show what another edition changes in this workbook, and take it there when somebody says yes."""
    workbook, holder = _opened(request, pk)
    wanted = _wanted(request, workbook)
    crumbs = [(holder.title, holder.url), (_("New edition"), "")]
    context = {"workbook": workbook, "cluster": request.cluster, "holder": holder, "crumbs": crumbs}
    if wanted is None:
        newest = workbook.moves.standing().first()
        context["undoable"] = newest if newest and newest.after_id == workbook.edition_id else None
        return page(request, "workbooks/edition_newest.html", context)
    status, message = 200, holder.refusal
    if request.method == "POST" and not holder.refusal:
        try:
            move_to_edition(workbook=workbook, edition=wanted, seen=request.POST.get("seen", ""), by=request.user)
        except Conflict as conflict:
            status, message = 409, conflict.message
            workbook, holder = _opened(request, pk)
            if workbook.edition_id == wanted.pk:
                return refused(request, conflict, holder.url)
        except Refusal as refusal:
            return refused(request, refusal, holder.url)
        else:
            words = _("You have moved to edition %(version)s.") % {"version": wanted.version}
            return done(request, reverse("workbooks:parked", args=[request.cluster.slug, pk]), words)
    context |= {"shown": move_page(prospect_of(workbook, wanted)), "wanted": wanted, "message": message}
    return page(
        request,
        "workbooks/edition.html",
        context,
        status=422 if request.method == "POST" and holder.refusal else status,
    )


@cluster_view(Permission.WRITE)
@require_POST
def undo(request: ClusterRequest, pk: int) -> HttpResponse:
    """Go back to the edition before the newest move, with the answers as they were."""
    workbook, holder = _opened(request, pk)
    if holder.refusal:
        return refused(request, Refusal(holder.refusal), holder.url)
    to = reverse("workbooks:parked", args=[request.cluster.slug, pk])
    return pressed(
        request,
        lambda: undo_move(workbook=workbook, by=request.user),
        to=to,
        words=_("You are back on the former edition, and your answers are where they were."),
    )


@cluster_view(Permission.READ)
@require_GET
def parked(request: ClusterRequest, pk: int) -> HttpResponse:
    """Show on which edition the workbook is, since when, and the answers that stand beside it."""
    workbook, holder = _opened(request, pk)
    document = workbook.edition.parsed
    assert isinstance(document, Template)  # noqa: S101 -- start_workbook lets nothing else in
    found = list(workbook.answers.values_list("question_key", "revision", "value"))
    revisions = {key: revision for key, revision, _value in found}
    answered = {key for key, _revision, value in found if value is not None}
    rows = list(workbook.parked.waiting().select_related("edition", "written_by"))
    newest = workbook.moves.standing().first()
    lines = parked_lines(rows, document, revisions, answered)
    may_write = request.membership.may(Permission.WRITE) and not holder.refusal
    context = {
        "workbook": workbook,
        "cluster": request.cluster,
        "holder": holder,
        "lines": [one for one in lines if not one.row.is_original],
        "originals": [one for one in lines if one.row.is_original],
        "move": newest if newest is not None and newest.after_id == workbook.edition_id else None,
        "newer": newer_edition(workbook),
        "may_write": may_write,
        "forms": FORMS,
        "document_languages": [(one, language_name(one)) for one in LANGUAGES],
        "crumbs": [(holder.title, holder.url), (_("Edition and parked answers"), "")],
    }
    return page(request, "workbooks/parked.html", context)


@cluster_view(Permission.WRITE)
@require_POST
def put_back_parked(request: ClusterRequest, pk: int, parked: int) -> HttpResponse:
    """Make a parked answer the answer to a question that is asked now."""
    workbook, holder = _opened(request, pk)
    here = reverse("workbooks:parked", args=[request.cluster.slug, pk])
    row = get_or_404(workbook.parked.waiting().select_related("edition"), pk=parked)
    key, _sep, revision = request.POST.get("to", "").partition(":")
    document = workbook.edition.parsed
    question = document.question(key) if isinstance(document, Template) else None
    based_on = revision_of(revision)
    if question is None or based_on is None:
        return refused(request, Refusal(_("Choose where the answer is to be put back.")), here)
    if holder.refusal:
        return refused(request, Refusal(holder.refusal), here)
    assert isinstance(document, Template)  # noqa: S101 -- the question is of one
    section = document.section_of(question.key)
    to = f"{holder.section_url(section.key)}#q-{question.key}" if section else here
    return pressed(
        request,
        lambda: put_back(workbook=workbook, parked=row, question=question, based_on=based_on, by=request.user),
        to=to,
        words=_("The parked answer is the answer here now."),
        otherwise=here,
    )
