"""What a preview says about the file itself: what of it was not read, and what had to be guessed."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.sheets.columns import HeadedTable

MOST_NAMED = 12


def notes_on(headed: HeadedTable) -> list[str]:
    """Return the sentences, the most important first."""
    table = headed.table
    found = []
    for columns in headed.doubles:
        places = _listed([_quoted(one.heading) for one in columns])
        found.append(
            _("%(columns)s would be read as the same column. Choose below which one counts.") % {"columns": places}
        )
    if headed.is_guess:
        found.append(
            _("A number such as 1.250 can be read in two ways, and nothing in the file says which. Choose below.")
        )
    if headed.unread:
        names = _listed([_quoted(one.heading or one.sample) for one in headed.unread])
        found.append(
            ngettext(
                "The column %(names)s is not read. To include it, say below what it contains.",
                "The columns %(names)s are not read. To include them, say below what they contain.",
                len(headed.unread),
            )
            % {"names": names}
        )
    if len(table.sheets) > 1:
        found.append(_("Only the sheet “%(sheet)s” is read. The file has more sheets.") % {"sheet": table.sheet})
    if table.hidden_sheets:
        names = _listed([_quoted(name) for name in table.hidden_sheets])
        found.append(_("Hidden sheets are not read: %(names)s.") % {"names": names})
    if table.hidden_rows:
        found.append(_hidden_rows(headed))
    read = {column.place + 1 for column in headed.columns if column.name}
    if read & set(table.hidden_columns):
        names = _listed([_quoted(one.heading) for one in headed.columns if one.place + 1 in set(table.hidden_columns)])
        found.append(_("Hidden columns are read too: %(names)s.") % {"names": names})
    return found


def _hidden_rows(headed: HeadedTable) -> str:
    rows = headed.table.hidden_rows
    numbers = {line.number for line in headed.lines}
    named = {"rows": _listed([str(number) for number in rows]), "count": len(rows)}
    if numbers & set(rows):
        return (
            ngettext(
                "Row %(rows)s is hidden in the sheet but is still read.",
                "%(count)s rows are hidden in the sheet but are still read: %(rows)s.",
                len(rows),
            )
            % named
        )
    return (
        ngettext(
            "Row %(rows)s is hidden in the sheet and is not read.",
            "%(count)s rows are hidden in the sheet and are not read: %(rows)s.",
            len(rows),
        )
        % named
    )


def _quoted(words: str) -> str:
    return _("“%(words)s”") % {"words": words}


def _listed(names: list[str]) -> str:
    shown = ", ".join(name[:60] for name in names[:MOST_NAMED])
    return f"{shown} …" if len(names) > MOST_NAMED else shown
