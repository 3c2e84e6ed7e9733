"""Who is told when a part of the installation is in a bad way: administrators, by mail, once, and once when it is over.

Worker and web server both look every minute, since a worker that stands cannot say so; whoever comes first tells.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import Error, close_old_connections, connections, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import mail, outbox
from accounts.models import User
from core.locking import held
from installation import health
from installation.models import Alert
from installation.words import PARTS, how, todo

EVERY = 60.0
STEP = 0.5
# For how long a part may be in a bad way before anybody is told: a restart is nothing to write about.
PATIENCE = {
    "worker": timedelta(minutes=3),
    "mail": timedelta(minutes=30),
    "mailbox": timedelta(minutes=30),
    "disk": timedelta(minutes=2),
    "backup": timedelta(minutes=5),
}
WELL = {"ok", "not configured", "unknown"}
ABOUT = "alert"

log = structlog.get_logger(__name__)


def keep_watch(goes_on: Callable[[], bool]) -> None:
    """Look every minute until told to end; a database that is away is asked again the next time."""
    next_at = time.monotonic() + EVERY
    while goes_on():
        time.sleep(STEP)
        if time.monotonic() < next_at:
            continue
        next_at = time.monotonic() + EVERY
        try:
            close_old_connections()
            look(now=timezone.now())
        except Error as fault:
            log.warning("watch_failed", fault=type(fault).__name__)
    connections.close_all()


def look(*, now: datetime) -> None:
    """Compare how the parts are with what has been told of them, and tell what is new."""
    _status, found = health.look()
    has_told = False
    for part, patience in PATIENCE.items():
        if found[part] == "unknown":
            continue
        has_told |= note(part, found[part], now, patience)
    if has_told and found["worker"] != "ok":
        # The mail that says that nobody takes mail to the mail server would wait for just that.
        outbox.deliver(worker="watch", about=ABOUT)


def note(part: str, state: str, now: datetime, patience: timedelta) -> bool:
    """Note how a part is; tell whether anybody was told."""
    with transaction.atomic():
        alert = held(Alert.objects.filter(part=part)).first()
        if state in WELL:
            if alert is None:
                return False
            alert.delete()
            return alert.told_at is not None and tell(alert, now, is_over=True)
        if alert is None:
            # Two that look at the same moment: the second finds the row of the first.
            Alert.objects.get_or_create(part=part, defaults={"state": state, "began_at": now})
            return False
        if alert.told_at or now - alert.began_at < patience:
            return False
        alert.state, alert.told_at = state, now
        alert.save(update_fields=["state", "told_at"])
        return tell(alert, now, is_over=False)


def tell(alert: Alert, now: datetime, *, is_over: bool) -> bool:
    """Mail the administrators, each in their language; without a mail server the page of the state says it."""
    log.warning("alert_over" if is_over else "alert", part=alert.part, state=alert.state)
    if not settings.MAIL_SERVER:
        return False
    for person in User.objects.administrators().filter(is_demo=False):
        mail.send(
            to=person.email,
            template="alert_over" if is_over else "alert",
            language=person.language,
            context={
                "part": PARTS[alert.part],
                "state": how(alert.part, alert.state)[1],
                "todo": todo(alert.part, alert.state),
                "began_at": alert.began_at,
                "now": now,
                "name": settings.INSTALLATION_NAME or settings.BASE_URL,
                "url": mail.absolute(reverse("installation:state")),
            },
            about=ABOUT,
        )
    return True
