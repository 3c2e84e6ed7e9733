"""The forms with which every room takes in a sheet: the file, and how it is to be read where that had to be guessed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.sheets.bounds import BYTES
from core.sheets.columns import HeadedTable
from core.sheets.plaintext import LETTERS
from core.sheets.table import Choices

SAMPLE = 60
SAMPLES = 12


class SheetForm(forms.Form):
    """A file to be read in: empty, too large or of no kind that is read, it is refused in words."""

    file = forms.FileField(
        label=gettext_lazy("Sheet"),
        allow_empty_file=True,
        max_length=1000,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={"required": gettext_lazy("Choose a file."), "invalid": gettext_lazy("Choose a file.")},
    )

    def __init__(self, *args: Any, help_text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = help_text

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.cleaned_data["file"].name or ""

    @property
    def content(self) -> bytes:
        """The file, or as much of it as shows that it is too large."""
        return bytes(self.cleaned_data["file"].read(BYTES + 1))


class ChoicesForm(forms.Form):
    """How a sheet is to be read: which sheet, separator and letters, how it writes numbers, what its columns are."""

    def __init__(self, *args: Any, headed: HeadedTable, names: Mapping[str, str], choices: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        table = headed.table
        self.headed = headed
        if len(table.sheets) > 1:
            self._add("sheet", _("Sheet of the file"), [(name, name) for name in table.sheets], table.sheet)
        if table.kind == "csv":
            named = {";": _("Semicolon"), "\t": _("Tab"), ",": _("Comma"), "|": _("Vertical bar")}
            self._add("separator", _("Between the cells"), list(named.items()), table.separator)
            letters = {
                "utf-8": _("Unicode (UTF-8)"),
                "utf-16": _("Unicode (UTF-16)"),
                "cp1252": _("Windows"),
                "mac-roman": _("older Mac"),
                "cp865": _("DOS"),
            }
            offered = [(name, letters[name]) for name in LETTERS]
            self._add("letters", _("A to Z"), offered, table.letters)
        numbers = [("da", _("As in Danish: 1.234,5")), ("en", _("As in English: 1,234.5"))]
        self._add("language", _("Numbers written as text"), numbers, headed.language)
        if table.hidden_rows:
            self.fields["hidden_rows"] = forms.BooleanField(
                label=_("Read the hidden rows too"), required=False, initial=choices.hidden_rows
            )
        options = [("", _("Not read")), *names.items()]
        for column in headed.columns:
            if column.heading or column.sample:
                label = column.heading or _("Column %(number)s") % {"number": column.place + 1}
                self._add(f"column_{column.place}", label[:SAMPLE], options, column.name)

    def _add(self, name: str, label: str, offered: list[tuple[str, str]], now: str) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=offered, initial=now, required=False)

    @property
    def choices(self) -> Choices:
        """What was chosen; a column that is read as it would be anyway is no choice."""
        data = self.cleaned_data
        columns = {
            column.place: data[f"column_{column.place}"]
            for column in self.headed.columns
            if f"column_{column.place}" in data and data[f"column_{column.place}"] != column.name
        }
        texts = {
            name: data.get(name, "") if self.fields[name].initial != data.get(name) else ""
            for name in ("sheet", "separator", "letters", "language")
            if name in self.fields
        }
        return Choices(**texts, hidden_rows=bool(data.get("hidden_rows")), columns=columns)


def merged(before: Choices, after: Choices) -> Choices:
    """Return what was chosen before with what is chosen now; another sheet or separator has other columns."""
    is_other_table = any(getattr(after, name) for name in ("sheet", "separator", "letters"))
    return Choices(
        sheet=after.sheet or before.sheet,
        separator=after.separator or before.separator,
        letters=after.letters or before.letters,
        language=after.language or before.language,
        hidden_rows=after.hidden_rows,
        columns={} if is_other_table else {**before.columns, **after.columns},
    )
