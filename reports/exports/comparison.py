"""The document of what has changed between a snapshot and what came after it: what the board adopted, and since."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters import logos
from core.languages import interface_language
from core.templatetags.toolkit import compared
from core.text import Language, Resolved
from exports.document import Appendix, Block, Fact, Part, PrintDocument, Summary, TextBlock
from reports.exports.strategy import heading_of
from reviews.models import Snapshot
from reviews.shown.comparison import Comparison, PhaseChange, ThingChange
from reviews.shown.pairs import QuestionChange
from reviews.shown.rows import CHANGED, GONE, NEW, CellChange, RowChange
from strategy.selectors.phases import StrategyPage


def comparison_document(
    shown: StrategyPage, snapshot: Snapshot, after: str, found: Comparison, today: date, language: Language
) -> PrintDocument:
    """Return what differs as a document; `after` names the later state. In the language of `found`."""
    with translation.override(interface_language(language)):
        title = shown.strategy.title_text.resolve(language)
        organisation = shown.cluster.name.resolve(language).text
        return PrintDocument(
            language=language,
            organisation=organisation,
            title=_("What has changed: %(title)s") % {"title": title.text},
            title_language=language,
            date=today,
            subtitle=_("From “%(before)s” to “%(after)s”") % {"before": snapshot.name, "after": after},
            author=organisation,
            summary=_summary(found),
            parts=tuple(
                Part.of(
                    heading_of(shown.sheet.document, part.phase, language),
                    number=part.phase.number,
                    short=part.phase.label,
                    icon=part.phase.icon,
                    intro_html=format_html("<p>{}</p>", _same(len(part.same))) if part.same else "",
                    blocks=tuple(_change(one, language) for one in part.changes),
                )
                for part in found.phases
                if part.changes and not part.is_gone
            ),
            appendices=(
                *(_gone(part, language) for part in found.phases if part.is_gone),
                *(
                    Appendix(title=label, blocks=(_things(things, label, language),), flows=True)
                    for label, things in (
                        (_("Goals"), found.goals),
                        (_("KPIs"), found.kpis),
                        (_("Activities"), found.activities),
                    )
                    if things
                ),
            ),
            site=settings.BASE_URL,
            logo=logos.data_uri(shown.cluster),
            supporters=logos.supporters_of(shown.cluster),
            accent=shown.cluster.accent,
            # A page that opens each phase is more than most phases have changed.
            has_openers=False,
        )


def _summary(found: Comparison) -> Summary:
    answers = _("%(count)s of %(asked)s") % {"count": found.answers, "asked": found.asked}
    if found.besides:
        answers = f"{answers} ({found.besides})"
    facts = [Fact(label=_("Answers changed"), value=answers)]
    for count in found.things:
        words = _("%(new)s new, %(gone)s dropped, %(changed)s changed")
        value = words % {"new": count.new, "gone": count.gone, "changed": count.changed}
        facts.append(Fact(label=count.label, value=value))
    lead = _("Nothing has changed.") if found.is_empty else _("New words are underlined. What has gone is struck out.")
    return Summary(title=_("In short"), lead=lead, facts=tuple(facts))


def _gone(part: PhaseChange, language: Language) -> Appendix:
    """Return what was answered in a phase that the later template lacks."""
    title = _("Phase dropped: %(title)s") % {"title": part.phase.title}
    return Appendix(title=title, blocks=tuple(_change(one, language) for one in part.changes), flows=True)


def _same(count: int) -> str:
    words = ngettext("%(count)s answer is the same", "%(count)s answers are the same", count)
    return words % {"count": count}


def _fate(fate: str) -> str:
    return {NEW: _("New"), GONE: _("Taken out"), CHANGED: _("Changed")}.get(fate, "")


def _change(change: QuestionChange, language: Language) -> Block:
    question = change.question
    # The question that a remark stands beside need not be there to be read above it.
    label = (question.label if question.beside else question.heading).resolve(language)
    formerly = [f"{_('Asked before:')} {one.resolve(language).text}" for one in change.formerly]
    told = format_html_join("", "<p><em>{}</em></p>", ((one,) for one in (*formerly, change.why) if one))
    if change.columns:
        rows = format_html_join("", "{}", ((_row(one, change.columns),) for one in change.rows))
        return TextBlock(label=label, html=told + rows)
    html = format_html("<p>{} {}</p>", compared(change.pieces), change.delta)
    return TextBlock(label=label, html=told + SafeString(html.replace("\n", "<br>")))


def _row(row: RowChange, columns: Sequence[str]) -> SafeString:
    told = [_fate(row.fate)]
    if row.moved_from:
        told.append(_("Moved from %(before)s to %(after)s") % {"before": row.moved_from, "after": row.place})
    told_cells = zip(columns, row.cells, strict=True)
    cells = [(name, _cell(cell)) for name, cell in told_cells if cell.pieces]
    named = [format_html("{}: {}", name, cell) if name else format_html("{}", cell) for name, cell in cells]
    words = format_html_join(" · ", "{}", ((one,) for one in named))
    return format_html("<p><strong>{}</strong> {}</p>", ", ".join(one for one in told if one), words)


def _cell(cell: CellChange) -> SafeString:
    return format_html("{} ({})", compared(cell.pieces), cell.delta) if cell.delta else compared(cell.pieces)


def _things(things: Sequence[ThingChange], label: str, language: Language) -> Block:
    html = format_html_join("", "{}", ((_thing(one),) for one in things))
    return TextBlock(label=Resolved(label, language, is_fallback=False), html=html)


def _thing(thing: ThingChange) -> SafeString:
    marks = {NEW: "<ins>{}</ins>", GONE: "<del>{}</del>"}
    title = format_html(marks.get(thing.fate, "{}"), thing.title)
    fields = format_html_join(
        "",
        "<br>{}: <del>{}</del> <ins>{}</ins> {}",
        ((one.label, one.before, one.after, one.delta) for one in thing.fields),
    )
    return format_html("<p><strong>{}</strong> {} {}{}</p>", _fate(thing.fate), thing.key, title, fields)
