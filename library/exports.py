"""A publication as a file to pass on: a page to print, a blank form to fill in by hand or in Word, its source."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from answers.grouped import in_groups
from core import markdown
from core.languages import html_language, interface_language
from core.text import Language, Resolved, Text
from exports.document import Appendix, Block, Column, Part, PrintDocument, TableBlock, TextBlock, Words
from exports.word.drawing import picture_of
from library.models import Edition
from library.shown import readings, templates, wordings
from library.shown.checklists import ShownItem, items_of
from library.shown.templates import Asked
from schema import Checklist, Template

# As many empty rows as a table has room for, unless the template names its rows.
EMPTY_ROWS = 4
# Of a picture in millimetres, at eight dots each.
WIDEST, HIGHEST = 160, 240
_SIZE = re.compile(r'viewBox="0 0 (\d+) (\d+)"')
BOX = "☐"
_OF_THE_PAGE = re.compile(r"[\\/\x00-\x1f:]+")


def file_name(edition: Edition, language: Language) -> str:
    """Return what a file of the edition is called, without its ending."""
    title = _OF_THE_PAGE.sub("-", edition.title_text.resolve(language).text).strip()
    return f"{title} ({language})"


def can_be_filled_in(edition: Edition) -> bool:
    """Whether the publication is something that one fills in, so that an empty one is worth having."""
    return isinstance(edition.parsed, Template | Checklist)


def page_html(edition: Edition, language: Language) -> str:
    """Return the publication as an HTML page for `exports.pdf`; what is filled in has room to write by hand."""
    with translation.override(interface_language(language)):
        reading = readings.read(edition, QueryDict())
        context = {
            **reading.context,
            "edition": edition,
            "kind": edition.publication.get_kind_display(),
            "reading": reading,
            "part_template": reading.template.replace("library/", "library/print/"),
            "empty_rows": range(EMPTY_ROWS),
            "html_language": html_language(language),
            "site": settings.BASE_URL.rstrip("/"),
            "address": settings.BASE_URL.rstrip("/") + edition.publication.get_absolute_url(),
        }
        return render_to_string("library/print/page.html", context)


def poster_html(edition: Edition, language: Language, svg: str) -> str:
    """Return the picture of a page of guidance on a page of its own, and then what it says in words."""
    with translation.override(interface_language(language)):
        reading = readings.read(edition, QueryDict())
        context = {
            **reading.context,
            "edition": edition,
            "svg": mark_safe(svg),
            "html_language": html_language(language),
            "site": settings.BASE_URL.rstrip("/"),
            "address": settings.BASE_URL.rstrip("/") + edition.publication.get_absolute_url(),
        }
        return render_to_string("library/print/poster.html", context)


def as_png(svg: str) -> bytes | None:
    """Return the picture as PNG, as wide as a page allows for its height."""
    size = _SIZE.search(svg)
    if size is None:
        return None
    return picture_of(svg, min(WIDEST, int(HIGHEST * float(size[1]) / float(size[2]))))


def blank_document(edition: Edition, language: Language) -> PrintDocument:
    """Return a template or a checklist to be filled in with Word: every question with its help and a place for it."""
    document = edition.parsed
    with translation.override(interface_language(language)):
        title = edition.title_text.resolve(language)
        published = edition.published_at or edition.created_at
        parts: tuple[Part, ...] = ()
        if isinstance(document, Template):
            parts = tuple(_parts(document, language))
        elif isinstance(document, Checklist):
            parts = tuple(_groups(document, language))
        return PrintDocument(
            language=language,
            organisation=_("The Internationalisation Toolkit"),
            title=title.text,
            title_language=title.language,
            date=published.date(),
            status=_("Version %(version)s") % {"version": edition.version},
            description=edition.summary_text.resolve(language).text,
            appendices=tuple(
                Appendix(title=part.title, title_language=part.title_language, blocks=part.blocks, flows=number > 0)
                for number, part in enumerate(parts)
            ),
            site=settings.BASE_URL,
            is_brief=True,
        )


def _parts(template: Template, language: Language) -> Iterator[Part]:
    for number, part in enumerate(templates.parts_of(template), start=1):
        intro = part.section.intro
        yield Part.of(
            part.section.title.resolve(language),
            number=number,
            blocks=(
                *((_text("", _prose(intro, language)),) if intro else ()),
                *in_groups(part.questions, lambda asked: (_blank(asked, language),), language),
            ),
        )
    wording = wordings.wording_of(template)
    if wording:
        label = wording.heading.label
        yield Part.of(
            (label if isinstance(label, Text) else Text()).resolve(language),
            number=len(template.sections) + 1,
            blocks=tuple(
                _text(f"{number}. {read.title}", markdown.render("\n\n".join(read.paragraphs)))
                for number, read in enumerate(wording.clauses, start=1)
            ),
        )


def _prose(text: Text, language: Language) -> SafeString:
    """Return Markdown as HTML; what is in another language says so for whoever reads it aloud or hyphenates it."""
    return _spoken("div", text, language, markdown.render)


def _spoken(tag: str, text: Text, language: Language, made: Callable[[str], str]) -> SafeString:
    found = text.resolve(language)
    inner = made(found.text)
    if not found.is_fallback:
        return format_html("{}", inner)
    return format_html("<{} lang='{}'>{}</{}>", tag, html_language(found.language), inner, tag)


def _blank(asked: Asked, language: Language) -> Block:
    answer = asked.answer
    if answer.columns:
        return _blank_table(asked, language)
    lines: list[str] = [_prose(asked.question.help, language)] if asked.question.help else []
    lines += _leading(asked, language)
    if asked.question.is_computed:
        lines.append(format_html("<p>{}</p>", answer.words))
    if asked.body:
        lines.append(_prose(asked.body, language))
    choices = [_spoken("span", option, language, str) for option in answer.options]
    choices += [
        format_html("{}: {}", step.number, _spoken("span", step.words, language, str))
        if step.words
        else format_html("{}", step.number)
        for step in answer.steps
    ]
    lines += [format_html("<p>{} {}</p>", BOX, choice) for choice in choices]
    lines += [format_html("<p>{}: [{}]</p>", one.resolve(language).text, _("Write here")) for one in asked.besides]
    if not choices and answer.lines:
        lines.append(format_html("<p>[{}]</p>", _("Write here")))
    return _text(asked.question.label.resolve(language), mark_safe("".join(map(conditional_escape, lines))))


def _leading(asked: Asked, language: Language) -> list[str]:
    """Return where the question leads to, as links that a Word file can follow."""
    found = [
        format_html('<a href="{}{}">{}</a>', settings.BASE_URL.rstrip("/"), one.url, one.name.resolve(language).text)
        for one in asked.leads
    ]
    words = format_html_join("; ", "{}", ((one,) for one in found))
    return [format_html("<p>{} {}</p>", _("Read on and use:"), words)] if found else []


def _blank_table(asked: Asked, language: Language) -> TableBlock:
    columns = [column.resolve(language) for column, _described in asked.answer.columns]
    rows = [row.resolve(language) for row in asked.answer.rows]
    heads: list[Words] = [_("Row"), *columns] if rows else [*columns]
    empty = [""] * len(columns)
    help = asked.question.help.resolve(language).text if asked.question.help else ""
    return TableBlock(
        label=asked.question.label.resolve(language),
        columns=tuple(Column(head) for head in heads),
        rows=tuple((row, *empty) for row in rows) if rows else tuple(tuple(empty) for _n in range(EMPTY_ROWS)),
        note=markdown.plain(help).replace("\n", " "),
    )


def _groups(checklist: Checklist, language: Language) -> Iterator[Part]:
    heads = (_("Done"), _("What needs to be done"), _("Due"), _("Who"))
    for number, group in enumerate(checklist.groups, start=1):
        rows = tuple(
            (BOX, _item(one, language), one.due, one.item.role.resolve(language).text if one.item.role else "")
            for one in items_of(checklist, group, {})
        )
        title = group.title.resolve(language)
        table = TableBlock(label=title, columns=tuple(Column(head) for head in heads), rows=rows)
        yield Part.of(title, number=number, blocks=(table,))


def _item(one: ShownItem, language: Language) -> Resolved:
    """Return what an item says; one that is part of another stands below it with a dash."""
    words = one.item.label.resolve(language)
    return replace(words, text=f"– {words.text}") if one.is_part else words


def _text(label: Words, html: SafeString) -> TextBlock:
    return TextBlock(label=label, html=html)
