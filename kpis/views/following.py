"""Taking up KPIs from the catalogue or one's own, changing them, their definitions and their targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.forms.rows import RevisionForm
from clusters.permissions import Permission
from core.acting import acting, bound, done, pressed
from core.errors import Conflict, Refusal
from core.forms import on_top
from core.languages import content_language
from core.pages import page
from core.units import own_unit
from kpis import services
from kpis.forms.filters import CatalogueForm
from kpis.forms.kpis import EditKpiForm, FollowForm, OwnKpiForm, RedefineForm, TargetForm, TargetFormSet
from kpis.models import Kpi
from kpis.models import KpiDefinition as Counted
from kpis.shown.kpis import kpi_url
from kpis.views.loading import opened, row
from kpis.words import unit_label
from library.models import Edition, Kind
from schema.kpis import KpiCatalogue, KpiDefinition
from strategy.forms import ReasonForm
from strategy.models import Strategy


@dataclass(frozen=True, slots=True)
class Offer:
    """A KPI of the catalogue, and the cluster's own when it follows it already."""

    definition: KpiDefinition
    followed: Kpi | None
    level: str
    phase: str
    is_picked: bool = False

    @property
    def facts(self) -> str:
        """Level, unit and how often, in words."""
        often = str(Counted.Frequency(self.definition.frequency).label).lower()
        unit = self.definition.unit
        # What somebody has named is written as they write it.
        return f"{self.level}, {unit_label(unit) if own_unit(unit) else unit_label(unit).lower()}, {often}"


def catalogues() -> list[KpiCatalogue]:
    """Return the published catalogues."""
    editions = Edition.objects.newest().filter(publication__kind=Kind.KPI_CATALOGUE)
    return [document for e in editions if isinstance(document := e.parsed, KpiCatalogue)]


def sections(request: ClusterRequest) -> list[tuple[str, str]]:
    """Return the phases of the cluster's current strategy, by key."""
    strategy = Strategy.objects.of(request.cluster).current().select_related("workbook__edition").first()
    if strategy is None:
        return []
    language = content_language()
    parts = getattr(strategy.workbook.edition.parsed, "sections", ())
    return [(part.key, part.title.resolve(language).text) for part in parts]


@cluster_view(Permission.READ)
@require_GET
def catalogue(request: ClusterRequest) -> HttpResponse:
    """Show the KPIs on offer, searched and filtered."""
    return catalogue_page(request, request.GET)


def catalogue_page(
    request: ClusterRequest, asked: QueryDict, picked: Sequence[str] = (), fault: str = "", status: int = 200
) -> HttpResponse:
    """Show the catalogue as it is asked for; what is ticked stays ticked, also where a search leaves it out."""
    phases = sections(request)
    form = CatalogueForm(asked or None, sections=phases)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    mine = {kpi.catalogue_key: kpi for kpi in Kpi.objects.of(request.cluster).alive() if kpi.catalogue_key}
    offers = [
        Offer(
            definition,
            mine.get(definition.key),
            str(Counted.Level(definition.level).label),
            dict(phases).get(definition.section, ""),
            definition.key in picked,
        )
        for one in catalogues()
        for definition in one.kpis
        if fits(definition, wanted)
    ]
    shown = {offer.definition.key for offer in offers}
    known = {definition.key for one in catalogues() for definition in one.kpis}
    context = {
        "cluster": request.cluster,
        "form": form,
        "offers": offers,
        "hidden": [key for key in picked if key in known - shown],
        "fault": fault,
        "may_edit": request.membership.may(Permission.EDIT_KPIS),
        "goal": asked.get("goal", ""),
        "crumbs": [(_("KPIs"), kpi_url(request.cluster, "index")), (_("Catalogue"), "")],
    }
    return page(request, "kpis/catalogue.html", context, status=status)


def fits(definition: KpiDefinition, wanted: dict[str, str]) -> bool:
    """Tell whether a KPI is among those that are asked for; every word must stand in it, in either language."""
    text = " ".join(
        (definition.name.da, definition.name.en, definition.definition.da, definition.definition.en)
    ).casefold()
    if not all(word in text for word in wanted.get("q", "").casefold().split()):
        return False
    level, section = wanted.get("level"), wanted.get("section")
    return not (level and definition.level != level) and not (section and definition.section != section)


@cluster_view(Permission.EDIT_KPIS)
@require_http_methods(["GET", "POST"])
def adopt(request: ClusterRequest, key: str) -> HttpResponse:
    """Read a KPI's definition, and take it up for a goal."""
    definition = next((found for one in catalogues() if (found := one.kpi(key))), None)
    if definition is None:
        raise Http404
    form = bound(request, FollowForm, cluster=request.cluster, initial={"goal": request.GET.get("goal")})
    act = acting(
        request,
        form,
        lambda: services.adopt_kpi(cluster=request.cluster, definition=definition, draft=form.draft, by=request.user),
    )
    if act.is_done:
        return taken_up(request, act.made)
    context = {
        "cluster": request.cluster,
        "definition": definition,
        "facts": facts(definition),
        "form": form,
        "crumbs": [
            (_("KPIs"), kpi_url(request.cluster, "index")),
            (_("Catalogue"), kpi_url(request.cluster, "catalogue")),
            (definition.name.resolve(content_language()).text, ""),
        ],
    }
    return page(request, "kpis/adopt.html", context, status=act.status)


def facts(definition: KpiDefinition) -> list[tuple[str, str]]:
    """Return how a KPI of the catalogue is counted, in words."""
    return [
        (_("Level"), str(Counted.Level(definition.level).label)),
        (_("Unit"), unit_label(definition.unit)),
        (_("Direction"), str(Counted.Direction(definition.direction).label)),
        (_("How often"), str(Counted.Frequency(definition.frequency).label)),
        (_("A value covers"), str(Counted.Aggregation(definition.aggregation).label)),
        (_("Source"), definition.source.resolve(content_language()).text),
    ]


def taken_up(request: ClusterRequest, kpi: Kpi) -> HttpResponse:
    """Say that a KPI is followed, and go to where its baseline is entered."""
    messages.success(request, _("You now follow %(key)s. Enter the baseline and the targets.") % {"key": kpi.key})
    return redirect(kpi_url(request.cluster, "detail", kpi.number))


@cluster_view(Permission.EDIT_KPIS)
@require_http_methods(["GET", "POST"])
def new(request: ClusterRequest) -> HttpResponse:
    """Make a KPI of the cluster's own."""
    form = bound(request, OwnKpiForm, cluster=request.cluster, initial={"goal": request.GET.get("goal")})
    act = acting(
        request,
        form,
        lambda: services.make_kpi(
            cluster=request.cluster, definition=form.definition, draft=form.draft, by=request.user
        ),
    )
    if act.is_done:
        return taken_up(request, act.made)
    context = {
        "form": form,
        "cluster": request.cluster,
        "heading": _("Create your own KPI"),
        "lead": _("A good KPI can be counted in the same way every time."),
        "button": _("Follow the KPI"),
        "back": kpi_url(request.cluster, "index"),
        "crumbs": [(_("KPIs"), kpi_url(request.cluster, "index")), (_("Create your own KPI"), "")],
    }
    return page(request, "kpis/form.html", context, status=act.status)


@cluster_view(Permission.EDIT_KPIS)
@require_http_methods(["GET", "POST"])
def edit(request: ClusterRequest, number: int) -> HttpResponse:
    """Change goal, owner, tolerances and wording."""
    one = opened(request, number)
    form = bound(request, EditKpiForm, cluster=request.cluster, kpi=one.kpi, current=one.definitions[-1])
    kpi, sent = one.kpi, form
    act = acting(
        request,
        sent,
        lambda: services.change_kpi(
            kpi=kpi,
            draft=sent.draft,
            definition=sent.definition,
            based_on=sent.cleaned_data["revision"],
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, one.url, _("%(key)s saved.") % {"key": one.kpi.key})
    if act.conflict:
        one = opened(request, number)
        fresh = EditKpiForm(cluster=request.cluster, kpi=one.kpi, current=one.definitions[-1])
        form = on_top(fresh, form, act.conflict)
    context = {
        "form": form,
        "cluster": request.cluster,
        "one": one,
        "heading": _("Change %(key)s") % {"key": one.kpi.key},
        "button": _("Save the KPI"),
        "back": one.url,
        "redefine_url": kpi_url(request.cluster, "redefine", number),
        "conflict": act.conflict,
        "history_url": one.kpi.history_url,
        "crumbs": crumbs(request, one.title, one.url, _("Change")),
    }
    return page(request, "kpis/form.html", context, status=act.status)


def crumbs(request: ClusterRequest, title: str, url: str, here: str) -> list[tuple[str, str]]:
    """Return the way to a page of a KPI."""
    return [(_("KPIs"), kpi_url(request.cluster, "index")), (title, url), (here, "")]


@cluster_view(Permission.EDIT_KPIS)
@require_http_methods(["GET", "POST"])
def redefine(request: ClusterRequest, number: int) -> HttpResponse:
    """Change what is counted from a day on."""
    one = opened(request, number)
    form = bound(
        request,
        RedefineForm,
        cluster=request.cluster,
        current=one.definitions[-1],
        initial={"revision": one.kpi.revision},
    )
    act = acting(
        request,
        form,
        lambda: services.redefine_kpi(
            kpi=one.kpi,
            definition=form.definition,
            valid_from=form.cleaned_data["valid_from"],
            reason=form.cleaned_data["reason"],
            bridge=form.bridge,
            based_on=form.cleaned_data["revision"] or 0,
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, one.url, _("From that day %(key)s is counted the new way.") % {"key": one.kpi.key})
    context = {
        "form": form,
        "cluster": request.cluster,
        "heading": _("Change what %(key)s counts") % {"key": one.kpi.key},
        "lead": _(
            "The series breaks on that day, in the chart, the table and the PDF. Values before and after are not "
            "compared unless you record a bridge."
        ),
        "button": _("Change what is counted"),
        "back": one.url,
        "crumbs": crumbs(request, one.title, one.url, _("Change what is counted")),
    }
    return page(request, "kpis/form.html", context, status=act.status)


@cluster_view(Permission.EDIT_KPIS)
@require_http_methods(["GET", "POST"])
def targets(request: ClusterRequest, number: int) -> HttpResponse:
    """Set what is to be reached, and by when."""
    one = opened(request, number)
    forms = target_forms({target.date: target.value for target in one.targets}, one.unit, request.POST or None)
    fault, conflict, status, revision = "", None, 200, one.kpi.revision
    is_any = one.kpi.decided_until is None
    why = ReasonForm(request.POST or None, is_required=is_any) if one.kpi.approved_strategy() else None
    if request.method == "POST":
        based_on = RevisionForm(request.POST)
        status, revision = 422, (based_on.cleaned_data["revision"] or 0) if based_on.is_valid() else 0
    if request.method == "POST" and forms.is_valid() and (why is None or why.is_valid()):
        rows = [
            (form.cleaned_data["date"], form.cleaned_data["value"])
            for form in forms
            if form.cleaned_data.get("date") is not None and form.cleaned_data.get("value") is not None
        ]
        try:
            services.set_targets(
                kpi=one.kpi,
                targets=rows,
                based_on=revision,
                by=request.user,
                reason=why.cleaned_data["reason"] if why else "",
            )
        except Conflict as found:
            conflict, status = found, 409
            one = opened(request, number)
            revision = one.kpi.revision
            forms = target_forms(mine_on_top({t.date: t.value for t in one.targets}, dict(rows), found), one.unit)
        except Refusal as refusal:
            fault = "" if why and refusal.field == "reason" else refusal.message
            if why and not fault:
                why.add_error("reason", refusal.message)
        else:
            messages.success(request, _("Targets saved."))
            return redirect(one.url)
    context = {
        "forms": forms,
        "why": why,
        "fault": fault,
        "conflict": conflict,
        "revision": revision,
        "one": one,
        "cluster": request.cluster,
        "crumbs": crumbs(request, one.title, one.url, _("Targets")),
    }
    return page(request, "kpis/targets.html", context, status=status)


def target_forms(standing: dict[date, Decimal], unit: str, data: QueryDict | None = None) -> BaseFormSet[TargetForm]:
    """Return a line for each target, and some that are empty."""
    initial = [{"date": day, "value": value} for day, value in sorted(standing.items())]
    return TargetFormSet(data, initial=initial, prefix="t", form_kwargs={"unit": unit})


def mine_on_top(standing: dict[date, Decimal], mine: dict[date, Decimal], conflict: Conflict) -> dict[date, Decimal]:
    """Return the targets as they stand now, with those that the person changed as they wrote them."""
    days = {date.fromisoformat(piece.partition(".")[2]) for piece in conflict.mine}
    others = {day: value for day, value in standing.items() if day not in days}
    return others | {day: mine[day] for day in days if day in mine}


@cluster_view(Permission.EDIT_KPIS)
@require_POST
def drop(request: ClusterRequest, number: int) -> HttpResponse:
    """Stop following a KPI; the list offers to take it up again."""
    kpi = row(request, number)
    return pressed(
        request,
        lambda: services.drop_kpi(kpi=kpi, by=request.user),
        to=kpi_url(request.cluster, "index"),
        words=_("You no longer follow %(key)s. You can resume it below the list.") % {"key": kpi.key},
        otherwise=kpi.get_absolute_url(),
    )


@cluster_view(Permission.EDIT_KPIS)
@require_POST
def restore(request: ClusterRequest, number: int) -> HttpResponse:
    """Take a KPI up again."""
    kpi = row(request, number)
    return pressed(
        request,
        lambda: services.restore_kpi(kpi=kpi, by=request.user),
        to=kpi_url(request.cluster, "index"),
        words=_("You follow %(key)s again.") % {"key": kpi.key},
    )
