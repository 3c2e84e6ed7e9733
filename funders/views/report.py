"""One report: its front page, the whole to be read, its settings, and putting it away."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.pages import page
from core.shortcuts import get_or_404
from funders import services
from funders.forms import SettingsForm
from funders.models import FunderReport, Sending
from funders.selectors.gathering import Gathered, gather
from funders.selectors.question_keys import PERIOD, STAGE, theme_of
from funders.selectors.report import ReportPage
from funders.shown.read_view import read_view
from funders.shown.tables import ActivityTable, difference_lines
from funders.views.loading import opened
from workbooks.holder_settings import settings_page


@dataclass(frozen=True, slots=True)
class Step:
    """What to do now: a sentence, and where that is done."""

    words: str
    url: str = ""
    label: str = ""
    is_done: bool = False


@cluster_view(Permission.READ)
@require_GET
def detail(request: ClusterRequest, number: int) -> HttpResponse:
    """Show how far the report is, what differs, what falls outside it, and what was sent."""
    shown = opened(request, number)
    gathered = gather(shown)
    sendings = list(Sending.objects.of(request.cluster).filter(report=shown.report).bare())
    content = gathered.content
    themes = [theme for section in shown.sheet.sections() if (theme := theme_of(section))]
    context = {
        "shown": shown,
        "report": shown.report,
        "cluster": request.cluster,
        "step": step_of(shown, sendings),
        "lines": difference_lines(shown, content.differences, gathered.explanations),
        "unexplained": unexplained(gathered),
        "activities": ActivityTable.of(request.cluster, content.activities),
        "without_theme": ActivityTable.of(request.cluster, content.elsewhere(themes) if themes else ()),
        "undated": ActivityTable.of(request.cluster, gathered.undated),
        "kpi_count": len(content.kpis),
        "sendings": sendings,
        "offers": shown.files(),
        "may_write": request.membership.may(Permission.WRITE),
        "may_send": request.membership.may(Permission.SEND_REPORTS),
        "crumbs": [(_("For the funder"), index_url(request)), (shown.title, "")],
    }
    return page(request, "funders/detail.html", context)


def index_url(request: ClusterRequest) -> str:
    """Return the address of the list of reports."""
    return reverse("funders:index", args=[request.cluster.slug])


def unexplained(gathered: Gathered) -> int:
    """Count the figures that differ and that nobody has explained."""
    return sum(not one.explanation for one in gathered.content.differences)


def step_of(shown: ReportPage, sendings: list[Sending]) -> Step:
    """Return what there is to do now, by stage, day and what was sent."""
    first, last = shown.period
    if not first or not last:
        section = shown.sheet.document.section_of(PERIOD[0])
        url = f"{shown.section_url(section.key)}#q-{PERIOD[0]}" if section else ""
        words = _("Enter the period that the report covers. Its activities are then pulled in.")
        return Step(words, url, _("Enter the period"))
    is_over = last < timezone.localdate()
    stage = shown.sheet.document.section_of(STAGE)
    if is_over and not shown.is_report and stage is not None:
        words = _("The period is over. Choose to report results, and the questions about them open.")
        return Step(words, f"{shown.section_url(stage.key)}#q-{STAGE}", _("Open the reporting questions"))
    if any(sending.stage == shown.stage for sending in sendings):
        if shown.is_report:
            return Step(_("The report has been sent. You can add a correction, and both are shown."), is_done=True)
        words = _("The plan has been sent. When the period is over, write the results in the same text.")
        return Step(words, is_done=True)
    missing = len(shown.gaps)
    if missing and shown.next_part is not None:
        words = ngettext(
            "One answer is missing before the report is complete.",
            "%(count)s answers are missing before the report is complete.",
            missing,
        ) % {"count": missing}
        return Step(words, shown.next_part.url, _("Continue writing"))
    words = _("Everything that must be answered is answered. Read it through, and send it.")
    return Step(words, shown.read_url, _("Read it through"))


@cluster_view(Permission.READ)
@require_GET
def read(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the whole report to be read."""
    shown = opened(request, number)
    gathered = gather(shown)
    context = {
        "shown": shown,
        "report": shown.report,
        "cluster": request.cluster,
        "parts": read_view(shown, gathered),
        "lines": difference_lines(shown, gathered.content.differences, gathered.explanations),
        "may_write": request.membership.may(Permission.WRITE),
        "crumbs": [(shown.title, shown.detail_url), (_("Read it through"), "")],
    }
    return page(request, "funders/read.html", context)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def settings(request: ClusterRequest, number: int) -> HttpResponse:
    """Give the report another title or strategy, or delete it."""
    return settings_page(
        request,
        "funders/settings.html",
        opened=lambda: opened(request, number),
        form_of=lambda shown: partial(SettingsForm, report=shown.report),
        change=lambda shown, form: services.change_report(
            report=shown.report,
            title=form.title_text,
            strategy=form.cleaned_data["strategy"],
            based_on=form.cleaned_data["revision"] or 0,
            by=request.user,
        ),
    )


@cluster_view(Permission.WRITE)
@require_POST
def delete(request: ClusterRequest, number: int) -> HttpResponse:
    """Put the report away; the list offers to bring it back."""
    shown = opened(request, number)
    services.delete_report(report=shown.report, by=request.user)
    words = _("“%(title)s” has been deleted. You can bring it back below.")
    messages.success(request, words % {"title": shown.title})
    return redirect(index_url(request))


@cluster_view(Permission.WRITE)
@require_POST
def restore(request: ClusterRequest, number: int) -> HttpResponse:
    """Bring back a report that was deleted."""
    report = get_or_404(FunderReport.objects.of(request.cluster).deleted(), number=number)
    report.cluster = request.cluster
    services.restore_report(report=report, by=request.user)
    words = _("“%(title)s” is back.")
    messages.success(request, words % {"title": report.shown_title})
    return redirect(index_url(request))
