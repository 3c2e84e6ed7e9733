"""What changes activities."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster, Membership
from clusters.revisions import change
from core.errors import Refusal
from core.text import Text
from plans.models import Activity, Milestone, StatusNote
from plans.money_by_year import uneven
from plans.services.drafts import ActivityDraft, faults_between

MOST_ACTIVITIES = 2_000


@transaction.atomic
def add_activity(*, cluster: Cluster, draft: ActivityDraft, by: User | None) -> Activity:
    """Add an activity under the cluster's next key; raises Refusal for what cannot stand."""
    lock(cluster)
    check(cluster, draft)
    activity = new_activity(cluster, next_number(cluster), draft, by)
    activity.save(force_insert=True)
    activity.kpis.set(draft.kpis or ())
    log(activity, "added-activity", by)
    return activity


def new_activity(cluster: Cluster, number: int, draft: ActivityDraft, by: User | None) -> Activity:
    """Return an activity that is not stored yet."""
    return Activity(cluster=cluster, number=number, changed_by=by, **draft.fields)


def next_number(cluster: Cluster) -> int:
    """Return the next key's number, deleted activities counted; the caller holds the cluster's lock."""
    activities = Activity.objects.of(cluster)
    if activities.filter(deleted_at=None).count() >= MOST_ACTIVITIES:
        raise Refusal(
            _("The plan already has %(count)s activities. Delete some before you add more.")
            % {"count": MOST_ACTIVITIES}
        )
    return newest_number(activities) + 1


def change_activity(*, activity: Activity, draft: ActivityDraft, based_on: int | None, by: User) -> Activity:
    """Change an activity on top of the revision that was read; raises Conflict when a colleague changed the same.

    Becoming delayed or dropped leaves a status note with the reason. Raises Refusal for what cannot stand.
    """
    check(activity.cluster, draft, before=activity)

    def note_reason(made: Activity, before: Activity) -> None:
        reason = made.reason_text.resolve(made.cluster.language).text
        if made.status != before.status and reason:
            _note(made, reason, by)

    fields = draft.fields if draft.kpis is None else {**draft.fields, "kpis": [kpi.pk for kpi in draft.kpis]}
    return change(activity, fields, based_on=based_on, by=by, then=note_reason)


def set_status(*, activity: Activity, status: str, reason: str, based_on: int, by: User) -> Activity:
    """Change the status alone, with a reason in the cluster's main language where one is asked for."""
    before = ActivityDraft.of(activity)
    words = before.reason.with_language(activity.cluster.language, reason) if reason else before.reason
    if status != activity.status and not reason:
        words = Text()
    return change_activity(
        activity=activity, draft=replace(before, status=status, reason=words), based_on=based_on, by=by
    )


def put_off_activity(
    *, activity: Activity, day: date | None, reason: str, by: User, status: str = Activity.Status.DELAYED
) -> Activity:
    """Move the end of an activity, which is delayed by that, with the reason in the cluster's main language."""
    before = ActivityDraft.of(activity)
    words = before.reason.with_language(activity.cluster.language, reason) if reason else Text()
    draft = replace(before, ends=day, status=status, reason=words)
    return change_activity(activity=activity, draft=draft, based_on=activity.revision, by=by)


@transaction.atomic
def add_note(*, activity: Activity, text: str, by: User) -> StatusNote:
    """Write down how the activity stands."""
    note = _note(activity, text, by)
    log(activity, "noted-activity", by)
    return note


def _note(activity: Activity, text: str, by: User) -> StatusNote:
    return StatusNote.objects.create(
        activity=activity, text=text, status=activity.status, by=by, by_name=by.display_name
    )


@transaction.atomic
def delete_activity(*, activity: Activity, by: User) -> None:
    """Put the activity away; it can be brought back under the same key."""
    activity.put_away()
    log(activity, "deleted-activity", by)


@transaction.atomic
def restore_activity(*, activity: Activity, by: User) -> None:
    """Bring back an activity that was deleted, with its milestones and notes."""
    activity.bring_back()
    log(activity, "restored-activity", by)


@transaction.atomic
def copy_into_year(*, cluster: Cluster, activities: Iterable[Activity], year: int, by: User) -> list[Activity]:
    """Copy open activities into a year: planned, a year later, with the milestones still to be reached.

    What has been copied already is left alone, and so is what runs on into the year by itself. The activities come with
    their milestones (`with_milestones`).
    """
    lock(cluster)
    chosen = list(activities)
    copied = set(
        Activity.objects.of(cluster)
        .filter(copied_from__in=[one.pk for one in chosen], deleted_at=None)
        .values_list("copied_from", flat=True)
    )
    number = next_number(cluster)
    made = []
    for source in chosen:
        if source.pk in copied or source.is_closed:
            continue
        step = year - (source.ends or source.starts or date(year, 1, 1)).year
        if step < 0 or (step == 0 and source.ends):
            # It runs on into the year, and stands in its plan already.
            continue
        draft = replace(
            ActivityDraft.of(source),
            status=Activity.Status.PLANNED,
            starts=later(source.starts, step),
            ends=later(source.ends, step),
            spent=None,
        )
        copy = new_activity(cluster, number, draft, by)
        copy.copied_from = source
        copy.save(force_insert=True)
        copy.kpis.set(source.kpis.all())
        number += 1
        Milestone.objects.bulk_create(
            [
                Milestone(activity=copy, title=one.title, date=a_year_on(one.date, step))
                for one in source.steps
                if one.done_on is None
            ]
        )
        log(copy, "added-activity", by)
        made.append(copy)
    return made


def later(day: date | None, years: int) -> date | None:
    """Return the day some years later, if there is one."""
    return None if day is None else a_year_on(day, years)


def a_year_on(day: date, years: int = 1) -> date:
    """Return the day some years later; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def check(cluster: Cluster, draft: ActivityDraft, before: Activity | None = None) -> None:
    """Raise Refusal when the draft names what is not the cluster's, ends before it starts, or owes a reason."""
    if draft.goal is not None and draft.goal.strategy.cluster_id != cluster.pk:
        raise Refusal(_("Choose one of this cluster’s goals."), "goal")
    if any(kpi.cluster_id != cluster.pk for kpi in draft.kpis or ()):
        raise Refusal(_("Choose from this cluster’s KPIs."), "kpis")
    kept = before is not None and draft.owner is not None and before.owner_id == draft.owner.pk
    if draft.owner is not None and not kept and not Membership.objects.of(cluster).filter(user=draft.owner).exists():
        raise Refusal(_("This person is not a member of the cluster. Choose somebody else."), "owner")
    for field, words in faults_between(draft.starts, draft.ends, draft.status, is_explained=bool(draft.reason)):
        raise Refusal(words, field)
    if is_uneven(draft, before):
        raise Refusal(uneven(), "budget")


def is_uneven(draft: ActivityDraft, before: Activity | None) -> bool:
    """Tell whether what was entered by year, now or before, does not come to the whole that is to stand."""
    now = Activity(**{name: getattr(draft, name) for name in ("starts", "ends", "budget", "spent")})
    for name in ("budget_by_year", "spent_by_year"):
        given = getattr(draft, name)
        setattr(now, name, given if given is not None else getattr(before, name) if before else {})
    return now.is_uneven()


def log(activity: Activity, verb: str, by: User | None) -> None:
    """Write a line about the activity into the cluster's log."""
    record(cluster=activity.cluster, by=by, verb=verb, subject=activity.called, url=activity.get_absolute_url())
