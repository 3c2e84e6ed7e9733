"""What makes and revokes calendar feeds."""

import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.models import Cluster
from clusters.services import digest_of
from core.errors import Refusal
from core.text import Language
from plans.models import CalendarFeed

MOST_FEEDS = 50


@transaction.atomic
def make_feed(*, cluster: Cluster, person: User | None, language: Language, by: User) -> tuple[CalendarFeed, str]:
    """Make a feed of the cluster's year, or of a person's tasks, and return it with its token, which is not kept."""
    if CalendarFeed.objects.of(cluster).working().count() >= MOST_FEEDS:
        raise Refusal(
            _("The cluster has %(count)s calendar addresses. Revoke one that nobody uses.") % {"count": MOST_FEEDS}
        )
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        cluster=cluster, person=person, token_digest=digest_of(token), language=language, created_by=by
    )
    record(cluster=cluster, by=by, verb="made-feed")
    return feed, token


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: User) -> None:
    """Have the address answer no longer, for ever."""
    feed.revoked_at = timezone.now()
    feed.save(update_fields=["revoked_at"])
    record(cluster=feed.cluster, by=by, verb="revoked-feed")


def note_reading(*, feed: CalendarFeed, today: date) -> None:
    """Remember the day on which a calendar last read the feed; once a day is enough."""
    if feed.read_on != today:
        feed.read_on = today
        feed.save(update_fields=["read_on"])
