"""Taking an answer: once for each invitation, sealed, and with nothing beside it that says whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clusters.services import digest_of
from core.errors import Conflict
from core.locking import held
from surveys.models import SurveyAnswer, SurveyInvitation, SurveyRound, UsedProof, WaitingAnswer
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
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody came: by the link of a company, by the open link, or to try it out, when nothing is kept."""

    round: SurveyRound
    invitation: SurveyInvitation | None = None
    is_test: bool = False

    @property
    def language(self) -> str:
        """The language that the company is written to in, where it is known who came."""
        return self.invitation.company.language if self.invitation else ""

    @property
    def needs_proof(self) -> bool:
        """Whether anybody could have come, a machine too."""
        return self.invitation is None and self.round.has_open_link


def way_of(token: str) -> Way | None:
    """Return where a link leads."""
    invitation = invitation_of(token)
    if invitation is not None:
        return Way(invitation.round, invitation)
    if not 20 <= len(token) <= LONGEST_TOKEN:
        return None
    digest = digest_of(token)
    # across_clusters: the link names the round, and with it the cluster
    rows = SurveyRound.across_clusters.select_related("cluster", "edition")
    round = rows.filter(Q(open_digest=digest) | Q(test_digest=digest)).first()
    return None if round is None else Way(round, is_test=round.test_digest == digest)


def door_of_way(way: Way | None, now: datetime | None = None) -> Door:
    """Return whether somebody who came can answer now."""
    if way is None or way.invitation is not None:
        return door_of(way.invitation if way else None, now)
    round = way.round
    if round.cluster.archived_at is not None:
        return Door.REVOKED
    if way.is_test:
        return Door.ENDED if round.is_closed else Door.OPEN
    if not _is_in_time(round, now):
        return Door.ENDED
    return Door.FULL if came(round) >= round.most_answers else Door.OPEN


def _is_in_time(round: SurveyRound, now: datetime | None) -> bool:
    end = timezone.make_aware(datetime.combine(round.closes_on + timedelta(days=1), time.min)) + GRACE
    return round.is_open and (now or timezone.now()) < end


def came(round: SurveyRound) -> int:
    """Return how many answers a round has, those of an earlier closing too."""
    waiting = WaitingAnswer.objects.of(round.cluster).filter(round=round).count()
    return waiting + SurveyAnswer.objects.of(round.cluster).filter(round=round).count()


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
    return Door.OPEN if _is_in_time(round, now) else Door.ENDED


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


@transaction.atomic
def take_open_answer(*, round: SurveyRound, values: Mapping[str, Any], proof: str) -> None:
    """Keep an answer by the open link; raises Conflict when its proof has been used, or the round has ended."""
    cluster = round.cluster
    fresh = held(SurveyRound.objects.of(cluster).filter(pk=round.pk)).first()
    if fresh is None:
        raise Conflict(Door.ENDED.value)
    fresh.cluster = cluster
    door = door_of_way(Way(fresh))
    if UsedProof.objects.of(cluster).filter(pk=proof).exists():
        door = Door.ANSWERED
    if door is not Door.OPEN:
        raise Conflict(door.value)
    UsedProof.objects.create(digest=proof, round=fresh)
    put_among(fresh, ("", ""), values)
