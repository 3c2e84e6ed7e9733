"""The rows of a table question as HTML.

A phase can hold two hundred cells. Drawn by templates, an include and a translated sentence for each, they were half of
what a page cost; drawn here they are a twentieth. Everything that is not ours is escaped.

A cell says only what the browser cannot know: a field has its form, its name, what is in it and, for those without
JavaScript, the column as its label. How it looks stands in the style sheet (`table-fields.css`), by its place in the
table; an id it has when something is wrong with it. The browser adds the row to the label, the column to the cell, what
moves and deletes a row, and makes new rows of the first one (`static/js/workbook/fields.js`).
"""

from collections.abc import Callable
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from core.text import Language
from schema.countries import countries
from workbooks.asking import Control, TableForm, TableRow


@cache
def country_options(language: Language) -> SafeString:
    """Return the countries as options, drawn once for each language."""
    return mark_safe("".join(f'<option value="{escape(name)}"></option>' for _code, name in countries(language)))


FORM = "form=answers"


def table_row(table: TableForm, row: TableRow) -> SafeString:
    """Return a row of a table with the fields in its cells."""
    is_fixed = table.has_fixed_rows
    parts = [f'<tr data-row="{escape(row.id)}">']
    if is_fixed:
        parts.append(f'<th scope="row">{escape(row.heading)}</th>')
    for column, cell in zip(table.columns, row.cells, strict=True):
        # Most columns have their width from their head.
        parts.append('<td class="c-1">' if column.size == "c-1" else "<td>")
        name = escape(column.label)
        parts += [DRAWN[control.kind](control, name) for control in cell]
        parts.append("</td>")
    if not is_fixed:
        rows, row_id = escape(table.name), escape(row.id)
        parts.append(f'<td class="c-act"><input {FORM} type="hidden" name="{rows}-rows" value="{row_id}"></td>')
    parts.append("</tr>")
    return mark_safe("".join(parts))


def _start(control: Control) -> str:
    return f'{FORM} name="{escape(control.name)}"'


def _end(control: Control, name: str) -> str:
    if not control.fault:
        return f'aria-label="{name}"'
    field = escape(control.id)
    return f'aria-label="{name}" id="{field}" class="is-invalid" aria-invalid="true" aria-describedby="e-{field}"'


def cell(control: Control, name: str) -> str:
    """Draw a cell of text."""
    language = f" lang={control.language}" if control.language else ""
    return f"<textarea {_start(control)} rows=1{language} {_end(control, name)}>\n{escape(control.text)}</textarea>"


def number(control: Control, name: str) -> str:
    """Draw a cell for a number, an amount or a percentage."""
    return f'<input {_start(control)} inputmode=decimal value="{escape(control.text)}" {_end(control, name)}>'


def date(control: Control, name: str) -> str:
    """Draw a cell for a day."""
    return (
        f"<input {_start(control)} type=date min=1900-01-01 max=2200-12-31 "
        f'value="{escape(control.text)}" {_end(control, name)}>'
    )


def country(control: Control, name: str) -> str:
    """Draw a cell for a country."""
    return (
        f"<input {_start(control)} list=countries autocomplete=off "
        f'value="{escape(control.text)}" {_end(control, name)}>'
    )


def select(control: Control, name: str) -> str:
    """Draw a cell in which one thing is chosen."""
    options = "".join(
        f'<option value="{escape(choice.value)}"{" selected" if choice.is_chosen else ""}>{escape(choice.label)}'
        for choice in control.choices
    )
    return f'<select {_start(control)} {_end(control, name)}><option value="">{options}</select>'


def computed(control: Control, name: str) -> str:
    """Draw a cell that nobody types; it has an id, by which it is written anew while somebody types elsewhere."""
    return f'<output class="computed num" id="{escape(control.id)}" aria-label="{name}">{escape(control.text)}</output>'


DRAWN: dict[str, Callable[[Control, str], str]] = {
    "cell": cell,
    "number": number,
    "date": date,
    "country": country,
    "select": select,
    "computed": computed,
}
