"""Who else is on this section now. A page says every half minute that it is open; no socket is needed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from workbooks.models import Presence, Workbook

BEAT = timedelta(seconds=30)
# Two beats and a little: one that is lost does not make a colleague vanish.
STILL_HERE = timedelta(seconds=75)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else in the workbook."""

    name: str
    section_key: str


def beat(*, workbook: Workbook, section_key: str, user: User, now: datetime | None = None) -> list[Colleague]:
    """Note that the person has the section open, and return the others who are in the workbook now."""
    now = now or timezone.now()
    Presence.across_clusters.update_or_create(  # the workbook names the cluster
        workbook=workbook, user=user, defaults={"section_key": section_key, "seen_at": now}
    )
    return [
        Colleague(presence.user.display_name, presence.section_key)
        for presence in workbook.presences.since(now - STILL_HERE)
        if presence.user_id != user.pk
    ]


def leave(*, workbook: Workbook, user: User) -> None:
    """Note that the person has closed the page."""
    workbook.presences.filter(user=user).delete()
