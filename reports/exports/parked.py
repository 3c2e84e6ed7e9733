"""The answers beside a workbook as a document and as a table: parked ones, and originals of converted ones."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from answers.base import Surroundings
from answers.shown import Shown, ShownLine
from answers.types import type_of
from clusters import logos
from clusters.models import Cluster
from core.dates import format_date
from core.languages import interface_language
from core.text import Language
from exports.document import Appendix, Block, PrintDocument
from exports.sheets import Cell, Sheet
from schema.documents import Template
from workbooks.models import ParkedAnswer, Workbook
from workbooks.services.parked import question_of

# A cell of XLSX holds no more characters; the rest stands in the row below.
MOST_CHARACTERS = 32_000


def parked_document(
    cluster: Cluster, workbook: Workbook, title: str, rows: Sequence[ParkedAnswer], language: Language
) -> PrintDocument:
    """Return the answers as a document in one language; the date on it is today's."""
    with translation.override(interface_language(language)):
        named = (
            (_("Parked answers"), [one for one in rows if not one.is_original]),
            (_("As they were before the move"), [one for one in rows if one.is_original]),
        )
        return PrintDocument(
            language=language,
            organisation=cluster.name.resolve(language).text,
            title=_("Parked answers: %(title)s") % {"title": title},
            date=timezone.localdate(),
            author=cluster.name.resolve(language).text,
            appendices=tuple(
                Appendix(title=name, blocks=tuple(_block(one, language) for one in found))
                for name, found in named
                if found
            ),
            site=settings.BASE_URL,
            logo=logos.data_uri(cluster),
            supporters=logos.supporters_of(cluster),
            accent=cluster.accent,
        )


def parked_chapter(workbook: Workbook, language: Language) -> tuple[Appendix, ...]:
    """Return the chapter at the end of the workbook's own document, in the active language; nothing while none waits.

    The originals of converted answers are left out: what they say stands in the document already.
    """
    rows = workbook.parked.waiting().filter(at_key="").select_related("edition")
    blocks = tuple(_block(one, language) for one in rows)
    return (Appendix(title=_("Answered in an earlier edition"), blocks=blocks),) if blocks else ()


def _block(row: ParkedAnswer, language: Language) -> Block:
    question = question_of(row)
    label = question.heading.resolve(language) if question else ShownLine(row.question_key).resolved(language)
    return _shown(row, language).block(label, language)


def _shown(row: ParkedAnswer, language: Language) -> Shown:
    question = question_of(row)
    if question is None:
        return Shown("line", line=ShownLine(str(row.value)))
    return type_of(question).show(question, row.value, language, Surroundings())


def parked_sheet(workbook: Workbook, rows: Sequence[ParkedAnswer], language: Language) -> Sheet:
    """Return the answers as a table, a row for each; one that no cell can hold goes on in the next."""
    with translation.override(interface_language(language)):
        headings = (
            _("Question"),
            _("Answer"),
            _("Written by"),
            _("Date"),
            _("Edition"),
            _("Stands now at"),
        )
        return Sheet(_("Parked answers"), headings, list(_lines(workbook, rows, language)), (44, 90, 24, 18, 9, 44))


def _lines(workbook: Workbook, rows: Sequence[ParkedAnswer], language: Language) -> Iterator[list[Cell]]:
    document = workbook.edition.parsed
    for row in rows:
        question = question_of(row)
        label = question.heading.resolve(language).text if question else row.question_key
        place = document.question(row.at_key) if row.at_key and isinstance(document, Template) else None
        text = _words(_shown(row, language))
        pieces = [text[start : start + MOST_CHARACTERS] for start in range(0, len(text), MOST_CHARACTERS)] or [""]
        day: date = timezone.localdate(row.written_at)
        for piece in pieces:
            yield [
                label,
                piece,
                row.written_by_name,
                format_date(day, language),
                row.edition.version,
                place.heading.resolve(language).text if place else "",
            ]


def _words(shown: Shown) -> str:
    """Return the answer as plain text, whichever language it is in."""
    if shown.table is not None:
        lines = ([row.heading, *(cell.text for cell in row.cells)] for row in shown.table.rows)
        return "\n".join(" · ".join(word for word in line if word) for line in lines)
    return "\n".join(item.text for item in shown.items) if shown.kind == "list" else shown.plain
