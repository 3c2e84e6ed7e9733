"""What makes and revokes calendar feeds."""

import secrets
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from clusters.activity import record
from clusters.models import Cluster, Membership
from clusters.services import digest_of
from core.errors import Refusal
from core.text import Language
from plans.models import CalendarFeed

MOST_FEEDS = 50
# A calendar for each of one's devices and languages; nobody uses up the addresses of the others.
MOST_OF_ONE = 5


@transaction.atomic
def make_feed(
    *, cluster: Cluster, person: User | None, language: Language, by: User, is_figures: bool = False
) -> tuple[CalendarFeed, str]:
    """Make a feed of the cluster's year, a person's tasks or the figures, with its token, which is not kept."""
    if CalendarFeed.objects.of(cluster).working().count() >= MOST_FEEDS:
        raise Refusal(
            _("The cluster has %(count)s calendar addresses, the most it can have. Revoke one that nobody uses.")
            % {"count": MOST_FEEDS}
        )
    if CalendarFeed.objects.of(cluster).working().made_by(by).count() >= MOST_OF_ONE:
        raise Refusal(
            _("You have %(count)s calendar addresses here. Revoke one that you no longer use.") % {"count": MOST_OF_ONE}
        )
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        cluster=cluster,
        person=person,
        token_digest=digest_of(token),
        language=language,
        created_by=by,
        is_figures=is_figures,
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


def note_told(*, feed: CalendarFeed, told: dict[str, Any]) -> None:
    """Keep what calendars have been told, where something is new; what two readers note at once says the same."""
    if told != feed.told:
        feed.told = told
        feed.save(update_fields=["told"])


def tell_of_feeds(membership: Membership) -> str:
    """Say how many calendar addresses go with a member: those they made, and those of their own tasks."""
    count = CalendarFeed.objects.of(membership.cluster).working().belonging_to(membership.user).count()
    told = ngettext("%(count)s calendar address stops working.", "%(count)s calendar addresses stop working.", count)
    return told % {"count": count} if count else ""


def revoke_feeds(membership: Membership) -> None:
    """Revoke the calendar addresses that go with a member."""
    found = CalendarFeed.objects.of(membership.cluster).working().belonging_to(membership.user)
    found.update(revoked_at=timezone.now())
