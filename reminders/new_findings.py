"""What the red thread has newly found about something that a person answers for; told once, in the weekly mail."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from clusters.models import Cluster
from core.languages import both
from core.text import Text
from findings.rules import Severity
from findings.services import thread_of
from findings.shown.addresses import address
from findings.words import said, words_of
from reminders.due import memberships_of
from reminders.models import Reminder
from strategy.models import Strategy
from strategy.selectors.phases import answered

KIND = "finding"


@dataclass(frozen=True, slots=True)
class NewFinding:
    """A finding of a person's own; `mark` is what tells it from itself on other facts."""

    cluster: Cluster
    mark: str
    title: Text
    path: str


def new_findings(user: User, today: date) -> list[NewFinding]:
    """Return what the person has not been told of: errors and warnings, not what was set aside, nor advice."""
    found = [one for member in memberships_of(user) for one in _own(member.cluster, user, today)]
    # across_clusters: the person's own reminders, whichever clusters they are about
    rows = Reminder.across_clusters.filter(user=user, kind=KIND, key__in=[one.mark for one in found])
    known = set(rows.values_list("key", flat=True))
    return [one for one in found if one.mark not in known]


def _own(cluster: Cluster, user: User, today: date) -> list[NewFinding]:
    strategy = Strategy.objects.of(cluster).current().with_workbook().first()
    if strategy is None:
        return []
    thread = thread_of(cluster, answered(cluster, strategy), today)
    return [
        NewFinding(
            cluster,
            one.fingerprint,
            both(lambda one=one: said(words_of(one.rule.name).title, one.hit)),  # type: ignore[misc]
            address(cluster, strategy.number, one.hit.place),
        )
        for one in thread.open
        if one.hit.owner == user.pk and one.severity is not Severity.HINT
    ]
