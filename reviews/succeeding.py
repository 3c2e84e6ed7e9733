"""The next strategy: begun from an approved one, with what goes along, and what happens when it is approved.

Until then the old one is in force, with its KPIs and activities; the new one knows which of them it takes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from answers.base import Stored
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster
from clusters.revisions import change_together
from core.errors import Conflict, Refusal
from core.locking import held
from core.text import Text
from kpis.models import Kpi
from library.models import Edition
from plans.models import Activity
from strategy.deciding import hold_strategy, lock_answers
from strategy.models import Goal, Strategy
from strategy.selectors.phases import PERIOD, StrategyPage
from workbooks.origins import Origin
from workbooks.services.workbooks import save_answer, start_workbook
from workbooks.stores.workbook import WorkbookStore

RowT = TypeVar("RowT", Kpi, Activity)
KEPT, CHANGED, DROPPED = "kept", "changed", "dropped"


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a goal in the next strategy, and why."""

    goal: Goal
    fate: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NextDraft:
    """What a person says about the next strategy; what is closed ends on the day it is approved."""

    title: Text
    begins: date
    ends: date
    fates: Sequence[Fate]
    closed_kpis: Sequence[int] = ()
    closed_activities: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """What a strategy takes from the one before it: for each old goal the new one, and what is closed."""

    goals: Mapping[int, int | None]
    kpis: frozenset[int]
    activities: frozenset[int]

    def goal_of(self, goal: int | None) -> int | None:
        """Return the goal that something serves in the new strategy."""
        return self.goals.get(goal, goal) if goal is not None else None

    def leaves(self, activity: Activity) -> bool:
        """Tell whether an activity stays with the old strategy: it is closed, or has been done there."""
        return activity.pk in self.activities or (activity.goal_id in self.goals and activity.status in Activity.CLOSED)


NOTHING = Carried({}, frozenset(), frozenset())


def carried_by(strategy: Strategy) -> Carried:
    """Return what the strategy is to take along; once it has been approved nothing waits any more.

    Goals that the old strategy got after the next was begun have no place in it: what hangs on them goes along without
    a goal. One query, as long as something waits.
    """
    kept = strategy.carried
    if not kept or kept.get("is_done"):
        return NOTHING
    goals: dict[int, int | None] = {int(old): one["new"] for old, one in kept["goals"].items()}
    later = Goal.objects.of(strategy.cluster_id).alive().filter(strategy=strategy.previous_id)
    return Carried(
        {**dict.fromkeys(later.values_list("pk", flat=True)), **goals},
        frozenset(kept["kpis"]),
        frozenset(kept["activities"]),
    )


def successor_of(strategy: Strategy) -> Strategy | None:
    """Return the strategy that has been begun from this one, if there is one; one query."""
    found: Strategy | None = Strategy.objects.of(strategy.cluster).alive().filter(previous=strategy).first()
    return found


@transaction.atomic
def begin_next(*, shown: StrategyPage, draft: NextDraft, by: User) -> Strategy:
    """Begin the next strategy: goals that stay, texts marked as the last strategy's, and what is to go along.

    Raises Refusal for a strategy that is not approved, for a period that cannot be, and without a reason where a goal
    changes or is dropped; Conflict when it has been begun already.
    """
    cluster = shown.cluster
    lock(cluster)
    old = hold_strategy(shown.strategy)
    if old.approved_on is None:
        raise Refusal(_("Only an approved strategy is followed by the next one. Approve this one first."))
    begun = successor_of(old)
    if begun is not None:
        words = _("“%(title)s” has already been begun from this strategy. Go on writing there.")
        raise Conflict(words % {"title": begun.shown_title})
    if old.state == Strategy.State.REPLACED:
        raise Refusal(_("This strategy has been replaced by one that was deleted since. Bring that one back."))
    if draft.ends <= draft.begins:
        raise Refusal(_("The period ends before it begins."), "ends")
    for one in draft.fates:
        if one.fate != KEPT and not one.reason.strip():
            words = _("Write why %(key)s changes or is dropped.") % {"key": one.goal.key}
            raise Refusal(words, f"reason_{one.goal.pk}")
    new = _started(cluster, shown, draft, by)
    goals = _goals(new, draft.fates, by)
    new.carried = {
        "goals": {
            str(one.goal.pk): {"new": goals.get(one.goal.pk), "fate": one.fate, "reason": one.reason}
            for one in draft.fates
        },
        "kpis": sorted(draft.closed_kpis),
        "activities": sorted(draft.closed_activities),
        "is_done": False,
    }
    new.save(update_fields=["carried"])
    record(cluster=cluster, by=by, verb="began-next", subject=new.title, url=new.get_absolute_url())
    return new


def _started(cluster: Cluster, shown: StrategyPage, draft: NextDraft, by: User) -> Strategy:
    """Start the strategy on the newest edition of its template, with the old texts marked as such."""
    slug = shown.workbook.edition.publication.slug
    edition = Edition.objects.newest().filter(publication__slug=slug).first() or shown.workbook.edition
    values: dict[str, Stored] = {
        key: one.value for key, one in shown.answers.items() if key not in PERIOD and not one.is_borrowed
    }
    title = draft.title.resolve(cluster.language).text
    workbook = start_workbook(
        cluster=cluster, edition=edition, title=title, by=by, answers=values, origin=Origin.EARLIER
    )
    document = WorkbookStore(workbook).document
    for key, day in zip(PERIOD, (draft.begins, draft.ends), strict=True):
        if document.question(key) is not None:
            save_answer(workbook=workbook, question_key=key, value=day.isoformat(), based_on=0, current=None, by=by)
    new = Strategy(
        cluster=cluster,
        number=newest_number(Strategy.objects.of(cluster)) + 1,
        workbook=workbook,
        previous=shown.strategy,
        created_by=by,
    )
    new.entitle(draft.title, cluster.language)
    new.save(force_insert=True)
    return new


def _goals(new: Strategy, fates: Sequence[Fate], by: User) -> dict[int, int]:
    """Make the goals that stay, without a day: it must be one of the new period. Return old key to new."""
    made = {}
    for place, one in enumerate([one for one in fates if one.fate != DROPPED], start=1):
        goal = one.goal
        fresh = Goal.objects.create(
            strategy=new,
            number=place,
            position=place,
            title=goal.title,
            rationale=goal.rationale,
            owner=goal.owner,
            owner_role=goal.owner_role,
            changed_by=by,
        )
        made[goal.pk] = fresh.pk
    return made


def succeed(*, strategy: Strategy, by: User) -> None:
    """Let an approved strategy take the place of the one before: KPIs and activities go along, or are closed.

    In the approval's own transaction; the second approval of the same strategy finds it done.
    """
    carried, old = carried_by(strategy), strategy.previous
    if old is None or not strategy.carried or strategy.carried.get("is_done"):
        return
    cluster, now = strategy.cluster, timezone.now()
    old = hold_strategy(_of(cluster, old))
    if old.state == Strategy.State.REPLACED:
        # Begun twice: the first was deleted, the second begun and approved, and the first brought back.
        raise Refusal(_("The strategy that this one was to follow has already been replaced by another one."))
    old.state, old.is_current = Strategy.State.REPLACED, False
    old.save(update_fields=["state", "is_current"])
    # Where a new round of it was being written, it ends here.
    lock_answers(old)
    new = {goal.pk: goal for goal in strategy.goals.all()}
    kpis = Kpi.objects.of(cluster).alive().filter(goal__in=carried.goals)
    kpis.filter(pk__in=carried.kpis).update(dropped_at=now, dropped_by=by)
    # Who changes one of them at this moment is waited for, so that their words and ours both stand.
    _move(_in(cluster, held(kpis.exclude(pk__in=carried.kpis))), carried, new, by)
    activities = Activity.objects.of(cluster).filter(goal__in=carried.goals).exclude(status__in=Activity.CLOSED)
    ended = _in(cluster, held(activities.filter(pk__in=carried.activities)))
    reason = {"da": "Lukket, da den næste strategi blev godkendt.", "en": "Closed when the next strategy was approved."}
    change_together(ended, lambda _row: {"status": Activity.Status.DROPPED, "reason": reason}, by=by)
    _move(_in(cluster, held(activities.exclude(pk__in=carried.activities))), carried, new, by)
    Strategy.objects.of(cluster).filter(is_current=True).update(is_current=False)
    strategy.is_current, strategy.carried = True, {**strategy.carried, "is_done": True}
    strategy.save(update_fields=["is_current", "carried"])


def _of(cluster: Cluster, strategy: Strategy) -> Strategy:
    strategy.cluster = cluster
    return strategy


def _in(cluster: Cluster, rows: Iterable[RowT]) -> list[RowT]:
    return [row.in_cluster(cluster) for row in rows]


def _move(rows: Sequence[Kpi] | Sequence[Activity], carried: Carried, new: Mapping[int, Goal], by: User) -> None:
    """Have rows serve the new goals, each with its history; a series goes on unbroken."""

    def served(row: Kpi | Activity) -> dict[str, Goal | None]:
        key = carried.goal_of(row.goal_id)
        return {"goal": new.get(key) if key is not None else None}

    change_together(rows, served, by=by)
