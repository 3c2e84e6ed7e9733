"""A measuring round: the values that are still to be entered while it is open, and what is frozen when it is closed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.dates import format_date
from core.errors import Conflict, Refusal
from core.forms import refuse
from core.frozen import is_untouched
from core.languages import content_language
from core.pages import page
from kpis import services
from kpis.forms.rounds import EntryForm
from kpis.models import Measurement, MeasuringRound, RoundEntry
from kpis.services import MeasurementDraft
from kpis.services.rounds import entries_of, nearest_to, round_name
from kpis.shown.comparison import ComparisonRow, ShownValue, comparison_of, shown_value
from kpis.shown.kpis import kpi_url
from kpis.views.loading import opened_round

# What the button sends that takes every value that fits.
EVERY = "every"


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A KPI in a round, in words, with the form for its value while it has none."""

    row: ComparisonRow
    shown: ShownValue
    entry: RoundEntry
    form: EntryForm | None
    # What was measured near the round's day, and could stand in the round as it is.
    near: Measurement | None = None

    @property
    def near_words(self) -> str:
        """The value that could be used, with its day."""
        if self.near is None:
            return ""
        one = self.row.one
        return _("Use %(value)s from %(day)s") % {
            "value": one.show(self.near.value),
            "day": format_date(self.near.date, one.language),
        }


@cluster_view(Permission.READ)
@require_http_methods(["GET", "POST"])
def detail(request: ClusterRequest, number: int) -> HttpResponse:
    """Show a round: while it is open what is still to be entered, closed what is frozen and what was corrected."""
    round = opened_round(request, number)
    may_measure = request.membership.may(Permission.MEASURE)
    if request.method == "POST" and not may_measure:
        return page(request, "403.html", status=403)
    comparison = comparison_of(request.cluster, [round], content_language())
    entries = {entry.kpi_id: entry for entry in entries_of(round)}
    rows = [entry_row(request, round, row, entries[row.one.kpi.pk], may_measure=may_measure) for row in comparison.rows]
    status = 200
    if request.method == "POST":
        if round.is_closed:
            messages.error(request, closed_words(round, rows))
            return redirect(kpi_url(request.cluster, "round", number))
        saved, status = store(request, rows)
        if saved:
            words = ngettext("%(count)s value saved.", "%(count)s values saved.", saved) % {"count": saved}
            messages.success(request, words)
        if status == 200:
            return redirect(kpi_url(request.cluster, "round", number))
    context = {
        "cluster": request.cluster,
        "round": round,
        "name": round_name(round),
        "rows": rows,
        "faults": [
            (row.form[n].id_for_label, f"{row.row.one.kpi.key}: {e}")
            for row in rows
            if row.form
            for n in row.form.errors
            if n in row.form.fields
            for e in row.form.errors[n]
        ],
        "usable": sum(row.form is not None and row.near is not None for row in rows),
        "missing": sum(row.shown.is_missing for row in rows),
        "digest_holds": round.is_closed and is_untouched(round.frozen or {}, round.digest),
        "may_edit": request.membership.may(Permission.EDIT_KPIS),
        "may_measure": may_measure,
        "crumbs": [
            (_("KPIs"), kpi_url(request.cluster, "index")),
            (_("Measuring rounds"), kpi_url(request.cluster, "rounds")),
            (round_name(round), ""),
        ],
    }
    return page(request, "kpis/round.html", context, status=status)


def entry_row(
    request: ClusterRequest, round: MeasuringRound, row: ComparisonRow, entry: RoundEntry, *, may_measure: bool
) -> EntryRow:
    """Return a KPI in the round, with a form where a value can still be entered."""
    entry.round = round
    entry.kpi = row.one.kpi
    words = shown_value(row, row.cells[0])
    # What is sent to a round that was closed meanwhile is read all the same, so that it can be given back.
    is_open = not round.is_closed or request.method == "POST"
    if not (may_measure and is_open and words.is_missing and row.one.kpi.dropped_at is None):
        return EntryRow(row, words, entry, None)
    form = EntryForm(request.POST or None, one=row.one, round=round)
    return EntryRow(row, words, entry, form, nearest_to(round, row.one.measurements))


def store(request: ClusterRequest, rows: Sequence[EntryRow]) -> tuple[int, int]:
    """Store each value that was written, or chosen from what is measured; return how many, and the answer's status."""
    saved, status = 0, 200
    chosen = request.POST.get("use", "")
    for row in rows:
        if row.form is None:
            continue
        try:
            if row.near is not None and is_used(row, chosen):
                services.use_measurement(entry=row.entry, measurement=row.near, by=request.user)
                saved += 1
                continue
            if not row.form.is_valid():
                status = max(status, 422)
                continue
            data = row.form.cleaned_data
            if data["value"] is None:
                continue
            day = data["date"] or row.entry.round.date
            draft = MeasurementDraft(date=day, value=data["value"], source=data["source"])
            services.enter_round_value(entry=row.entry, draft=draft, by=request.user)
        except Refusal as refusal:
            refuse(row.form, refusal) if refusal.field else row.form.add_error("value", refusal.message)
            status = 409 if isinstance(refusal, Conflict) else max(status, 422)
        else:
            saved += 1
    return saved, status


def is_used(row: EntryRow, chosen: str) -> bool:
    """Tell whether what is measured is to stand in the round: it was chosen, with all others, or typed once more."""
    if row.near is None or row.form is None:
        return False
    typed = str(row.form["value"].value() or "").strip()
    if chosen == EVERY:
        return not typed
    is_same = row.form.is_valid() and row.form.cleaned_data["value"] == row.near.value
    return chosen == str(row.near.pk) or is_same


def closed_words(round: MeasuringRound, rows: Sequence[EntryRow]) -> str:
    """Say that a round is closed and takes no more values, and give back what was written."""
    words = _("%(who)s closed this round, so the value was not saved. You can add a correction to the round.") % {
        "who": round.closed_by_name
    }
    typed = [(row.row.one.kpi.key, str(row.form["value"].value() or "")[:40]) for row in rows if row.form]
    written = ", ".join(f"{key}: {value}" for key, value in typed if value.strip())
    return f"{words} {_('You had written %(values)s.') % {'values': written}}" if written else words
