"""Several KPIs at once: ticked in the catalogue, and filled in as rows of one table."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.fields import Answerable
from clusters.permissions import Permission
from core.acting import done, refused
from core.errors import Conflict, Refusal
from core.forms import on_top
from core.numbers import whole_number
from core.pages import is_fragment, page
from kpis import services
from kpis.forms.fields import goals_of
from kpis.forms.setup import Around, SetupForm, prefix_of, said_by, years_between
from kpis.models import Kpi
from kpis.shown.kpis import ShownKpi, kpi_url, load_kpis
from kpis.views.following import catalogue_page, catalogues
from kpis.views.loading import opened
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage


@dataclass(slots=True)
class TableRow:
    """A KPI as a row of the table: its form, and what became of it when it was sent."""

    one: ShownKpi
    form: SetupForm
    conflict: Conflict | None = None
    said: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether something of it was not taken."""
        return bool(self.form.errors or self.faults or self.conflict)


@cluster_view(Permission.EDIT_KPIS)
@require_POST
def choose(request: ClusterRequest) -> HttpResponse:
    """Take up the KPIs that were ticked and go on to their table; a search leaves the ticks as they are."""
    picked = list(dict.fromkeys(request.POST.getlist("pick")))[:200]
    if "search" in request.POST:
        return catalogue_page(request, request.POST, picked)
    offered = {definition.key: definition for one in catalogues() for definition in one.kpis}
    chosen = [offered[key] for key in picked if key in offered]
    if not chosen:
        return catalogue_page(request, request.POST, picked, fault=_("Tick at least one KPI."), status=422)
    goal = next((one for one in goals_of(request.cluster) if str(one.pk) == request.POST.get("goal")), None)
    try:
        made = services.adopt_several(cluster=request.cluster, definitions=chosen, goal=goal, by=request.user)
    except Refusal as refusal:
        return catalogue_page(request, request.POST, picked, fault=refusal.message, status=422)
    words = ngettext(
        "You now follow %(count)s KPI. Fill in its row.",
        "You now follow %(count)s KPIs. Fill in their rows.",
        len(made),
    )
    query = "&".join(f"kpi={kpi.number}" for kpi in made)
    return done(request, f"{kpi_url(request.cluster, 'setup')}?{query}", words % {"count": len(made)})


@cluster_view(Permission.EDIT_KPIS)
@require_http_methods(["GET", "POST"])
def setup(request: ClusterRequest) -> HttpResponse:
    """Show KPIs as rows to be filled in, and store every row that was changed; the others do not wait for it."""
    found = wanted(request)
    around = around_of(request)
    if request.method != "POST":
        return table_page(request, [TableRow(one, SetupForm(one=one, around=around)) for one in found], around)
    rows = [
        stored(request, one, around, request.POST) if f"{prefix_of(one)}-revision" in request.POST else None
        for one in found
    ]
    shown = [row or TableRow(one, SetupForm(one=one, around=around)) for one, row in zip(found, rows, strict=True)]
    saved = sum(bool(row.said) for row in shown)
    words = ngettext("%(count)s KPI saved.", "%(count)s KPIs saved.", saved) % {"count": saved}
    if not any(row.is_refused for row in shown):
        return done(request, request.get_full_path(), words if saved else _("Nothing has been changed."))
    if saved:
        messages.success(request, words)
    conflicts = any(row.conflict for row in shown)
    return table_page(request, shown, around, status=409 if conflicts else 422)


@cluster_view(Permission.EDIT_KPIS)
@require_http_methods(["GET", "POST"])
def setup_row(request: ClusterRequest, number: int) -> HttpResponse:
    """Store one row, and give it back as it stands; asked for without a change, it is what is stored."""
    one = opened(request, number)
    if not is_fragment(request):
        return redirect(f"{kpi_url(request.cluster, 'setup')}?kpi={number}")
    if one.kpi.dropped_at is not None:
        refusal = Refusal(_("%(key)s is no longer followed, so nothing was saved.") % {"key": one.kpi.key})
        return refused(request, refusal, kpi_url(request.cluster, "setup"))
    around = around_of(request)
    is_sent = request.method == "POST"
    row = stored(request, one, around, request.POST) if is_sent else TableRow(one, SetupForm(one=one, around=around))
    status = 409 if row.conflict else 422 if row.is_refused else 200
    context = {"row": row, "cluster": request.cluster, "around": around}
    return page(request, "kpis/setup_row.html", context, status=status)


def wanted(request: ClusterRequest) -> list[ShownKpi]:
    """Return the KPIs that the address names, or all that are followed."""
    numbers = {n for words in request.GET.getlist("kpi")[:100] if (n := whole_number(words)) is not None}
    kpis = Kpi.objects.of(request.cluster).alive().order_by("number")
    return load_kpis(request.cluster, kpis.filter(number__in=numbers) if numbers else kpis)


def around_of(request: ClusterRequest) -> Around:
    """Return what the rows share."""
    strategy = Strategy.objects.of(request.cluster).current().with_workbook().first()
    period: Any = (None, None)
    if strategy is not None:
        answers = {answer.question_key: answer for answer in strategy.workbook.answers.all()}
        period = StrategyPage(request.cluster, strategy, answers).period
    return Around(
        request.cluster,
        list(goals_of(request.cluster)),
        Answerable(request.cluster),
        years_between(period[0], period[1], timezone.localdate()),
    )


def stored(request: ClusterRequest, one: ShownKpi, around: Around, data: QueryDict) -> TableRow:
    """Store a row if it was changed; what is wrong stands in its cell, with what was typed."""
    form = SetupForm(data, one=one, around=around)
    if not form.is_valid():
        return TableRow(one, form)
    held = form.cleaned_data["revision"] or 0
    try:
        services.set_up_kpi(
            kpi=one.kpi,
            draft=form.draft,
            based_on=held,
            baseline=one.baseline,
            read_baseline=form.cleaned_data["base"],
            by=request.user,
        )
    except Conflict as conflict:
        now = again(request, one)
        fresh = on_top(SetupForm(one=now, around=around), form, renamed(conflict))
        if conflict.field:
            for name in ("baseline", "baseline_on"):
                fresh.initial[name] = form[name].value()
        return TableRow(now, fresh, conflict=conflict)
    except Refusal as refusal:
        name = form.field_of(refusal)
        form.add_error(name or None, refusal.message)
        return TableRow(one, form, faults=[] if name else [refusal.message])
    now = again(request, one)
    return TableRow(now, SetupForm(one=now, around=around), said=said_by(one, now))


def again(request: ClusterRequest, one: ShownKpi) -> ShownKpi:
    """Return the KPI as it stands now."""
    return opened(request, one.kpi.number)


def renamed(conflict: Conflict) -> Conflict:
    """Return a conflict whose pieces are called as the row's cells: a target by its year, a person by who answers."""
    names = {"owner": "who", "owner_role": "who"}
    mine = set()
    for piece in conflict.mine:
        name, _dot, key = piece.partition(".")
        mine.add(f"t{key[:4]}" if name == "targets" else names.get(name, name))
    return Conflict(conflict.message, sides=conflict.sides, who=conflict.who, at=conflict.at, mine=frozenset(mine))


def table_page(request: ClusterRequest, rows: list[TableRow], around: Around, status: int = 200) -> HttpResponse:
    """Show the table."""
    context = {
        "cluster": request.cluster,
        "rows": rows,
        "around": around,
        "is_all": "kpi" not in request.GET,
        "faults": [fault for row in rows for fault in faults_of(row)],
        "crumbs": [(_("KPIs"), kpi_url(request.cluster, "index")), (_("Fill in the KPIs"), "")],
    }
    return page(request, "kpis/setup.html", context, status=status)


def faults_of(row: TableRow) -> list[tuple[str, str]]:
    """Return what is wrong in a row for the summary: the id of the cell, and the words."""
    key = row.one.kpi.key
    found = [
        (row.form[name].id_for_label, f"{key}: {fault}")
        for name, own in row.form.errors.items()
        if name in row.form.fields
        for fault in own
    ]
    found += [(f"row-{key}", f"{key}: {fault}") for fault in row.faults]
    return [*found, (f"row-{key}", f"{key}: {row.conflict.message}")] if row.conflict else found
