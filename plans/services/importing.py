"""Taking a spreadsheet into the plan: first what would happen to every row, then all of it or nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from clusters.activity import record
from clusters.locking import newest_number
from clusters.models import Cluster, Membership, SheetImport
from clusters.revisions import change
from clusters.sheet_import.staging import check_seal, choices_of, keep_sheet, opened_for_storing, seal_of, stored
from core.errors import Refusal
from core.sheets.columns import HeadedTable
from core.text import Text
from kpis.models import Kpi
from plans.models import Activity, Dependency, Milestone
from plans.money_by_year import uneven
from plans.services.activities import MOST_ACTIVITIES, change_activity, check, is_uneven, new_activity
from plans.services.dependencies import path, waits_of
from plans.services.drafts import ActivityDraft
from plans.services.sheet.columns import HEADINGS, YEARS, MilestoneLine
from plans.services.sheet.drafting import (
    Row,
    RowFault,
    Surroundings,
    Wanted,
    rows_of,
    surroundings_of,
    table_of,
    wanted_of,
)
from plans.services.sheet.words import value_words
from strategy.models import Goal

ROOM = "plans"
KEY = re.compile(r"A([1-9][0-9]{0,5})", re.ASCII)


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LEFT_OUT = "left-out"
    REFUSED = "refused"


STORED = (Fate.NEW, Fate.CHANGED)
FATE_WORDS = {
    Fate.NEW: pgettext_lazy("line of a file", "New"),
    Fate.CHANGED: pgettext_lazy("line of a file", "Changed"),
    Fate.SAME: pgettext_lazy("line of a file", "Already there"),
    Fate.LEFT_OUT: pgettext_lazy("line of a file", "Left out"),
    Fate.REFUSED: pgettext_lazy("line of a file", "Rejected"),
}


@dataclass(slots=True)
class PlannedRow:
    """A row with its fate: what it would change, or why it is refused."""

    row: Row
    fate: Fate
    activity: Activity | None = None
    wanted: Wanted | None = None
    key: str = ""
    changes: list[str] = field(default_factory=list)
    why: str = ""
    values: list[tuple[str, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the row is about."""
        cells = [self.row.words(name) for name in self.row.cells if name.startswith("title_")]
        return next(filter(None, cells), "")


@dataclass(frozen=True, slots=True)
class PlannedImport:
    """What a whole sheet would do: how it was read, the fate of every row, and the seal of both."""

    headed: HeadedTable
    rows: list[PlannedRow]
    seal: str

    def count(self, fate: str) -> int:
        """Return how many rows have this fate."""
        return sum(row.fate == fate for row in self.rows)

    @property
    def new(self) -> int:
        """How many activities would be added."""
        return self.count(Fate.NEW)

    @property
    def changed(self) -> int:
        """How many activities would be changed."""
        return self.count(Fate.CHANGED)

    @property
    def refused(self) -> int:
        """How many rows cannot be taken."""
        return self.count(Fate.REFUSED)

    @property
    def to_store(self) -> int:
        """How many activities would be stored."""
        return self.new + self.changed

    @property
    def may_be_stored(self) -> bool:
        """Whether there is something to store, nothing in the way, and nothing to be asked."""
        return bool(self.to_store) and not self.refused and not self.headed.doubles


def receive_import(*, cluster: Cluster, name: str, content: bytes, by: User) -> SheetImport:
    """Keep a sheet until somebody has looked at it; raises Refusal when it cannot be read at all."""
    table_of(content, cluster)
    return keep_sheet(cluster=cluster, room=ROOM, name=name, content=content, by=by)


def plan_import(import_: SheetImport) -> PlannedImport:
    """Return the fate of every row as things stand now; raises Refusal when the sheet cannot be read at all."""
    cluster = import_.cluster
    headed = table_of(bytes(import_.content), cluster, choices_of(import_))
    activities = list(
        Activity.objects.of(cluster).with_people().with_milestones().prefetch_related("kpis").order_by("number")
    )
    by_key = {activity.key: activity for activity in activities}
    for activity in activities:
        activity.cluster = cluster
    goals = Goal.objects.of(cluster).filter(strategy__is_current=True, strategy__deleted_at=None).alive()
    people = [one.user for one in Membership.objects.of(cluster).with_people()]
    kpis = Kpi.objects.of(cluster).alive()
    around = surroundings_of(cluster, goals.select_related("strategy", "owner"), people, kpis)
    judge = _Judge(by_key, around, waits_of(cluster))
    planned = [judge.fate(row) for row in rows_of(headed)]
    _check_circles(planned, by_key, judge.pairs)
    _check_size(planned, activities)
    for one in planned:
        if one.fate in STORED and one.wanted is not None:
            one.values = value_words(one.row, one.wanted, cluster)
    return PlannedImport(headed, planned, seal_of(import_, map(_sealed, planned)))


def _sealed(one: PlannedRow) -> tuple[object, ...]:
    """Return what a row stores and what it was judged against."""
    activity, wanted = one.activity, one.wanted
    stores = (
        (wanted.draft.fields, [kpi.pk for kpi in wanted.draft.kpis or ()], wanted.milestones, wanted.needs)
        if wanted
        else ()
    )
    stands = (activity.pk, activity.revision, [(step.pk, step.revision) for step in activity.steps]) if activity else ()
    return one.row.line, one.fate.value, one.key, stores, stands


class _Judge:
    """Decides row by row; remembers which keys earlier rows have named."""

    def __init__(self, by_key: dict[str, Activity], around: Surroundings, pairs: set[tuple[int, int]]) -> None:
        self.by_key, self.around, self.pairs = by_key, around, pairs
        self.claimed: set[str] = set()
        self.by_title = {
            self._title(one.title_text): one for one in reversed(by_key.values()) if one.deleted_at is None
        }

    def _title(self, title: Text) -> str:
        return " ".join(title.get(self.around.cluster.language).casefold().split())

    def fate(self, row: Row) -> PlannedRow:
        """Judge a row against the plan: new, changed, the same, left out or refused, each with its reason."""
        if row.is_total:
            return PlannedRow(row, Fate.LEFT_OUT, why=_("A row of totals."))
        key = row.words("key").upper()
        try:
            activity = self._named(key)
        except RowFault as fault:
            return PlannedRow(row, Fate.REFUSED, key=key, why=fault.message)
        wanted = wanted_of(row, standing(activity) if activity else None, self.around)
        faults = [*wanted.faults, *_against_rules(wanted.draft, activity)]
        if faults:
            return PlannedRow(row, Fate.REFUSED, key=key, why=" ".join(faults))
        if activity is None:
            return self._new(row, key, wanted)
        changes = _changes(activity, wanted, self.by_key, self.pairs)
        return PlannedRow(row, Fate.CHANGED if changes else Fate.SAME, activity, wanted, key, changes)

    def _named(self, key: str) -> Activity | None:
        if key and not KEY.fullmatch(key):
            raise RowFault(_("“%(key)s” is not a key. Leave the cell empty for a new activity.") % {"key": key[:20]})
        if key in self.claimed:
            raise RowFault(_("%(key)s is in the file twice.") % {"key": key})
        if key:
            self.claimed.add(key)
        activity = self.by_key.get(key)
        if activity is not None and activity.deleted_at is not None:
            raise RowFault(_("%(key)s has been deleted. Bring it back first, or clear the cell.") % {"key": key})
        return activity

    def _new(self, row: Row, key: str, wanted: Wanted) -> PlannedRow:
        """Return a row as a new activity, unless the same file was sent before and it is there already."""
        known = None if key else self.by_title.get(self._title(wanted.draft.title))
        if known is None:
            return PlannedRow(row, Fate.NEW, wanted=wanted, key=key)
        again = wanted_of(row, standing(known), self.around)
        if not again.faults and not _changes(known, again, self.by_key, self.pairs):
            return PlannedRow(row, Fate.SAME, known, again, known.key)
        named = {"key": known.key}
        why = _("%(key)s has the same title. To change it, write %(key)s in a column with the heading “Key”.") % named
        return PlannedRow(row, Fate.NEW, wanted=wanted, why=why)


def _against_rules(draft: ActivityDraft, before: Activity | None) -> Iterator[str]:
    """Hold the draft to the rules of the services, without a query for each row."""
    if draft.starts and draft.ends and draft.ends < draft.starts:
        yield _("The activity ends before it starts. Correct one of the two dates.")
    if draft.status in Activity.NEEDS_REASON and not draft.reason:
        named = {"column": HEADINGS["reason"], "fault": _("Required when the activity is delayed or dropped.")}
        yield _("Column “%(column)s”: %(fault)s") % named
    if is_uneven(draft, before):
        yield uneven()


def _changes(activity: Activity, wanted: Wanted, by_key: dict[str, Activity], pairs: set[tuple[int, int]]) -> list[str]:
    """Return the headings of what the row changes."""
    before, after = standing(activity).fields, wanted.draft.fields
    names = {"expected_result": "result", "owner_role": "role"}
    changed = [str(HEADINGS[names.get(name, name)]) for name in after if before[name] != after[name]]
    if wanted.draft.kpis is not None and set(wanted.draft.kpis) != set(activity.kpis.all()):
        changed.append(str(HEADINGS["kpis"]))
    if wanted.milestones is not None and wanted.milestones != milestones_now(activity):
        changed.append(str(HEADINGS["milestones"]))
    if wanted.needs is not None:
        needed = {pk for first, pk in pairs if first == activity.pk}
        now = {other.key for other in by_key.values() if other.pk in needed and other.deleted_at is None}
        if set(wanted.needs) != now:
            changed.append(str(HEADINGS["needs"]))
    return changed


def standing(activity: Activity) -> ActivityDraft:
    """Return what an activity says now, with what was entered of its money for single years."""
    return replace(ActivityDraft.of(activity), **{name: getattr(activity, name) for name in YEARS})


def milestones_now(activity: Activity) -> tuple[MilestoneLine, ...]:
    """Return the milestones of an activity as a sheet would say them."""
    lines = [MilestoneLine(step.date, step.title_text, step.done_on) for step in activity.steps]
    return tuple(sorted(lines, key=lambda one: (one.date, one.title.da, one.title.en)))


def _check_circles(planned: Sequence[PlannedRow], by_key: dict[str, Activity], pairs: set[tuple[int, int]]) -> None:
    """Refuse the rows that wait for nothing that exists, or for themselves."""
    names = {activity.pk: key for key, activity in by_key.items()}
    joined = {(names[first], names[second]) for first, second in pairs if first in names and second in names}
    coming = {one.key for one in planned if one.fate is Fate.NEW and one.key}
    alive = {key for key, activity in by_key.items() if activity.deleted_at is None}
    for one in planned:
        if one.wanted is None or one.wanted.needs is None:
            continue
        joined = {(first, second) for first, second in joined if first != one.key or not one.key}
        unknown = [key for key in one.wanted.needs if key not in alive | coming]
        if unknown:
            one.fate = Fate.REFUSED
            one.why = _("It waits for %(key)s, but there is no such activity.") % {"key": unknown[0][:20]}
        elif one.key:
            joined |= {(one.key, key) for key in one.wanted.needs}
    numbers = {key: place for place, key in enumerate(sorted({key for pair in joined for key in pair}))}
    keys = {place: key for key, place in numbers.items()}
    graph = {(numbers[first], numbers[second]) for first, second in joined}
    for one in planned:
        for key in (one.wanted.needs or ()) if one.wanted else ():
            way = path(graph, numbers[key], numbers[one.key]) if one.key in numbers and key in numbers else []
            if way and one.fate is not Fate.REFUSED:
                one.fate = Fate.REFUSED
                one.why = _("The activities would wait for one another in a circle: %(way)s.") % {
                    "way": " → ".join([one.key, *(keys[place] for place in way)])
                }


def _check_size(planned: Sequence[PlannedRow], activities: Sequence[Activity]) -> None:
    room = MOST_ACTIVITIES - sum(one.deleted_at is None for one in activities)
    for place, one in enumerate([one for one in planned if one.fate is Fate.NEW]):
        if place >= room:
            one.fate = Fate.REFUSED
            one.why = _("The plan already has %(count)s activities. Delete some before you add more.") % {
                "count": MOST_ACTIVITIES
            }


@transaction.atomic
def take_import(*, import_: SheetImport, seal: str, by: User) -> PlannedImport:
    """Take every row, or raise Refusal and take none.

    Raises Conflict when the rows would do something else than was shown, and when the sheet is taken already.
    """
    locked = opened_for_storing(import_)
    cluster = locked.cluster
    planned = plan_import(locked)
    check_seal(seal, planned.seal)
    if not planned.may_be_stored:
        raise Refusal(
            _("Some rows cannot be imported, so nothing has been saved. Correct them, then upload the file again.")
        )
    number = newest_number(Activity.objects.of(cluster))
    taken = {int(one.key[1:]) for one in planned.rows if one.fate is Fate.NEW and one.key}
    number = max([number, *taken])
    for one in planned.rows:
        if one.wanted is None or one.fate not in STORED:
            continue
        if one.activity is None:
            if not one.key:
                number += 1
                one.key = f"A{number}"
            check(cluster, one.wanted.draft)
            one.activity = new_activity(cluster, int(one.key[1:]), one.wanted.draft, by)
            one.activity.save(force_insert=True)
            one.activity.kpis.set(one.wanted.draft.kpis or ())
            one.activity.steps = []
        else:
            steps = one.activity.steps
            revision = one.activity.revision
            one.activity = change_activity(activity=one.activity, draft=one.wanted.draft, based_on=revision, by=by)
            one.activity.steps = steps
        if one.wanted.milestones is not None:
            _set_milestones(one.activity, one.wanted.milestones, by)
    _set_dependencies(cluster, planned.rows)
    stored(locked)
    record(cluster=cluster, by=by, verb="imported-plan", subject=str(planned.new + planned.changed))
    return planned


def _set_milestones(activity: Activity, wanted: Sequence[MilestoneLine], by: User) -> None:
    """Let the activity have these milestones: the same stay, one of the same name moves, the rest come and go."""
    left = list(activity.steps)
    missing = []
    for line in wanted:
        same = next(
            (one for one in left if (one.date, one.title_text, one.done_on) == (line.date, line.title, line.done_on)),
            None,
        )
        if same is not None:
            left.remove(same)
        else:
            missing.append(line)
    for line in missing:
        moved = next((one for one in left if one.title_text == line.title), None)
        if moved is None:
            Milestone.objects.create(
                activity=activity, title=line.title.to_value(), date=line.date, done_on=line.done_on, changed_by=by
            )
            continue
        left.remove(moved)
        moved.activity = activity
        change(moved, {"date": line.date, "done_on": line.done_on}, based_on=None, by=by, verb="")
    for gone in left:
        gone.put_away()


def _set_dependencies(cluster: Cluster, rows: Sequence[PlannedRow]) -> None:
    by_key = {activity.key: activity for activity in Activity.objects.of(cluster).filter(deleted_at=None)}
    for one in rows:
        if one.wanted is None or one.wanted.needs is None or one.activity is None or one.fate not in STORED:
            continue
        wanted = {by_key[key].pk for key in one.wanted.needs if key in by_key}
        rows_now = Dependency.objects.of(cluster).filter(activity=one.activity, needed__deleted_at=None)
        rows_now.exclude(needed__in=wanted).delete()
        kept = set(rows_now.values_list("needed_id", flat=True))
        Dependency.objects.bulk_create(
            [Dependency(activity=one.activity, needed_id=pk) for pk in sorted(wanted - kept)]
        )
