"""What a self-assessment puts into the strategy's document: phases, radar, what is weak, and what became of it."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.models import Assessment, NextStep
from assessments.pages import ResultPage, result_page
from core.dates import format_date
from core.text import Language, Resolved, Text
from exports.document import Block, Column, FigureBlock, ListBlock, TableBlock, UnansweredBlock, Words
from strategy.selectors.phases import StrategyPage

# The document says what matters most; the page has the rest.
MOST_WEAK = 5


def assessment_blocks(shown: StrategyPage, label: Resolved, language: Language) -> tuple[Block, ...]:
    """Return the newest result whose answers have been opened, in the active language, which is the document's."""
    newest = Assessment.objects.of(shown.cluster).alive().closed().with_edition().first()
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
        blocks.append(ListBlock(label=_("Weakest statements"), items=tuple(weak_words(found, language))))
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
    return TableBlock(label=label, columns=tuple(columns), rows=tuple(rows), note=note)


def weak_words(found: ResultPage, language: Language) -> list[str]:
    """Return each weak statement with its level, and what the next one takes."""
    said = []
    for row in found.weakest[:MOST_WEAK]:
        words = f"{row.text.label.resolve(language).text} ({row.figure})"
        if row.next_level is not None:
            takes = _("To reach level %(level)s: %(words)s")
            next_words = row.next_level.text.resolve(language).text
            words = f"{words} {takes % {'level': row.next_level.number, 'words': next_words}}"
        said.append(words)
    return said
