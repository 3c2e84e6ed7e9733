"""A section of a report: its form, with the activities of its theme and the panels that stand in it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.pages import page
from funders.pages import ReportPage
from funders.panels import panels_of, theme_table
from funders.views.loading import opened
from library.schema.documents import Section
from workbooks.filling import Act, Outcome, address_after, posted_of, receive
from workbooks.pages import SectionPage, setting_of


@cluster_view(Permission.READ)
@require_http_methods(["GET", "POST"])
def section(request: ClusterRequest, number: int, section: str) -> HttpResponse:
    """Show a section to be filled in, and store what is sent; who may only read is led to the read view."""
    shown = opened(request, number)
    asked = shown.sheet.document.section(section)
    is_hidden = asked is not None and shown.part(asked) is None
    # What is sent to a section that a colleague's answer has hidden meanwhile is kept.
    if asked is None or (is_hidden and request.method == "GET"):
        raise Http404
    if not request.membership.may(Permission.WRITE):
        if request.method == "POST":
            return page(request, "403.html", status=403)
        return redirect(f"{shown.read_url}#p-{asked.key}")
    if request.method == "GET":
        return form(request, shown, asked, Outcome(dict(shown.answers)), extra_row=request.GET.get("row", ""))
    return receive_form(request, shown, asked)


def receive_form(request: ClusterRequest, shown: ReportPage, section: Section) -> HttpResponse:
    """Store a whole section that was sent without the browser's help, or by its Save button."""
    posted = posted_of(request.POST)
    act = Act.of(posted)
    outcome = receive(
        workbook=shown.workbook,
        questions=list(section.questions),
        posted=posted,
        answers=dict(shown.answers),
        setting=setting_of(request.cluster),
        by=request.user,
    )
    if outcome.typed:
        return form(request, shown, section, outcome, extra_row=outcome.extra_row(act), status=outcome.status)
    after = ReportPage(request.cluster, shown.report, outcome.answers)
    if after.part(section) is None:
        words = _("Your answers are kept, but a colleague’s answer has hidden this section meanwhile.")
        messages.warning(request, words)
        return redirect(shown.detail_url)
    here = shown.section_url(section.key)
    if to := address_after(act, here):
        return redirect(to)
    if act.verb == "next":
        coming = after.neighbours(section)[1]
        return redirect(coming.url if coming else shown.detail_url)
    messages.success(request, _("All is saved."))
    return redirect(here)


def form(
    request: ClusterRequest,
    shown: ReportPage,
    section: Section,
    outcome: Outcome,
    *,
    extra_row: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the page of a section."""
    after = ReportPage(request.cluster, shown.report, outcome.answers)
    section_page = SectionPage(
        workbook=shown.workbook,
        section=section,
        sheet=after.sheet,
        answers=outcome.answers,
        setting=setting_of(request.cluster),
        typed=outcome.typed,
        panels=panels_of(after, section, may_write=True),
        extra_row=extra_row,
    )
    before, coming = after.neighbours(section)
    context = {
        "shown": after,
        "report": shown.report,
        "cluster": request.cluster,
        "workbook": shown.workbook,
        "section": section,
        "part": after.part_of(section),
        "parts": after.parts,
        "page": section_page,
        "page_url": after.section_url(section.key),
        "table": theme_table(after, section),
        "period": after.period_words,
        "previous_url": before.url if before else "",
        "previous_label": back_words(before.label) if before else "",
        "next_label": onward_words(coming.label if coming else ""),
        "crumbs": [(shown.report.title, after.detail_url), (after.part_of(section).label, "")],
    }
    return page(request, "funders/section.html", context, status=status)


# A longer name makes the bar below the form wrap, so that it covers what is written.
LONGEST_NAME = 24


def back_words(label: str) -> str:
    """Say where the button back leads."""
    return label if len(label) <= LONGEST_NAME else _("Previous section")


def onward_words(label: str) -> str:
    """Say where the button onward leads; the last section leads to the whole report."""
    if not label:
        return _("Save and see the whole report")
    if len(label) > LONGEST_NAME:
        return _("Save and go to the next section")
    return _("Save and go on to %(section)s") % {"section": label}
