"""A list that is started late: what was due before that day, and until when it can be caught up."""

from datetime import date, timedelta

from django.utils import timezone

from checklists.models import Checklist
from checklists.rules.workdays import ONE_DAY, working_day

CATCHING_UP = timedelta(days=14)


def started_on(checklist: Checklist) -> date:
    """Return the day on which the list was started."""
    return timezone.localtime(checklist.created_at).date()


def caught_up_by(checklist: Checklist, today: date) -> date:
    """Return the date for what a late start left behind: in two weeks, or before day 0 when that is nearer."""
    before = checklist.day - ONE_DAY
    until = today + CATCHING_UP
    return working_day(min(until, before) if before > today else until, not_before=today)
