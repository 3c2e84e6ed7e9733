"""Where a person is signed in: the browsers that are known, what they are called, and how a session is ended."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailConfirmation
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.crypto import constant_time_compare

from accounts import mail
from accounts.addresses import client_address
from accounts.models import Device, User

COOKIE = "device"
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
# In the session: the row of this browser, the session's key as the row knows it, and when it was last seen.
NOTE = "device"
YEAR = timedelta(days=365)
SEEN_EVERY = timedelta(minutes=10)


def remember(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Note that the person has just signed in here, and know the browser again by a cookie."""
    token = request.COOKIES.get(COOKIE, "")
    if not TOKEN.fullmatch(token):
        token = secrets.token_urlsafe(32)
    device = note_sign_in(
        user=user,
        token=token,
        session_key=request.session.session_key or "",
        user_agent=request.headers.get("User-Agent", ""),
        address=client_address(request),
    )
    request.session[NOTE] = [device.pk, device.session_key, timezone.now().timestamp()]
    response.set_cookie(
        COOKIE, token, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def known_digest(request: HttpRequest, email: str) -> str:
    """Return what is kept of this browser's cookie when the person of the e-mail has signed in here, or nothing."""
    token = request.COOKIES.get(COOKIE, "")
    if not TOKEN.fullmatch(token) or not email:
        return ""
    digest = hashlib.sha256(token.encode()).hexdigest()
    people = User.objects.with_email(email)
    return digest if Device.objects.filter(digest=digest, user__in=people).exists() else ""


def note_sign_in(*, user: User, token: str, session_key: str, user_agent: str, address: str) -> Device:
    """Write down the browser; a mail tells of one that is new, unless it is the person's first."""
    now = timezone.now()
    known = {"session_key": session_key, "user_agent": user_agent[:300], "address": address, "last_seen_at": now}
    with transaction.atomic():
        digest = hashlib.sha256(token.encode()).hexdigest()
        device, is_new = Device.objects.get_or_create(user=user, digest=digest, defaults=known)
        if is_new:
            user.devices.filter(last_seen_at__lt=now - YEAR).delete()
            if user.devices.exclude(pk=device.pk).exists() and not user.is_demo:
                tell_of(device)
        else:
            # A browser holds one session; one that it has lost must not live on unseen.
            Session.objects.filter(session_key=device.session_key).exclude(session_key=session_key).delete()
            for name, value in known.items():
                setattr(device, name, value)
            device.save(update_fields=list(known))
    return device


def tell_of(device: Device) -> None:
    """Mail the person that somebody has signed in from a browser that they have not used before."""
    with translation.override(device.user.language or settings.LANGUAGE_CODE):
        context: dict[str, object] = {
            "browser": device.browser,
            "address": device.address,
            "time": formats.date_format(timezone.localtime(device.last_seen_at), "DATETIME_FORMAT"),
            "url": mail.absolute(reverse("accounts:sessions")),
        }
    mail.post(to=device.user, template="new_device", context=context)


def note_visit(request: HttpRequest) -> None:
    """Keep the row of this browser up to date; a query every ten minutes, and after the session's key has changed."""
    note = request.session.get(NOTE)
    if not note:
        return
    pk, key, seen = note
    now = timezone.now()
    if key == request.session.session_key and now.timestamp() - seen < SEEN_EVERY.total_seconds():
        return
    key = request.session.session_key or ""
    Device.objects.filter(pk=pk).update(session_key=key, last_seen_at=now, address=client_address(request))
    request.session[NOTE] = [pk, key, now.timestamp()]


def open_devices(user: User) -> list[Device]:
    """Return the browsers in which the person is signed in, the one used last first; two queries."""
    found = list(user.devices.exclude(session_key=""))
    keys = [device.session_key for device in found]
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    alive = {session.session_key for session in sessions if is_of(session, user)}
    return [device for device in found if device.session_key in alive]


def is_of(session: Session, user: User) -> bool:
    """Tell whether the person is signed in with this session, and has not changed the password since."""
    values = session.get_decoded()
    if values.get(SESSION_KEY) != str(user.pk) or BACKEND_SESSION_KEY not in values:
        return False
    return constant_time_compare(values.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())


def end(devices: list[Device]) -> None:
    """Sign the person out in these browsers, which stay known."""
    with transaction.atomic():
        Session.objects.filter(session_key__in=[device.session_key for device in devices]).delete()
        Device.objects.filter(pk__in=[device.pk for device in devices]).update(session_key="")


def prune(*, before: datetime) -> None:
    """Forget browsers in which nobody has been since, and links to confirm an address that nobody has opened."""
    Device.objects.filter(last_seen_at__lt=before).delete()
    EmailConfirmation.objects.delete_expired_confirmations()
