"""What the pages of every room that reads in a sheet have in common: what is shown beside the rows."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from clusters.access import ClusterRequest
from clusters.models import SheetImport
from clusters.sheet_import.forms import ChoicesForm, SheetForm, merged
from clusters.sheet_import.notes import notes_on
from clusters.sheet_import.staging import choices_of, choose
from core.sheets.columns import HeadedTable
from core.shortcuts import get_or_404


def kept_sheet(request: ClusterRequest, room: str, number: int) -> SheetImport:
    """Return a sheet that was sent and not stored yet, or answer 404."""
    found = get_or_404(SheetImport.objects.of(request.cluster).read_as(room).waiting(), number=number)
    found.cluster = request.cluster
    return found


def sheet_form(request: ClusterRequest, help_text: str) -> SheetForm:
    """Return the form that takes a sheet."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return SheetForm(*sent, help_text=help_text)


def take_choices(request: ClusterRequest, import_: SheetImport, headed: HeadedTable, names: Mapping[str, str]) -> None:
    """Keep how a person says the sheet is to be read; what is none of the choices is passed over."""
    form = ChoicesForm(request.POST, headed=headed, names=names, choices=choices_of(import_))
    if form.is_valid():
        choose(import_=import_, choices=merged(choices_of(import_), form.choices))


def beside(import_: SheetImport, headed: HeadedTable, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what the preview shows of the file itself: notes, how it was read, and words by which to see it."""
    samples = [cell.words for line in headed.lines[:200] for cell in line.cells if cell.kind == "words"]
    letters = [words for words in samples if any(not sign.isascii() for sign in words)]
    form = ChoicesForm(headed=headed, names=names, choices=choices_of(import_))
    columns = [
        (form[f"column_{one.place}"], one.sample) for one in headed.columns if f"column_{one.place}" in form.fields
    ]
    return {
        "import": import_,
        "notes": notes_on(headed),
        "choices": [form[name] for name in form.fields if not name.startswith("column_")],
        "columns": columns,
        "letters": ", ".join(letters[:4])[:160] if headed.table.kind == "csv" else "",
        "asks": bool(headed.doubles or headed.is_guess or headed.unread),
    }


def help_words() -> str:
    """Say which files are taken."""
    return _("XLSX or CSV, at most 10 MB. Nothing is saved until you have seen every row.")
