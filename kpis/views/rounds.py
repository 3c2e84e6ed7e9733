"""Measuring rounds: planning, entering, closing, correcting, and all of them beside each other."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done, pressed
from core.errors import Conflict
from core.forms import on_top
from core.languages import content_language
from core.pages import page
from core.shortcuts import get_or_404
from kpis import services
from kpis.forms.kpis import CorrectForm
from kpis.forms.rounds import CloseForm, CommentsForm, RoundForm
from kpis.models import Kpi, MeasuringRound, RoundComment, RoundEntry
from kpis.services.rounds import entries_of, round_name
from kpis.shown.comparison import Comparison, ComparisonRow, ShownValue, comparison_of, shown_value, way_chart
from kpis.shown.kpis import Group, by_goal, kpi_url, load_kpis
from kpis.views.loading import opened, opened_round
from strategy.models import Goal, Strategy


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """List the rounds of every strategy."""
    rounds = list(MeasuringRound.objects.of(request.cluster).select_related("strategy").order_by("date", "number"))
    entries = RoundEntry.objects.of(request.cluster).values_list("round_id", "measurement_id")
    counts: dict[int, list[int]] = {}
    for round_id, measurement_id in entries:
        counted = counts.setdefault(round_id, [0, 0])
        counted[0] += measurement_id is not None
        counted[1] += 1
    context = {
        "cluster": request.cluster,
        "rounds": [(one, round_name(one), *counts.get(one.pk, [0, 0])) for one in rounds],
        "strategies": {one.strategy for one in rounds},
        "may_edit": request.membership.may(Permission.EDIT_KPIS),
        "has_kpis": Kpi.objects.of(request.cluster).alive().exists(),
        "crumbs": [(_("KPIs"), kpi_url(request.cluster, "index")), (_("Measuring rounds"), "")],
    }
    return page(request, "kpis/rounds.html", context)


@cluster_view(Permission.EDIT_KPIS)
@require_http_methods(["GET", "POST"])
def new(request: ClusterRequest) -> HttpResponse:
    """Plan a round."""
    strategies = list(Strategy.objects.of(request.cluster).alive())
    found = load_kpis(request.cluster, most=1)
    if not strategies or not found:
        messages.warning(request, _("A measuring round needs a strategy and at least one KPI."))
        return redirect(kpi_url(request.cluster, "rounds"))
    form = bound(request, RoundForm, strategies=strategies, followed=found)

    def start() -> MeasuringRound:
        strategy = next(s for s in strategies if str(s.pk) == form.cleaned_data["strategy"])
        strategy.cluster = request.cluster
        return services.start_round(
            strategy=strategy,
            kind=form.cleaned_data["kind"],
            day=form.cleaned_data["date"],
            kpis=form.chosen,
            note=form.cleaned_data["note"],
            by=request.user,
        )

    act = acting(request, form, start)
    if act.is_done:
        return done(request, kpi_url(request.cluster, "round", act.made.number))
    return round_form(request, form, _("Plan a measuring round"), kpi_url(request.cluster, "rounds"))


def round_form(
    request: ClusterRequest,
    form: RoundForm,
    heading: str,
    back: str,
    *,
    round: MeasuringRound | None = None,
    conflict: Conflict | None = None,
    status: int | None = None,
) -> HttpResponse:
    """Show the form of a round; in a conflict beside what a colleague saved."""
    context = {
        "conflict": conflict,
        "history_url": round.history_url if round else "",
        "cluster": request.cluster,
        "form": form,
        "heading": heading,
        "back": back,
        "rows": [(one, str(one.kpi.pk), form[f"by_{one.kpi.number}"]) for one in form.followed],
        "chosen": {str(pk) for pk in form["kpis"].value() or []},
        "crumbs": [
            (_("KPIs"), kpi_url(request.cluster, "index")),
            (_("Measuring rounds"), kpi_url(request.cluster, "rounds")),
            (heading, ""),
        ],
    }
    return page(request, "kpis/round_form.html", context, status=status or (422 if form.is_bound else 200))


@cluster_view(Permission.EDIT_KPIS)
@require_http_methods(["GET", "POST"])
def edit(request: ClusterRequest, number: int) -> HttpResponse:
    """Change an open round."""
    round = opened_round(request, number)
    deliverers = {entry.kpi_id: entry.deliverer for entry in entries_of(round)}
    found = load_kpis(request.cluster, most=1)
    form = bound(request, RoundForm, followed=found, deliverers=deliverers, initial=round_initial(round))
    here = kpi_url(request.cluster, "round", number)
    act = acting(
        request,
        form,
        lambda: services.change_round(
            round=round,
            day=form.cleaned_data["date"],
            kpis=form.chosen,
            note=form.cleaned_data["note"],
            based_on=form.cleaned_data["revision"] or 0,
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, here, _("Round saved."))
    # Without sides nothing was written by two people: a KPI has gone, and the form says so.
    conflict = act.conflict if act.conflict and act.conflict.sides else None
    if conflict is not None:
        round = opened_round(request, number)
        deliverers = {entry.kpi_id: entry.deliverer for entry in entries_of(round)}
        form = on_top(RoundForm(followed=found, deliverers=deliverers, initial=round_initial(round)), form, conflict)
    return round_form(request, form, _("Change the round"), here, round=round, conflict=conflict, status=act.status)


def round_initial(round: MeasuringRound) -> dict[str, object]:
    """Return what stands in the form of a round, its KPIs left aside."""
    return {"date": round.date, "note": round.note, "revision": round.revision}


@cluster_view(Permission.EDIT_KPIS)
@require_http_methods(["GET", "POST"])
def close(request: ClusterRequest, number: int) -> HttpResponse:
    """Freeze the round, with date and remark."""
    round = opened_round(request, number)
    form = bound(request, CloseForm)
    here = kpi_url(request.cluster, "round", number)
    act = acting(
        request,
        form,
        lambda: services.close_round(
            round=round,
            closed_on=form.cleaned_data["closed_on"],
            remark=form.cleaned_data["remark"].strip(),
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, here, _("The round has been closed and frozen."))
    comparison = comparison_of(request.cluster, [round], content_language())
    missing = [row.one for row in comparison.rows if row.cells[0].point is None]
    context = {
        "cluster": request.cluster,
        "round": round,
        "form": form,
        "missing": missing,
        "count": len(comparison.rows),
        "back": here,
        "name": round_name(round),
        "crumbs": [
            (_("Measuring rounds"), kpi_url(request.cluster, "rounds")),
            (round_name(round), here),
            (_("Close the round"), ""),
        ],
    }
    return page(request, "kpis/round_close.html", context, status=act.status)


@cluster_view(Permission.EDIT_KPIS)
@require_POST
def delete(request: ClusterRequest, number: int) -> HttpResponse:
    """Delete a round that is open; what was measured stays with the KPIs."""
    round = opened_round(request, number)
    return pressed(
        request,
        lambda: services.delete_round(round=round, by=request.user),
        to=kpi_url(request.cluster, "rounds"),
        words=_("Round deleted. The measurements stay with the KPIs."),
        otherwise=kpi_url(request.cluster, "round", number),
    )


@cluster_view(Permission.EDIT_KPIS)
@require_http_methods(["GET", "POST"])
def correct(request: ClusterRequest, number: int, kpi: int) -> HttpResponse:
    """Add a correction to a closed round; the frozen number stays beside it."""
    round = opened_round(request, number)
    entry = get_or_404(RoundEntry.objects.of(request.cluster).filter(round=round), kpi__number=kpi)
    one = opened(request, kpi)
    standing = next((m for m in one.measurements if m.pk == entry.measurement_id), None)
    form = bound(
        request,
        CorrectForm,
        cluster=request.cluster,
        measurement=standing,
        initial={} if standing else {"date": round.date},
    )
    here = kpi_url(request.cluster, "round", number)
    act = acting(
        request,
        form,
        lambda: services.correct_closed_value(
            round=round, kpi=one.kpi, draft=form.draft, reason=form.cleaned_data["reason"], by=request.user
        ),
    )
    if act.is_done:
        return done(request, here, _("Correction added. The frozen value stays beside it."))
    context = {
        "form": form,
        "cluster": request.cluster,
        "heading": _("Correct %(kpi)s in the closed round") % {"kpi": one.title},
        "lead": _("The round stays frozen. What you write is added to it, and both are shown."),
        "button": _("Add the correction"),
        "back": here,
        "has_file": True,
        "crumbs": [
            (_("Measuring rounds"), kpi_url(request.cluster, "rounds")),
            (round_name(round), here),
            (_("Correct"), ""),
        ],
    }
    return page(request, "kpis/form.html", context, status=act.status)


def goals(round: MeasuringRound) -> list[Goal]:
    """Return the goals of the round's strategy."""
    return list(Goal.objects.of(round.cluster).filter(strategy=round.strategy_id).alive())


@cluster_view(Permission.EDIT_KPIS)
@require_http_methods(["GET", "POST"])
def comments(request: ClusterRequest, number: int) -> HttpResponse:
    """Write what the cluster says about each goal; it stands in the evaluation report."""
    round = opened_round(request, number)
    asked, here = goals(round), kpi_url(request.cluster, "round", number)
    form = comments_form(request, round, asked, request.POST if request.method == "POST" else None)
    act = acting(
        request,
        form,
        lambda: services.comment_on_goals(
            round=round, texts=form.texts, based_on=form.cleaned_data["revision"] or 0, by=request.user
        ),
    )
    if act.is_done:
        return done(request, here, _("Commentary saved."))
    if act.conflict is not None:
        form = on_top(comments_form(request, opened_round(request, number), asked), form, act.conflict)
    context = {
        "form": form,
        "cluster": request.cluster,
        "heading": _("Commentary on the goals"),
        "lead": _("What went well, what did not, and why. It appears in the evaluation report, goal by goal."),
        "button": _("Save the commentary"),
        "back": here,
        "crumbs": [
            (_("Measuring rounds"), kpi_url(request.cluster, "rounds")),
            (round_name(round), here),
            (_("Commentary on the goals"), ""),
        ],
        "conflict": act.conflict,
        "history_url": round.history_url,
    }
    return page(request, "kpis/form.html", context, status=act.status)


def comments_form(
    request: ClusterRequest, round: MeasuringRound, asked: list[Goal], data: QueryDict | None = None
) -> CommentsForm:
    """Return the form of what is said of the goals, on top of what is said now."""
    own = list(RoundComment.objects.of(request.cluster).filter(round=round))
    initial = {"revision": round.revision}
    return CommentsForm(data, cluster=request.cluster, goals=asked, comments=own, initial=initial)


@dataclass(frozen=True, slots=True)
class CompareRow:
    """A KPI with each round in words."""

    row: ComparisonRow
    cells: tuple[ShownValue, ...]


@cluster_view(Permission.READ)
@require_GET
def compare(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the rounds of a strategy beside each other: what was promised, what came."""
    strategy = get_or_404(Strategy.objects.of(request.cluster).alive(), number=number)
    rounds = list(MeasuringRound.objects.of(request.cluster).filter(strategy=strategy).order_by("date", "number"))
    comparison: Comparison = comparison_of(request.cluster, rounds, content_language())
    all_goals = list(Goal.objects.of(request.cluster).filter(strategy=strategy).alive())
    rows = {row.one.kpi.pk: CompareRow(row, tuple(shown_value(row, c) for c in row.cells)) for row in comparison.rows}
    groups: list[Group] = by_goal([row.one for row in comparison.rows], all_goals)
    context = {
        "cluster": request.cluster,
        "strategy": strategy,
        "rounds": [(one, round_name(one)) for one in rounds],
        "groups": [(g.goal, [rows[one.kpi.pk] for one in g.kpis]) for g in groups if g.kpis],
        "chart": way_chart(comparison, comparison.rows, id="way"),
        "crumbs": [
            (_("KPIs"), kpi_url(request.cluster, "index")),
            (_("Measuring rounds"), kpi_url(request.cluster, "rounds")),
            (_("Compare"), ""),
        ],
    }
    return page(request, "kpis/compare.html", context)
