"""Taking an answer: once for each invitation, sealed, and with nothing beside it that says whose it is."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters.services import digest_of
from core.errors import Conflict
from core.locking import held
from surveys.models import SurveyInvitation, SurveyRound
from surveys.services.anonymity import put_among

LONGEST_TOKEN = 100
# Who began in time, with a clock that is late or on a bad line, is still heard.
GRACE = timedelta(hours=2)


class Door(StrEnum):
    """Whether a link opens, and why it does not."""

    OPEN = "open"
    UNKNOWN = "unknown"
    ANSWERED = "answered"
    REVOKED = "revoked"
    ENDED = "ended"


def invitation_of(token: str) -> SurveyInvitation | None:
    """Return the invitation that a link belongs to."""
    if not 20 <= len(token) <= LONGEST_TOKEN:
        return None
    # across_clusters: the link names the invitation, and with it the cluster
    rows = SurveyInvitation.across_clusters.select_related("round__cluster", "round__edition", "company")
    return rows.filter(digest=digest_of(token)).first()


def door_of(invitation: SurveyInvitation | None, now: datetime | None = None) -> Door:
    """Return whether an invitation can be answered now."""
    if invitation is None:
        return Door.UNKNOWN
    if invitation.has_answered:
        return Door.ANSWERED
    round = invitation.round
    # Nobody changes an archived cluster, a company neither.
    if invitation.is_revoked or round.cluster.archived_at is not None:
        return Door.REVOKED
    end = timezone.make_aware(datetime.combine(round.closes_on + timedelta(days=1), time.min)) + GRACE
    return Door.OPEN if round.is_open and (now or timezone.now()) < end else Door.ENDED


@transaction.atomic
def take_answer(*, invitation: SurveyInvitation, values: Mapping[str, Any]) -> None:
    """Keep an answer; raises Conflict when one has come by this link, or the round has ended meanwhile."""
    cluster = invitation.round.cluster
    # Held before its part: one that is being closed closes first, and no answer comes after all have gone over.
    held(SurveyRound.objects.of(cluster).filter(pk=invitation.round_id)).first()
    fresh = held(SurveyInvitation.objects.of(cluster).filter(pk=invitation.pk)).select_related("round__cluster").first()
    door = door_of(fresh)
    if fresh is None or door is not Door.OPEN:
        raise Conflict(door.value)
    put_among(fresh.round, (fresh.size, fresh.region), values)
    SurveyInvitation.objects.of(cluster).filter(pk=fresh.pk).update(has_answered=True)
