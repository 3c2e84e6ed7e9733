"""A PrintDocument as paragraphs of a Word document, from cover to appendices."""

import re
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import cast

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from core.graphics import wheel
from core.languages import in_language, language_name, word_language
from exports import supporting
from exports.document import (
    Appendix,
    Block,
    Column,
    FigureBlock,
    Goal,
    GoalsBlock,
    HeadingBlock,
    Layout,
    ListBlock,
    Part,
    PrintDocument,
    Summary,
    TableBlock,
    TextBlock,
    UnansweredBlock,
    ValueBlock,
    Words,
    plain,
)
from exports.html import headings_below
from exports.onepage import has_short_facts, is_short, is_tight, says_phases
from exports.spreads import SpreadBlock
from exports.squares import SquareBlock
from exports.word.counting import number_contents
from exports.word.drawing import picture_of
from exports.word.paper import Paper, clean, remove, speak
from exports.word.pictures import put_emblem, put_logo, put_picture, put_rings, put_supporter, put_wheel
from exports.word.prose import write_prose
from exports.word.spreads import write_spread
from exports.word.squares import write_square
from exports.word.styles import BULLETS
from exports.word.tables import draw_table, write_table

_YEARS = re.compile(r" (\d{4}[–-]\d{4})$")
_SAID = re.compile(r"<(title|desc)>(.*?)</\1>", re.DOTALL)
# What Word allows in a property of the document.
_LONGEST_PROPERTY = 255
# From the top of the cover's text down to a logo; without one the words begin further down.
_ABOVE_LOGO = Mm(112)
# How large the title is set, and the longest word that then fits on a line.
_TITLE, _LONGEST_WORD = 38, 21
# A chapter that flows on has a smaller heading, with room above it.
_FLOWING, _ABOVE_FLOWING = Pt(20), Pt(34)
# How large the lead of a summary is set that would not stand on one page.
_TIGHT_LEAD = Pt(12)
# How wide and high the logos of funders and partners are, in millimetres.
_ON_COVER, _AT_THE_END = (34, 10), (45, 15)
# How many levels of headings the contents list.
_LISTED = 2
# As many of them as leave room for a summary of a few lines on their page.
_FEW = 20


def write_document(document: PrintDocument) -> Paper:
    """Return the paper with the whole document on it, in the active language, which is the document's."""
    paper = Paper(document.language, document.site)
    _properties(paper, document)
    paper.foot(f"{document.organisation}\u2002\u2002{_title(document)}")
    if not document.is_brief:
        _cover(paper, document)
    contents = paper.paragraph("TOCHeading", _("Contents"))
    after_contents = paper.paragraph("TableEnd")
    summed = _summary(paper, document, document.summary) if document.summary else None
    for part in document.parts:
        _part(paper, part)
    for number, appendix in enumerate(document.appendices):
        paper.turn(is_landscape=False)
        is_first = not number and not document.is_brief and (appendix.holds or not is_short(document))
        _appendix_heading(paper, replace(appendix, flows=True) if document.is_brief else appendix, is_first=is_first)
        _blocks(paper, appendix)
    _supporters(paper, document)
    # What the contents list is known only now.
    if paper.headings and not document.is_brief:
        count = _contents(paper, after_contents)
        if summed and count <= _FEW and is_short(document):
            summed.paragraph_format.page_break_before = False
            summed.paragraph_format.space_before = _ABOVE_FLOWING
    else:
        remove(contents)
    remove(after_contents)
    number_contents(paper.document)
    return paper


def _title(document: PrintDocument) -> str:
    # A day or a span of years stays on one line.
    period = document.period.replace(" ", "\xa0")
    return f"{document.title} {period}".strip()


def _properties(paper: Paper, document: PrintDocument) -> None:
    properties = paper.document.core_properties
    made = datetime(document.date.year, document.date.month, document.date.day)  # noqa: DTZ001 -- python-docx writes UTC
    properties.title = clean(_title(document))[:_LONGEST_PROPERTY]
    properties.author = clean(document.author or document.organisation)[:_LONGEST_PROPERTY]
    properties.last_modified_by = properties.author
    properties.subject = clean(document.description)[:_LONGEST_PROPERTY]
    properties.language = word_language(document.language)
    properties.comments = ""
    properties.created = properties.modified = made


def _cover(paper: Paper, document: PrintDocument) -> None:
    pictures = paper.paragraph("CoverLogo")
    if document.rings:
        put_rings(pictures.add_run(), document.rings, document.accent)
    elif document.parts:
        put_wheel(pictures.add_run(), document)
    if document.logo:
        pictures.paragraph_format.space_before = _ABOVE_LOGO
        put_logo(paper, pictures.add_run(), document)
    if document.funding:
        put_emblem(paper, document.funding.sentence)
    paper.paragraph("CoverOrganisation", document.organisation)
    if document.accent:
        own = cast("ParagraphStyle", paper.document.styles["Cover Organisation"])
        own.font.color.rgb = RGBColor.from_string(document.accent[1:].upper())
    _cover_title(paper, _title(document), document.title_language if document.is_title_borrowed else None)
    if document.subtitle:
        paper.paragraph("Subtitle", document.subtitle)
    if funders := supporting.on_cover(document):
        paper.paragraph("CoverNote", _("Supported by"))
        line = paper.paragraph("CoverNote")
        for one in funders:
            put_supporter(line, one, _ON_COVER)
    language = language_name(document.language)
    foot = (document.status, date_format(document.date, "DATE_FORMAT"), language)
    paper.paragraph("CoverNote", " · ".join(words for words in foot if words))


def _cover_title(paper: Paper, title: str, borrowed: str | None) -> None:
    """Write the title as large as its longest word allows; the years of a long one stand on a line of their own.

    One that is `borrowed` from the other language says so.
    """
    longest = max(len(word) for word in title.split(" "))
    written = paper.paragraph("Title")
    years = _YEARS.search(title) if longest > _LONGEST_WORD else None
    for place, words in enumerate([title[: years.start()], years[1]] if years else [title]):
        if place:
            written.add_run().add_break()
        run = paper.run(written, words, borrowed)
        if run is not None and longest > _LONGEST_WORD:
            run.font.size = Pt(_TITLE * _LONGEST_WORD // longest)
    if borrowed:
        said = in_language(borrowed)
        paper.paragraph("InOtherLanguage", said[:1].upper() + said[1:])


def _contents(paper: Paper, place: Paragraph) -> int:
    """List the headings before this place, as a field that Word updates with the right pages; return how many."""
    found = [heading for heading in paper.headings if heading.level <= _LISTED]
    for number, heading in enumerate(found):
        line = place.insert_paragraph_before()
        paper.dress(line, f"TOC{heading.level}")
        if not number:
            paper.field_begin(line, f'TOC \\o "1-{_LISTED}" \\h \\z')
        paper.refer(line, heading.anchor, heading.words, before_page="\t")
        if number == len(found) - 1:
            paper.field_end(line)
    return len(found)


def _summary(paper: Paper, document: PrintDocument, summary: Summary) -> Paragraph:
    """Write the summary, and return its heading, which begins a page."""
    begun = paper.heading(1, summary.title or _("The strategy on one page"), tops=True)
    if plain(summary.lead):
        lead = paper.paragraph("Lead", summary.lead)
        if is_tight(document):
            lead.paragraph_format.space_after = Pt(10)
            for run in lead.runs:
                run.font.size = _TIGHT_LEAD
    if summary.aside:
        paper.paragraph("AsideTitle", summary.aside.title)
        for item in summary.aside.items:
            written = paper.paragraph("Aside", f"{item.label}: ")
            written.runs[0].bold = True
            paper.write(written, item.value)
    if document.parts and says_phases(document):
        columns: tuple[Column, ...] = (Column(_("Phase")), Column(_("Status")))
        rows = [(f"{part.number}\u2002{part.title}", part.status) for part in document.parts]
        draw_table(paper, _("Phase"), columns, rows, (60, 40))
    if summary.facts:
        facts = [(fact.label, fact.value) for fact in summary.facts]
        shares = (30, 70) if has_short_facts(summary) else (42, 58)
        name = summary.title or _("The strategy on one page")
        draw_table(paper, name, (Column(""), Column("")), facts, shares)
    if summary.goals:
        number = len(summary.goals)
        said = ngettext("One goal", "%(counter)s goals", number) % {"counter": number}
        paper.heading(2, said)
        columns = (Column(_("Key")), Column(_("Goal")), Column(_("Deadline")), Column(_("Owner")))
        goals = [(goal.key, goal.title, _day(goal), goal.owner) for goal in summary.goals]
        draw_table(paper, said, columns, goals, (9, 47, 20, 24))
    if summary.table:
        paper.heading(2, summary.table.label)
        write_table(paper, summary.table)
    _note(paper, summary.note)
    return begun


def _day(goal: Goal) -> str:
    return date_format(goal.deadline, "DATE_FORMAT") if goal.deadline else ""


def _part(paper: Paper, part: Part) -> None:
    paper.turn(is_landscape=False)
    paper.paragraph(f"Phase{wheel.colour_number(part.number)}", _("Phase %(number)s") % {"number": part.number})
    _spoken(paper.heading(1, part.title), part.title_language)
    if plain(part.lead):
        paper.paragraph("Lead", part.lead)
    if part.status:
        paper.paragraph("Note", part.status)
    if part.intro_html:
        write_prose(paper, headings_below(part.intro_html, 2))
    _blocks(paper, part)


def _supporters(paper: Paper, document: PrintDocument) -> None:
    groups = supporting.at_the_end(document)
    if not groups:
        return
    paper.turn(is_landscape=False)
    _appendix_heading(paper, Appendix(title=supporting.title(), flows=True), is_first=False)
    for words, found in groups:
        paper.heading(2, words)
        line = paper.paragraph("Normal")
        for one in found:
            put_supporter(line, one, _AT_THE_END)


def _spoken(heading: Paragraph, language: str | None) -> None:
    """Say which language a heading is in, where it is another than the document's."""
    for run in heading.runs if language else ():
        speak(run, language or "")


def _appendix_heading(paper: Paper, appendix: Appendix, *, is_first: bool) -> None:
    """Begin a chapter; one that flows on stands on a new page only after the contents and the summary."""
    written = paper.heading(1, appendix.title, tops=is_first or not appendix.flows)
    _spoken(written, appendix.title_language)
    if appendix.flows:
        for run in written.runs:
            run.font.size = _FLOWING
        if not is_first:
            written.paragraph_format.space_before = _ABOVE_FLOWING


def _blocks(paper: Paper, part: Part | Appendix) -> None:
    """Write what a part contains; as in the PDF, tables too wide for the page stand on their side at its end."""
    level = 2
    deferred: list[tuple[int, TableBlock, str]] = []
    for place, block in enumerate(part.blocks):
        if isinstance(block, HeadingBlock):
            paper.heading(2, block.title)
            level = 3
        elif isinstance(block, TableBlock) and block.usual_place is Layout.LANDSCAPE:
            anchor = f"_Wide{len(paper.headings)}_{len(deferred)}"
            deferred.append((level, block, anchor))
            paper.paragraph("TableElsewhere", block.label)
            said = paper.paragraph("Note")
            paper.refer(said, anchor, _("The table is on a page of its own: page"))
        elif not (isinstance(block, FigureBlock) and _is_left_out(paper, part.blocks, place)):
            if plain(block.label):
                paper.heading(level, block.label)
            _answer(paper, block, level)
    if deferred:
        paper.turn(is_landscape=True)
    for own_level, table, anchor in deferred:
        paper.heading(own_level, table.label, tops=True, anchor=anchor)
        write_table(paper, table)


def _is_left_out(paper: Paper, blocks: tuple[Block, ...], place: int) -> bool:
    """Whether a drawing cannot be shown, and a table before or after it says the same."""
    drawn = blocks[place]
    if isinstance(drawn, FigureBlock) and picture_of(drawn.svg, paper.width):
        return False
    beside = (*blocks[max(0, place - 1) : place], *blocks[place + 1 : place + 2])
    return any(isinstance(block, TableBlock) for block in beside)


def _answer(paper: Paper, block: Block, level: int) -> None:
    match block:
        case TextBlock():
            _text(paper, block, level)
        case ValueBlock():
            paper.paragraph("Value", block.value)
            _note(paper, block.note)
        case ListBlock():
            for place, item in enumerate(block.items, start=2 - len(block.items)):
                # The last stands on no page alone.
                paper.number(paper.paragraph("ListBullet", item, keeps_next=not place), BULLETS, 0)
        case TableBlock():
            write_table(paper, block)
        case GoalsBlock():
            for goal in block.goals:
                _goal(paper, goal)
        case UnansweredBlock():
            paper.paragraph("NotAnswered", block.said if plain(block.said) else _("Not answered yet"))
        case FigureBlock():
            _figure(paper, block)
        case SpreadBlock():
            write_spread(paper, block, level + 1)
        case SquareBlock():
            write_square(paper, block)


def _figure(paper: Paper, block: FigureBlock) -> None:
    """Put the drawing in as a picture; one that cannot be drawn becomes the words that a screen reader would say."""
    said = [unescape(words) for _tag, words in _SAID.findall(block.svg)]
    picture = picture_of(block.svg, paper.width)
    if picture:
        put_picture(paper, picture, " ".join(said), block.svg)
    else:
        for words in said:
            paper.paragraph("Normal", words)
    _note(paper, block.caption)


def _text(paper: Paper, block: TextBlock, level: int) -> None:
    if block.is_fallback and block.language:
        said = in_language(block.language)
        paper.paragraph("InOtherLanguage", said[:1].upper() + said[1:])
    write_prose(paper, headings_below(block.html, level), block.language if block.is_fallback else None)


def _note(paper: Paper, words: Words) -> None:
    if plain(words):
        paper.paragraph("Note", words)


def _goal(paper: Paper, goal: Goal) -> None:
    title = paper.paragraph("Goal", goal.key)
    title.add_run("\t")
    paper.write(title, goal.title)
    if plain(goal.rationale):
        paper.paragraph("GoalReason", goal.rationale)
    if plain(goal.owner) or goal.deadline:
        line = paper.paragraph("GoalNote")
        if plain(goal.owner):
            paper.run(line, f"{_('Owner:')} ")
            paper.write(line, goal.owner)
        if plain(goal.owner) and goal.deadline:
            paper.run(line, " · ")
        if goal.deadline:
            paper.run(line, f"{_('Deadline:')} {_day(goal)}")
