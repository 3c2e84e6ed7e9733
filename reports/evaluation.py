"""What the evaluation of a measuring round contains: goal by goal what was promised and what came, and every KPI.

A closed round is printed as it was frozen, with the corrections that were added beside it.
"""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clusters.models import Cluster
from core.dates import format_date, format_short
from core.languages import interface_language
from core.text import Language, Resolved
from exports.document import (
    Appendix,
    Block,
    Column,
    Fact,
    FigureBlock,
    HeadingBlock,
    ListBlock,
    PrintDocument,
    Summary,
    TableBlock,
    TextBlock,
    UnansweredBlock,
    ValueBlock,
    Words,
)
from kpis.comparison import Cell, Comparison, Row, comparison_of, shown, way_chart
from kpis.drawing import chart_of
from kpis.models import MeasuringRound, RoundComment
from kpis.pages import Followed
from kpis.services.rounds import round_name
from kpis.status import State
from kpis.words import reckoned_words
from strategy.models import Goal

MOST_FIGURES = 80


def evaluation_document(round: MeasuringRound, language: Language) -> PrintDocument:
    """Return the evaluation in one language, with the rounds that came before beside this one."""
    cluster: Cluster = round.cluster
    with translation.override(interface_language(language)):
        earlier = MeasuringRound.objects.of(cluster).filter(strategy=round.strategy_id, date__lte=round.date)
        rounds = list(earlier.order_by("date", "number"))
        place = next(n for n, one in enumerate(rounds) if one.pk == round.pk)
        comparison = comparison_of(cluster, rounds, language)
        rows = [row for row in comparison.rows if row.cells[place].belongs]
        goals = list(Goal.objects.of(cluster).filter(strategy=round.strategy_id).alive())
        comments = {c.goal_id: c for c in RoundComment.objects.of(cluster).filter(round=round)}
        organisation = cluster.name.resolve(language).text
        return PrintDocument(
            language=language,
            organisation=organisation,
            title=_("Evaluation: %(kind)s") % {"kind": MeasuringRound.Kind(round.kind).label},
            subtitle=round.strategy.title,
            date=timezone.localdate(),
            period=format_date(round.date, language),
            status=standing(round, language),
            author=organisation,
            description=_("What was promised, and what came"),
            summary=summary(round, rows, place),
            appendices=(
                Appendix(title=_("Goal by goal"), blocks=goal_blocks(comparison, rows, place, goals, comments)),
                Appendix(title=_("The rounds compared"), blocks=compare_blocks(comparison, rows)),
                Appendix(title=_("KPI by KPI"), blocks=tuple(block for row in rows for block in kpi_blocks(row.one))),
                Appendix(title=_("How it was measured"), blocks=method_blocks(round, rows, place)),
            ),
            site=settings.BASE_URL,
        )


def standing(round: MeasuringRound, language: Language) -> str:
    """Say whether the round is closed, for the cover."""
    if round.closed_on is None:
        return _("Preliminary: the round is open")
    return _("Closed by %(who)s on %(day)s") % {
        "who": round.closed_by_name,
        "day": format_date(round.closed_on, language),
    }


def summary(round: MeasuringRound, rows: Sequence[Row], place: int) -> Summary:
    """Return the result on one page: how many KPIs stand how, and the remark of the closing."""
    cells = [row.cells[place] for row in rows]
    facts = [Fact(label=_("KPIs in the round"), value=str(len(cells)))]
    facts += [Fact(label=_("Missing"), value=str(sum(cell.point is None for cell in cells)))]
    judged = [cell for cell in cells if cell.point is not None and cell.promised is not None]
    named = {
        State.ON_TRACK: _("On track"),
        State.AT_RISK: _("Slightly behind"),
        State.OFF_TRACK: _("Off track"),
    }
    if judged:
        facts += [
            Fact(
                label=words,
                value=_keys(row for row in rows if row.cells[place] in judged and row.cells[place].state is state),
            )
            for state, words in named.items()
        ]
    return Summary(title=_("The result on one page"), lead=round.remark, facts=tuple(facts), note=round_name(round))


def _keys(rows: object) -> str:
    keys = [row.one.kpi.key for row in rows]  # type: ignore[attr-defined]
    return f"{len(keys)} ({', '.join(keys)})" if keys else "0"


def goal_blocks(
    comparison: Comparison, rows: Sequence[Row], place: int, goals: Sequence[Goal], comments: dict[int, RoundComment]
) -> tuple[Block, ...]:
    """Return each goal with the cluster's commentary and its KPIs: promised, reached, status."""
    found: list[Block] = []
    for goal in goals:
        own = [row for row in rows if row.one.kpi.goal_id == goal.pk]
        title = goal.title_text.resolve(comparison.language)
        found.append(HeadingBlock(title=Resolved(f"{goal.key} {title.text}", title.language, title.is_fallback)))
        comment = comments.get(goal.pk)
        label = _("The cluster's commentary")
        words = comment.words.resolve(comparison.language) if comment else None
        found.append(TextBlock.of(label, words) if words else UnansweredBlock(label=label))
        if own:
            found.append(promise_table(own, place))
        else:
            found.append(
                ValueBlock(label=_("Promised and reached"), value=_("No KPI of this round measures the goal."))
            )
    known = {goal.pk for goal in goals}
    loose = [row for row in rows if row.one.kpi.goal_id not in known]
    if loose:
        found += [HeadingBlock(title=_("Without a goal")), promise_table(loose, place)]
    return tuple(found)


def promise_table(rows: Sequence[Row], place: int) -> TableBlock:
    """Return what was promised beside what came."""
    columns = (
        Column(_("KPI")),
        Column(_("Promised"), is_number=True),
        Column(_("Reached"), is_number=True),
        Column(_("Difference"), is_number=True),
        Column(_("Since the baseline"), is_number=True),
        Column(_("Status")),
    )
    return TableBlock(
        label=_("Promised and reached"), columns=columns, rows=tuple(promise_row(row, row.cells[place]) for row in rows)
    )


def promise_row(row: Row, cell: Cell) -> tuple[Words, ...]:
    """Return the cells of one KPI."""
    words = shown(row, cell)
    value = words.value
    if words.frozen:
        value = _("%(value)s (frozen: %(frozen)s)") % {"value": value, "frozen": words.frozen}
    if words.is_missing:
        value = _("Missing")
    return named(row.one), words.promised, value, words.difference or "–", words.change or "–", words.state or "–"


def named(one: Followed) -> Words:
    """Return key and name, marked where the name is in the other language."""
    name = one.name.resolve(one.language)
    return Resolved(f"{one.kpi.key} {name.text}", name.language, name.is_fallback)


def compare_blocks(comparison: Comparison, rows: Sequence[Row]) -> tuple[Block, ...]:
    """Return the rounds beside each other, as a drawing and as a table."""
    kinds = [str(MeasuringRound.Kind(r.kind).label) for r in comparison.rounds]
    columns = [Column(_("KPI"))]
    for kind, round in zip(kinds, comparison.rounds, strict=True):
        columns.append(Column(f"{kind}, {format_short(round.date, comparison.language)}", is_number=True))
    columns.append(Column(_("Last target"), is_number=True))
    lines = []
    for row in rows:
        cells: list[Words] = [named(row.one)]
        for cell in row.cells:
            words = shown(row, cell)
            cells.append(_("Missing") if words.is_missing else words.value)
        cells.append(row.one.target_words or "–")
        lines.append(tuple(cells))
    table = TableBlock(label=_("What each round found"), columns=tuple(columns), rows=tuple(lines))
    drawing = way_chart(comparison, rows, id="way", is_print=True)
    if not drawing:
        return (table,)
    caption = _(
        "Per cent of the way from the baseline to the last target. Outlined bars are mid-term, full bars final."
    )
    return table, FigureBlock(label=_("How much of the way is gone"), svg=drawing, caption=caption)


def kpi_blocks(one: Followed) -> tuple[Block, ...]:
    """Return a KPI: how it stands today and why, its chart, and the same figures as a table."""
    found: list[Block] = [
        HeadingBlock(title=named(one)),
        TextBlock.of(_("Definition"), one.current.definition_text.resolve(one.language)),
        ValueBlock(label=_("Today"), value=one.state_label, note=one.reason),
    ]
    drawing: SafeString = chart_of(one, is_print=True)
    if drawing:
        found.append(FigureBlock(label=_("From baseline to target"), svg=drawing))
        found.append(figures_table(one))
    if one.years:
        found.append(years_table(one))
    return tuple(found)


def years_table(one: Followed) -> TableBlock:
    """Return what each year came to, of a KPI whose years are put together from their periods."""
    columns = (
        Column(_("Year")),
        Column(_("Value"), is_number=True),
        Column(_("Periods with a value")),
        Column(_("Expected"), is_number=True),
        Column(_("Status")),
    )
    rows = [(year.name, year.value, year.parts, year.expected_words, year.state_label) for year in reversed(one.years)]
    return TableBlock(label=_("Year by year. %(rule)s") % {"rule": one.year_rule}, columns=columns, rows=tuple(rows))


def figures_table(one: Followed) -> TableBlock:
    """Return the measurements, with a row where what is counted has changed."""
    columns = (
        Column(_("Date")),
        Column(_("Value"), is_number=True),
        Column(_("Expected"), is_number=True),
        Column(_("Note")),
    )
    rows: list[tuple[Words, ...]] = []
    version = one.measurements[0].version
    for m in one.measurements[-MOST_FIGURES:]:
        if m.version != version:
            version = m.version
            definition = next(d for d in one.definitions if d.version == version)
            rows.append((_("New definition"), "", "", definition.reason))
        expected = one.expected(m)
        rows.append(
            (
                format_short(m.date, one.language),
                one.show(m.value),
                reckoned_words(expected, one.unit, one.language) if expected is not None else "–",
                _("Baseline") if m.is_baseline and not m.note_text else m.note_text.resolve(one.language),
            )
        )
    return TableBlock(label=_("The figures"), columns=columns, rows=tuple(rows))


def method_blocks(round: MeasuringRound, rows: Sequence[Row], place: int) -> tuple[Block, ...]:
    """Return who delivered what, what was corrected, and how it can be seen that nothing was changed."""
    columns = (Column(_("KPI")), Column(_("Who delivered")), Column(_("Date")), Column(_("Source")))
    lines = []
    corrections: list[Words] = []
    for row in rows:
        words = shown(row, row.cells[place])
        lines.append((named(row.one), words.deliverer or "–", words.day or "–", words.source or "–"))
        corrections += [f"{row.one.kpi.key}: {one}" for one in words.corrections]
    found: list[Block] = [TableBlock(label=_("Who delivered"), columns=columns, rows=tuple(lines))]
    if corrections:
        found.append(ListBlock(label=_("Corrections after the closing"), items=tuple(corrections)))
    if round.is_closed:
        # In groups, so that the line can be broken.
        digest = " ".join(round.digest[i : i + 8] for i in range(0, len(round.digest), 8))
        found.append(ValueBlock(label=_("Digest of the frozen round (SHA-256)"), value=digest))
    found.append(
        ValueBlock(
            label=_("How status is set"),
            value=_("A value is judged against the path from the baseline through the targets, on its own day."),
        )
    )
    if any(row.one.series.is_summed for row in rows):
        found.append(
            ValueBlock(
                label=_("Where the periods of a year are summed"),
                value=_(
                    "The targets are for a whole year. The sum of the year so far is judged against as much of it "
                    "as the periods that have a value."
                ),
            )
        )
    return tuple(found)
