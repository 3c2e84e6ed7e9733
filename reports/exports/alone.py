"""Documents of their own from the same parts as the strategy's: the KPIs of a quarter, the action plan, the year."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from clusters import logos
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
    Layout,
    PrintDocument,
    Summary,
    TableBlock,
    UnansweredBlock,
    Words,
)
from kpis.models import Kpi
from kpis.shown.chart import chart_of
from kpis.shown.kpis import ShownKpi, load_kpis
from kpis.words import calculated_words, state_words
from plans.models import Activity
from plans.services.dependencies import waits_of
from plans.shown.activities import Plan, PlanLine, plan_of
from plans.shown.year import YearItem, gather
from reports.exports.funding import funding_of, funding_page
from reports.exports.kpis import figure_note
from reports.exports.money import money_chapter
from reports.exports.plans import timelines
from reports.exports.thread import judged, kpi_bar, late_fact
from strategy.models import Goal
from strategy.selectors.phases import StrategyPage

# As many of the newest figures as stand below each picture.
NEWEST_FIGURES = 4


def _document(
    shown: StrategyPage, language: Language, today: date, title: str, period: str, summary: Summary, *chapters: Appendix
) -> PrintDocument:
    cluster = shown.cluster
    activities = Activity.objects.of(cluster).alive().of_strategy(shown.strategy)
    funding = funding_of(activities.order_by("number").values_list("eu_grant", flat=True))
    organisation = cluster.name.resolve(language).text
    return PrintDocument(
        language=language,
        organisation=organisation,
        title=title,
        period=period,
        subtitle=shown.strategy.title_text.resolve(language).text,
        date=today,
        status=_("As it stood on %(day)s") % {"day": format_date(today, language)},
        author=organisation,
        description=title,
        summary=summary,
        appendices=(*chapters, *funding_page(funding)),
        funding=funding,
        site=settings.BASE_URL,
        logo=logos.data_uri(cluster),
        supporters=logos.supporters_of(cluster),
        accent=cluster.accent,
    )


# ---- the KPIs of a quarter


def kpi_report(shown: StrategyPage, goals: Sequence[Goal], language: Language, today: date) -> PrintDocument:
    """Return how every KPI of the strategy stands, goal by goal, each with its picture and its newest figures."""
    with translation.override(interface_language(language)):
        kpis = Kpi.objects.of(shown.cluster).alive().in_strategy(shown.strategy.pk)
        found = load_kpis(shown.cluster, kpis.order_by("goal__position", "number"), today=today, language=language)
        period = _("Q%(quarter)s %(year)s") % {"quarter": (today.month + 2) // 3, "year": today.year}
        table = _kpi_table(found) if found else None
        summary = Summary(title=_("The KPIs in short"), lead=_counted(found), table=table, note=judged(today, language))
        chapters = []
        for goal in goals:
            own = [one for one in found if one.kpi.goal_id == goal.pk]
            title = f"{goal.key} {goal.title_text.resolve(language).text}"
            blocks = tuple(block for one in own for block in _kpi_blocks(one))
            none = UnansweredBlock(label=_("KPIs"), said=_("No KPI measures this goal yet."))
            chapters.append(Appendix(title=title, blocks=blocks or (none,), flows=True))
        return _document(shown, language, today, _("KPI report"), period, summary, *chapters)


def _counted(found: Sequence[ShownKpi]) -> str:
    counts = Counter(one.state for one in found)
    said = ", ".join(f"{count} {state_words(state).lower()}" for state, count in counts.most_common())
    return _("Of %(count)s KPIs: %(states)s.") % {"count": len(found), "states": said} if found else _("No KPIs")


def _kpi_table(found: Sequence[ShownKpi]) -> TableBlock:
    columns = (
        Column(_("KPI")),
        Column(_("Baseline"), is_number=True),
        Column(_("Latest"), is_number=True),
        Column(_("The path says"), is_number=True),
        Column(_("Target"), is_number=True),
        Column(_("Status")),
    )
    return TableBlock(
        label=_("Every KPI"), columns=columns, rows=tuple(_kpi_row(one) for one in found), layout=Layout.FULL
    )


def _kpi_row(one: ShownKpi) -> tuple[Words, ...]:
    name, expected = one.name.resolve(one.language), one.verdict.expected
    return (
        Resolved(f"{one.kpi.key} {name.text}", name.language, name.is_fallback),
        one.baseline_words or "–",
        one.newest_words,
        calculated_words(expected, one.unit, one.language) if expected is not None else "–",
        one.target_words or "–",
        one.state_label,
    )


def _kpi_blocks(one: ShownKpi) -> list[Block]:
    name = one.name.resolve(one.language)
    title = Resolved(f"{one.kpi.key} {name.text}", name.language, name.is_fallback)
    found: list[Block] = [HeadingBlock(title=title)]
    bar = kpi_bar(one)
    if bar:
        found.append(
            FigureBlock(label=_("From baseline to target"), svg=bar, caption=f"{one.state_label}. {one.reason}")
        )
    drawing = chart_of(one, is_print=True, is_low=True)
    if drawing:
        found.append(FigureBlock(label=_("The values against the expected line"), svg=drawing))
    rows: list[tuple[Words, ...]] = []
    for m in one.measurements[-NEWEST_FIGURES:]:
        expected = one.expected(m)
        said = calculated_words(expected, one.unit, one.language) if expected is not None else "–"
        rows.append((format_short(m.date, one.language), one.show(m.value), said, figure_note(m, one.language)))
    if rows:
        columns = (
            Column(_("Date")),
            Column(_("Value"), is_number=True),
            Column(_("Expected"), is_number=True),
            Column(_("Note")),
        )
        found.append(TableBlock(label=_("The newest figures"), columns=columns, rows=tuple(rows)))
    else:
        found.append(UnansweredBlock(label=_("The newest figures"), said=_("No value has been entered.")))
    return found


# ---- the action plan


def plan_document(shown: StrategyPage, goals: Sequence[Goal], language: Language, today: date) -> PrintDocument:
    """Return the action plan goal by goal: a timeline, every activity, and what is late and why."""
    with translation.override(interface_language(language)):
        rows = Activity.objects.of(shown.cluster).alive().of_strategy(shown.strategy).with_people().with_milestones()
        plan = plan_of(rows, today, waits_of(shown.cluster))
        late = [line for line in plan.lines if line.is_late]
        facts = (
            Fact(label=_("Activities"), value=str(len(plan.lines))),
            Fact(label=_("Late"), value=", ".join(line.activity.key for line in late) or "–"),
            Fact(label=_("Budget in all years"), value=plan.sums.budget_words),
            Fact(label=_("Spent since the start"), value=plan.sums.spent_words),
        )
        summary = Summary(title=_("The plan in short"), facts=facts, note=judged(today, language))
        chapters = [_goal_chapter(goal, plan, language) for goal in goals]
        known = {goal.pk for goal in goals}
        loose = Plan(tuple(line for line in plan.lines if line.activity.goal_id not in known), today)
        if loose.lines:
            chapters.append(Appendix(title=_("Without a goal"), blocks=_plan_blocks(loose, language), flows=True))
        chapters += money_chapter(plan, shown, language)
        return _document(shown, language, today, _("Action plan"), str(today.year), summary, *chapters)


def _goal_chapter(goal: Goal, plan: Plan, language: Language) -> Appendix:
    own = Plan(tuple(line for line in plan.lines if line.activity.goal_id == goal.pk), plan.today)
    title = f"{goal.key} {goal.title_text.resolve(language).text}"
    said = _("No activity works towards this goal yet: the thread is broken here.")
    none: tuple[Block, ...] = (UnansweredBlock(label=_("Activities"), said=said),)
    return Appendix(title=title, blocks=_plan_blocks(own, language) if own.lines else none, flows=True, holds=True)


def _plan_blocks(plan: Plan, language: Language) -> tuple[Block, ...]:
    columns = (
        Column(_("Activity")),
        Column(_("Owner")),
        Column(_("When")),
        Column(_("Status")),
        Column(_("Budget"), is_number=True),
        Column(_("Spent"), is_number=True),
    )
    table = TableBlock(
        label=_("Activities"),
        columns=columns,
        rows=tuple(_plan_row(line, language) for line in plan.lines),
        total=(_("Total"), "", "", "", plan.sums.budget_words, plan.sums.spent_words),
        remarks=tuple(_late_words(line, language) for line in plan.lines if line.is_late),
        layout=Layout.FULL,
    )
    return *timelines(plan), table


def _late_words(line: PlanLine, language: Language) -> str:
    fact = late_fact(line, language)
    words = fact.value.text if isinstance(fact.value, Resolved) else fact.value
    return f"{fact.label} {words}"


def _plan_row(line: PlanLine, language: Language) -> tuple[Words, ...]:
    activity = line.activity
    title = activity.title_text.resolve(language)
    owner: Words = activity.owner.display_name if activity.owner else activity.role_text.resolve(language)
    named = Resolved(f"{activity.key} {title.text}", title.language, title.is_fallback)
    return named, owner, line.when or "–", line.status_words, line.budget_words or "–", line.spent_words or "–"


# ---- the strategy year


def year_document(shown: StrategyPage, language: Language, today: date) -> PrintDocument:
    """Return what happens in the year of today, month by month."""
    with translation.override(interface_language(language)):
        items = gather(shown.cluster, shown, date(today.year, 1, 1), date(today.year, 12, 31), language)
        months: dict[int, list[YearItem]] = {}
        for item in items:
            months.setdefault(item.starts.month if item.starts.year == today.year else 1, []).append(item)
        tables = [_month(str(MONTHS[month]), months[month], language) for month in sorted(months)]
        # One column stands under the other from month to month.
        everything = tuple(row for one in tables for row in one.rows)
        blocks = tuple(replace(one, beside=everything) for one in tables)
        none = (UnansweredBlock(label=_("The strategy year"), said=_("Nothing has a date this year.")),)
        facts = (Fact(label=_("Entries"), value=str(len(items))),)
        summary = Summary(title=_("The year in short"), facts=facts)
        chapter = Appendix(title=_("Month by month"), blocks=blocks or none, flows=True)
        return _document(shown, language, today, _("The strategy year"), str(today.year), summary, chapter)


def _month(name: str, items: Sequence[YearItem], language: Language) -> TableBlock:
    columns = (Column(_("When")), Column(_("What")), Column(_("Kind")), Column(_("Owner")))
    rows = []
    for item in items:
        title = item.title.resolve(language)
        done = _("%(what)s (done)") % {"what": title.text} if item.is_done else title.text
        rows.append((item.when, Resolved(done, title.language, title.is_fallback), item.label, item.who or "–"))
    label = f"{name[:1].upper()}{name[1:]}"
    return TableBlock(label=label, columns=columns, rows=tuple(rows), layout=Layout.FULL)
