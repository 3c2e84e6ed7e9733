"""What changes milestones. Their changes are part of their activity's story."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.locking import lock
from clusters.revisions import change
from core.errors import Refusal
from plans.models import Activity, Milestone
from plans.services.activities import add_note, log
from plans.services.drafts import MilestoneDraft

MOST_MILESTONES = 60


@transaction.atomic
def add_milestone(*, activity: Activity, draft: MilestoneDraft, by: User | None) -> Milestone:
    """Add a milestone, under the cluster’s lock; raises Refusal when the activity has as many as it may."""
    lock(activity.cluster)
    if Milestone.objects.of(activity.cluster).alive().filter(activity=activity).count() >= MOST_MILESTONES:
        raise Refusal(
            _("The activity has %(count)s milestones. Split it into two activities, or delete a milestone.")
            % {"count": MOST_MILESTONES}
        )
    milestone = Milestone.objects.create(
        activity=activity, title=draft.title.to_value(), date=draft.date, done_on=draft.done_on, changed_by=by
    )
    log(activity, "changed-activity", by)
    return milestone


def change_milestone(*, milestone: Milestone, draft: MilestoneDraft, based_on: int | None, by: User) -> None:
    """Change a milestone on top of the revision that was read; raises Conflict when a colleague changed the same."""
    fields = {"title": draft.title.to_value(), "date": draft.date, "done_on": draft.done_on}
    change(milestone, fields, based_on=based_on, by=by)


def reach_milestone(*, milestone: Milestone, on: date | None, by: User) -> Milestone:
    """Say on which day a milestone was reached, or with None that it was not."""
    verb = "reached-milestone" if on else "changed-activity"
    return change(milestone, {"done_on": on}, based_on=None, by=by, verb=verb)


def put_off_milestone(*, milestone: Milestone, day: date, reason: str, by: User) -> Milestone:
    """Move the day of a milestone, and note why in its activity's story."""

    def note(made: Milestone, before: Milestone) -> None:
        if reason:
            called = before.title_text.resolve(milestone.activity.cluster.language).text
            add_note(activity=milestone.activity, text=f"{called}: {reason}", by=by)

    return change(milestone, {"date": day}, based_on=None, by=by, then=note)


@transaction.atomic
def delete_milestone(*, milestone: Milestone, by: User) -> None:
    """Put the milestone away; it can be brought back."""
    milestone.put_away()
    log(milestone.activity, "changed-activity", by)


@transaction.atomic
def restore_milestone(*, milestone: Milestone, by: User) -> None:
    """Bring back a milestone that was deleted."""
    milestone.bring_back()
    log(milestone.activity, "changed-activity", by)
