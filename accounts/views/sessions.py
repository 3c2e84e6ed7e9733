"""Where a person is signed in."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import devices
from accounts.addresses import client_address
from accounts.models import Device, User
from core.access import signed_in_view
from core.pages import go, page
from core.shortcuts import get_or_404


@signed_in_view
def sessions(request: HttpRequest) -> HttpResponse:
    """List the browsers in which the person is signed in, this one first."""
    user = cast(User, request.user)
    found = devices.open_devices(user)
    here = next((device for device in found if device.session_key == request.session.session_key), None)
    others = [device for device in found if device != here]
    if here is None:
        agent = request.headers.get("User-Agent", "")
        here = Device(user=user, user_agent=agent, address=client_address(request), last_seen_at=timezone.now())
    return page(request, "accounts/sessions.html", {"here": here, "others": others})


@signed_in_view
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the person out in another browser."""
    user = cast(User, request.user)
    device = get_or_404(user.devices.all(), pk=pk)
    if device.session_key == request.session.session_key:
        return go(request, reverse("account_logout"))
    devices.end([device])
    messages.success(request, _("You are signed out there: %(browser)s.") % {"browser": device.browser})
    return go(request, reverse("accounts:sessions"))


@signed_in_view
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign the person out everywhere else."""
    found = devices.open_devices(cast(User, request.user))
    others = [device for device in found if device.session_key != request.session.session_key]
    devices.end(others)
    count = len(others)
    told = ngettext(
        "You are signed out in %(count)s other browser.", "You are signed out in %(count)s other browsers.", count
    )
    messages.success(request, told % {"count": count})
    return go(request, reverse("accounts:sessions"))
