"""Reads the plan's spreadsheet, our own or one that people made: into drafts, or into sentences about what is wrong."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.models import Cluster
from core.dates import DateFault
from core.errors import Refusal
from core.languages import content_language, interface_language
from core.numbers import NumberFault, format_decimal
from core.sheets.columns import HeadedTable, headed
from core.sheets.reading import NO_CHOICES, read_table
from core.sheets.table import EMPTY, Choices, SheetCell
from core.sheets.totals import is_total
from core.sheets.values import Amount, day_in, number_in
from core.text import LANGUAGES, Language, Text
from kpis.models import Kpi
from plans.models import Activity
from plans.rules.money import Span
from plans.services.drafts import LONGEST_TEXT, LONGEST_TITLE, NO_WORDS, ActivityDraft, checked_amount
from plans.services.sheet.columns import HEADINGS, TEXTS, MilestoneLine, known_headings, milestone_of
from plans.services.sheet.years import YearsFault, years_in
from strategy.models import Goal

Read = TypeVar("Read")
MOST_ROWS = 10_000
# What stands before a cell of CSV that a programme would take for a formula; `exports.sheets` writes it.
# As a sheet writes them in either language, saved as text.
ERRORS = frozenset(
    [
        "#REF!",
        "#REFERENCE!",
        "#N/A",
        "#I/T",
        "#VALUE!",
        "#VÆRDI!",
        "#DIV/0!",
        "#DIVISION/0!",
        "#NAME?",
        "#NAVN?",
        "#NUM!",
        "#NUM",
        "#NULL!",
        "#NUL!",
        "#####",
    ]
)
DEFUSED = ("'=", "'+", "'-", "'@")
# What people write besides the labels of statuses and currencies.
OTHER_WORDS: dict[str, str] = {
    **dict.fromkeys(("afsluttet", "færdig", "gennemført", "completed", "finished"), Activity.Status.DONE),
    **dict.fromkeys(("igangværende", "i gang", "påbegyndt", "in progress", "ongoing"), Activity.Status.IN_PROGRESS),
    **dict.fromkeys(("ikke begyndt", "ikke startet", "not started"), Activity.Status.PLANNED),
    **dict.fromkeys(("forsinket",), Activity.Status.DELAYED),
    **dict.fromkeys(("kr.", "kr", "kroner"), Activity.Currency.DKK),
    **dict.fromkeys(("€", "euro"), Activity.Currency.EUR),
}


class RowFault(Exception):
    """A cell that cannot be read; the message is for the person and names the column."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file with what stands in each column it has."""

    line: int
    cells: Mapping[str, SheetCell]
    language: Language
    units: Mapping[str, str]
    is_total: bool = False

    def words(self, name: str) -> str:
        """Return the words of a cell."""
        return self.cells.get(name, EMPTY).words


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a row may name: the goals, the members, and whoever owns something already."""

    cluster: Cluster
    goals: Mapping[str, Goal]
    people: Mapping[str, User]
    kpis: Mapping[str, Kpi]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An activity as a row wants it; None where the file has no such column."""

    draft: ActivityDraft
    milestones: tuple[MilestoneLine, ...] | None
    needs: tuple[str, ...] | None
    remark: str = ""
    # What is wrong with its cells; then nothing of it is taken.
    faults: tuple[str, ...] = ()


def table_of(content: bytes, cluster: Cluster, choices: Choices = NO_CHOICES) -> HeadedTable:
    """Return the sheet with its headings; raise Refusal when they cannot be found."""
    known, needed = known_headings(cluster), (f"title_{cluster.language}",)
    table = read_table(content, headings=known, needed=needed, most_rows=MOST_ROWS, choices=choices)
    found = headed(table, headings=known, needed=needed, screen=content_language(), choices=choices)
    if found is None:
        words = {"heading": HEADINGS["title"]}
        raise Refusal(
            _("No row has the heading “%(heading)s”. Start with a file exported from here, and fill it in.") % words,
            "file",
        )
    if not found.lines:
        raise Refusal(_("There are headings but no rows below them."), "file")
    if len(found.lines) > MOST_ROWS:
        raise Refusal(
            _("The file has more than %(most)s rows. Split it into two.")
            % {"most": format_decimal(MOST_ROWS, content_language())},
            "file",
        )
    return found


def rows_of(found: HeadedTable) -> list[Row]:
    """Return the rows of the table below its headings."""
    names = found.by_name
    units = {name: column.unit for name, column in names.items()}
    is_csv = found.table.kind == "csv"
    return [
        Row(
            line.number,
            {name: _plain(line.cell(column.place), is_csv) for name, column in names.items()},
            found.language,
            units,
            is_total(line),
        )
        for line in found.lines
    ]


def _plain(cell: SheetCell, is_csv: bool) -> SheetCell:
    return replace(cell, words=cell.words[1:]) if is_csv and cell.words.startswith(DEFUSED) else cell


def wanted_of(row: Row, before: ActivityDraft | None, around: Surroundings) -> Wanted:
    """Return what a row wants, on top of what stands, with all that is wrong with its cells."""
    cluster = around.cluster
    known = before or ActivityDraft(Text())
    faults: list[str] = []

    def read(cell: Callable[[], Read], otherwise: Read) -> Read:
        """Read a cell; where it cannot be, note why, and go on so that all is told at once."""
        try:
            return cell()
        except RowFault as fault:
            faults.append(fault.message)
            return otherwise

    texts = {name: read(partial(_text, row, name, getattr(known, name), cluster), NO_WORDS) for name in TEXTS}
    if not texts["title"].get(cluster.language) and not row.words(f"title_{cluster.language}"):
        faults.append(_fault("title", _("Write what needs to be done.")).message)
    nobody: tuple[User | None, str] = (None, "")
    owner, remark = read(lambda: _owner(row, known, texts["role"], around), nobody)
    if remark:
        texts["role"] = texts["role"].with_language(cluster.language, row.words("owner"))
    starts, ends = (read(partial(_day, row, name, getattr(known, name)), None) for name in ("starts", "ends"))
    draft = ActivityDraft(
        title=texts["title"],
        result=texts["result"],
        role=texts["role"],
        reason=texts["reason"],
        goal=read(lambda: _goal(row, known, around), None),
        owner=owner,
        kpis=read(lambda: _kpis(row, around), None),
        eu_grant=known.eu_grant,
        people=row.words("people")[:500] if "people" in row.cells else known.people,
        starts=starts,
        ends=ends,
        budget=read(lambda: _amount(row, "budget", known.budget), None),
        spent=read(lambda: _amount(row, "spent", known.spent), None),
        currency=read(lambda: _currency(row, known.currency), ""),
        status=read(lambda: _choice(row, "status", known.status, Activity.Status, Activity.Status.PLANNED), ""),
        theme=read(lambda: _choice(row, "theme", known.theme, Activity.Theme, ""), ""),
        budget_by_year=read(lambda: _years(row, "budget_by_year", starts, ends, known), None),
        spent_by_year=read(lambda: _years(row, "spent_by_year", starts, ends, known), None),
    )
    milestones = read(lambda: _milestones(row, cluster), None)
    return Wanted(draft, milestones, _needs(row), remark, tuple(faults))


def _fault(name: str, message: str) -> RowFault:
    return RowFault(_("Column “%(column)s”: %(fault)s") % {"column": HEADINGS[name], "fault": message})


def _text(row: Row, name: str, before: Text, cluster: Cluster) -> Text:
    longest = LONGEST_TITLE if name in ("title", "role") else LONGEST_TEXT
    for language in LANGUAGES:
        column = f"{name}_{language}"
        if column in row.cells:
            words = row.words(column)
            if row.cells[column].kind == "error" or words.upper() in ERRORS:
                raise _fault(name, _("“%(typed)s” is an error in the spreadsheet.") % {"typed": words})
            if len(words) > longest:
                raise _fault(name, _("The text is longer than %(most)s characters.") % {"most": longest})
            before = before.with_language(language, words)
    return before


def _goal(row: Row, known: ActivityDraft, around: Surroundings) -> Goal | None:
    if "goal" not in row.cells:
        return known.goal
    words = row.words("goal")
    if not words:
        return None
    if known.goal is not None and known.goal.key.casefold() == words.casefold():
        return known.goal
    goal = around.goals.get(words.casefold())
    if goal is None:
        raise _fault("goal", _("The current strategy has no goal “%(goal)s”.") % {"goal": words[:60]})
    return goal


def _kpis(row: Row, around: Surroundings) -> tuple[Kpi, ...] | None:
    if "kpis" not in row.cells:
        return None
    keys = [part.strip() for part in row.words("kpis").replace(";", ",").split(",") if part.strip()]
    unknown = [key for key in keys if key.upper() not in around.kpis]
    if unknown:
        raise _fault("kpis", _("The cluster does not follow a KPI “%(key)s”.") % {"key": unknown[0][:40]})
    return tuple(around.kpis[key.upper()] for key in keys)


def _owner(row: Row, known: ActivityDraft, role: Text, around: Surroundings) -> tuple[User | None, str]:
    """Return the member that the row names, or a remark that a name that no member has is kept as a role."""
    if "owner" not in row.cells and "email" not in row.cells:
        return known.owner, ""
    email, name = row.words("email").casefold(), row.words("owner")
    if known.owner is not None and (email or name) in (known.owner.email.casefold(), known.owner.display_name):
        return known.owner, ""
    person = around.people.get(email or name.casefold())
    if person is None and email:
        raise _fault(
            "email",
            _("“%(email)s” is not a member of the cluster. Invite the person first, or enter a role instead.")
            % {"email": email[:80]},
        )
    if person is None and name:
        if role:
            raise _fault(
                "owner",
                _("“%(name)s” is not a member of the cluster, and there is already a role. Keep one of the two.")
                % {"name": name[:80]},
            )
        return None, _("“%(name)s” is not a member and is saved as a role.") % {"name": name[:80]}
    return person, ""


def _day(row: Row, name: str, before: date | None) -> date | None:
    if name not in row.cells:
        return before
    try:
        return day_in(row.cells[name], row.language)
    except DateFault as fault:
        raise _fault(name, fault.message) from fault


def _amount(row: Row, name: str, before: Decimal | None) -> Decimal | None:
    if name not in row.cells:
        return before
    if row.cells[name].is_empty:
        return None
    try:
        return checked_amount(_money(row, name).number)
    except ValidationError as fault:
        raise _fault(name, fault.messages[0]) from fault


def _years(row: Row, name: str, starts: date | None, ends: date | None, known: ActivityDraft) -> dict[str, str] | None:
    if name not in row.cells:
        return None
    first, last = starts or ends, ends or starts
    span = Span(first, last) if first and last else None
    try:
        return years_in(row.words(name), row.language, span, getattr(known, name) or {})
    except YearsFault as fault:
        raise _fault(name, fault.message) from fault


def _money(row: Row, name: str) -> Amount:
    """Return the money in a cell with the currency that stands beside it."""
    try:
        amount = number_in(row.cells[name], row.language, row.units.get(name, ""), is_money=True)
    except NumberFault as fault:
        raise _fault(name, fault.message) from fault
    if amount.unit and amount.unit not in Activity.Currency.values:
        known = ", ".join(Activity.Currency.values)
        words = _("“%(typed)s” is not in one of the currencies of the plan: %(known)s.")
        raise _fault(name, words % {"typed": f"{row.words(name)} {row.cells[name].unit}".strip()[:40], "known": known})
    return amount


def _currency(row: Row, before: str) -> str:
    """Return the currency that the row names, in its own column or beside an amount; two of them are a fault."""
    named = _choice(row, "currency", "", Activity.Currency, "")
    found = {named} - {""}
    for name in ("budget", "spent"):
        if name in row.cells and not row.cells[name].is_empty:
            try:
                found |= {_money(row, name).unit} - {""}
            except RowFault:
                # Said where the amount itself is read.
                continue
    if len(found) > 1:
        raise _fault("currency", _("The row names two currencies, %(both)s.") % {"both": ", ".join(sorted(found))})
    if found:
        return found.pop()
    return before if "currency" not in row.cells else Activity.Currency.DKK


def _choice(row: Row, name: str, before: str, choices: Any, default: str) -> str:
    if name not in row.cells:
        return before
    words = row.words(name)
    if not words:
        return default
    for spoken in LANGUAGES:
        with translation.override(interface_language(spoken)):
            for value in choices:
                if words.casefold() in (str(value.value).casefold(), str(value.label).casefold()):
                    return str(value.value)
    other = OTHER_WORDS.get(words.casefold())
    if other in choices.values:
        return str(other)
    known = ", ".join(str(value.label) for value in choices)
    raise _fault(name, _("“%(typed)s” is not one of these: %(known)s.") % {"typed": words[:40], "known": known})


def _milestones(row: Row, cluster: Cluster) -> tuple[MilestoneLine, ...] | None:
    if "milestones" not in row.cells:
        return None
    found = []
    for line in filter(None, (part.strip() for part in row.words("milestones").splitlines())):
        try:
            milestone = milestone_of(line, cluster)
        except DateFault as fault:
            raise _fault(
                "milestones",
                _("“%(line)s” does not begin with a date. Write one milestone per line, for example 2027-03-01 Agreed.")
                % {"line": line[:60]},
            ) from fault
        if not milestone.title:
            raise _fault("milestones", _("“%(line)s” does not say what will be reached.") % {"line": line[:60]})
        found.append(milestone)
    return tuple(sorted(found, key=lambda one: (one.date, one.title.da, one.title.en)))


def _needs(row: Row) -> tuple[str, ...] | None:
    if "needs" not in row.cells:
        return None
    parts: Iterable[str] = row.words("needs").replace(";", ",").split(",")
    return tuple(dict.fromkeys(part.strip().upper() for part in parts if part.strip()))


def surroundings_of(
    cluster: Cluster, goals: Iterable[Goal], people: Iterable[User], kpis: Iterable[Kpi]
) -> Surroundings:
    """Return what rows may name; a name that two members have names neither."""
    by_goal: dict[str, Goal] = {}
    for goal in goals:
        for words in (goal.key, goal.title_text.da, goal.title_text.en):
            by_goal.setdefault(words.casefold(), goal)
    members = list(people)
    names = [person.display_name.casefold() for person in members]
    by_name = {name: person for name, person in zip(names, members, strict=True) if names.count(name) == 1}
    by_email = {person.email.casefold(): person for person in members}
    return Surroundings(cluster, by_goal, {**by_name, **by_email}, {kpi.key: kpi for kpi in kpis})
