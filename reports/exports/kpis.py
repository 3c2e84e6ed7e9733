"""What the KPIs put into the strategy's document: a table, goal by goal."""

from django.utils.translation import gettext as _

from core.dates import format_short
from core.text import Language, Resolved
from exports.document import Block, Column, TableBlock, UnansweredBlock, Words
from kpis.models import Kpi, Measurement
from kpis.selectors import NEWEST
from kpis.shown.kpis import ShownKpi, load_kpis
from strategy.selectors.phases import StrategyPage


def kpi_blocks(shown: StrategyPage, label: Resolved, language: Language) -> tuple[Block, ...]:
    """Return the KPIs of the strategy's goals, in the active language, which is the document's."""
    rows = Kpi.objects.of(shown.cluster).alive().in_strategy(shown.strategy.pk)
    found = load_kpis(shown.cluster, rows.order_by("goal__position", "number"), most=NEWEST, language=language)
    if not found:
        return (UnansweredBlock(label=label),)
    columns = (
        Column(_("Goal")),
        Column(_("KPI")),
        Column(_("Baseline"), is_number=True),
        Column(_("Latest"), is_number=True),
        Column(_("Target"), is_number=True),
        Column(_("By"), is_number=True),
        Column(_("Status")),
    )
    table = TableBlock(label=label, columns=columns, rows=tuple(row(one, language) for one in found))
    return (table,)


def figure_note(measured: Measurement, language: Language) -> Words:
    """Return what stands beside a number: its note, or that it is the baseline, which has no value to be compared."""
    if measured.is_baseline and not measured.note_text:
        return _("Baseline")
    return measured.note_text.resolve(language)


def row(one: ShownKpi, language: Language) -> tuple[Words, ...]:
    """Return the cells of one KPI."""
    name = one.name.resolve(language)
    named = Resolved(f"{one.kpi.key} {name.text}", name.language, name.is_fallback)
    target = one.last_target
    return (
        one.kpi.goal.key if one.kpi.goal else "",
        named,
        one.baseline_words or "–",
        one.newest_words,
        one.target_words or "–",
        format_short(target.date, language) if target else "–",
        one.state_label,
    )
