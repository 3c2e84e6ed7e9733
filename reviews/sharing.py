"""A snapshot that anybody may read who has its address: made, opened, counted and ended.

The address and the password are kept as digests only, so that whoever reads the database can open nothing with it.
"""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster
from core.dates import format_date
from core.errors import Refusal
from core.languages import content_language
from core.locking import hold
from reviews.models import PublicLink, Snapshot

MOST_LINKS = 20
LONGEST_LIFE = timedelta(days=2 * 366)
# After so many wrong passwords in a row none is looked at for a while.
MOST_WRONG, PAUSE = 10, timedelta(minutes=15)
LONGEST_TOKEN = 100


def digest_of(token: str) -> str:
    """Return what is kept of an address."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def share(
    *, cluster: Cluster, snapshot: Snapshot, name: str, ends_on: date, password: str, by: User
) -> tuple[PublicLink, str]:
    """Make an address for a snapshot, and return it with its token, which is not kept.

    Raises Refusal for a day that has passed or is years away, and when there are too many already.
    """
    today = timezone.localdate()
    if ends_on < today:
        raise Refusal(_("Choose a date in the future."), "ends_on")
    if ends_on > today + LONGEST_LIFE:
        day = format_date(today + LONGEST_LIFE, content_language())
        raise Refusal(_("Choose a date before %(day)s. You can create another link then.") % {"day": day}, "ends_on")
    lock(cluster)
    if PublicLink.objects.of(cluster).working(today).count() >= MOST_LINKS:
        words = _("The cluster has %(count)s public links, the most it can have. Revoke one that nobody uses.")
        raise Refusal(words % {"count": MOST_LINKS})
    token = secrets.token_urlsafe(32)
    made = PublicLink.objects.create(
        snapshot=snapshot,
        number=newest_number(PublicLink.objects.of(cluster).filter(snapshot=snapshot)) + 1,
        name=name,
        token_digest=digest_of(token),
        password=make_password(password) if password else "",
        ends_on=ends_on,
        by=by,
        by_name=by.display_name,
    )
    record(cluster=cluster, by=by, verb="shared-snapshot", subject=f"{snapshot.name}: {name}")
    return made, token


@transaction.atomic
def revoke(*, cluster: Cluster, link: PublicLink, by: User) -> PublicLink:
    """Have an address lead nowhere any more; raises Refusal when that has been done."""
    held = hold(PublicLink.objects.of(cluster), link)
    if held.revoked_at is not None:
        raise Refusal(_("%(who)s already revoked this link.") % {"who": held.revoked_by_name})
    if held.is_elsewhere:
        raise Refusal(_("The link leads to the portal that the cluster came from. It can only be revoked there."))
    held.revoked_at, held.revoked_by_name = timezone.now(), by.display_name
    held.save(update_fields=["revoked_at", "revoked_by_name"])
    record(cluster=cluster, by=by, verb="revoked-link", subject=held.name)
    return held


def link_at(token: str) -> PublicLink | None:
    """Return the link of an address, whatever has become of it; None where there never was one."""
    if len(token) > LONGEST_TOKEN:
        return None
    # across_clusters: the row is found by its secret, and the cluster is taken from the row
    found: PublicLink | None = PublicLink.across_clusters.to_open().filter(token_digest=digest_of(token)).first()
    return found


def note_visit(link: PublicLink, today: date) -> None:
    """Count that somebody has opened it; nothing is kept of whom."""
    # across_clusters: this very row, which its own secret has found
    PublicLink.across_clusters.filter(pk=link.pk).update(visits=F("visits") + 1, visited_on=today)


@transaction.atomic
def try_password(link: PublicLink, password: str, now: datetime) -> bool:
    """Tell whether it is the right password; who guesses is slowed down, whoever it is.

    Raises Refusal, with the time from which it may be tried again, after too many wrong ones.
    """
    # across_clusters: this very row, which its own secret has found
    held = hold(PublicLink.across_clusters.all(), link)
    refuse_while_closed(held, now)
    if held.closed_until is not None:
        held.wrong, held.closed_until = 0, None
    is_right = check_password(password, held.password)
    held.wrong = 0 if is_right else held.wrong + 1
    if held.wrong >= MOST_WRONG:
        held.closed_until = now + PAUSE
    held.save(update_fields=["wrong", "closed_until"])
    link.wrong, link.closed_until = held.wrong, held.closed_until
    return is_right


def refuse_while_closed(link: PublicLink, now: datetime) -> None:
    """Raise Refusal while no password is looked at."""
    if link.closed_until is not None and now < link.closed_until:
        when = timezone.localtime(link.closed_until)
        words = _("Too many wrong passwords. Wait a quarter of an hour and try again after %(time)s.")
        raise Refusal(words % {"time": f"{when:%H:%M}" if content_language() == "en" else f"{when:%H.%M}"})


def proof_of(link: PublicLink) -> str:
    """Return what shows that a browser has given the password; another password or link needs another."""
    return salted_hmac("reviews.sharing", f"{link.pk}:{link.password}", algorithm="sha256").hexdigest()


def is_proof(link: PublicLink, given: str) -> bool:
    """Tell whether a browser has given the password before."""
    return not link.password or constant_time_compare(given, proof_of(link))


def wrong_words() -> str:
    """Return what is said of a wrong password."""
    return _("The password is wrong. Copy it from where you received it; capital letters matter.")
