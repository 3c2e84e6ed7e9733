"""What is pulled into a report as it stands now: activities, KPIs, and every figure that can be compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from answers.base import Asked
from answers.tables import stored_rows, table_of
from answers.types import type_of
from clusters import logos
from core.dates import EARLIEST, LATEST, format_date
from core.frozen import revived
from core.languages import both, content_language
from core.text import LANGUAGES, Text
from funders.models import Explanation, Sending
from funders.rules.figures import Difference, Figure, FigureKind, Period, Reported, differences, to_freeze
from funders.selectors.content import ActivityRow, Content, Dated, KpiRow
from funders.selectors.financing import financing_of
from funders.selectors.question_keys import INTENDED, is_result, last_day
from funders.selectors.report import ReportPage
from funders.words import MONEY, filled, pattern
from kpis.models import Kpi, Measurement, Target
from kpis.rules.status import total_on
from kpis.selectors import Followed, followed_in
from kpis.words import state_words, total_words
from plans.models import Activity
from plans.querysets import ActivitySet
from plans.rules.money import Span, share_in, used
from schema.documents import Section
from schema.numbers import as_decimal
from schema.questions import TableQuestion


@dataclass(frozen=True, slots=True)
class PlannedActivities:
    """The cluster's activities: those of the report, those without dates that would be, and all others."""

    rows: tuple[ActivityRow, ...]
    undated: tuple[ActivityRow, ...]
    others: tuple[ActivityRow, ...]


def activities_of(shown: ReportPage) -> PlannedActivities:
    """Return the activities of the report's strategy and period; three queries, however many there are."""
    everything: ActivitySet = Activity.objects.of(shown.cluster).alive()
    scope = everything.of_strategy(shown.report.strategy) if shown.report.strategy else everything
    first, last = shown.period
    undated: set[int] = set()
    if first or last:
        wanted = set(scope.running_between(first or EARLIEST, last or LATEST).values_list("pk", flat=True))
        undated = set(scope.filter(starts=None, ends=None).values_list("pk", flat=True))
    else:
        wanted = set(scope.values_list("pk", flat=True))
    status = {one.value: both(partial(str, one.label)) for one in Activity.Status}
    found: tuple[list[ActivityRow], list[ActivityRow], list[ActivityRow]] = ([], [], [])
    for activity in everything.with_people():
        place = 0 if activity.pk in wanted else 1 if activity.pk in undated else 2
        row = activity_row(activity, status)
        found[place].append(shared(row, activity, shown.period, timezone.localdate()) if place == 0 else row)
    return PlannedActivities(*(tuple(rows) for rows in found))


def activity_row(activity: Activity, status: dict[str, Text]) -> ActivityRow:
    """Return an activity as the report shows it."""
    goal = activity.goal if activity.goal is not None and activity.goal.deleted_at is None else None
    name = activity.owner.display_name if activity.owner else ""
    return ActivityRow(
        number=activity.number,
        title=activity.title_text,
        goal=goal.key if goal else "",
        goal_title=goal.title_text if goal else Text(),
        owner=Text(da=name, en=name) if name else activity.role_text,
        starts=activity.starts,
        ends=activity.ends,
        status=activity.status,
        status_words=status[activity.status],
        reason=activity.reason_text if activity.status in Activity.NEEDS_REASON else Text(),
        result=activity.result_text,
        budget=activity.budget,
        spent=activity.spent,
        currency=activity.currency,
        theme=activity.theme,
        eu_grant=activity.eu_grant,
    )


def shared(row: ActivityRow, activity: Activity, period: Period, today: date) -> ActivityRow:
    """Return the activity with what of its money falls in the period, where it runs beyond it.

    What was entered for a year counts in it; the rest is shared by days.
    """
    first, last = period
    if row.starts is None or row.ends is None:
        return row
    within = Span(first or row.starts, last or row.ends)
    if within.first <= row.starts and row.ends <= within.last:
        return row
    typed, whole = (activity.typed_budget, activity.typed_spent), Span(row.starts, row.ends)
    gone = used(row.starts, row.ends, today)
    return replace(
        row,
        budget_share=share_in(row.budget, typed[0], whole, within) if row.budget is not None else None,
        spent_share=share_in(row.spent, typed[1], gone, within) if row.spent is not None else None,
        is_shared=True,
        is_by_year=any(typed),
    )


@dataclass(frozen=True, slots=True)
class Measured:
    """A KPI as the report shows it, with every number that stands today, to be compared."""

    row: KpiRow
    one: Followed
    everything: tuple[Measurement, ...]


def kpis_of(shown: ReportPage) -> list[Measured]:
    """Return the KPIs of the report's strategy as they stood when the period ended; four queries."""
    rows = Kpi.objects.of(shown.cluster).alive()
    strategy = shown.report.strategy
    if strategy is not None:
        own = rows.in_strategy(strategy.pk)
        rows = own | rows.filter(goal=None) if strategy.is_current else own
    kpis = list(rows.with_people().order_by("number"))
    day = last_day(shown.period, timezone.localdate())
    standing = Measurement.objects.of(shown.cluster).filter(kpi__in=[kpi.pk for kpi in kpis]).standing()
    everything = list(standing.order_by("kpi", "date"))
    known = [one for one in everything if one.date <= day]
    followed = followed_in(shown.cluster, kpis, today=day, known=known)
    return [
        Measured(kpi_row(one, shown.period, day), one, tuple(m for m in everything if m.kpi_id == one.kpi.pk))
        for one in followed
    ]


def kpi_row(one: Followed, period: Period, day: date) -> KpiRow:
    """Return a KPI as the report shows it on the day."""
    goal = one.kpi.goal if one.kpi.goal is not None and one.kpi.goal.deleted_at is None else None
    target = target_of(one.targets, period, day)
    latest, total = one.verdict.latest, one.verdict.total
    return KpiRow(
        number=one.kpi.number,
        name=one.name,
        unit=one.unit,
        goal=goal.key if goal else "",
        version=one.current.version,
        baseline=Dated(date=one.baseline.date, value=one.baseline.value) if one.baseline else None,
        target=Dated(date=target.date, value=target.value) if target else None,
        value=Dated(date=latest.date, value=total.value if total else latest.value) if latest else None,
        state=str(one.verdict.standing),
        state_words=both(lambda: standing_words(one)),
    )


def standing_words(one: Followed) -> str:
    """Say how a KPI stands; where a year is summed, with how much of which year the value is of."""
    words, total = state_words(one.verdict.standing), one.verdict.total
    return f"{words} ({total_words(total, content_language())})" if total else words


def target_of(targets: Sequence[Target], period: Period, day: date) -> Target | None:
    """Return what was promised for the period: its last target, or the next one after it, or the last of all."""
    first, last = period[0] or day, period[1] or day
    within = [target for target in targets if first <= target.date <= last]
    coming = [target for target in targets if target.date > last]
    found = within[-1:] or coming[:1] or list(targets[-1:])
    return found[0] if found else None


# ---- figures


def figures_of(shown: ReportPage, activities: PlannedActivities, kpis: Sequence[Measured]) -> list[Figure]:
    """Return every figure that can be compared with what was reported, those that the report shows marked so."""
    shown_rows = {row.number for row in activities.rows}
    every = (*activities.rows, *activities.undated, *activities.others)
    return [
        *(figure for row in every for figure in activity_figures(row, is_shown=row.number in shown_rows)),
        *(figure for one in kpis for figure in kpi_figures(one)),
        *narrative_figures(shown),
    ]


def activity_figures(row: ActivityRow, *, is_shown: bool) -> Iterator[Figure]:
    """Give the money of an activity."""
    named = keyed(row.key, row.title)
    is_closed = row.status in Activity.CLOSED
    for kind, value, said in ((FigureKind.BUDGET, row.budget, _budget), (FigureKind.SPENT, row.spent, _spent)):
        if value is not None:
            yield Figure(
                key=f"activity:{row.number}:{kind}",
                kind=kind,
                label=filled(pattern(said), what=named),
                value=value,
                unit=f"{MONEY}{row.currency}",
                is_closed=is_closed,
                is_shown=is_shown,
            )


def kpi_figures(measured: Measured) -> Iterator[Figure]:
    """Give the baselines, targets and values of a KPI."""
    row, one = measured.row, measured.one
    series = replace(one, measurements=measured.everything).series
    stem = f"kpi:{row.number}"
    named = keyed(row.key, row.name)
    for target in one.targets:
        is_shown = row.target is not None and row.target.date == target.date
        key = f"{stem}:v{target.version}:target:{target.date.isoformat()}"
        label = filled(pattern(_target), what=named, day=on_day(target.date))
        yield Figure(key=key, kind=FigureKind.TARGET, label=label, value=target.value, unit=row.unit, is_shown=is_shown)
    for m in measured.everything:
        if m.is_baseline:
            is_shown = row.baseline is not None and row.baseline.date == m.date
            label = filled(pattern(_baseline), what=named)
            key, kind = f"{stem}:v{m.version}:baseline", FigureKind.BASELINE
            number: Decimal | None = m.value
        else:
            is_shown = row.value is not None and row.value.date == m.date
            # Of a year that is summed, the sum is what is reported; a corrected quarter changes every sum after it.
            said, what = (_sum, "sum") if series.is_summed else (_value, "value")
            total = total_on(series, m.date) if series.is_summed else None
            number = (total.value if total else None) if series.is_summed else m.value
            label = filled(pattern(said), what=named, day=on_day(m.date))
            key, kind = f"{stem}:v{m.version}:{what}:{m.date.isoformat()}", FigureKind.VALUE
        yield Figure(key=key, kind=kind, label=label, value=number, unit=row.unit, is_shown=is_shown)


def narrative_figures(shown: ReportPage) -> Iterator[Figure]:
    """Give the numbers of the narrative: questions that ask for one, and cells of tables."""
    for section in shown.sheet.sections():
        for question in shown.sheet.questions(section):
            stem = f"answer:{shown.report.number}:{question.key}"
            value = shown.values.get(question.key)
            if table := table_of(question):
                yield from table_figures(stem, table, section, value)
            elif type_of(question).is_amount and (number := as_decimal(value)) is not None:
                kind = FigureKind.RESULT if is_result(question, section) else FigureKind.INTENDED
                yield Figure(key=stem, kind=kind, label=question.label, value=number, unit=unit_of(question))


def table_figures(stem: str, question: TableQuestion, section: Section, value: Any) -> Iterator[Figure]:
    """Give the numbers of a table."""
    columns = [column for column in question.columns if type_of(column).is_amount]
    for row in stored_rows(value) if columns else []:
        fixed = question.fixed_row(row["id"])
        texts = (Text.from_value(cell) for cell in row["cells"].values())
        heading = fixed.label if fixed else next((text for text in texts if text), Text(da="–", en="–"))
        for column in columns:
            number = as_decimal(row["cells"].get(column.key))
            if number is None:
                continue
            is_intended = column.key in INTENDED and not is_result(question, section)
            yield Figure(
                key=f"{stem}:{row['id']}:{column.key}",
                kind=FigureKind.INTENDED if is_intended else FigureKind.RESULT,
                label=filled(pattern(_cell), what=question.label, row=heading, column=column.label),
                value=number,
                unit=unit_of(column),
            )


def unit_of(asked: Asked) -> str:
    """Return what a question or a column counts."""
    kind = type_of(asked)
    currency = kind.currency(asked)
    if currency:
        return f"{MONEY}{currency}"
    return "percent" if kind.is_percent else "number"


def keyed(key: str, title: Text) -> Text:
    """Return key and title in both languages."""
    return Text.of({language: f"{key} {title.resolve(language).text}".strip() for language in LANGUAGES})


def on_day(day: date) -> Text:
    """Return a day in both languages."""
    return Text.of({language: format_date(day, language) for language in LANGUAGES})


def _budget() -> str:
    return _("%(what)s: budget")


def _spent() -> str:
    return _("%(what)s: spent")


def _baseline() -> str:
    return _("%(what)s: baseline")


def _target() -> str:
    return _("%(what)s: target for %(day)s")


def _value() -> str:
    return _("%(what)s: value on %(day)s")


def _sum() -> str:
    return _("%(what)s: total for the year up to %(day)s")


def _cell() -> str:
    return _("%(what)s: %(row)s, %(column)s")


# ---- all of it together


@dataclass(frozen=True, slots=True)
class Gathered:
    """A report as it stands now: its content, what falls outside it, and what was sent of it and of others."""

    content: Content
    undated: tuple[ActivityRow, ...]
    reported: tuple[Reported, ...]
    explanations: tuple[Explanation, ...]

    def explanation(self, one: Difference) -> Explanation | None:
        """Return what has been written about a difference."""
        return next((e for e in self.explanations if (e.figure, e.against_id) == (one.key, one.against)), None)


def gather(shown: ReportPage) -> Gathered:
    """Return the report as it stands now; twelve queries, however much there is."""
    activities, kpis = activities_of(shown), kpis_of(shown)
    reported = reported_of(shown)
    explanations = tuple(Explanation.objects.of(shown.cluster).filter(report=shown.report))
    figures = figures_of(shown, activities, kpis)
    written = {(one.figure, one.against_id): one.words for one in explanations}
    found = differences(figures, reported, report=shown.report.number, stage=shown.stage, period=shown.period)
    flagged = tuple(explained(one, written.get((one.key, one.against), Text())) for one in found)
    cluster, document = shown.cluster, shown.sheet.document
    content = Content(
        title=shown.report.title_text,
        number=shown.report.number,
        stage=shown.stage,
        period=shown.period,
        template=document.slug,
        version=document.version,
        organisation=cluster.name,
        logo=logos.data_uri(cluster),
        accent=cluster.accent,
        supporters=logos.supporters_of(cluster),
        strategy=shown.report.strategy.title_text if shown.report.strategy else Text(),
        answers=shown.values,
        activities=activities.rows,
        kpis=tuple(one.row for one in kpis),
        differences=flagged,
        figures=tuple(to_freeze(figures, flagged)),
        financing=financing_of(shown),
    )
    return Gathered(content, activities.undated, reported, explanations)


def explained(one: Difference, words: Text) -> Difference:
    """Return the difference with what has been written about it."""
    return replace(one, explanation=words)


def reported_of(shown: ReportPage) -> tuple[Reported, ...]:
    """Return what the cluster has sent, of this report and of others, newest first; deleted reports were sent too."""
    return tuple(reported(sending) for sending in Sending.objects.of(shown.cluster).light())


def reported(sending: Sending) -> Reported:
    """Return what a sending said."""
    frozen: dict[str, Any] = sending.figures
    figures = [revived(Figure, one) for one in frozen["figures"]]
    first, last = (date.fromisoformat(day) if day else None for day in frozen["period"])
    return Reported(
        id=sending.pk,
        report=sending.report.number,
        title=sending.report.title_text,
        number=sending.number,
        stage=sending.stage,
        sent_on=sending.sent_on,
        period=(first, last),
        figures={figure.key: figure for figure in figures},
    )
