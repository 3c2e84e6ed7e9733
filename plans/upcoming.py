"""What the plan asks for soon: activities that end and milestones to be reached, late ones first."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from core.languages import content_language
from plans.models import Activity, Milestone

SOON = timedelta(days=14)
MOST = 50


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
    """Return what is late or due within a fortnight: the late first, then by day; two queries."""
    until = today + SOON
    activities = Activity.objects.of(cluster).filter(deleted_at=None, ends__lte=until).open().select_related("owner")
    milestones = (
        Milestone.objects.of(cluster)
        .open()
        .exclude(activity__status=Activity.Status.DONE)
        .filter(date__lte=until)
        .select_related("activity__owner")
    )
    found = []
    for activity in activities.order_by("-ends", "number")[:MOST]:
        found.append((activity, None, activity.ends))
    for milestone in milestones.order_by("-date", "pk")[:MOST]:
        found.append((milestone.activity, milestone, milestone.date))
    due = [
        DueInPlan(
            activity=activity,
            milestone=milestone,
            day=day,
            url=reverse("plans:activity", args=[cluster.slug, activity.number]) + ("#milestones" if milestone else ""),
            is_late=day < today,
            is_mine=activity.owner_id == user.pk,
        )
        for activity, milestone, day in found
    ]
    return sorted(due, key=lambda one: (not one.is_mine, not one.is_late, one.day, one.activity.number))
