"""Every value that is due on one page, to be entered from the keyboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, done
from core.errors import Conflict, Refusal
from core.languages import content_language
from core.pages import page
from core.text import Text
from kpis import services
from kpis.forms.due import AnyValueForm, DueForm
from kpis.models import RoundEntry
from kpis.rules.periods import Period
from kpis.services import MeasurementDraft
from kpis.shown.kpis import ShownKpi, kpi_url, load_kpis
from kpis.words import due_words, period_words


@dataclass(frozen=True, slots=True)
class Due:
    """A value that is due: of which KPI, for which period, and the form for it."""

    one: ShownKpi
    period: Period
    form: DueForm

    @property
    def period_label(self) -> str:
        """The period in words."""
        return period_words(self.period, self.one.language)

    @property
    def when(self) -> str:
        """By when, or how late."""
        return due_words(self.period.last_day, self.one.today, self.one.language)

    @property
    def is_late(self) -> bool:
        """Whether it is overdue."""
        return self.period.last_day < self.one.today


@cluster_view(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def due(request: ClusterRequest) -> HttpResponse:
    """Show what is due, and store what is written; a line that is refused stays with what was written in it."""
    found = load_kpis(request.cluster)
    only_mine = "mine" in request.GET
    mine = [one for one in found if one.kpi.owner_id == request.user.pk]
    is_any = "any-kpi" in request.POST
    lines = lines_of(mine if only_mine else found, None if is_any else request.POST or None)
    another = AnyValueForm(request.POST if is_any else None, kpis=found, language=request.cluster.language)
    saved, status = 0, 200
    if is_any:
        act = acting(request, another, lambda: store_any(request, another))
        if act.is_done:
            return done(request, request.get_full_path(), _("%(kpi)s: the value has been saved.") % {"kpi": act.made})
        status = act.status
    elif request.method == "POST":
        saved, status = store(request, lines)
        if saved:
            words = ngettext("%(count)s value saved.", "%(count)s values saved.", saved) % {"count": saved}
            messages.success(request, words)
        elif status == 200:
            messages.warning(request, _("You did not enter anything, so nothing was saved."))
        if status == 200:
            return redirect(request.get_full_path())
        lines = [line for line in lines if line.form.errors or not line.form.is_saved]
    entries = RoundEntry.objects.of(request.cluster).filter(round__closed_at=None, measurement=None)
    context = {
        "cluster": request.cluster,
        "lines": lines,
        "mine_count": len(mine),
        "only_mine": only_mine,
        "faults": [fault for line in lines for fault in line.form.faults],
        "another": another if found else None,
        "is_any": is_any,
        "coming": coming(found),
        "rounds": {entry.round for entry in entries.select_related("round")},
        "crumbs": [(_("KPIs"), kpi_url(request.cluster, "index")), (_("Enter values"), "")],
    }
    return page(request, "kpis/due.html", context, status=status)


def lines_of(found: Sequence[ShownKpi], data: QueryDict | None) -> list[Due]:
    """Return a line for every period that is over and has no value, the latest first."""
    lines = [Due(one, p, DueForm(data, one=one, period=p)) for one in found for p in one.due]
    return sorted(lines, key=lambda line: (line.period.end, line.one.kpi.number))


def store(request: ClusterRequest, lines: Sequence[Due]) -> tuple[int, int]:
    """Store each line that has a value; return how many were, and the status of the answer."""
    saved, status = 0, 200
    for line in lines:
        if not line.form.is_valid():
            status = max(status, 422)
            continue
        value = line.form.cleaned_data.get("value")
        if value is None:
            continue
        draft = MeasurementDraft(
            date=line.form.cleaned_data["date"] or line.period.end,
            value=value,
            note=Text().with_language(request.cluster.language, line.form.cleaned_data["note"].strip()),
        )
        try:
            services.record_measurement(kpi=line.one.kpi, draft=draft, by=request.user)
        except Refusal as refusal:
            line.form.add_error("value", refusal.message)
            status = 409 if isinstance(refusal, Conflict) else max(status, 422)
        else:
            line.form.is_saved = True
            saved += 1
    return saved, status


def store_any(request: ClusterRequest, form: AnyValueForm) -> str:
    """Store a value of the KPI that was chosen, and return what it is called."""
    data = form.cleaned_data
    one: ShownKpi = data["kpi"]
    note = Text().with_language(request.cluster.language, data["note"].strip())
    draft = MeasurementDraft(date=data["date"], value=data["value"], note=note)
    services.record_measurement(kpi=one.kpi, draft=draft, by=request.user)
    return one.title


def coming(found: Sequence[ShownKpi]) -> list[tuple[ShownKpi, date, str]]:
    """Return what is measured next, where nothing is due."""
    language = content_language()
    rows = [
        (one, one.verdict.coming.end, period_words(one.verdict.coming, language))
        for one in found
        if one.verdict.coming and not one.due
    ]
    return sorted(rows, key=lambda row: (row[1], row[0].kpi.number))
