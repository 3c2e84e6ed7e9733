"""What differs from earlier sendings, freezing the report as it is sent, and a sending to be looked at."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.errors import Conflict
from core.forms import on_top
from core.frozen import digest_of, plain, revived
from core.languages import content_language
from core.pages import page
from core.shortcuts import get_or_404
from funders import services
from funders.exports.financing import financing_words
from funders.forms import ExplainForm, SendForm
from funders.models import Sending
from funders.selectors.content import Content
from funders.selectors.gathering import Gathered, gather
from funders.selectors.report import ReportPage
from funders.services.sending import is_untouched
from funders.shown.tables import ActivityTable, DifferenceLine, difference_lines
from funders.views.loading import opened, sending_of

# The field of an explanation, whichever figure it was for.
TYPED = re.compile(r"d[0-9a-f]{10}-text_(?:da|en)")


@cluster_view(Permission.READ)
@require_http_methods(["GET", "POST"])
def differences(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the figures that differ from what was sent, and keep what is written about one of them."""
    shown, lines = differing(request, number)
    may_write = request.membership.may(Permission.WRITE)
    if request.method == "POST":
        if not may_write:
            return page(request, "403.html", status=403)
        return explain(request, shown, lines)
    return differences_page(request, shown, [(line, explaining(request, line)) for line in lines])


def differing(request: ClusterRequest, number: int) -> tuple[ReportPage, list[DifferenceLine]]:
    """Return a report with its figures that differ from what was sent."""
    shown = opened(request, number)
    gathered = gather(shown)
    return shown, list(difference_lines(shown, gathered.content.differences, gathered.explanations))


def explaining(request: ClusterRequest, line: DifferenceLine, data: Any = None) -> ExplainForm:
    """Return the form of one figure; every field of the page has a name of its own."""
    return ExplainForm(data, cluster=request.cluster, explanation=line.explanation, prefix=line.anchor)


def explain(request: ClusterRequest, shown: ReportPage, lines: list[DifferenceLine]) -> HttpResponse:
    """Keep an explanation, or show the page again with what was typed."""
    wanted = next((line for line in lines if line.name == request.POST.get("figure")), None)
    if wanted is None:
        typed = [words for name in request.POST if TYPED.fullmatch(name) and (words := request.POST[name]).strip()]
        if typed:
            # Mended meanwhile, or sent: then it differs from that sending, and is explained there.
            forms = [(line, explaining(request, line)) for line in lines]
            return differences_page(request, shown, forms, left=typed, status=409)
        messages.info(request, _("That figure no longer differs, so there is nothing to explain."))
        return redirect(shown.differences_url)
    form = explaining(request, wanted, request.POST)
    against = get_or_404(Sending.objects.of(request.cluster), pk=wanted.one.against)
    act = acting(
        request,
        form,
        lambda: services.explain(
            report=shown.report,
            figure=wanted.one.key,
            against=against,
            text=form.text,
            based_on=form.based_on,
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, f"{shown.differences_url}#{wanted.anchor}", _("Explanation saved."))
    if act.conflict is not None:
        return told(request, shown.report.number, wanted, form, act.conflict)
    forms = [(line, form if line is wanted else explaining(request, line)) for line in lines]
    return differences_page(request, shown, forms, status=act.status)


def told(
    request: ClusterRequest, number: int, wanted: DifferenceLine, sent: ExplainForm, conflict: Conflict
) -> HttpResponse:
    """Show the page again as it stands now, with both texts of the figure on which two people wrote."""
    shown, lines = differing(request, number)
    forms = [(line, explaining(request, line)) for line in lines]
    for line, form in forms:
        if line.name == wanted.name:
            on_top(form, sent, conflict)
    return differences_page(request, shown, forms, conflict=conflict, at=wanted.anchor, status=409)


def differences_page(
    request: ClusterRequest,
    shown: ReportPage,
    forms: list[tuple[DifferenceLine, ExplainForm]],
    *,
    conflict: Conflict | None = None,
    at: str = "",
    left: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Return the page of the figures that differ; `left` is what was typed about one that does so no more."""
    context = {
        "shown": shown,
        "report": shown.report,
        "cluster": request.cluster,
        "items": forms,
        "conflict": conflict,
        "conflict_at": at,
        "left": left,
        "may_write": request.membership.may(Permission.WRITE),
        "crumbs": [(shown.title, shown.detail_url), (_("Figures that differ"), "")],
    }
    return page(request, "funders/differences.html", context, status=status)


@cluster_view(Permission.SEND_REPORTS)
@require_http_methods(["GET", "POST"])
def send(request: ClusterRequest, number: int) -> HttpResponse:
    """Show what would be frozen and what is missing, and freeze it."""
    shown = opened(request, number)
    gathered = gather(shown)
    seen = digest_of(plain(gathered.content))
    newest = Sending.objects.of(request.cluster).filter(report=shown.report).bare().first()
    after = newest.number if newest else 0
    initial = {"sent_on": timezone.localdate(), "seen": seen, "after": after}
    form = bound(request, SendForm, initial=initial)
    act = acting(request, form, lambda: services.send_report(report=shown.report, by=request.user, **form.cleaned_data))
    if act.is_done:
        words = _("The report is frozen as it was sent. Its documents are listed below.")
        return done(request, shown.url("sending", act.made.number), words)
    if act.conflict is not None:
        # The page shows what stands now: sending again is a decision about that.
        typed = {name: form[name].value() for name in ("sent_on", "remark")}
        form = SendForm(initial={**initial, **typed})
        messages.warning(request, act.said)
    return page(request, "funders/send.html", send_context(request, shown, gathered, form, newest), status=act.status)


def send_context(
    request: ClusterRequest, shown: ReportPage, gathered: Gathered, form: SendForm, newest: Sending | None
) -> dict[str, Any]:
    """Return what the page shows before one decides."""
    content = gathered.content
    return {
        "shown": shown,
        "report": shown.report,
        "cluster": request.cluster,
        "form": form,
        "newest": newest,
        "gaps": [(gap, shown.gap_url(gap)) for gap in shown.gaps],
        "lines": difference_lines(shown, content.differences, gathered.explanations),
        "unexplained": sum(not one.explanation for one in content.differences),
        "activities": ActivityTable.of(request.cluster, content.activities),
        "financing": financing_words(content, content_language()),
        "kpi_count": len(content.kpis),
        "crumbs": [(shown.title, shown.detail_url), (_("Freeze and record as sent"), "")],
    }


@cluster_view(Permission.READ)
@require_GET
def sending(request: ClusterRequest, number: int, sending: int) -> HttpResponse:
    """Show what was sent: when, by whom, its documents, and whether it is untouched."""
    shown = opened(request, number)
    found = sending_of(shown, sending)
    content = revived(Content, found.content)
    context = {
        "shown": shown,
        "report": shown.report,
        "cluster": request.cluster,
        "sending": found,
        "content": content,
        "lines": difference_lines(shown, content.differences),
        "activities": ActivityTable.of(request.cluster, content.activities),
        "financing": financing_words(content, content_language()),
        "is_untouched": is_untouched(found),
        "offers": shown.files(found.number),
        "crumbs": [(shown.title, shown.detail_url), (_("Submission %(number)s") % {"number": found.number}, "")],
    }
    return page(request, "funders/sending.html", context)
