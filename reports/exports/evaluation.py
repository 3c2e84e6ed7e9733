"""What the evaluation of a measuring round contains: goal by goal what was promised and what came, and every KPI.

A closed round is printed as it was frozen, with the corrections that were added beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.dates import format_date, format_short
from core.languages import interface_language
from core.text import Language, Resolved
from exports.document import (
    Appendix,
    Block,
    Column,
    FigureBlock,
    HeadingBlock,
    Layout,
    ListBlock,
    PrintDocument,
    TableBlock,
    TextBlock,
    UnansweredBlock,
    ValueBlock,
    Words,
)
from kpis.freezing.whole import frozen_whole, live_whole
from kpis.models import Measurement, MeasuringRound, RoundComment, RoundCorrection
from kpis.shown.chart import chart_of
from kpis.shown.comparison import (
    Comparison,
    ComparisonRow,
    correction_words,
    shown_value,
    way_chart,
    whole_comparison,
)
from kpis.shown.kpis import ShownKpi
from kpis.words import calculated_words
from reports.exports.kpis import figure_note
from reports.exports.result import baseline_table, named, promise_row, rings, standing, summary
from strategy.models import Goal

MOST_FIGURES = 80


def evaluation_document(round: MeasuringRound, language: Language) -> PrintDocument:
    """Return the evaluation in one language, with the rounds that came before beside this one.

    A closed round is drawn from what was frozen and nothing else, but for a last chapter of what was corrected since.
    """
    whole = frozen_whole(round) or live_whole(round, round.closed_on or timezone.localdate())
    with translation.override(interface_language(language)):
        place = next(n for n, one in enumerate(whole.rounds) if one.pk == round.pk)
        comparison = whole_comparison(whole, language)
        rows = [row for row in comparison.rows if row.cells[place].belongs]
        comments = {c.goal_id: c for c in whole.comments}
        organisation = whole.organisation.resolve(language).text
        return PrintDocument(
            language=language,
            organisation=organisation,
            title=title_of(round.kind),
            subtitle=whole.strategy.resolve(language).text,
            date=whole.day,
            period=format_date(round.date, language),
            status=standing(round, language),
            author=organisation,
            description=_("What was promised, and what was achieved"),
            summary=summary(round, whole.strategy, rows, place, language),
            rings=rings(rows, place, language),
            appendices=(
                Appendix(title=_("Goal by goal"), blocks=goal_blocks(comparison, rows, place, whole.goals, comments)),
                *rounds_compared(comparison, rows),
                Appendix(title=_("KPI by KPI"), blocks=every_kpi(rows, whole.former)),
                Appendix(title=_("How it was measured"), blocks=method_blocks(round, rows, place)),
                *corrected_since(round, rows),
            ),
            site=settings.BASE_URL,
            logo=whole.logo,
            supporters=whole.supporters,
            accent=whole.accent,
        )


def rounds_compared(comparison: Comparison, rows: Sequence[ComparisonRow]) -> tuple[Appendix, ...]:
    """Return the chapter that compares the rounds; the table of a single one would say what its summary does."""
    blocks = compare_blocks(comparison, rows)
    if len(comparison.rounds) < 2 and len(blocks) < 2:
        return ()
    return (Appendix(title=_("The rounds compared"), blocks=blocks),)


def corrected_since(round: MeasuringRound, rows: Sequence[ComparisonRow]) -> tuple[Appendix, ...]:
    """Return the chapter of what was corrected after the closing, which changes nothing in the others."""
    if not round.is_closed:
        return ()
    shown = {row.one.kpi.pk: row.one for row in rows}
    found = RoundCorrection.objects.of(round.cluster).filter(round=round).order_by("at", "pk")
    items = tuple(
        f"{shown[one.kpi_id].title}: {correction_words(one, shown[one.kpi_id])}" for one in found if one.kpi_id in shown
    )
    if not items:
        return ()
    label = _("What was corrected. The other chapters say what stood when the round was closed.")
    return (Appendix(title=_("Corrections after the round was closed"), blocks=(ListBlock(label=label, items=items),)),)


def title_of(kind: str) -> str:
    """Return what the evaluation of such a round is called."""
    match MeasuringRound.Kind(kind):
        case MeasuringRound.Kind.BASELINE:
            return _("Baseline measurement")
        case MeasuringRound.Kind.MIDTERM:
            return _("Mid-term evaluation")
        case MeasuringRound.Kind.FINAL:
            return _("Final evaluation")


def goal_blocks(
    comparison: Comparison,
    rows: Sequence[ComparisonRow],
    place: int,
    goals: Sequence[Goal],
    comments: dict[int, RoundComment],
) -> tuple[Block, ...]:
    """Return each goal with the cluster's commentary and its KPIs: promised, reached, status."""
    found: list[Block] = []
    for goal in goals:
        own = [row for row in rows if row.one.kpi.goal_id == goal.pk]
        title = goal.title_text.resolve(comparison.language)
        found.append(HeadingBlock(title=Resolved(f"{goal.key} {title.text}", title.language, title.is_fallback)))
        comment = comments.get(goal.pk)
        label = _("The cluster’s commentary")
        words = comment.words.resolve(comparison.language) if comment else None
        found.append(TextBlock.of(label, words) if words and words.text else silence(label))
        if own:
            found.append(promise_table(comparison, own, place, rows))
        else:
            none = _("No KPI of this round measures the goal.")
            found.append(UnansweredBlock(label=_("KPIs"), said=none))
    known = {goal.pk for goal in goals}
    loose = [row for row in rows if row.one.kpi.goal_id not in known]
    if loose:
        found += [HeadingBlock(title=_("Without a goal")), promise_table(comparison, loose, place, rows)]
    return tuple(found)


def silence(label: str) -> UnansweredBlock:
    """Return the place of a commentary that nobody has written."""
    return UnansweredBlock(label=label, said=_("No commentary has been written."))


def promise_table(
    comparison: Comparison, rows: Sequence[ComparisonRow], place: int, everything: Sequence[ComparisonRow]
) -> TableBlock:
    """Return what was promised beside what came; of a baseline, where it begins beside where it is to end.

    Its columns are as wide as those of the other goals' tables, which hold the rest of `everything`.
    """
    if comparison.rounds[place].kind == MeasuringRound.Kind.BASELINE:
        whole = baseline_table("", everything, place)
        return replace(baseline_table(_("Baseline and target"), rows, place), beside=whole.rows)
    columns = (
        Column(_("KPI")),
        Column(_("Promised"), is_number=True),
        Column(_("Reached"), is_number=True),
        Column(_("Difference"), is_number=True),
        Column(_("Since the baseline"), is_number=True),
        Column(_("Status")),
    )
    return TableBlock(
        label=_("Promised and reached"),
        columns=columns,
        rows=tuple(promise_row(row, row.cells[place]) for row in rows),
        layout=Layout.FULL,
        beside=tuple(promise_row(row, row.cells[place]) for row in everything),
    )


def compare_blocks(comparison: Comparison, rows: Sequence[ComparisonRow]) -> tuple[Block, ...]:
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
            words = shown_value(row, cell)
            cells.append(_("Missing") if words.is_missing else words.value)
        cells.append(row.one.target_words or "–")
        lines.append(tuple(cells))
    table = TableBlock(label=_("What each round found"), columns=tuple(columns), rows=tuple(lines), layout=Layout.FULL)
    drawing = way_chart(comparison, rows, id="way", is_print=True)
    if not drawing:
        return (table,)
    caption = _(
        "Percentage of the way from the baseline to the last target. Outlined bars are mid-term, filled bars are final."
    )
    return table, FigureBlock(label=_("How far the KPIs have come"), svg=drawing, caption=caption, place=Layout.FULL)


def every_kpi(rows: Sequence[ComparisonRow], former: Mapping[int, Measurement]) -> tuple[Block, ...]:
    """Return every KPI of the round, each on a page of its own."""
    return tuple(block for n, row in enumerate(rows) for block in kpi_blocks(row.one, former, is_first=not n))


def kpi_blocks(one: ShownKpi, former: Mapping[int, Measurement], *, is_first: bool = False) -> tuple[Block, ...]:
    """Return a KPI: how it stands today and why, its chart, and the same figures as a table."""
    found: list[Block] = [
        HeadingBlock(title=named(one), is_new_page=not is_first),
        TextBlock.of(_("Definition"), one.current.definition_text.resolve(one.language)),
        ValueBlock(label=judged_on(one.today, one.language), value=one.state_label, note=one.reason),
    ]
    drawing: SafeString = chart_of(one, is_print=True)
    if drawing:
        found.append(FigureBlock(label=_("From baseline to target"), svg=drawing, place=Layout.FULL))
        found.append(figures_table(one, former))
    if one.years:
        found.append(years_table(one))
    return tuple(found)


def judged_on(day: date, language: Language) -> str:
    """Return the label of a status, which says the day that it was judged on."""
    return _("Status on %(day)s") % {"day": format_date(day, language)}


def years_table(one: ShownKpi) -> TableBlock:
    """Return what each year came to; only a sum is held against the path year by year."""
    columns = [Column(_("Year")), Column(_("Value"), is_number=True), Column(_("Periods with a value"))]
    rows: list[tuple[Words, ...]] = [(year.name, year.value, year.parts) for year in reversed(one.years)]
    if one.series.is_summed:
        columns += [Column(_("Expected"), is_number=True), Column(_("Status"))]
        judged = [(year.expected_words, year.state_label) for year in reversed(one.years)]
        rows = [(*row, *more) for row, more in zip(rows, judged, strict=True)]
    label = _("Year by year. %(rule)s") % {"rule": one.year_rule}
    return TableBlock(label=label, columns=tuple(columns), rows=tuple(rows))


def figures_table(one: ShownKpi, former: Mapping[int, Measurement]) -> TableBlock:
    """Return the measurements, with what each was corrected from, and a row where what is counted has changed."""
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
                calculated_words(expected, one.unit, one.language) if expected is not None else "–",
                figure_note(m, one.language),
            )
        )
        rows += correction_rows(one, m, former)
    return TableBlock(label=_("The figures"), columns=columns, rows=tuple(rows))


def correction_rows(one: ShownKpi, m: Measurement, former: Mapping[int, Measurement]) -> list[tuple[Words, ...]]:
    """Return what a measurement was corrected from and why, the newest correction first."""
    found: list[tuple[Words, ...]] = []
    while m.corrects_id is not None and m.corrects_id in former:
        reason, m = m.reason, former[m.corrects_id]
        found.append((_("Corrected from"), one.show(m.value), "", reason))
    return found


def method_blocks(round: MeasuringRound, rows: Sequence[ComparisonRow], place: int) -> tuple[Block, ...]:
    """Return who delivered what, what was corrected, and how it can be seen that nothing was changed."""
    columns = (Column(_("KPI")), Column(_("Provided by")), Column(_("Date")), Column(_("Source")))
    lines = []
    for row in rows:
        words = shown_value(row, row.cells[place])
        point = row.cells[place].point
        day = format_short(point.date, row.one.language) if point else "–"
        lines.append((named(row.one), words.deliverer or "–", day, words.source or "–"))
    found: list[Block] = [TableBlock(label=_("Provided by"), columns=columns, rows=tuple(lines), layout=Layout.FULL)]
    if round.is_closed:
        # In groups, so that the line can be broken.
        digest = " ".join(round.digest[i : i + 8] for i in range(0, len(round.digest), 8))
        found.append(ValueBlock(label=_("Checksum of the frozen round (SHA-256)"), value=digest))
    found.append(
        sentence(
            _("How the status is decided"),
            _(
                "“Promised” is the value expected on that date, on a straight line from the baseline through the "
                "targets. The status shows how far apart the two are, given the KPI’s tolerance."
            ),
        )
    )
    if any(row.one.series.is_summed for row in rows):
        found.append(
            sentence(
                _("When the periods of a year are added up"),
                _(
                    "The targets are for a whole year. The total so far is compared with the share of the year that "
                    "has values."
                ),
            )
        )
    return tuple(found)


def sentence(label: str, words: str) -> TextBlock:
    """Return a sentence of our own as running text."""
    return TextBlock(label=label, html=format_html("<p>{}</p>", words))
