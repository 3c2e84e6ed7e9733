"""The rows of a table question as HTML.

A phase can hold two hundred cells. Drawn by templates, an include and a translated sentence for each, they were half of
what a page cost; drawn here they are a twentieth. Everything that is not ours is escaped.

A cell says only what the browser cannot know: a field has its form (`f`), its name, what is in it and, for those
without JavaScript, the column as its label. How it looks stands in the style sheet (`table-fields.css`), by its place
in the table; an id it has when something is wrong with it. The browser adds the row to the label, the column to the
cell, what moves and deletes a row, and makes new rows of the first one (`static/js/workbook/fields.js`).
"""

import re
from collections.abc import Callable
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from core.text import Foreign, Language
from schema.countries import countries
from workbooks.asking import Control, TableForm, TableRow


@cache
def country_options(language: Language) -> SafeString:
    """Return the countries as options, drawn once for each language."""
    return mark_safe("".join(f'<option value="{escape(name)}"></option>' for _code, name in countries(language)))


FORM = "form=f"
# What HTML takes without quotes, of which a page would otherwise have thousands.
PLAIN = re.compile(r"[^\s\"'=<>`&]+")


def said(name: str, value: str) -> str:
    """Return an attribute with what it says, in quotes where it needs them."""
    return f"{name}={value}" if PLAIN.fullmatch(value) else f'{name}="{escape(value)}"'


def lang(words: str) -> str:
    """Return the attribute that says which language the words of an element are in, where it is not the page's."""
    return f" lang={words.language}" if isinstance(words, Foreign) else ""


def spoken(words: str) -> str:
    """Return words escaped; those in another language than the page say which it is."""
    return f"<span{lang(words)}>{escape(words)}</span>" if isinstance(words, Foreign) else escape(words)


def table_row(table: TableForm, row: TableRow) -> SafeString:
    """Return a row of a table with the fields in its cells; the ends of cells and rows go without saying in HTML."""
    is_fixed = table.has_fixed_rows
    # Of other rows the browser takes the id from their hidden field.
    parts = [f"<tr {said('data-row', row.id)}><th scope=row>{spoken(row.heading)}" if is_fixed else "<tr>"]
    if row.word:
        parts.append(f"<th scope=row>{spoken(row.word)} <span data-number>{row.number}</span>")
    for column, cell in zip(table.columns, row.cells, strict=True):
        # Most columns have their width from their head.
        size = " class=c-1" if column.size == "c-1" else ""
        # Cards have no head above them, so each of their cells says its column, without JavaScript too.
        parts.append(f"<td{size} {said('data-label', column.label)}>" if row.word else f"<td{size}>")
        name = said("aria-label", column.label)
        parts += [DRAWN[control.kind](control, name) for control in cell]
    if not is_fixed:
        rows = f"{said('name', f'{table.name}-rows')} {said('value', row.id)}"
        parts.append(f"<td class=c-act><input {FORM} type=hidden {rows}>")
    return mark_safe("".join(parts))


def _start(control: Control) -> str:
    return f"{FORM} {said('name', control.name)}"


def _end(control: Control, label: str) -> str:
    if not control.fault:
        return label
    field = escape(control.id)
    return f'{label} id="{field}" class="is-invalid" aria-invalid="true" aria-describedby="e-{field}"'


def cell(control: Control, label: str) -> str:
    """Draw a cell of text."""
    language = f" lang={control.language}" if control.language else ""
    return f"<textarea {_start(control)}{language} {_end(control, label)}>\n{escape(control.text)}</textarea>"


def cell_lines(control: Control, label: str) -> str:
    """Draw a cell of paragraphs, in which Enter begins the next one."""
    return cell(control, label).replace("<textarea", "<textarea rows=3 data-lines", 1)


def cell_checks(control: Control, label: str) -> str:
    """Draw a cell in which several things are chosen."""
    wrong = ' aria-invalid=true class="form-check-input is-invalid"' if control.fault else " class=form-check-input"
    ticked = "".join(
        f"<label><input {_start(control)} type=checkbox {said('value', choice.value)}"
        f"{' checked' if choice.is_chosen else ''}{wrong}>"
        f"<span{lang(choice.label)}>{escape(choice.label)}</span></label>"
        for choice in control.choices
    )
    hint = f"<span class=hint>{escape(control.hint)}</span>" if control.hint else ""
    field = escape(control.id)
    place = f' id="{field}" tabindex=-1 aria-describedby="e-{field}"' if control.fault else ""
    return f"<div class=cell-checks role=group {label}{place}>{hint}{ticked}</div>"


def number(control: Control, label: str) -> str:
    """Draw a cell for a number, an amount or a percentage."""
    return f"<input {_start(control)} inputmode=decimal {said('value', control.text)} {_end(control, label)}>"


def date(control: Control, label: str) -> str:
    """Draw a cell for a day."""
    between = "type=date min=1900-01-01 max=2200-12-31"
    return f"<input {_start(control)} {between} {said('value', control.text)} {_end(control, label)}>"


def country(control: Control, label: str) -> str:
    """Draw a cell for a country."""
    offers = "list=countries autocomplete=off"
    return f"<input {_start(control)} {offers} {said('value', control.text)} {_end(control, label)}>"


def select(control: Control, label: str) -> str:
    """Draw a cell in which one thing is chosen."""
    options = "".join(
        f"<option {said('value', choice.value)}{lang(choice.label)}{' selected' if choice.is_chosen else ''}>"
        f"{escape(choice.label)}"
        for choice in control.choices
    )
    return f'<select {_start(control)} {_end(control, label)}><option value="">{options}</select>'


def computed(control: Control, label: str) -> str:
    """Draw a cell that nobody types; it has an id, by which it is written anew while somebody types elsewhere."""
    return f'<output class="computed num" {said("id", control.id)} {label}>{escape(control.text)}</output>'


DRAWN: dict[str, Callable[[Control, str], str]] = {
    "cell": cell,
    "cell_lines": cell_lines,
    "cell_checks": cell_checks,
    "number": number,
    "date": date,
    "country": country,
    "select": select,
    "computed": computed,
}
