"""The red thread, goal by goal, each on a spread: why, its KPIs, what is done, what is late and why."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import format_date, format_short
from core.text import Language, Resolved
from exports.document import Appendix, Block, Column, Fact, Layout, TableBlock, Words
from exports.spreads import Knot, SpreadBlock, Step
from kpis.rules.status import Point
from kpis.shown.kpis import ShownKpi
from kpis.words import CHIPS, calculated_words
from plans.models import Activity, Milestone
from plans.shown.activities import PlanLine
from reports.exports.drawings import At, Bar, Dot, trend, way_bar, years_bar
from reports.exports.hanging import Hanging
from reports.exports.whole import whole_thread
from strategy.models import Goal

Row = TypeVar("Row")

# What a leaf has room for without smaller type; more goes to the next spread.
MOST_KPIS, MOST_ACTIVITIES = 3, 4
MOST_STEPS, MOST_DOTS = 5, 12


def thread_chapter(found: Hanging) -> tuple[Appendix, ...]:
    """Return the chapter, in the active language, which is the document's; nothing while there is no goal."""
    if not found.goals:
        return ()
    language, today = found.language, found.today
    ends = [day for line in found.lines for day in (line.activity.starts, line.activity.ends) if day] or [today]
    years = (date(min(ends).year, 1, 1), date(max(ends).year, 12, 31))
    said = judged(today, language)
    pictures = [replace(one, caption=f"{one.caption} {said}") for one in whole_thread(found)]
    blocks: list[Block] = [*pictures, at_a_glance(found.goals, found.kpis, found.lines, language)]
    for goal in found.goals:
        blocks += spreads(goal, found.kpis_of(goal), found.lines_of(goal), language, years, today)
    return (Appendix(title=_("The red thread, goal by goal"), blocks=tuple(blocks)),)


def at_a_glance(
    goals: Sequence[Goal], kpis: Sequence[ShownKpi], lines: Sequence[PlanLine], language: Language
) -> TableBlock:
    """Return every goal in a line: how its KPIs stand, what is done, and what is late."""
    rows: list[tuple[Words, ...]] = []
    for goal in goals:
        own = [one for one in kpis if one.kpi.goal_id == goal.pk]
        work = [line for line in lines if line.activity.goal_id == goal.pk]
        late = [line.activity.key for line in work if line.is_late]
        states = "; ".join(f"{one.kpi.key} {one.state_label.lower()}" for one in own)
        rows.append(
            (
                _keyed(goal.key, goal.title_text.resolve(language)),
                states or _("No KPI"),
                ", ".join(line.activity.key for line in work) or _("No activity"),
                ", ".join(late) or "–",
            )
        )
    return TableBlock(
        label=_("All goals at a glance"),
        columns=(Column(_("Goal")), Column(_("KPIs")), Column(_("Activities")), Column(_("Late"))),
        rows=tuple(rows),
        layout=Layout.FULL,
    )


def judged(today: date, language: Language) -> str:
    """Say on which day every status was judged."""
    return _("Every status was judged on %(day)s.") % {"day": format_date(today, language)}


def spreads(
    goal: Goal,
    kpis: Sequence[ShownKpi],
    lines: Sequence[PlanLine],
    language: Language,
    years: tuple[date, date],
    today: date,
) -> list[SpreadBlock]:
    """Return a goal on a spread, or on several: type never becomes smaller to make room."""
    left, right = _parted(list(kpis), MOST_KPIS), _parted(list(lines), MOST_ACTIVITIES)
    title = _keyed(goal.key, goal.title_text.resolve(language))
    owner: Words = goal.owner.display_name if goal.owner else goal.role_text.resolve(language)
    facts = [Fact(label=_("Owner"), value=owner if _has(owner) else _("Missing. The thread is broken here."))]
    if goal.deadline:
        facts.append(Fact(label=_("Deadline"), value=format_date(goal.deadline, language)))
    facts.append(Fact(label=_("The thread"), value=thread_words(kpis, lines)))
    found = []
    leaves = max(len(left), len(right), 1)
    for number in range(leaves):
        ours = left[number] if number < len(left) else []
        work = right[number] if number < len(right) else []
        label = _("%(goal)s, continued") % {"goal": title.text} if number else ""
        found.append(
            SpreadBlock(
                label=Resolved(label, title.language, title.is_fallback) if label else title,
                why="" if number else goal.rationale_text.resolve(language),
                facts=() if number else tuple(facts),
                kpis=tuple(kpi_knot(one, is_low=len(ours) == MOST_KPIS) for one in ours),
                activities=tuple(activity_knot(line, language, years) for line in work),
                late=tuple(late_fact(line, language) for line in work if line.is_late),
                note=judged(today, language) if ours else "",
                key=goal.key,
                continues=bool(number),
            )
        )
    return found


def thread_words(kpis: Sequence[ShownKpi], lines: Sequence[PlanLine]) -> str:
    """Count what hangs on the goal."""
    said = ngettext("%(n)s KPI", "%(n)s KPIs", len(kpis)) % {"n": len(kpis)}
    work = ngettext("%(n)s activity", "%(n)s activities", len(lines)) % {"n": len(lines)}
    without = sum(not _owner(line.activity, "en") for line in lines)
    words = f"{said}, {work}"
    if without:
        alone = ngettext("%(n)s without an owner", "%(n)s without an owner", without) % {"n": without}
        words = f"{words}; {alone}"
    return words


def kpi_knot(one: ShownKpi, *, is_low: bool = False) -> Knot:
    """Return a KPI: its way from baseline to target, its trend, why it stands so, and who answers for it."""
    owner: Words = one.kpi.owner.display_name if one.kpi.owner else one.kpi.role_text.resolve(one.language)
    facts = [Fact(label=_("Owner"), value=owner if _has(owner) else _("Missing. The thread is broken here."))]
    if one.latest:
        facts.append(Fact(label=_("Latest measurement"), value=format_date(one.latest.date, one.language)))
    name = one.name.resolve(one.language)
    return Knot(
        title=_keyed(one.kpi.key, name),
        sign=CHIPS[one.state],
        status=one.state_label,
        picture=kpi_bar(one),
        trend=kpi_trend(one, is_low=is_low),
        words=one.reason,
        facts=tuple(facts),
        is_broken=not _has(owner) or one.latest is None or not one.targets,
    )


def kpi_bar(one: ShownKpi) -> SafeString:
    """Draw how far a KPI has come; of a part of a year nothing can be drawn."""
    total = one.verdict.total
    latest = one.verdict.latest
    if len(one.path) < 2 or (total is not None and not total.is_whole):
        return SafeString()
    begin, end = one.path[0], one.path[-1]
    value = total.value if total else latest.value if latest else None
    coming = next((point for point in one.path[1:-1] if point.date >= one.today), None)

    def at(words: str, point: Point) -> At:
        named = {"day": format_short(point.date, one.language), "value": _number(one, point.value)}
        return At(point.value, words % named)

    first, last = at(_("baseline %(day)s: %(value)s"), begin), at(_("target %(day)s: %(value)s"), end)
    aim = at(_("interim target %(day)s: %(value)s"), coming) if coming else None
    now = At(value, _number(one, value)) if value is not None else None
    said = [one.title, first.words, *([_("now: %(value)s") % {"value": now.words}] if now else [])]
    said += [aim.words] if aim else []
    return way_bar(". ".join([*said, last.words]), first, now, aim, last)


def kpi_trend(one: ShownKpi, *, is_low: bool = False) -> SafeString:
    """Draw the newest measurements against the path."""
    measured = [Dot(m.date, m.value, format_short(m.date, one.language)) for m in one.drawn[-MOST_DOTS:]]
    if not measured:
        return SafeString()
    shown = [point for point in one.period_path if point.date <= _after(one)]
    path = [Dot(point.date, point.value, format_short(point.date, one.language)) for point in shown]
    values = [dot.value for dot in (*measured, *path)]
    low, high = min(values), max(values)
    floor = low if low < 0 or low > (high - low) else Decimal(0)
    said = "; ".join(f"{dot.words} {_number(one, dot.value)}" for dot in measured)
    title = _("%(kpi)s, measurements: %(values)s.") % {"kpi": one.title, "values": said}
    if len(path) > 1:
        way = "; ".join(f"{dot.words} {_number(one, dot.value)}" for dot in path)
        expected = _("The expected line: %(values)s.") % {"values": way}
        title = f"{title} {expected}"
    return trend(title, measured, path, At(floor, _number(one, floor)), At(high, _number(one, high)), is_low=is_low)


def _after(one: ShownKpi) -> date:
    """Return the day of the first target that lies ahead, where the drawing of a trend ends."""
    coming = [point.date for point in one.period_path if point.date >= one.today]
    return coming[0] if coming else date.max


def activity_knot(line: PlanLine, language: Language, years: tuple[date, date]) -> Knot:
    """Return an activity: on the years, with its milestones, who answers for it, and what it has cost."""
    activity = line.activity
    owner = _owner(activity, language)
    facts = [Fact(label=_("Owner"), value=owner or _("Missing. The thread is broken here."))]
    facts.append(Fact(label=_("Period"), value=line.when or _("no dates yet")))
    if line.budget_words or line.spent_words:
        money = _("%(spent)s of %(budget)s")
        words = money % {"spent": line.spent_words or "–", "budget": line.budget_words or "–"}
        facts.append(Fact(label=_("Spent since the start"), value=words))
    steps = [(step, _kind(step, line)) for step in line.milestones]
    return Knot(
        title=_keyed(activity.key, activity.title_text.resolve(language)),
        sign=sign_of(line),
        status=line.status_words,
        picture=drawn_activity(line, language, years, steps),
        facts=tuple(facts),
        steps=tuple(_step(step, kind, language) for step, kind in steps[:MOST_STEPS]),
        result=activity.result_text.resolve(language),
        is_broken=not owner or activity.ends is None,
    )


def sign_of(line: PlanLine) -> str:
    """Return the sign of an activity's status."""
    status = line.activity.status
    if status == Activity.Status.DONE:
        return "done"
    if status == Activity.Status.DROPPED:
        return "none"
    if line.is_late or status == Activity.Status.DELAYED:
        return "late"
    return "run" if status == Activity.Status.IN_PROGRESS else "plan"


def drawn_activity(
    line: PlanLine, language: Language, years: tuple[date, date], steps: list[tuple[Milestone, str]]
) -> SafeString:
    """Draw an activity on the years of the plan; one without a day has no drawing."""
    starts, ends = line.activity.starts or line.activity.ends, line.activity.ends or line.activity.starts
    if starts is None or ends is None:
        return SafeString()
    sign = sign_of(line)
    bar = Bar(starts, ends, {"none": "plan"}.get(sign, sign), tuple((step.date, kind) for step, kind in steps))
    said = [f"{line.activity.key}: {line.when}, {line.status_words}", *(_step(s, k, language).words for s, k in steps)]
    return years_bar(". ".join(_plain(words) for words in said), bar, *years, line.today)


def _kind(step: Milestone, line: PlanLine) -> str:
    return "hit" if step.is_done else "miss" if step.is_overdue(line.today) else "open"


def _step(step: Milestone, kind: str, language: Language) -> Step:
    title = step.title_text.resolve(language)
    said = {"hit": _("reached"), "open": _("to come"), "miss": _("missed")}[kind]
    words = f"{format_date(step.date, language)}: {title.text} ({said})"
    return Step(kind=kind, words=Resolved(words, title.language, title.is_fallback))


def late_fact(line: PlanLine, language: Language) -> Fact:
    """Say what is late of an activity, and why."""
    missed = [step for step in line.milestones if step.is_overdue(line.today)]
    said = [line.status_words]
    if missed:
        named = ", ".join(
            f"{step.title_text.resolve(language).text} ({format_short(step.date, language)})" for step in missed
        )
        said.append(_("Missed: %(steps)s") % {"steps": named})
    reason = line.activity.reason_text.resolve(language)
    said.append(_("Why: %(reason)s") % {"reason": reason.text} if reason.text else _("No reason has been given"))
    label = f"{line.activity.key} {line.activity.title_text.resolve(language).text}."
    words = " ".join(f"{one.rstrip('.')}." for one in said)
    return Fact(label=label, value=Resolved(words, language, is_fallback=False))


def _owner(activity: Activity, language: Language) -> str:
    return activity.owner.display_name if activity.owner else activity.role_text.resolve(language).text


def _keyed(key: str, title: Resolved) -> Resolved:
    return Resolved(f"{key} {title.text}", title.language, title.is_fallback)


def _parted(rows: list[Row], most: int) -> list[list[Row]]:
    return [rows[n : n + most] for n in range(0, len(rows), most)]


def _number(one: ShownKpi, value: Decimal) -> str:
    return calculated_words(value, one.unit, one.language)


def _has(words: Words) -> bool:
    return bool(_plain(words))


def _plain(words: Words) -> str:
    return words.text if isinstance(words, Resolved) else words
