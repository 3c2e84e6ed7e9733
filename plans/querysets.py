"""Which activities, milestones, entries of the year and feeds."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.querysets import unseen
from clusters.deletable import DeletableSet
from clusters.guard import ClusterQuerySet

if TYPE_CHECKING:
    from accounts.models import User
    from plans.models import Activity, ActivityFile, CalendarFeed, Milestone, YearEntry  # noqa: F401
    from strategy.models import Strategy


class ActivitySet(DeletableSet["Activity"]):
    """Activities."""

    def alive(self) -> Self:
        """Return the activities that nobody has deleted, as a plan reads: goal by goal, then by time."""
        return super().alive().in_order()

    def in_order(self) -> Self:
        """Order by goal, then by start; what has no goal or no date comes last."""
        return self.order_by(
            models.F("goal__position").asc(nulls_last=True),
            models.F("goal__number").asc(nulls_last=True),
            models.F("starts").asc(nulls_last=True),
            models.F("ends").asc(nulls_last=True),
            "number",
        )

    def of_strategy(self, strategy: "Strategy") -> "ActivitySet":
        """Return the plan of a strategy: what serves its goals, and with the current one what serves no goal yet."""
        theirs = Q(goal__strategy=strategy, goal__deleted_at=None)
        return self.filter(theirs | NO_GOAL) if strategy.is_current else self.filter(theirs)

    def with_people(self) -> "ActivitySet":
        """Add the owner and the goal."""
        return self.select_related("owner", "goal")

    def with_milestones(self) -> "ActivitySet":
        """Add the milestones that nobody has deleted, in order."""
        milestone = self.model._meta.get_field("milestones").related_model
        rows = milestone._default_manager.filter(deleted_at=None).order_by("date", "pk")
        steps = models.Prefetch("milestones", queryset=rows, to_attr="steps")
        return self.prefetch_related(steps)  # type: ignore[no-redef]

    def with_file_count(self) -> "ActivitySet":
        """Add how many files are kept with each."""
        file = self.model._meta.get_field("files").related_model
        kept = file._default_manager.filter(activity=OuterRef("pk"), removed_at=None).order_by().values("activity")
        counted = Coalesce(Subquery(kept.annotate(n=Count("pk")).values("n")), 0)
        return self.annotate(file_count=counted)  # type: ignore[no-redef]

    def as_taken(self) -> "ActivitySet":
        """Return the example's activities on which nobody has written, waited or kept anything since.

        Whether their milestones are as they were, the example alone can tell.
        """
        nothing = Q(owner=None, notes=None, files=None, needs=None, needed_by=None)
        return self.filter(nothing, from_example=True, revision=1)

    def open(self) -> "ActivitySet":
        """Return the activities that are neither done nor dropped."""
        return self.exclude(status__in=self.model.CLOSED)

    def due_by(self, day: date) -> "ActivitySet":
        """Return what is open and ends by this day, or has a milestone by then; once for each such milestone.

        The milestone's key, title and day stand in `step_pk`, `step_title` and `step_date`. The latest come first.
        """
        waits = Q(milestones__deleted_at=None, milestones__done_on=None, milestones__date__lte=day)
        step = FilteredRelation("milestones", condition=waits)
        rows = self.filter(deleted_at=None).open().annotate(step=step)
        known = rows.annotate(step_pk=F("step__pk"), step_title=F("step__title"), step_date=F("step__date"))
        due = known.filter(Q(ends__lte=day) | Q(step__isnull=False))
        return due.order_by(Coalesce("step__date", "ends").desc(), "number", "step__pk")

    def at_a_glance(self, day: date) -> "ActivitySet":
        """Return what is not dropped, once for each KPI (`kpi_pk`) and each milestone due by the day (see `due_by`).

        `noted_at` is when somebody last wrote how it stands.
        """
        waits = Q(milestones__deleted_at=None, milestones__done_on=None, milestones__date__lte=day)
        note = self.model._meta.get_field("notes").related_model
        notes = note._default_manager.filter(activity=OuterRef("pk")).order_by("-at").values("at")[:1]
        rows = (
            self.filter(deleted_at=None)
            .exclude(status="dropped")
            .annotate(step=FilteredRelation("milestones", condition=waits))
        )
        known = rows.annotate(step_pk=F("step__pk"), step_title=F("step__title"), step_date=F("step__date"))
        told = known.annotate(kpi_pk=F("kpis"), noted_at=Subquery(notes))
        return told.select_related("owner").defer(*unseen("owner")).order_by("number")

    def owned_by(self, user: "User") -> "ActivitySet":
        """Return the activities that the person answers for."""
        return self.filter(owner=user)

    def touching(self, year: int) -> "ActivitySet":
        """Return the activities that run on some day of the year; what has no date runs in none."""
        return self.running_between(date(year, 1, 1), date(year, 12, 31))

    def running_on_into(self, year: int) -> "ActivitySet":
        """Return the activities of the year before that end in this one or later: they stand in its plan already."""
        return self.touching(year - 1).filter(ends__gte=date(year, 1, 1))

    def ending_before(self, year: int) -> "ActivitySet":
        """Return the activities of the year before that end with it, or have no end."""
        return self.touching(year - 1).exclude(ends__gte=date(year, 1, 1))

    def running_between(self, first: date, last: date) -> "ActivitySet":
        """Return the activities that run on some day from the first to the last; what has no date runs on none."""
        begins_in_time = Q(starts__lte=last) | Q(starts=None, ends__range=(first, last))
        ends_in_time = Q(ends__gte=first) | Q(ends=None, starts__range=(first, last))
        return self.filter(begins_in_time & ends_in_time)


NO_GOAL = Q(goal=None) | Q(goal__deleted_at__isnull=False)


class MilestoneSet(DeletableSet["Milestone"]):
    """What an activity has to have reached by a day, the deleted ones too unless one asks for those alive."""

    def alive(self) -> "MilestoneSet":
        """Return the milestones that nobody has deleted, of activities that nobody has deleted."""
        return self.filter(deleted_at=None, activity__deleted_at=None).order_by("date", "pk")

    def open(self) -> "MilestoneSet":
        """Return the milestones still to be reached; those of a dropped activity are not."""
        return self.alive().filter(done_on=None).exclude(activity__status="dropped")


class ActivityFileSet(ClusterQuerySet["ActivityFile"]):
    """Files kept with activities."""

    def kept(self) -> "ActivityFileSet":
        """Return the files that nobody has removed, of activities that nobody has deleted."""
        return self.filter(removed_at=None, activity__deleted_at=None)


class YearEntrySet(DeletableSet["YearEntry"]):
    """A cluster's own entries of the strategy year."""

    def alive(self) -> Self:
        """Return the entries that nobody has deleted, by day."""
        return super().alive().order_by("starts", "pk")

    def in_year(self, year: int) -> "YearEntrySet":
        """Return the entries that begin in the year."""
        return self.filter(starts__year=year)


class CalendarFeedSet(ClusterQuerySet["CalendarFeed"]):
    """Addresses that calendars read, revoked ones too."""

    def working(self) -> "CalendarFeedSet":
        """Return the feeds that nobody has revoked."""
        return self.filter(revoked_at=None).order_by("-created_at", "-pk")

    def made_by(self, user: "User") -> "CalendarFeedSet":
        """Return the feeds that this person has made."""
        return self.filter(created_by=user)

    def belonging_to(self, user: "User") -> "CalendarFeedSet":
        """Return the feeds that go when this person goes: made by them, or of their tasks."""
        return self.filter(models.Q(created_by=user) | models.Q(person=user))
