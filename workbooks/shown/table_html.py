"""The rows of a table question as HTML.

A phase can hold two hundred cells. Drawn by templates, an include and a translated sentence for each, they were half of
what a page cost; drawn here they are a twentieth. Everything that is not ours is escaped. Fields outside tables are
drawn by `templates/workbooks/controls/`; what both draw looks alike, and a test compares them.
"""

from collections.abc import Callable
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.text import Language
from schema.countries import countries
from workbooks.asking import Control, TableForm, TableRow


@cache
def country_options(language: Language) -> SafeString:
    """Return the countries as options, drawn once for each language."""
    return mark_safe("".join(f'<option value="{escape(name)}"></option>' for _code, name in countries(language)))


FORM = 'form="section-form"'


def table_row(table: TableForm, row: TableRow) -> SafeString:
    """Return a row of a table with the fields in its cells, and what moves and deletes it."""
    is_fixed = table.has_fixed_rows
    parts = [f'<tr data-row="{escape(row.id)}">']
    if is_fixed:
        parts.append(f'<th scope="row">{escape(row.heading)}</th>')
    # Hoisted out of the loop: a translation is looked up once a row, not once a cell.
    words, here = (_("%(column)s, %(row)s"), row.heading) if row.heading else (_("%(column)s, row %(row)s"), row.number)
    for column, cell in zip(table.columns, row.cells, strict=True):
        parts.append(f'<td data-label="{escape(column.label)}" class="{column.size}">')
        name = escape(words % {"column": column.label, "row": here})
        parts += [DRAWN[control.kind](control, name, len(cell) > 1) for control in cell]
        parts.append("</td>")
    if not is_fixed:
        parts.append(_acts(table, row))
    parts.append("</tr>")
    return mark_safe("".join(parts))


def _acts(table: TableForm, row: TableRow) -> str:
    target = escape(f"{table.key}:{row.id}")
    buttons = "".join(
        f'<button {FORM} name="act" value="{act}:{target}" aria-label="{escape(words % {"row": row.number})}"></button>'
        for act, words in (
            ("up", _("Move row %(row)s up")),
            ("down", _("Move row %(row)s down")),
            ("copy", _("Duplicate row %(row)s")),
            ("remove", _("Delete row %(row)s")),
        )
    )
    # Their drawings stand in the style sheet: with an icon in each, they were a quarter of a page.
    return (
        f'<td class="c-act"><span class="grip js-only" data-grip aria-hidden="true"></span>'
        f'<input {FORM} type="hidden" name="{escape(table.name)}-rows" value="{escape(row.id)}">'
        f'<span class="row-acts">{buttons}</span></td>'
    )


def _start(control: Control, base: str, more: str = "") -> str:
    wrong = " is-invalid" if control.fault else ""
    return f'{FORM} class="{base}{more}{wrong}"'


def _ids(control: Control) -> str:
    return f'name="{escape(control.name)}" id="{escape(control.id)}"'


def _fault(control: Control) -> str:
    return f' aria-invalid="true" aria-describedby="e-{escape(control.id)}"' if control.fault else ""


def cell(control: Control, name: str, many: bool) -> str:
    """Draw a cell of text."""
    language = f' lang="{control.language}"' if control.language else ""
    which = f" ({(control.language or '').upper()})" if many else ""
    return (
        f'<textarea {_start(control, "form-control")} {_ids(control)} rows="1"{language} '
        f'aria-label="{name}{which}"{_fault(control)}>\n{escape(control.text)}</textarea>'
    )


def number(control: Control, name: str, many: bool) -> str:
    """Draw a cell for a number, an amount or a percentage."""
    return (
        f'<input {_start(control, "form-control")} type="text" inputmode="decimal" autocomplete="off" {_ids(control)} '
        f'value="{escape(control.text)}" aria-label="{name}"{_fault(control)}>'
    )


def date(control: Control, name: str, many: bool) -> str:
    """Draw a cell for a day."""
    return (
        f'<input {_start(control, "form-control", " input-date")} type="date" min="1900-01-01" max="2200-12-31" '
        f'{_ids(control)} value="{escape(control.text)}" aria-label="{name}"{_fault(control)}>'
    )


def country(control: Control, name: str, many: bool) -> str:
    """Draw a cell for a country."""
    return (
        f'<input {_start(control, "form-control")} type="text" list="countries" autocomplete="off" {_ids(control)} '
        f'value="{escape(control.text)}" aria-label="{name}"{_fault(control)}>'
    )


def select(control: Control, name: str, many: bool) -> str:
    """Draw a cell in which one thing is chosen."""
    options = "".join(
        f'<option value="{escape(choice.value)}"{" selected" if choice.is_chosen else ""}>{escape(choice.label)}'
        "</option>"
        for choice in control.choices
    )
    return (
        f'<select {_start(control, "form-select")} {_ids(control)} aria-label="{name}"{_fault(control)}>'
        f'<option value=""></option>{options}</select>'
    )


def computed(control: Control, name: str, many: bool) -> str:
    """Draw a cell that nobody types."""
    return f'<output class="computed num" id="{escape(control.id)}" aria-label="{name}">{escape(control.text)}</output>'


DRAWN: dict[str, Callable[[Control, str, bool], str]] = {
    "cell": cell,
    "number": number,
    "date": date,
    "country": country,
    "select": select,
    "computed": computed,
}
