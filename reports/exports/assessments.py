"""What a self-assessment puts into the strategy's document, and the report of its own: what was frozen and agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.models import Assessment, NextStep
from assessments.pages import ResultPage, StatementRow, newest_result, result_page
from assessments.rules.spread import FEWEST
from clusters import logos
from core.dates import format_date
from core.languages import interface_language
from core.text import Language, Resolved, Text
from exports.document import (
    Appendix,
    Block,
    Column,
    Fact,
    FigureBlock,
    Layout,
    ListBlock,
    PrintDocument,
    Summary,
    TableBlock,
    UnansweredBlock,
    Words,
)
from strategy.selectors.phases import StrategyPage

# The document says what matters most; the page has the rest.
MOST_WEAK = 5


def assessment_blocks(shown: StrategyPage, label: Resolved, language: Language) -> tuple[Block, ...]:
    """Return the newest result whose answers have been opened, in the active language, which is the document's."""
    newest = newest_result(shown.cluster)
    if newest is None:
        return (UnansweredBlock(label=label),)
    newest.cluster = shown.cluster
    found = result_page(shown.cluster, newest)
    steps = NextStep.objects.of(shown.cluster).filter(strategy=shown.strategy).living()
    notes = tuple(Text.from_value(one.note).resolve(language) for one in steps if one.note)
    blocks: list[Block] = [phases_table(found, label, language)]
    if drawing := found.radar(is_print=True):
        blocks.append(FigureBlock(label=_("Level of each phase"), svg=drawing))
    if found.weakest:
        blocks.append(
            ListBlock(label=_("Weakest statements"), items=tuple(next_words(found.weakest[:MOST_WEAK], language)))
        )
    if notes:
        blocks.append(ListBlock(label=_("What we have decided to do"), items=notes))
    return tuple(blocks)


def phases_table(found: ResultPage, label: Words, language: Language) -> TableBlock:
    """Return the phases with their levels, and the time before beside them where there was one."""
    newest, has_before = found.assessment, found.last is not None
    columns = [Column(_("Phase")), Column(_("Level"), is_number=True)]
    if has_before:
        columns += [Column(_("Last time"), is_number=True), Column(pgettext("of a figure", "Change"), is_number=True)]
    rows = []
    for one in found.phases:
        cells: list[Words] = [one.phase.title.resolve(language), one.words]
        rows.append(tuple([*cells, one.before_words, one.change] if has_before else cells))
    day = format_date(newest.closed_on, language) if newest.closed_on else ""
    words = _("%(name)s, %(day)s. Overall level %(overall)s.")
    note = words % {"name": newest.name, "day": day, "overall": found.overall}
    note = " ".join(filter(None, (note, found.alone, _before_words(found))))
    return TableBlock(label=label, columns=tuple(columns), rows=tuple(rows), note=note)


def _before_words(found: ResultPage) -> str:
    """Say that the column "Last time" is one person's, where it is."""
    if not found.last or found.last_name == found.last.name:
        return ""
    return _("Last time: %(name)s.") % {"name": found.last_name}


def next_words(rows: Sequence[StatementRow], language: Language) -> list[str]:
    """Return each statement with its level, and what the next one takes."""
    said = []
    for row in rows:
        words = f"{row.text.label.resolve(language).text} ({row.figure})"
        if row.next_level is not None:
            takes = _("To reach level %(level)s: %(words)s")
            next_words = row.next_level.text.resolve(language).text
            words = f"{words} {takes % {'level': row.next_level.number, 'words': next_words}}"
        said.append(words)
    return said


def assessment_document(assessment: Assessment, language: Language) -> PrintDocument:
    """Return the report of a closed self-assessment in one language."""
    cluster = assessment.cluster
    with translation.override(interface_language(language)):
        found = result_page(cluster, assessment)
        organisation = cluster.name.resolve(language).text
        phases: list[Block] = [phases_table(found, _("Phase by phase"), language)]
        if drawing := found.radar(is_print=True):
            phases.append(FigureBlock(label=_("Level of each phase"), svg=drawing))
        return PrintDocument(
            language=language,
            organisation=organisation,
            title=assessment.name,
            subtitle=assessment.edition.title_text.resolve(language).text,
            date=assessment.closed_on or timezone.localdate(),
            author=organisation,
            description=_("Self-assessment"),
            summary=_summary(found, language),
            appendices=(
                Appendix(title=_("Phase by phase"), blocks=tuple(phases)),
                Appendix(title=_("All statements"), blocks=tuple(_statements(found, language))),
                Appendix(title=_("Notes"), blocks=tuple(_notes(found, language)), flows=True),
            ),
            site=settings.BASE_URL,
            logo=logos.data_uri(cluster),
            supporters=logos.supporters_of(cluster),
            accent=cluster.accent,
        )


def _summary(found: ResultPage, language: Language) -> Summary:
    counted = found.counted
    answered = _("%(answered)s of %(invited)s") % {"answered": counted.answered, "invited": counted.invited}
    facts = [
        Fact(label=_("Overall level"), value=found.overall),
        Fact(label=_("Have answered"), value=answered),
        *(Fact(label=_("Weakest"), value=words) for words in next_words(found.weakest[:3], language)),
        *(Fact(label=_("Strongest"), value=_named(row, language)) for row in found.strongest),
    ]
    note = found.alone
    if counted.answered < FEWEST and not note:
        note = _("Fewer than three answered, so no scores are shown.")
    return Summary(title=_("The self-assessment on one page"), facts=tuple(facts), note=note)


def _named(row: StatementRow, language: Language) -> str:
    return f"{row.text.label.resolve(language).text} ({row.figure})"


def _statements(found: ResultPage, language: Language) -> list[Block]:
    """Return a table for each phase: level, the time before, spread, and whether it was agreed."""
    before = [found.last_name] if found.last else []
    columns = [
        Column(_("Statement")),
        Column(_("Level"), is_number=True),
        *(Column(name, is_number=True) for name in before),
    ]
    columns += [Column(_("Spread")), Column(_("How it was found"))]
    blocks: list[Block] = []
    for one in found.phases:
        rows: list[tuple[Words, ...]] = []
        for row in one.rows:
            earlier = [row.earlier[0][1]] if before else []
            statement = row.text.label.resolve(language)
            if row.state:
                statement = replace(statement, text=f"{statement.text} ({row.state})")
            rows.append((statement, row.figure, *earlier, row.spread or "–", row.standing))
        label = one.phase.title.resolve(language)
        blocks.append(TableBlock(label=label, columns=tuple(columns), rows=tuple(rows), layout=Layout.FULL))
    if found.dropped and found.last:
        asked = _("Asked in “%(name)s”, and no more:") % {"name": found.last_name}
        blocks.append(ListBlock(label=asked, items=tuple(one.label.resolve(language) for one in found.dropped)))
    if found.rises:
        takes = _("What the next level of each statement takes")
        blocks.append(ListBlock(label=takes, items=tuple(next_words(found.rises, language))))
    return blocks


def _notes(found: ResultPage, language: Language) -> list[Block]:
    """Return the notes without an order that tells anything, with what shows them, and why the group agreed on what it
    did; then what was answered in words alone.
    """
    blocks: list[Block] = []
    for row in found.rows:
        said = [_said(note) for note in found.assessment.notes.get(row.text.key, [])]
        if row.agreement is not None and row.agreement.reason:
            said.append(_("Agreed: %(reason)s") % {"reason": row.agreement.reason})
        if said:
            blocks.append(ListBlock(label=row.text.label.resolve(language), items=tuple(said)))
    for question, notes in found.in_words:
        blocks.append(ListBlock(label=question.label.resolve(language), items=tuple(map(_said, notes))))
    if not blocks:
        blocks.append(UnansweredBlock(label=_("Notes"), said=found.no_notes))
    return blocks


def _said(note: Mapping[str, Any]) -> str:
    """Return what somebody wrote, with the link and the names of the files that show it."""
    return " – ".join(filter(None, (note["note"], note["link"], *(one["name"] for one in note.get("files", ())))))
