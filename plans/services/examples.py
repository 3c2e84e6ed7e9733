"""The plan of an example, taken over whole into a cluster whose strategy stands on that example."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock
from core.errors import Refusal
from core.text import Text
from kpis.models import Kpi
from plans.models import Activity, Milestone
from plans.services.activities import new_activity, next_number
from plans.services.drafts import ActivityDraft
from schema.examples import Example
from strategy.models import Strategy


@transaction.atomic
def take_over_example(
    *,
    strategy: Strategy,
    example: Example,
    by: User | None,
    owners: Mapping[str, User] | None = None,
    reasons: Mapping[str, Text] | None = None,
    as_planned: bool = False,
) -> list[Activity]:
    """Add the example's activities, under the goals that the strategy has in the example's words.

    `owners` gives the people who have the roles, by the role's English name; `reasons` why an activity, by its key, is
    delayed or dropped. `as_planned` leaves out what the example's cluster has done and spent.
    """
    cluster = strategy.cluster
    lock(cluster)
    # Goals are the cluster's own; where one says what the example's says, it is that.
    own = {goal.title_text: goal for goal in strategy.goals.alive()}
    goals = {f"S{number}": own.get(goal.title) for number, goal in enumerate(example.goals, start=1)}
    kpis = {kpi.catalogue_key: kpi for kpi in Kpi.objects.of(cluster).alive() if kpi.catalogue_key}
    number = next_number(cluster)
    made = []
    for place, one in enumerate(example.activities):
        role = one.responsible or Text()
        draft = ActivityDraft(
            title=one.title,
            goal=goals.get(one.goal or ""),
            result=one.expected_result or Text(),
            owner=(owners or {}).get(role.en),
            role=role,
            starts=one.start,
            ends=one.end,
            budget=one.budget_dkk,
            spent=None if as_planned else one.spent_dkk,
            status=Activity.Status.PLANNED if as_planned else one.status,
            reason=(reasons or {}).get(one.key, Text()),
        )
        activity = new_activity(cluster, number + place, draft, by)
        activity.from_example = as_planned
        activity.save(force_insert=True)
        activity.kpis.set([kpis[key] for key in one.kpis if key in kpis])
        Milestone.objects.bulk_create(
            [
                Milestone(
                    activity=activity,
                    title=step.title.to_value(),
                    date=step.date,
                    done_on=step.date if step.done and not as_planned else None,
                )
                for step in one.milestones
            ]
        )
        made.append(activity)
    record(cluster=cluster, by=by, verb="imported-plan", subject=str(len(made)), url="")
    return made


@transaction.atomic
def take_example(*, strategy: Strategy, by: User) -> list[Activity]:
    """Give an empty plan the activities of the example that the strategy was started from, all of them still planned.

    Raises Refusal when there is no such example, or when the plan has activities by now.
    """
    lock(strategy.cluster)
    example = example_of(strategy)
    if example is None:
        raise Refusal(_("The strategy was not started from an example."))
    if Activity.objects.of(strategy.cluster).alive().of_strategy(strategy).exists():
        raise Refusal(_("The plan already has activities, so the example’s were left out."))
    return take_over_example(strategy=strategy, example=example, by=by, as_planned=True)


@transaction.atomic
def leave_example(*, strategy: Strategy, by: User) -> tuple[list[Activity], list[Activity]]:
    """Put away the example's activities that nobody has changed; return those, and those that stay.

    Each can be brought back as any activity that was deleted. Raises Refusal when there is none to put away.
    """
    cluster = strategy.cluster
    lock(cluster)
    untouched = untouched_of_example(strategy)
    if not untouched:
        raise Refusal(_("The example’s activities have all been changed or deleted, so they were left as they are."))
    keys = [one.pk for one in untouched]
    taken = Activity.objects.of(cluster).alive().of_strategy(strategy).filter(from_example=True)
    changed = list(taken.exclude(pk__in=keys).order_by("number"))
    Activity.objects.of(cluster).filter(pk__in=keys).update(deleted_at=timezone.now())
    record(cluster=cluster, by=by, verb="left-example", subject=str(len(untouched)), url="")
    return untouched, changed


def untouched_of_example(strategy: Strategy) -> list[Activity]:
    """Return the activities that are still as the example gave them; two queries where the example is loaded."""
    example = example_of(strategy)
    if example is None:
        return []
    given = {one.title: sorted((step.date, str(step.title)) for step in one.milestones) for one in example.activities}
    rows = Activity.objects.of(strategy.cluster).alive().of_strategy(strategy).as_taken()
    found = []
    for activity in rows.order_by("number").prefetch_related("milestones"):
        steps = list(activity.milestones.all())
        is_new = all(step.revision == 1 and step.deleted_at is None for step in steps)
        shown = sorted((step.date, str(step.title_text)) for step in steps)
        if is_new and given.get(activity.title_text) == shown:
            found.append(activity)
    return found


def example_of(strategy: Strategy) -> Example | None:
    """Return the example that the strategy was started from, if it has activities."""
    document = strategy.example.parsed if strategy.example else None
    return document if isinstance(document, Example) and document.activities else None
