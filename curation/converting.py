"""Catalogues that others made, as files of the content format that load."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from core.errors import Refusal
from core.sheets.columns import HeadedTable, headed
from core.sheets.reading import NO_CHOICES, read_table
from curation.rules.converting import ciso, questions, rdmo
from curation.rules.converting.made import Converted, Dropped, Unconvertible
from schema import Library, SchemaError, parse
from schema.writing import written

FORMATS = ("rdmo", "ciso", "sheet")
LARGEST = 10 * 1024**2


def convert(form: str, path: Path, *, kind: str, slug: str, title: str, language: str) -> Converted:
    """Return what a file is as a document that loads; raises Unconvertible with a sentence."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Unconvertible(f"The file cannot be read: {error.strerror or error}.") from error
    if len(content) > LARGEST:
        raise Unconvertible("The file is larger than 10 MB, the largest that is read.")
    match form:
        case "rdmo":
            found = rdmo.converted(content, kind=kind or "analysis", slug=slug, language=language)
        case "ciso":
            found = ciso.converted(content, kind=kind, slug=slug, language=language)
        case _:
            sheet = _sheet(content)
            found = questions.converted(
                _rows(sheet),
                title=title or path.stem,
                language=language or "en",
                kind=kind or "analysis",
                slug=slug or path.stem.lower(),
            )
            found = replace(found, dropped=(*_unread(sheet), *found.dropped))
    try:
        parse(found.document, library=Library({path.name: found.document}))
    except SchemaError as error:
        said = "; ".join(str(fault) for fault in error.faults[:5])
        raise Unconvertible(f"What was made of the file does not load: {said}") from error
    return found


def as_file(found: Converted) -> str:
    """Return the document as YAML."""
    return written(found.document)


def _sheet(content: bytes) -> HeadedTable:
    known, needed = questions.HEADINGS, questions.NEEDED
    try:
        table = read_table(content, headings=known, needed=needed, most_rows=questions.MOST_ROWS)
    except Refusal as refusal:
        raise Unconvertible(refusal.message) from refusal
    found = headed(table, headings=known, needed=needed, screen="en", choices=NO_CHOICES)
    if found is None:
        raise Unconvertible("No row of the sheet has the heading “Question” in a cell of its own.")
    return found


def _rows(found: HeadedTable) -> Iterator[tuple[int, questions.Row]]:
    for line in found.lines:
        yield line.number, {name: found.cell(line, name).words for name in found.by_name}


def _unread(found: HeadedTable) -> Iterator[Dropped]:
    for column in found.unread:
        yield Dropped("the sheet", f"the column “{(column.heading or column.sample)[:60]}”", "its heading is not known")
    for name, many in (("rows", found.table.hidden_rows), ("columns", found.table.hidden_columns)):
        if many:
            yield Dropped("the sheet", f"{len(many)} {name}", "they are hidden")
