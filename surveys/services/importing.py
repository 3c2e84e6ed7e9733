"""Reading in the register of members: first what would happen to every row, then all of it or nothing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from clusters.activity import record
from clusters.locking import newest_number
from clusters.models import Cluster, SheetImport
from clusters.revisions import change_together
from clusters.sheet_import.staging import check_seal, choices_of, keep_sheet, opened_for_storing, seal_of, stored
from core.errors import Refusal
from core.languages import content_language
from core.locking import held
from core.sheets.columns import HeadedTable
from surveys.models import Company
from surveys.reading import Read, rows_of, table_of
from surveys.services.companies import MOST_COMPANIES
from surveys.services.sending import ask_anew

ROOM = "surveys"
# What a company is called in law says nothing about which one it is.
_FORMS = re.compile(r"\b(?:a/?s|aps|i/?s|k/?s|p/?s|ivs|amba|a\.m\.b\.a\.?|ltd|limited|gmbh|ab|as|inc)\b\.?")
# Names that begin alike for so long are one name; and no name, however long, costs more than this.
_LOOKED_AT = 24


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LEFT_OUT = "left-out"
    REFUSED = "refused"


FATE_WORDS = {
    Fate.NEW: pgettext_lazy("row of a register", "New"),
    Fate.CHANGED: pgettext_lazy("row of a register", "Changes a company"),
    Fate.SAME: pgettext_lazy("row of a register", "Already there"),
    Fate.LEFT_OUT: pgettext_lazy("row of a register", "Left out"),
    Fate.REFUSED: pgettext_lazy("row of a register", "Rejected"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a row changes: what it is called, and how it stood."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A row with its fate: what it changes, or why it is refused; `alike` is a company with nearly the same name."""

    read: Read
    fate: Fate
    why: str = ""
    company: Company | None = None
    changes: tuple[Difference, ...] = ()
    alike: str = ""


@dataclass(frozen=True, slots=True)
class PlannedImport:
    """What a whole sheet would do: how it was read, the fate of every row, and the seal of both."""

    headed: HeadedTable
    rows: list[Planned]
    seal: str

    def count(self, fate: Fate) -> int:
        """Return how many rows have this fate."""
        return sum(row.fate is fate for row in self.rows)

    @property
    def to_store(self) -> int:
        """How many companies would be added or changed."""
        return self.count(Fate.NEW) + self.count(Fate.CHANGED)

    @property
    def may_be_stored(self) -> bool:
        """Whether there is something to store, nothing in the way, and nothing to be asked."""
        return bool(self.to_store) and not self.count(Fate.REFUSED) and not self.headed.doubles


def receive_import(*, cluster: Cluster, name: str, content: bytes, by: User) -> SheetImport:
    """Keep a sheet until somebody has looked at it; raises Refusal when it cannot be read at all."""
    table_of(content, content_language())
    return keep_sheet(cluster=cluster, room=ROOM, name=name, content=content, by=by)


def plan_of(import_: SheetImport) -> PlannedImport:
    """Return the fate of every row as things stand now; one query, however long the sheet. Raises Refusal."""
    table = table_of(bytes(import_.content), content_language(), choices_of(import_))
    planner = _Planner(list(Company.objects.of(import_.cluster).alive()))
    rows = [planner.plan(row) for row in rows_of(table)]
    return PlannedImport(table, rows, seal_of(import_, map(_sealed, rows)))


def _sealed(row: Planned) -> tuple[object, ...]:
    company = row.company
    standing = (company.pk, company.revision) if company else None
    return (row.read.line, row.fate.value, sorted(row.read.values.items()), standing, row.alike)


class _Planner:
    """Decides row by row; remembers what earlier rows of the file have claimed."""

    def __init__(self, companies: list[Company]) -> None:
        self.by_registration = {one.registration: one for one in companies if one.registration}
        self.by_name: dict[str, Company] = {}
        # A name to a key for the companies with a number and one for those without: by its number one is known.
        self.near: dict[str, dict[bool, str]] = {}
        self.names: dict[str, int] = {}
        self.claimed: dict[int, int] = {}
        self.numbers: dict[str, int] = {}
        self.room = MOST_COMPANIES - len(companies)
        for one in companies:
            self.by_name.setdefault(name_key(one.name), one)
            self._note(one.name, has_number=bool(one.registration))

    def plan(self, read: Read) -> Planned:
        """Return a row with its fate."""
        if read.fault:
            return Planned(read, Fate.REFUSED, read.fault)
        if read.is_total:
            return Planned(read, Fate.LEFT_OUT, _("A row of totals."))
        twice = self._twice(read)
        if twice:
            return Planned(read, Fate.REFUSED, _("Row %(line)s is the same company.") % {"line": twice})
        company = self._known(read)
        if company is None:
            return self._new(read)
        if line := self.claimed.get(company.pk):
            return Planned(read, Fate.REFUSED, _("Row %(line)s is the same company.") % {"line": line})
        self.claimed[company.pk] = read.line
        changes = tuple(_differences(company, read))
        return Planned(read, Fate.CHANGED if changes else Fate.SAME, "", company, changes)

    def _new(self, read: Read) -> Planned:
        self.room -= 1
        if self.room < 0:
            most = {"most": MOST_COMPANIES}
            return Planned(read, Fate.REFUSED, _("The register holds at most %(most)s companies.") % most)
        has_number = bool(read.values.get("registration"))
        alike = self._alike(read.name, has_number=has_number)
        self._note(read.name, has_number=has_number)
        return Planned(read, Fate.NEW, alike=alike)

    def _note(self, name: str, *, has_number: bool) -> None:
        for key in near_keys(name):
            self.near.setdefault(key, {}).setdefault(has_number, name)

    def _alike(self, name: str, *, has_number: bool) -> str:
        """Return a name that is nearly the same; of two with different numbers the names mean nothing."""
        found = [self.near[key] for key in near_keys(name) if key in self.near]
        kinds = (False,) if has_number else (False, True)
        return next((named[kind] for named in found for kind in kinds if kind in named), "")

    def _known(self, read: Read) -> Company | None:
        """Return the company of the register that the row is about: by its number, else by its very name."""
        registration = str(read.values.get("registration", ""))
        if registration in self.by_registration:
            return self.by_registration[registration]
        named = self.by_name.get(name_key(read.name))
        if named is None or (registration and named.registration):
            return None
        return named

    def _twice(self, read: Read) -> int | None:
        """Return the row of the file that said the same before."""
        registration, name = str(read.values.get("registration", "")), name_key(read.name)
        if registration:
            line = self.numbers.get(registration)
            self.numbers.setdefault(registration, read.line)
        else:
            line = self.names.get(name)
        self.names.setdefault(name, read.line)
        return line


def name_key(name: str) -> str:
    """Return a name as two that mean the same company have it: without case, signs and legal form."""
    plain = _FORMS.sub(" ", name.casefold()[:160])
    return re.sub(r"[^\w]", "", plain.replace("&", "og")) or name.casefold()


def near_keys(name: str) -> Iterable[str]:
    """Return the keys by which names that differ in one letter find each other."""
    key = name_key(name)[:_LOOKED_AT]
    yield key
    if len(key) > 4:
        yield from (f"{key[:place]}{key[place + 1 :]}" for place in range(len(key)))


def _differences(company: Company, read: Read) -> Iterator[Difference]:
    for name, value in read.values.items():
        standing = getattr(company, name)
        if standing != value:
            yield Difference(company.label_of(name), _words(company, name, standing), _words(company, name, value))


def _words(company: Company, name: str, value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return company.words_of(name, value, {}) if value else ""


@transaction.atomic
def confirm_import(*, import_: SheetImport, seal: str, by: User) -> PlannedImport:
    """Store every row of the sheet, or none; raises Refusal while one is refused, Conflict when others were shown."""
    locked = opened_for_storing(import_)
    cluster = locked.cluster
    planned = plan_of(locked)
    check_seal(seal, planned.seal)
    if not planned.may_be_stored:
        raise Refusal(
            _("Some rows cannot be imported, so nothing has been saved. Correct them, then upload the file again.")
        )
    changed = {row.company.pk: row.read.values for row in planned.rows if row.fate is Fate.CHANGED and row.company}
    rows = list(held(Company.objects.of(cluster).filter(pk__in=changed)))
    for row in rows:
        row.cluster = cluster
    moved = [row.pk for row in rows if changed[row.pk].get("email", row.email) != row.email]
    change_together(rows, lambda row: changed[row.pk], by=by)
    ask_anew(cluster, moved)
    number = newest_number(Company.objects.of(cluster))
    new = [row.read.values for row in planned.rows if row.fate is Fate.NEW]
    Company.objects.bulk_create(
        [
            Company(cluster=cluster, number=number + place, created_by=by, changed_by=by, **values)
            for place, values in enumerate(new, start=1)
        ],
        batch_size=500,
    )
    stored(locked)
    address = reverse("surveys:companies", args=[cluster.slug])
    record(cluster=cluster, by=by, verb="imported-companies", subject=locked.file_name, url=address)
    return planned
