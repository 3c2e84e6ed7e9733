"""One KPI with its measurements: reading, entering, correcting, withdrawing, and the files that prove them."""

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.pages import page
from core.shortcuts import get_or_404
from core.uploads import attachment
from kpis import services
from kpis.forms.kpis import CorrectForm, MeasureForm, ReasonForm
from kpis.models import Evidence, Measurement
from kpis.shown.chart import chart_of
from kpis.shown.history import lines_of, load_history
from kpis.shown.kpis import ShownKpi, kpi_url, load_kpis
from kpis.views.following import crumbs
from kpis.views.loading import opened, row


@cluster_view(Permission.READ)
@require_GET
def detail(request: ClusterRequest, number: int) -> HttpResponse:
    """Show a KPI: how it stands and why, as a chart and as a table with every correction."""
    kpi = row(request, number)
    history = load_history(kpi)
    (one,) = load_kpis(request.cluster, [kpi], known=history.standing)
    context = {
        "cluster": request.cluster,
        "one": one,
        "chart": chart_of(one),
        "history": lines_of(one, history),
        "activities": kpi.activities.filter(deleted_at=None).order_by("number"),
        "may_edit": request.membership.may(Permission.EDIT_KPIS),
        "may_measure": request.membership.may(Permission.MEASURE) and one.kpi.dropped_at is None,
        "crumbs": [(_("KPIs"), kpi_url(request.cluster, "index")), (one.title, "")],
    }
    return page(request, "kpis/detail.html", context)


@cluster_view(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def measure(request: ClusterRequest, number: int, is_baseline: bool = False) -> HttpResponse:
    """Enter a number for a day, or the baseline."""
    one = opened(request, number)
    covers = year_words(one, is_baseline=is_baseline)
    form = bound(request, MeasureForm, cluster=request.cluster, value_help=covers, unit=one.unit)
    act = acting(
        request,
        form,
        lambda: services.record_measurement(kpi=one.kpi, draft=form.draft, by=request.user, is_baseline=is_baseline),
    )
    if act.is_done:
        return done(request, one.url, _("Baseline saved.") if is_baseline else _("Value saved."))
    heading = _("Enter the baseline for %(kpi)s") if is_baseline else _("Enter a value for %(kpi)s")
    context = {
        "form": form,
        "cluster": request.cluster,
        "heading": heading % {"kpi": one.title},
        "lead": one.current.definition_text,
        "button": _("Save the baseline") if is_baseline else _("Save the value"),
        "back": one.url,
        "has_file": True,
        "crumbs": crumbs(request, one.title, one.url, _("Baseline") if is_baseline else _("Enter a value")),
    }
    return page(request, "kpis/form.html", context, status=act.status)


def year_words(one: ShownKpi, *, is_baseline: bool) -> str:
    """Say what a number is to cover where a year is summed, since baseline and values differ in it."""
    if not one.series.is_summed:
        return ""
    if is_baseline:
        return _("For a whole year: the twelve months up to that date.")
    return _("For this period alone. The portal adds up the year.")


def fetched(request: ClusterRequest, number: int, pk: int) -> tuple[ShownKpi, Measurement]:
    """Return what the address names, or answer 404 when the value is of another KPI."""
    one = opened(request, number)
    found = get_or_404(Measurement.objects.of(request.cluster).filter(kpi=one.kpi), pk=pk)
    found.kpi = one.kpi
    return one, found


@cluster_view(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def correct(request: ClusterRequest, number: int, pk: int) -> HttpResponse:
    """Correct a number; the one before stays visible."""
    one, found = fetched(request, number, pk)
    form = bound(
        request,
        CorrectForm,
        cluster=request.cluster,
        measurement=found,
        value_help=year_words(one, is_baseline=found.is_baseline),
        unit=one.unit,
    )
    act = acting(
        request,
        form,
        lambda: services.correct_measurement(
            measurement=found, draft=form.draft, reason=form.cleaned_data["reason"], by=request.user
        ),
    )
    if act.is_done:
        return done(request, one.url, _("Value corrected. The previous one stays visible."))
    context = {
        "form": form,
        "cluster": request.cluster,
        "heading": _("Correct a value for %(kpi)s") % {"kpi": one.title},
        "button": _("Save the correction"),
        "back": one.url,
        "has_file": True,
        "crumbs": crumbs(request, one.title, one.url, _("Correct a value")),
    }
    return page(request, "kpis/form.html", context, status=act.status)


@cluster_view(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def withdraw(request: ClusterRequest, number: int, pk: int) -> HttpResponse:
    """Take back a number that should not have been entered; it stays visible as withdrawn."""
    one, found = fetched(request, number, pk)
    form = bound(request, ReasonForm)
    act = acting(
        request,
        form,
        lambda: services.withdraw_measurement(measurement=found, reason=form.cleaned_data["reason"], by=request.user),
    )
    if act.is_done:
        return done(request, one.url, _("Value withdrawn. It stays visible."))
    context = {
        "form": form,
        "cluster": request.cluster,
        "heading": _("Withdraw %(value)s for %(kpi)s") % {"value": one.show(found.value), "kpi": one.kpi.key},
        "button": _("Withdraw the value"),
        "back": one.url,
        "crumbs": crumbs(request, one.title, one.url, _("Withdraw a value")),
    }
    return page(request, "kpis/form.html", context, status=act.status)


@cluster_view(Permission.READ)
@require_GET
def evidence(request: ClusterRequest, number: int, pk: int) -> FileResponse:
    """Give out a file that proves a measurement, always to be saved and never to be shown by the browser."""
    proofs = Evidence.objects.of(request.cluster).filter(measurement__kpi__number=number)
    found = get_or_404(proofs, pk=pk)
    return attachment(found.file, found.name)
