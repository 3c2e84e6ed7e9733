"""Reading in a file of measurements: first what would happen to every line, then all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from clusters.activity import record
from clusters.models import Cluster, SheetImport
from clusters.sheet_import.staging import check_seal, choices_of, keep_sheet, opened_for_storing, seal_of, stored
from core.errors import Refusal
from core.languages import content_language
from core.locking import held
from core.sheets.columns import HeadedTable
from core.text import Language, Text
from kpis.models import Kpi, Measurement, RoundCorrection, RoundEntry
from kpis.rules.periods import MONTHS, Period, period_of
from kpis.rules.yearly import Rule
from kpis.selectors import LEAST, Followed, followed_in
from kpis.services.following import check_value
from kpis.services.measuring import version_on
from kpis.services.sheet import Read, lines_of, table_of
from kpis.words import period_words, unit_fault, value_words
from schema.vocabulary import Aggregation, Frequency

ROOM = "kpis"
BATCH = 500


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    EMPTY = "empty"
    REFUSED = "refused"


FATE_WORDS = {
    Fate.NEW: pgettext_lazy("line of a file", "New"),
    Fate.CHANGED: pgettext_lazy("line of a file", "Changes a value"),
    Fate.SAME: pgettext_lazy("line of a file", "Already there"),
    Fate.EMPTY: pgettext_lazy("line of a file", "Left out"),
    Fate.REFUSED: pgettext_lazy("line of a file", "Rejected"),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A line with its fate: what it changes, or why it is refused."""

    read: Read
    fate: Fate
    why: str = ""
    one: Followed | None = None
    standing: Measurement | None = None
    version: int = 1

    @property
    def value_words(self) -> str:
        """The value with its unit."""
        if self.read.value is None or self.one is None:
            return ""
        return value_words(self.read.value, self.one.unit, content_language())

    @property
    def said(self) -> str:
        """Note and source, as they will be stored."""
        return " · ".join(filter(None, (self.read.note, self.read.source)))

    @property
    def before_words(self) -> str:
        """The value that stands, where the line changes it."""
        if self.standing is None or self.one is None or self.fate is not Fate.CHANGED:
            return ""
        return value_words(self.standing.value, self.one.unit, content_language())


@dataclass(frozen=True, slots=True)
class PlannedImport:
    """What a whole sheet would do: how it was read, the fate of every line, and the seal of both."""

    headed: HeadedTable
    lines: list[Planned]
    seal: str

    def count(self, fate: Fate) -> int:
        """Return how many lines have this fate."""
        return sum(line.fate is fate for line in self.lines)

    @property
    def to_store(self) -> int:
        """How many values would be stored."""
        return self.count(Fate.NEW) + self.count(Fate.CHANGED)

    @property
    def may_be_stored(self) -> bool:
        """Whether there is something to store, nothing in the way, and nothing to be asked."""
        return bool(self.to_store) and not self.count(Fate.REFUSED) and not self.headed.doubles


def receive_import(*, cluster: Cluster, name: str, content: bytes, by: User) -> SheetImport:
    """Keep a sheet until somebody has looked at it; nothing is stored as a measurement.

    Raises Refusal when it cannot be read at all.
    """
    table_of(content, content_language())
    return keep_sheet(cluster=cluster, room=ROOM, name=name, content=content, by=by)


def plan_of(import_: SheetImport, *, today: date | None = None) -> PlannedImport:
    """Return the fate of every line as things stand now; five queries, however long the sheet. Raises Refusal."""
    today = today or timezone.localdate()
    cluster = import_.cluster
    table = table_of(bytes(import_.content), content_language(), choices_of(import_))
    # Without who entered them and what they wrote: thousands of values may stand already.
    known = list(Measurement.objects.of(cluster).standing().only(*LEAST).order_by("kpi", "date"))
    found = followed_in(cluster, Kpi.objects.of(cluster), today=today, known=known)
    planner = _Planner(found, today)
    lines = [planner.plan(line) for line in lines_of(table)]
    return PlannedImport(table, lines, seal_of(import_, map(_sealed, lines)))


def _sealed(line: Planned) -> tuple[object, ...]:
    """Return what a line stores and what it was judged against."""
    read, standing = line.read, line.standing
    return (
        *(read.line, line.fate.value, line.one.kpi.pk if line.one else None, line.version, read.day, read.value),
        *(read.note, read.source, standing.pk if standing else None),
    )


class _Planner:
    """Decides line by line; remembers what earlier lines of the file have claimed."""

    def __init__(self, found: Sequence[Followed], today: date) -> None:
        self.today = today
        self.by_key = {one.kpi.key.casefold(): one for one in found}
        for one in found:
            if one.kpi.dropped_at is None:
                for words in (one.name.da, one.name.en):
                    self.by_key.setdefault(words.casefold(), one)
        self.on_day = {(m.kpi_id, m.date): m for one in found for m in one.measurements}
        self.in_period = {
            (one.kpi.pk, m.version, period): m
            for one in found
            for m in one.measurements
            if (period := self._period(one, m.date, m.frequency)) and not (m.is_baseline and one.rule is Rule.SUM)
        }
        self.claimed: dict[tuple[int, date | Period], int] = {}

    @staticmethod
    def _period(one: Followed, day: date, frequency: str = "") -> Period | None:
        definition = version_on(list(one.definitions), day)
        if definition.aggregation != Aggregation.PERIOD:
            return None
        return period_of(Frequency(frequency or definition.frequency), day)

    def _covered(self, one: Followed, day: date, period: Period) -> Period | None:
        """Return the period that has a value and holds this one: the same, or a longer one of an earlier time."""
        version = version_on(list(one.definitions), day).version
        around = [found for frequency in MONTHS if (found := period_of(frequency, day)) and period.start in found]
        held = [found for found in around if found.end >= period.end]
        return next((found for found in held if (one.kpi.pk, version, found) in self.in_period), None)

    def plan(self, read: Read) -> Planned:
        """Return a line with its fate."""
        if read.fault:
            return Planned(read, Fate.REFUSED, read.fault)
        if read.is_total:
            return Planned(read, Fate.EMPTY, _("A row of totals."))
        one = self.by_key.get(read.key.casefold())
        if one is not None and read.day is not None and read.value is None:
            # A line of the sheet to fill in, for a value that nobody has yet.
            return Planned(read, Fate.EMPTY, _("There is no value, or a formula that has not been calculated."), one)
        if one is None or read.day is None or read.value is None:
            return Planned(
                read, Fate.REFUSED, _("Column “KPI”: the cluster has no KPI “%(key)s”.") % {"key": read.key[:60]}
            )
        why = self._refused(read, one, read.day, read.value)
        if why:
            return Planned(read, Fate.REFUSED, why, one)
        version = version_on(list(one.definitions), read.day).version
        standing = self.on_day.get((one.kpi.pk, read.day))
        if standing is None:
            return Planned(read, Fate.NEW, "", one, version=version)
        fate = Fate.SAME if standing.value == read.value else Fate.CHANGED
        return Planned(read, fate, "", one, standing, version)

    def _refused(self, read: Read, one: Followed, day: date, value: Decimal) -> str:
        """Return why the line cannot be stored, or an empty string."""
        if one.kpi.dropped_at is not None:
            return _("Column “KPI”: %(key)s has been dropped.") % {"key": one.kpi.key}
        if day > self.today:
            return _("Column “Date”: the date is in the future.")
        unit = unit_fault(read.unit, read.typed, one.unit, one.kpi.key)
        if unit:
            return _("Column “Value”: %(fault)s") % {"fault": unit}
        try:
            check_value(value)
        except Refusal as refusal:
            return _("Column “Value”: %(fault)s") % {"fault": refusal.message}
        period = self._period(one, day)
        claims: list[date | Period] = [day, period] if period else [day]
        for claim in claims:
            line = self.claimed.get((one.kpi.pk, claim))
            if line is not None:
                return _("Row %(line)s has a value for the same day or period.") % {"line": line}
        if period and (one.kpi.pk, day) not in self.on_day:
            known = self._covered(one, day, period)
            if known is not None:
                return _("There is already a value for %(period)s. Use its date to change it.") % {
                    "period": period_words(known, content_language())
                }
        for claim in claims:
            self.claimed[one.kpi.pk, claim] = read.line
        return ""


@transaction.atomic
def confirm_import(*, import_: SheetImport, seal: str, by: User) -> PlannedImport:
    """Store every line of the sheet, or none: raises Refusal while one is refused.

    The lines are judged again. Raises Conflict when they would do something else than was shown, because a colleague
    has entered a value in between, and when the sheet is stored already.
    """
    locked = opened_for_storing(import_)
    cluster = locked.cluster
    planned = plan_of(locked)
    check_seal(seal, planned.seal)
    if not planned.may_be_stored:
        raise Refusal(
            _("Some rows cannot be imported, so nothing has been saved. Correct them, then upload the file again.")
        )
    plan = planned.lines
    keys = {line.one.kpi.pk for line in plan if line.one}
    list(held(Kpi.objects.of(cluster).filter(pk__in=keys)))
    language = cluster.language
    reason = _("Imported from “%(file)s”") % {"file": locked.file_name}
    changed = [line for line in plan if line.fate is Fate.CHANGED and line.standing]
    replaced = [line.standing.pk for line in changed if line.standing]
    now = timezone.now()
    for begin in range(0, len(replaced), BATCH):
        some = replaced[begin : begin + BATCH]
        Measurement.objects.of(cluster).filter(pk__in=some).update(superseded_at=now, superseded_by=by)
    to_store = [line for line in plan if line.fate in (Fate.NEW, Fate.CHANGED)]
    corrections: list[Measurement] = []
    for begin in range(0, len(to_store), BATCH):
        rows = [_row(line, reason, language, by) for line in to_store[begin : begin + BATCH]]
        # Only those that correct something are needed afterwards; thousands of others would take memory for nothing.
        corrections += [row for row in Measurement.objects.bulk_create(rows) if row.corrects_id]
    _move_entries(cluster, corrections, reason, by)
    stored(locked)
    record(
        cluster=cluster,
        by=by,
        verb="imported-values",
        subject=locked.file_name,
        url=reverse("kpis:index", args=[cluster.slug]),
    )
    return planned


def _row(line: Planned, reason: str, language: Language, by: User) -> Measurement:
    standing, read, one = line.standing, line.read, line.one
    if one is None or read.day is None or read.value is None:
        raise ValueError("only a line that is whole is ever planned to be stored")
    return Measurement(
        kpi=one.kpi,
        version=line.version,
        date=read.day,
        value=read.value,
        note=Text().with_language(language, read.note).to_value() if read.note else {},
        source=read.source,
        created_by=by,
        is_baseline=standing.is_baseline if standing else False,
        frequency=standing.frequency if standing else "",
        corrects=standing,
        reason=reason if standing else "",
    )


def _move_entries(cluster: Cluster, made: Sequence[Measurement], reason: str, by: User) -> None:
    """Let rounds follow what was corrected: a closed one gets a correction beside its frozen number."""
    new = {one.corrects_id: one for one in made if one.corrects_id}
    entries = RoundEntry.objects.of(cluster).filter(measurement__superseded_at__isnull=False)
    for entry in entries.select_related("round", "measurement"):
        after = new.get(entry.measurement_id)
        if after is None or entry.measurement is None:
            continue
        if entry.round.is_closed:
            RoundCorrection.objects.create(
                round=entry.round,
                kpi_id=entry.kpi_id,
                measurement=after,
                before=entry.measurement.value,
                after=after.value,
                reason=reason,
                by=by,
                by_name=by.display_name,
            )
        entry.measurement = after
        entry.save(update_fields=["measurement"])
