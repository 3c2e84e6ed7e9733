"""The board's pack as a document of two pages: what is asked for comes first."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.dates import format_date, format_short
from core.languages import interface_language
from core.numbers import format_money, format_percent
from core.text import Language, Resolved, Text
from exports.document import (
    Appendix,
    Block,
    Column,
    FigureBlock,
    Layout,
    ListBlock,
    PrintDocument,
    TableBlock,
    TextBlock,
    UnansweredBlock,
    ValueBlock,
    Words,
)
from kpis.rules.status import State
from kpis.words import CHIPS, newest_words, state_words, value_words
from reports.exports.funding import funding_of
from reports.exports.pack_thread import more_words, thread_blocks
from reports.rules.pack import PackContent, PackDeviation, PackKpi, PackLate, PackSurvey
from strategy.models import BoardAnswer

# What stands on two pages; the portal has the rest.
MOST_KPIS, MOST_LATE, MOST_DEVIATIONS = 8, 5, 3
# Of the drawing: the width, a row, where the bars begin and how long they are, and where the small lines stand.
WIDTH, ROW, LEFT, LONG = 500, 20, 52, 222
LINE_FROM, LINE_TO = 336, 490


def pack_document(content: PackContent, language: Language, *, is_sent: bool) -> PrintDocument:
    """Return the pack in one language; what is cut to stand on two pages is counted."""
    with translation.override(interface_language(language)):
        day = format_date(content.meeting_on, language)
        title = _("To the board, %(day)s") % {"day": day}
        return PrintDocument(
            language=language,
            organisation=content.organisation.resolve(language).text,
            title=title,
            date=content.day,
            status=_("Sent") if is_sent else _("Draft"),
            author=content.organisation.resolve(language).text,
            appendices=(
                Appendix(title=title, blocks=_first(content, language)),
                Appendix(title=content.strategy.resolve(language).text, blocks=_second(content, language)),
            ),
            site=settings.BASE_URL,
            logo=content.logo,
            supporters=content.supporters,
            accent=content.accent,
            funding=funding_of(content.grants),
            is_brief=True,
        )


def _first(content: PackContent, language: Language) -> tuple[Block, ...]:
    asked = content.asked.resolve(language)
    label = _("What we ask you to decide")
    first: Block = TextBlock.of(label, asked) if asked.text else UnansweredBlock(label=label, said=_("Nothing"))
    return (first, *_kpi_blocks(content, language))


def _kpi_blocks(content: PackContent, language: Language) -> tuple[Block, ...]:
    label = _("Where the KPIs stand")
    if not content.kpis:
        return (UnansweredBlock(label=label, said=_("No KPIs")),)
    kpis = content.kpis[:MOST_KPIS]
    columns = (
        Column(_("KPI")),
        Column(_("Baseline"), is_number=True),
        Column(_("Latest"), is_number=True),
        Column(_("Target"), is_number=True),
        Column(_("Status")),
    )
    note = _("Judged on %(day)s.") % {"day": format_date(content.day, language)}
    left = len(content.kpis) - len(kpis)
    more = (more_words(left),) if left else ()
    table = TableBlock(
        label=label,
        columns=columns,
        rows=tuple(_row(one, language) for one in kpis),
        note=note,
        remarks=more,
        layout=Layout.FULL,
    )
    drawn = [one for one in kpis if _way(one) is not None or len(one.history) > 1]
    if not drawn:
        return (table,)
    caption = _(
        "Bar: from baseline to latest value; stroke: next target; line: latest measurements. The shape is the status."
    )
    label = _("From baseline to target, and the latest measurements")
    figure = FigureBlock(label=label, svg=bars(drawn, language), caption=caption, place=Layout.FULL)
    return figure, table


def _row(one: PackKpi, language: Language) -> tuple[Words, ...]:
    name = one.name.resolve(language)
    state = _state(one.state)
    if one.before and one.before != one.state:
        state = _("%(now)s (was: %(before)s)") % {"now": state, "before": _state(one.before)}
    target = _value(one.target, one.unit, language)
    if one.target_on:
        target = f"{target} ({format_short(one.target_on, language)})"
    return (
        Resolved(f"{one.key} {name.text}", name.language, name.is_fallback),
        _value(one.baseline, one.unit, language),
        newest_words(one.latest, one.total, one.unit, language),
        target,
        state,
    )


def _state(state: str) -> str:
    return state_words(State(state)) if state in set(State) else state


def _value(value: Decimal | None, unit: str, language: Language) -> str:
    return value_words(value, unit, language) if value is not None else "–"


def _way(one: PackKpi) -> Decimal | None:
    """Return how much of the way to the next target has been gone, from 0 to 1; None where nobody knows."""
    if one.is_summed or one.baseline is None or one.latest is None or one.target is None or one.target == one.baseline:
        return None
    return min(Decimal(1), max(Decimal(0), (one.latest - one.baseline) / (one.target - one.baseline)))


def bars(kpis: Sequence[PackKpi], language: Language) -> SafeString:
    """Draw a bar and a small line for each KPI: its way to the target, filled as far as it has gone, and its values."""
    said = "; ".join(_said(one, language) for one in kpis)
    title = escape(_("How far each KPI has come towards its next target: %(kpis)s") % {"kpis": said})
    parts = []
    for place, one in enumerate(kpis):
        top, way = place * ROW + 6, _way(one)
        parts.append(
            f'<text x="{LEFT - 10}" y="{top + 11}" text-anchor="end" font-size="11" fill="#14232b">{one.key}</text>'
        )
        parts.append(_sign(one.state, 7, top + 7))
        if way is not None:
            parts.append(
                f'<rect x="{LEFT}" y="{top}" width="{LONG}" height="14" fill="#ffffff" stroke="#7b8a92"/>'
                f'<rect x="{LEFT}" y="{top}" width="{round(way * LONG)}" height="14" fill="#005275"/>'
                f'<rect x="{LEFT + LONG - 2}" y="{top - 2}" width="4" height="18" fill="#14232b"/>'
                f'<text x="{LEFT + LONG + 10}" y="{top + 11}" font-size="11" fill="#14232b">{round(way * 100)} %</text>'
            )
        parts.append(_line(one, top))
    size = f'viewBox="0 0 {WIDTH} {len(kpis) * ROW + 6}"'
    head = f'<svg {size} role="img" xmlns="http://www.w3.org/2000/svg"><title>{title}</title>'
    return mark_safe(f"{head}{''.join(parts)}</svg>")


def _sign(state: str, x: int, y: int) -> str:
    """Draw how a KPI stands, as a shape that says the same in black and white; its words stand in the table."""
    kind = CHIPS[State(state)] if state in set(State) else "none"
    if kind == "ok":
        return f'<circle cx="{x}" cy="{y}" r="5" fill="#14232b"/>'
    if kind == "warn":
        corners = f"M{x} {y - 6}L{x + 6} {y + 5}L{x - 6} {y + 5}Z"
        return f'<path d="{corners}" fill="#ffffff" stroke="#14232b" stroke-width="2"/>'
    if kind == "bad":
        cross = f"M{x - 5} {y - 5}L{x + 5} {y + 5}M{x + 5} {y - 5}L{x - 5} {y + 5}"
        return f'<path d="{cross}" fill="none" stroke="#a3141f" stroke-width="3"/>'
    return f'<circle cx="{x}" cy="{y}" r="4" fill="#ffffff" stroke="#7b8a92" stroke-width="2"/>'


def _said(one: PackKpi, language: Language) -> str:
    """Return what a reader who does not see the drawing is told of a KPI."""
    way = _way(one)
    words = one.key if way is None else f"{one.key} {round(way * 100)} %"
    values = ", ".join(_value(at.value, one.unit, language) for at in one.history)
    return _("%(kpi)s, measured %(values)s") % {"kpi": words, "values": values} if len(one.history) > 1 else words


def _line(one: PackKpi, top: int) -> str:
    """Draw the measurements on a line that ends in a dot; a single one says nothing of where it goes."""
    if len(one.history) < 2:
        return ""
    days, values = [at.day.toordinal() for at in one.history], [at.value for at in one.history]
    span, height = max(days[-1] - days[0], 1), max(values) - min(values)

    def place(day: int, value: Decimal) -> str:
        across = LINE_FROM + (LINE_TO - LINE_FROM) * (day - days[0]) / span
        up = float((value - min(values)) / height) if height else 0.5
        return f"{across:.1f},{top + 13 - 12 * up:.1f}"

    points = [place(day, value) for day, value in zip(days, values, strict=True)]
    x, y = points[-1].split(",")
    line = f'<polyline points="{" ".join(points)}" fill="none" stroke="#005275" stroke-width="1.5"/>'
    return f'{line}<circle cx="{x}" cy="{y}" r="3" fill="#14232b"/>'


def _second(content: PackContent, language: Language) -> tuple[Block, ...]:
    return (
        *thread_blocks(content, language),
        _late_block(content, language),
        _money_block(content, language),
        *_survey_blocks(content, language),
        *_decided(content, language),
        _changed_block(content, language),
    )


def _late_block(content: PackContent, language: Language) -> Block:
    label = _("What is late, and why")
    if not content.late:
        return UnansweredBlock(label=label, said=_("Nothing is late."))
    late = content.late[:MOST_LATE]
    left = len(content.late) - len(late)
    columns = (Column(_("Activity")), Column(_("Was to end"), is_number=True), Column(_("Owner")), Column(_("Why")))
    return TableBlock(
        label=label,
        columns=columns,
        rows=tuple(_late_row(one, language) for one in late),
        remarks=(more_words(left),) if left else (),
        layout=Layout.FULL,
    )


def _late_row(one: PackLate, language: Language) -> tuple[Words, ...]:
    title = one.title.resolve(language)
    return (
        Resolved(f"{one.key} {title.text}", title.language, title.is_fallback),
        format_short(one.ends, language) if one.ends else "–",
        one.owner or one.role.resolve(language).text or "–",
        _cut(one.reason.resolve(language).text) or "–",
    )


def _cut(words: str, most: int = 90) -> str:
    """Keep a reason to what two pages have room for."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _money_block(content: PackContent, language: Language) -> Block:
    label = _("Money")
    if not content.money:
        return UnansweredBlock(label=label, said=_("No budget has been entered."))
    said = _("%(spent)s spent of %(budget)s")
    items = [
        said
        % {
            "spent": format_money(one.spent, one.currency, language),
            "budget": format_money(one.budget, one.currency, language),
        }
        for one in content.money
    ]
    return ListBlock(label=label, items=tuple(items))


def _survey_blocks(content: PackContent, language: Language) -> tuple[Block, ...]:
    """Return what the board is told of surveys; nothing where there is none."""
    items = tuple(_survey(one, language) for one in content.surveys)
    return (ListBlock(label=_("What the member companies are asked"), items=items),) if items else ()


def _survey(one: PackSurvey, language: Language) -> str:
    """Return how many answered a survey, and which KPIs it gave their value."""
    told = {
        "title": one.title.resolve(language).text,
        "day": format_short(one.day, language),
        "answered": one.answered,
        "invited": one.invited,
        "percent": format_percent(100 * one.answered // one.invited, language) if one.invited else "",
    }
    if not one.is_closed and one.invited:
        return _("%(title)s: until %(day)s, %(answered)s of %(invited)s have answered (%(percent)s)") % told
    if not one.is_closed:
        return _("%(title)s: until %(day)s, %(answered)s have answered by an open link") % told
    if one.invited:
        words = _("%(title)s: closed on %(day)s, %(answered)s of %(invited)s answered (%(percent)s)") % told
    else:
        words = _("%(title)s: closed on %(day)s, %(answered)s answered by an open link") % told
    if one.fed:
        words = _("%(survey)s; gave %(kpis)s their values") % {"survey": words, "kpis": ", ".join(one.fed)}
    if one.without:
        words = _("%(survey)s; KPIs without a value from it: %(count)s") % {"survey": words, "count": one.without}
    return words


def _decided(content: PackContent, language: Language) -> tuple[Block, ...]:
    label = _("What has been decided")
    if content.approved_on is None:
        found: list[Block] = [UnansweredBlock(label=label, said=_("The strategy has not been approved yet."))]
    else:
        day = format_date(content.approved_on, language)
        said = _("The strategy was approved on %(day)s, entered by %(who)s.") % {"day": day, "who": content.approved_by}
        found = [ValueBlock(label=label, value=said, note=content.minute)]
    if content.deviations:
        items = tuple(_deviation(one, language) for one in content.deviations[:MOST_DEVIATIONS])
        left = len(content.deviations) - len(items)
        more = (more_words(left),) if left else ()
        found.append(ListBlock(label=_("Changed under the approved strategy"), items=(*items, *more)))
    return tuple(found)


def _deviation(one: PackDeviation, language: Language) -> str:
    """Return a change with its reason, and what the board has said of it."""
    name, day = one.name.resolve(language).text, format_short(one.day, language)
    words = f"{one.key} {name}, {day}: {_cut(one.reason, 100)}"
    if one.answer not in BoardAnswer.Answer.values or one.said_on is None:
        return _("%(change)s (for the board to answer)") % {"change": words}
    said = {"change": words, "said": BoardAnswer.Answer(one.answer).label, "day": format_short(one.said_on, language)}
    return _("%(change)s (the board, %(day)s: %(said)s)") % said


def _changed_block(content: PackContent, language: Language) -> Block:
    label = _("Since the last pack")
    found = content.changed
    if found is None:
        return UnansweredBlock(label=label, said=_("This is the first pack."))
    words = _(
        "Since %(day)s: %(answers)s answers, %(goals)s goals, %(kpis)s KPIs and %(activities)s activities are new, "
        "changed or gone."
    )
    return ValueBlock(
        label=label,
        value=words
        % {
            "day": format_date(found.since, language),
            "answers": found.answers,
            "goals": found.goals,
            "kpis": found.kpis,
            "activities": found.activities,
        },
    )


def agenda_item(content: PackContent, url: str, language: Language) -> Text:
    """Return the item for the meeting's agenda, with the link at which the pack is read."""
    words = _("Status of “%(strategy)s”. The pack, two pages: %(url)s")
    return Text().with_language(language, words % {"strategy": content.strategy.resolve(language).text, "url": url})
