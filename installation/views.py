"""The page of the state of the installation, and the buttons on it."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.administration import tabs
from accounts.models import User
from core import notices
from core.access import admin_view
from core.acting import acting, bound, done, pressed
from core.pages import go, page
from installation import selectors, services
from installation.forms import AnnouncementForm
from installation.shown import state as shown


@admin_view
def state(request: HttpRequest) -> HttpResponse:
    """Show what works, what waits, what has failed, and what the installation was set up with."""
    context = {
        "working": shown.working(),
        "queue": selectors.queue(),
        "advice": shown.advice(),
        "set_up": shown.set_up(),
        "versions": shown.versions(),
        "sizes": shown.sizes(),
        "tabs": tabs("state"),
    }
    return page(request, "installation/state.html", context)


@admin_view
@require_POST
def try_mail(request: HttpRequest) -> HttpResponse:
    """Send the administrator a test mail."""
    by = cast(User, request.user)
    words = _("A test email is on its way to %(email)s. Reload the page to see what became of it.")
    to = reverse("installation:state")
    return pressed(request, lambda: services.try_mail(by=by), to=to, words=words % {"email": by.email})


@admin_view
@require_POST
def try_storage(request: HttpRequest) -> HttpResponse:
    """Write, read and delete a file."""
    trial = services.try_storage(by=cast(User, request.user))
    if trial.fault:
        messages.error(request, _("Files cannot be kept: %(fault)s") % {"fault": trial.fault})
    else:
        messages.success(request, _("A file was written, read and deleted. The storage works."))
    return go(request, reverse("installation:state"))


@admin_view
@require_POST
def try_worker(request: HttpRequest) -> HttpResponse:
    """Ask the background work for a sign of life."""
    words = _("The background work has been asked for a sign of life. Reload the page in a few seconds.")
    by = cast(User, request.user)
    return pressed(request, lambda: services.try_worker(by=by), to=reverse("installation:state"), words=words)


@admin_view
@require_POST
def try_mailbox(request: HttpRequest) -> HttpResponse:
    """Have the background work look into the mailbox for returned mail."""
    words = _("The background work looks into the mailbox. Reload the page in a few seconds.")
    by = cast(User, request.user)
    return pressed(request, lambda: services.try_mailbox(by=by), to=reverse("installation:state"), words=words)


@admin_view
@require_POST
def run_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Run a failed task again."""
    by, to = cast(User, request.user), reverse("installation:state")
    return pressed(request, lambda: services.run_again(pk=pk, by=by), to=to, words=_("The task will be run again."))


@admin_view
def announcement(request: HttpRequest) -> HttpResponse:
    """Have every page say something, in both languages."""
    form = bound(request, AnnouncementForm)

    def say() -> None:
        services.announce(notice=form.notice, by=cast(User, request.user))

    act = acting(request, form, say)
    if act.is_done:
        return done(request, reverse("installation:announcement"), _("It is now shown on every page."))
    context = {"form": form, "shown": notices.announcement(), "tabs": tabs("state")}
    return page(request, "installation/announcement.html", context, status=act.status)


@admin_view
@require_POST
def take_down(request: HttpRequest) -> HttpResponse:
    """Have no page say anything more."""
    to = reverse("installation:announcement")
    return pressed(
        request, lambda: services.take_down(by=cast(User, request.user)), to=to, words=_("It has been taken down.")
    )
