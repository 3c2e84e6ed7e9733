"""A phase of a strategy: the form of its section, with the panels that stand in it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.pages import page
from library.schema.documents import Section
from strategy.pages import StrategyPage
from strategy.panels import panels
from strategy.views.loading import opened
from workbooks.filling import Act, Outcome, address_after, posted_of, receive
from workbooks.pages import SectionPage, setting_of
from workbooks.services import answer_sheet


@cluster_view(Permission.READ)
@require_http_methods(["GET", "POST"])
def phase(request: ClusterRequest, number: int, section: str) -> HttpResponse:
    """Show a phase to be filled in, and store what is sent; who may only read is led to the read view."""
    shown = opened(request, number)
    asked = shown.sheet.document.section(section)
    is_hidden = asked is not None and shown.phase(asked) is None
    # What is sent to a phase that a colleague's answer has hidden meanwhile is kept.
    if asked is None or (is_hidden and request.method == "GET"):
        raise Http404
    if not request.membership.may(Permission.WRITE):
        if request.method == "POST":
            return page(request, "403.html", status=403)
        return redirect(f"{shown.url('detail')}#p-{asked.key}")
    if request.method == "GET":
        return form(request, shown, asked, Outcome(dict(shown.answers)), extra_row=request.GET.get("row", ""))
    return receive_form(request, shown, asked)


def receive_form(request: ClusterRequest, shown: StrategyPage, section: Section) -> HttpResponse:
    """Store a whole section that was sent without the browser's help, or by its Save button."""
    posted = posted_of(request.POST)
    act = Act.of(posted)
    outcome = receive(
        workbook=shown.workbook,
        questions=list(section.questions),
        posted=posted,
        answers=shown.answers,
        setting=setting_of(request.cluster),
        by=request.user,
    )
    if outcome.typed:
        return form(request, shown, section, outcome, extra_row=outcome.extra_row(act), status=outcome.status)
    if shown.phase(section) is None:
        messages.warning(request, _("Your answers are kept, but a colleague’s answer has hidden this phase meanwhile."))
        return redirect(shown.url("detail"))
    here = shown.url("phase", section.key)
    if to := address_after(act, here):
        return redirect(to)
    if act.verb == "next":
        after = StrategyPage(request.cluster, shown.strategy, outcome.answers)
        coming = [p for p in after.phases if p.number > next(x.number for x in shown.phases if x.key == section.key)]
        return redirect(coming[0].url if coming else shown.url("missing"))
    messages.success(request, _("All is saved."))
    return redirect(here)


def form(
    request: ClusterRequest,
    shown: StrategyPage,
    section: Section,
    outcome: Outcome,
    *,
    extra_row: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the page of a phase."""
    after = StrategyPage(request.cluster, shown.strategy, outcome.answers)
    request.strategy_page = after  # type: ignore[attr-defined]
    section_page = SectionPage(
        workbook=shown.workbook,
        section=section,
        sheet=answer_sheet(shown.workbook, outcome.answers),
        answers=outcome.answers,
        setting=setting_of(request.cluster),
        typed=outcome.typed,
        panels=panels(request, after),
        extra_row=extra_row,
    )
    here = after.phase_of(section)
    phases = after.phases
    place = next((n for n, p in enumerate(phases) if p.key == section.key), 0)
    before, coming = (phases[place - 1] if place else None), (phases[place + 1] if place + 1 < len(phases) else None)
    context = {
        "shown": after,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "workbook": shown.workbook,
        "section": section,
        "phase": here,
        "phases": phases,
        "page": section_page,
        "page_url": after.url("phase", section.key),
        "previous_url": before.url if before else "",
        "previous_label": before.label if before else "",
        "next_label": _("Save and go on to %(phase)s") % {"phase": coming.label}
        if coming
        else _("Save and see what is missing"),
        "crumbs": [(shown.strategy.title, after.url("detail")), (here.label, "")],
    }
    return page(request, "strategy/phase.html", context, status=status)
