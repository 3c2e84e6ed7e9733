"""The red thread on one page, its findings in a list, and setting one of them aside."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.keyed import Addresses, asked_by_keys
from clusters.models import Cluster
from clusters.permissions import Permission
from core.acting import acting, bound
from core.pages import is_fragment, page
from core.parts.mains import Gathered, main_part
from core.shortcuts import get_or_404
from findings import services
from findings.forms import FindingFilter, WaiveForm
from findings.models import Waiver
from findings.selectors import waivers_and_months
from findings.services import Thread
from findings.shown.beside import ACTIVITY, GOAL, KPI, PHASE, Beside, beside
from findings.shown.findings import aside_of, kinds_of, months_of, query_of, rows_of, tabs_of
from findings.shown.thread import strands_of
from strategy.current import current_strategy, glanced_at
from strategy.selectors.phases import Glance, current_of

MOST_MONTHS = 12
# As many as one reads in one go; the rest is on further pages.
ON_A_PAGE = 40


def opened(request: ClusterRequest, waivers: Sequence[Waiver] | None = None) -> Thread | None:
    """Return the thread of the strategy that the cluster works by."""
    shown = current_strategy(request)
    return services.thread_of(request.cluster, shown, timezone.localdate(), waivers=waivers) if shown else None


@cluster_view(Permission.READ)
@require_GET
def thread(request: ClusterRequest) -> HttpResponse:
    """Show each goal with its KPIs and activities, and where the thread is broken."""
    rights = {
        "may_write": request.membership.may(Permission.WRITE),
        "may_manage": request.membership.may(Permission.MANAGE_CLUSTER),
    }
    if is_fragment(request):
        return page(request, "findings/whole.html", _whole_of(request.cluster, rights)[0], partial="drawn")
    main = _whole(request.cluster, rights)
    if main.around is not None:
        glanced_at(request, main.around)
    return page(request, "findings/thread.html", {"main": main, "crumbs": [(_("The red thread"), "")]})


@main_part("findings/whole.html")
def _whole(cluster: Cluster, rights: Mapping[str, bool]) -> Gathered:
    """Gather the whole thread, as who has these rights sees it."""
    values, around = _whole_of(cluster, rights)
    return Gathered(values, asked_by_keys(Addresses(cluster)), around)


def _whole_of(cluster: Cluster, rights: Mapping[str, bool]) -> tuple[dict[str, Any], Glance | None]:
    shown, today = current_of(cluster), timezone.localdate()
    found = services.thread_of(cluster, shown, today) if shown else None
    values = {
        "cluster": cluster,
        "thread": found,
        "strands": strands_of(cluster, found, today) if found else [],
        "summary": found.summary if found else "",
        "today": today,
        **rights,
    }
    return values, shown.glance if shown else None


@cluster_view(Permission.READ)
@require_GET
def about(request: ClusterRequest, kind: str, what: str) -> HttpResponse:
    """Say beside a goal, a KPI, an activity or a phase what the thread lacks there, and what it came from."""
    if kind not in (GOAL, KPI, ACTIVITY, PHASE):
        raise Http404
    found = opened(request)
    context = {
        "cluster": request.cluster,
        "kind": kind,
        "thread": found,
        "beside": beside(request.cluster, found, kind, what) if found else Beside(),
        "may_write": request.membership.may(Permission.WRITE),
        "crumbs": [(_("The red thread"), reverse("findings:thread", args=[request.cluster.slug])), (_("Findings"), "")],
    }
    return page(request, "findings/about.html", context, partial="said")


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """List what is broken, worst first, with what to do and a link to the very field."""
    return _list(request)


def _list(request: ClusterRequest, form: WaiveForm | None = None, mark: str = "", status: int = 200) -> HttpResponse:
    waivers, months = waivers_and_months(request.cluster, MOST_MONTHS)
    found = opened(request, waivers)
    wanted = FindingFilter(request.GET)
    severity, whose, rule = wanted.chosen("severity"), wanted.chosen("whose"), wanted.chosen("rule")
    kept = [
        one
        for one in (found.open if found else ())
        if (not severity or one.severity == severity) and (whose != "mine" or one.hit.owner == request.user.pk)
    ]
    shown = [one for one in kept if not rule or one.rule.name == rule]
    may_waive = request.membership.may(Permission.WRITE)
    asked = mark or request.GET.get("waive", "")
    if form is None and asked and may_waive:
        form = WaiveForm(today=timezone.localdate())
    paged = Paginator(shown, max(len(shown), 1) if wanted.chosen("show") else ON_A_PAGE)
    there = next((place for place, one in enumerate(shown) if asked and one.fingerprint == asked), None)
    one_page = paged.get_page(request.GET.get("page") if there is None else there // paged.per_page + 1)
    context = {
        "cluster": request.cluster,
        "thread": found,
        "page": one_page,
        "rows": rows_of(request.cluster, found, one_page) if found else [],
        "aside": aside_of(request.cluster, found) if found else [],
        "tabs": tabs_of(request.cluster, found, severity, whose) if found else [],
        "kinds": kinds_of(kept, severity, whose, rule),
        "whose": [("", query_of(severity=severity) or "?"), ("mine", query_of(severity=severity, whose="mine"))],
        "chosen_whose": whose,
        "chosen_rule": bool(rule),
        "query": _query(request),
        "summary": found.summary if found else "",
        "months": months_of(months),
        "may_waive": may_waive,
        "form": form,
        "asked": asked,
        "crumbs": [(_("The red thread"), reverse("findings:thread", args=[request.cluster.slug])), (_("Findings"), "")],
    }
    return page(request, "findings/index.html", context, status=status)


def _query(request: ClusterRequest) -> str:
    """Return the query by which the list is narrowed, without what is set aside just now."""
    query = request.GET.copy()
    query.pop("waive", None)
    return f"?{query.urlencode()}" if query else ""


def _back(request: ClusterRequest) -> HttpResponse:
    """Lead back to the list as it was narrowed."""
    return redirect(reverse("findings:index", args=[request.cluster.slug]) + _query(request))


@cluster_view(Permission.WRITE)
@require_POST
def waive(request: ClusterRequest, mark: str) -> HttpResponse:
    """Set a finding aside, with the reason and until when."""
    form = bound(request, WaiveForm, today=timezone.localdate())
    found = opened(request)
    if found is None:
        return _list(request, form, mark, 422)
    act = acting(
        request,
        form,
        lambda: services.waive(
            cluster=request.cluster,
            thread=found,
            fingerprint=mark,
            reason=form.cleaned_data["reason"],
            until=form.cleaned_data["until"],
            by=request.user,
        ),
    )
    if act.is_done:
        messages.success(
            request, _("The finding has been set aside. It stays at the bottom of the list until that date.")
        )
        return _back(request)
    return _list(request, form, mark, act.status)


@cluster_view(Permission.WRITE)
@require_POST
def end(request: ClusterRequest, pk: int) -> HttpResponse:
    """Take a finding up again before its day."""
    waiver = get_or_404(Waiver.objects.of(request.cluster).select_related("cluster"), pk=pk)
    services.end_waiver(waiver=waiver, by=request.user)
    messages.success(request, _("The finding is back in the list."))
    return _back(request)
