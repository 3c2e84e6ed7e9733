"""What somebody has to do by a day: one shape for every room, and the one list of the rooms that have any.

A room that has duties offers them by a class that is a `Duties`, named in the setting DUTIES. The overview, the mails,
the handover, the strategy year and the calendars ask all of them, and know none of the rooms.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Case, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from accounts.models import User
from clusters.models import Cluster
from core.languages import content_language
from core.text import Text

# What comes up within a fortnight is shown; within a week it is near, and a mail says so.
HORIZON = timedelta(days=14)
NEAR = timedelta(days=7)
# Nobody reads further. Of a longer list the reader's own are kept, whatever else is late.
MOST = 100
NOBODY = Text()


class Stage(StrEnum):
    """How near a duty's day is."""

    SOON = "soon"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that somebody answers for and has not finished.

    `key` is the name that people use for it (A3), `of` what it is a part of: the key of an activity, the title of a
    checklist. `span` are the days that a value is asked for. `day` is None where it has none.
    """

    kind: str
    pk: int
    key: str
    title: Text
    path: str
    cluster: Cluster
    owner_id: int | None
    day: date | None
    of: str = ""
    span: tuple[date, date] | None = None
    given_by_id: int | None = None
    owner_name: str = ""
    role: Text = NOBODY

    def stage(self, today: date) -> Stage | None:
        """Return how near its day is, or None while it is far away or has no day."""
        if self.day is None or self.day > today + NEAR:
            return None
        if self.day == today:
            return Stage.DUE
        return Stage.OVERDUE if self.day < today else Stage.SOON

    def is_late(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.day is not None and self.day < today

    @property
    def who(self) -> str:
        """Who answers for it: a name, else a role in the language of the page, else nothing."""
        return self.owner_name or self.role.resolve(content_language()).text

    @property
    def once(self) -> str:
        """The thing and its day: what is put off is another thing to be reminded of."""
        return f"{self.pk}@{self.day}"


class Duties(ABC):
    """What one room asks of people. Each method makes a fixed number of queries, for one duty as for a thousand.

    `owner_field` is where the rows name who answers. `kinds` are all that are due; what goes along with something else,
    as milestones do with their activity, is not handed over by itself and is no `kind`.
    """

    kind: ClassVar[str]
    kinds: ClassVar[tuple[str, ...]] = ()
    # What the handover calls several of them.
    label: ClassVar[str | Promise]
    icon: ClassVar[str] = "list-checks"
    owner_field: ClassVar[str] = "owner"
    day_field: ClassVar[str]

    @abstractmethod
    def open(self) -> QuerySet[Any]:
        """Return the rows of every cluster that are not finished; the callers narrow them to clusters they may see."""

    @abstractmethod
    def made(self, rows: Iterable[Any], clusters: Mapping[int, Cluster]) -> list[Duty]:
        """Describe rows for whoever gathers them, without a query; `clusters` holds the cluster of each by its id."""

    @abstractmethod
    def hand_over(self, *, cluster: Cluster, of: User, to: User, by: User) -> int:
        """Give somebody's to another, and return how many; whoever asks for it writes the one line in the log."""

    def in_clusters(self, rows: QuerySet[Any], clusters: Iterable[int]) -> QuerySet[Any]:
        """Return those of some clusters, by the path that leads from the model to its cluster."""
        model: Any = rows.model
        return rows.filter(**{f"{model.cluster_path}__in": clusters})

    def duty(
        self, row: Any, cluster: Cluster, title: Text, path: str, day: date | None, *, key: str = "", **more: Any
    ) -> Duty:
        """Describe one row, with whoever answers for it; `loaded` has fetched them, so it makes no query."""
        who = getattr(row, self.owner_field)
        name = who.display_name if who else ""
        return Duty(self.kind, row.pk, key, title, path, cluster, who and who.pk, day, owner_name=name, **more)

    def loaded(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Add what `made` needs of other tables."""
        return rows.select_related(self.owner_field)

    def active(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that are asked for by their day; others are only owned."""
        return rows

    def detail(self, duty: Duty) -> str:
        """Say what it belongs to, beneath its title."""
        return duty.of

    def due(
        self,
        clusters: Mapping[int, Cluster],
        until: date,
        *,
        today: date,
        owner: User | None = None,
        reader: User | None = None,
    ) -> list[Duty]:
        """Return what is due by a day: of one person, or of everybody, `MOST` at most with the reader's own first."""
        rows = self.active(self.in_clusters(self.open(), clusters)).filter(**{f"{self.day_field}__lte": until})
        if owner is not None:
            rows = rows.filter(**{self.owner_field: owner})
        rows = self.loaded(rows)
        if reader is not None:
            own_first = Case(When(**{self.owner_field: reader.pk}, then=Value(0)), default=Value(1))
            rows = rows.order_by(own_first, self.day_field, "pk")[:MOST]
        return self.made(rows, clusters)

    def owned(self, cluster: Cluster, owner: User | None = None) -> list[Duty]:
        """Return everything open that somebody, or one person, answers for, whatever its day."""
        return self.made(self.loaded(self._owned(cluster, owner)), {cluster.pk: cluster})

    def count(self, cluster: Cluster, owner: User) -> int:
        """Return how many a person answers for."""
        return self._owned(cluster, owner).count()

    def _owned(self, cluster: Cluster, owner: User | None) -> QuerySet[Any]:
        rows = self.in_clusters(self.open(), [cluster.pk])
        named = {self.owner_field: owner} if owner else {f"{self.owner_field}__isnull": False}
        return rows.filter(**named)


@cache
def all_duties() -> tuple[Duties, ...]:
    """Return what every room offers, in the order in which the handover lists it."""
    return tuple(import_string(name)() for name in settings.DUTIES)


def duties_of(kind: str) -> Duties:
    """Return what offers this kind."""
    return next(one for one in all_duties() if kind in (one.kind, *one.kinds))


def due_by(
    clusters: Iterable[Cluster],
    until: date,
    *,
    today: date,
    owner: User | None = None,
    reader: User | None = None,
    leave_out: Iterable[str] = (),
) -> list[Duty]:
    """Return what is due by a day in the clusters, in every room, by day."""
    known = {cluster.pk: cluster for cluster in clusters}
    if not known:
        return []
    left_out = set(leave_out)
    found = [
        duty
        for one in all_duties()
        if one.kind not in left_out
        for duty in one.due(known, until, today=today, owner=owner, reader=reader)
    ]
    return sorted(found, key=lambda duty: (duty.day or today, duty.cluster.pk, duty.kind, duty.pk))
