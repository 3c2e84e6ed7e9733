"""Reading in a file of measurements: first what would happen to every line, then all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster
from core.errors import Conflict, Refusal
from core.languages import content_language
from core.locking import held, hold
from core.text import Language, Text
from core.uploads import safe_name
from kpis.models import Kpi, Measurement, MeasurementImport, RoundCorrection, RoundEntry
from kpis.pages import LEAST, Followed, kpi_url, load_kpis
from kpis.periods import MONTHS, Period, period_of
from kpis.reading import Read, read_file
from kpis.services.following import check_value
from kpis.services.measuring import version_on
from kpis.words import period_words, value_words
from kpis.yearly import Rule
from schema.vocabulary import Aggregation, Frequency

MOST_WAITING = 5
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
    Fate.SAME: pgettext_lazy("line of a file", "Stands already"),
    Fate.EMPTY: pgettext_lazy("line of a file", "Left out"),
    Fate.REFUSED: pgettext_lazy("line of a file", "Refused"),
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
    def before_words(self) -> str:
        """The value that stands, where the line changes it."""
        if self.standing is None or self.one is None or self.fate is not Fate.CHANGED:
            return ""
        return value_words(self.standing.value, self.one.unit, content_language())


@transaction.atomic
def receive_import(*, cluster: Cluster, name: str, content: bytes, language: Language, by: User) -> MeasurementImport:
    """Read a file and keep what it says until somebody has looked at it; nothing is stored as a measurement.

    Raises Refusal when the file cannot be read at all.
    """
    rows = read_file(content, language)
    lock(cluster)
    imports = MeasurementImport.objects.of(cluster)
    newest = newest_number(imports)
    made: MeasurementImport = MeasurementImport.objects.create(
        cluster=cluster, number=newest + 1, file_name=safe_name(name), rows=[_kept(row) for row in rows], created_by=by
    )
    # What nobody confirmed is not worth keeping for ever.
    old = imports.waiting().order_by("-number").values_list("pk", flat=True)[MOST_WAITING:]
    imports.filter(pk__in=list(old)).delete()
    return made


def plan_of(import_: MeasurementImport, *, today: date | None = None) -> list[Planned]:
    """Return the fate of every line as things stand now; five queries, however long the file."""
    today = today or timezone.localdate()
    cluster = import_.cluster
    # Without who entered them and what they wrote: thousands of values may stand already.
    known = list(Measurement.objects.of(cluster).standing().only(*LEAST).order_by("kpi", "date"))
    found = load_kpis(cluster, Kpi.objects.of(cluster), today=today, known=known)
    planner = _Planner(found, today)
    return [planner.plan(_read(row)) for row in import_.rows]


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
        one = self.by_key.get(read.key.casefold())
        if one is not None and read.day is not None and read.value is None:
            # A line of the sheet to fill in, for a value that nobody has yet.
            return Planned(read, Fate.EMPTY, _("No value is given, or a formula that has not been reckoned."), one)
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
            return _("Column “Date”: the day has not come yet.")
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
                return _("There is a value for %(period)s already. Use its date to change it.") % {
                    "period": period_words(known, content_language())
                }
        for claim in claims:
            self.claimed[one.kpi.pk, claim] = read.line
        return ""


@transaction.atomic
def confirm_import(*, import_: MeasurementImport, by: User) -> dict[Fate, int]:
    """Store every line of the file, or none: raises Refusal while one is refused, Conflict when it is stored already.

    What the lines would do is reckoned anew, since colleagues may have entered values after the preview.
    """
    cluster = import_.cluster
    lock(cluster)
    locked: MeasurementImport = hold(MeasurementImport.objects.of(cluster), import_)
    locked.cluster = cluster
    if locked.confirmed_at is not None:
        raise Conflict(_("The file has been read in already."))
    plan = plan_of(locked)
    counts = {fate: sum(1 for line in plan if line.fate is fate) for fate in Fate}
    if counts[Fate.REFUSED]:
        raise Refusal(
            _("Some rows are refused, so nothing has been stored. Correct them in the file, and send it again.")
        )
    keys = {line.one.kpi.pk for line in plan if line.one}
    list(held(Kpi.objects.of(cluster).filter(pk__in=keys)))
    language = cluster.language
    reason = _("Read in from “%(file)s”") % {"file": locked.file_name}
    changed = [line for line in plan if line.fate is Fate.CHANGED and line.standing]
    replaced = [line.standing.pk for line in changed if line.standing]
    now = timezone.now()
    for begin in range(0, len(replaced), BATCH):
        some = replaced[begin : begin + BATCH]
        Measurement.objects.of(cluster).filter(pk__in=some).update(superseded_at=now, superseded_by=by)
    to_store = [line for line in plan if line.fate in (Fate.NEW, Fate.CHANGED)]
    del plan
    corrections: list[Measurement] = []
    for begin in range(0, len(to_store), BATCH):
        rows = [_row(line, reason, language, by) for line in to_store[begin : begin + BATCH]]
        # Only those that correct something are needed afterwards; thousands of others would take memory for nothing.
        corrections += [row for row in Measurement.objects.bulk_create(rows) if row.corrects_id]
    _move_entries(cluster, corrections, reason, by)
    locked.confirmed_at = now
    locked.save(update_fields=["confirmed_at"])
    record(cluster=cluster, by=by, verb="imported-values", subject=locked.file_name, url=kpi_url(cluster, "index"))
    return counts


def discard_import(*, import_: MeasurementImport) -> None:
    """Forget a file that was read and not confirmed."""
    MeasurementImport.objects.of(import_.cluster).waiting().filter(pk=import_.pk).delete()


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


def _kept(row: Read) -> list[object]:
    value = None if row.value is None else str(row.value)
    return [row.line, row.key, row.day.isoformat() if row.day else None, value, row.note, row.source, row.fault]


def _read(row: Sequence) -> Read:
    line, key, day, value, note, source, fault = row
    return Read(
        line,
        key,
        date.fromisoformat(day) if day else None,
        Decimal(value) if value is not None else None,
        note,
        source,
        fault,
    )
