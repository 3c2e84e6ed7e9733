"""What the plan asks for soon: activities that end and milestones to be reached, late ones first."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from core.languages import content_language
from plans.models import Activity, Milestone

SOON = timedelta(days=14)
MOST = 100


@dataclass(frozen=True, slots=True)
class DueInPlan:
    """An activity that ends, or a milestone that is to be reached."""

    activity: Activity
    milestone: Milestone | None
    day: date
    url: str
    is_late: bool
    is_mine: bool

    @property
    def label(self) -> str:
        """What is due, in the language of the page."""
        text = self.milestone.title_text if self.milestone else self.activity.title_text
        return text.resolve(content_language()).text

    @property
    def who(self) -> str:
        """Who answers for it, or nothing."""
        if self.activity.owner:
            return self.activity.owner.display_name
        return self.activity.role_text.resolve(content_language()).text


def due_in_plan(cluster: Cluster, user: User, today: date) -> list[DueInPlan]:
    """Return what is late or due within a fortnight: the late first, then by day; one query."""
    until = today + SOON
    found: dict[tuple[int, int | None], tuple[Activity, Milestone | None, date]] = {}
    row: Any
    for row in Activity.objects.of(cluster).due_by(until).select_related("owner")[:MOST]:
        if row.ends and row.ends <= until:
            found[row.pk, None] = (row, None, row.ends)
        if row.step_pk:
            step = Milestone(pk=row.step_pk, activity=row, title=row.step_title, date=row.step_date)
            found[row.pk, step.pk] = (row, step, step.date)
    due = [
        DueInPlan(
            activity=activity,
            milestone=milestone,
            day=day,
            url=reverse("plans:activity", args=[cluster.slug, activity.number]) + ("#milestones" if milestone else ""),
            is_late=day < today,
            is_mine=activity.owner_id == user.pk,
        )
        for activity, milestone, day in found.values()
    ]
    return sorted(due, key=lambda one: (not one.is_mine, not one.is_late, one.day, one.activity.number))
