"""Which mails a person wants, and the address in each mail that turns it off."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from accounts.models import User
from core.access import public_view, signed_in_view
from core.acting import acting, bound, done
from core.pages import page
from reminders import services
from reminders.forms import PreferenceForm
from reminders.letters import read_stop_token


@signed_in_view
def settings(request: HttpRequest) -> HttpResponse:
    """Show and change which mails one wants."""
    user = cast(User, request.user)
    wanted = services.preference_of(user, timezone.localdate())
    initial = {name: getattr(wanted, name) for name in PreferenceForm.base_fields}
    form = bound(request, PreferenceForm, initial=initial)
    act = acting(request, form, lambda: services.change_preference(user=user, **form.cleaned_data))
    if act.is_done:
        return done(request, request.path, _("Email choices saved."))
    crumbs = [(_("Your profile"), reverse("accounts:profile")), (_("Reminders"), "")]
    context = {"form": form, "crumbs": crumbs}
    return page(request, "reminders/settings.html", context, status=act.status)


# Mail programmes post here by themselves, without a page and its token (RFC 8058). The signed address is what shows
# that the mail was theirs, and turning a mail off is all that it can do.
@csrf_exempt
@public_view
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether a kind of mail is to be turned off, and turn it off; nobody needs to sign in for it."""
    read = read_stop_token(token)
    user = User.objects.filter(pk=read[0]).first() if read else None
    if read is None or user is None:
        return page(request, "reminders/stop.html", {"state": "unknown"}, status=404)
    # A mail is read where nobody is signed in, so that the person's own language is the best guess.
    with translation.override(user.language or translation.get_language()):
        state = "asked"
        if request.method == "POST":
            services.stop(user=user, kind=read[1])
            state = "stopped"
        return page(request, "reminders/stop.html", {"state": state, "kind": read[1], "email": user.email})
