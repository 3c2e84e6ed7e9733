"""The plan of an example, taken over whole into a cluster whose strategy stands on that example."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from clusters.activity import record
from core.text import Text
from kpis.models import Kpi
from library.schema.examples import Example
from plans.drafts import ActivityDraft
from plans.models import Activity, Milestone
from plans.services.activities import lock, new_activity, next_number
from strategy.models import Strategy


@transaction.atomic
def take_over_example(
    *,
    strategy: Strategy,
    example: Example,
    by: User | None,
    owners: Mapping[str, User] | None = None,
    reasons: Mapping[str, Text] | None = None,
) -> list[Activity]:
    """Add the example's activities under the strategy's goals, which stand in the example's order.

    `owners` gives the people who have the roles, by the role's English name; `reasons` why an activity, by its key, is
    delayed or dropped.
    """
    cluster = strategy.cluster
    lock(cluster)
    goals = {f"S{goal.number}": goal for goal in strategy.goals.alive()}
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
            spent=one.spent_dkk,
            status=one.status,
            reason=(reasons or {}).get(one.key, Text()),
        )
        activity = new_activity(cluster, number + place, draft, by)
        activity.save(force_insert=True)
        activity.kpis.set([kpis[key] for key in one.kpis if key in kpis])
        Milestone.objects.bulk_create(
            [
                Milestone(
                    activity=activity,
                    title=step.title.to_value(),
                    date=step.date,
                    done_on=step.date if step.done else None,
                )
                for step in one.milestones
            ]
        )
        made.append(activity)
    record(cluster=cluster, by=by, verb="imported-plan", subject=str(len(made)), url="")
    return made
