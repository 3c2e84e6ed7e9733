"""Where the link of an invitation leads.

The link's own page only notes in a signed cookie which invitation it opens and goes on to a page without the token, so
that the token stands in no referrer and no history of what was posted. A cookie, since a session would be a row for
each stranger who tries an address.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import devices
from accounts.emails import normal
from accounts.models import User
from clusters import services
from clusters.forms.people import JoinForm
from clusters.models import Cluster, Invitation
from core.access import public_view
from core.acting import bound
from core.errors import Refusal
from core.pages import go, page

KEY = "invitation"
SALT = "clusters.invitation"
HOLDS = timedelta(days=1)


@public_view
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Note which invitation the link opens, and go on."""
    response = go(request, reverse("clusters:join"))
    response.set_signed_cookie(
        KEY,
        services.digest_of(token),
        salt=SALT,
        max_age=HOLDS,
        path=reverse("clusters:join"),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@public_view
@never_cache
def join(request: HttpRequest) -> HttpResponse:
    """Accept the invitation: as who one is, as a new person, or after signing in; or say why it cannot be."""
    # across_clusters: whoever holds the token may see this one row; the cluster is taken from it
    rows = Invitation.across_clusters.select_related("cluster", "invited_by")
    found = rows.filter(token_digest=request.get_signed_cookie(KEY, "", salt=SALT, max_age=HOLDS)).first()
    if found is None:
        return page(request, "clusters/invitation_over.html", {"state": "unknown"}, status=404)
    user = request.user if isinstance(request.user, User) else None
    if user and found.accepted_by_id == user.pk and found.cluster.memberships.filter(user=user).exists():
        return go(request, found.cluster.get_absolute_url())
    state = found.state
    if state != "open":
        return page(request, "clusters/invitation_over.html", {"state": state, "invitation": found}, status=410)
    if user is None:
        return welcome(request, found)
    if normal(user.email) != normal(found.email):
        return page(request, "clusters/invitation_other.html", {"invitation": found}, status=403)
    if request.method == "POST":
        try:
            services.accept_invitation(invitation=found, user=user)
        except Refusal:
            return go(request, request.path)
        return arrived(request, found.cluster)
    return page(request, "clusters/invitation_accept.html", {"invitation": found})


def welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Let a visitor make their sign-in, or send them to sign in when they have one."""
    if User.objects.with_email(found.email).exists():
        return page(request, "clusters/invitation_sign_in.html", {"invitation": found, "next": request.path})
    form = bound(request, JoinForm, email=found.email)
    if settings.PASSWORDS and form.is_valid():
        values = form.cleaned_data
        try:
            person = services.join(
                invitation=found, name=values["name"], password=values["password1"], language=get_language() or "da"
            )
        except Refusal:
            # Somebody was faster, most likely the same person with a second click: the page says how it stands now.
            return go(request, request.path)
        login(request, person, backend="accounts.backends.PersonBackend")
        response = arrived(request, found.cluster)
        devices.remember(request, response, person)
        return response
    context = {"invitation": found, "form": form, "next": request.path}
    return page(request, "clusters/invitation_join.html", context, status=422 if form.is_bound else 200)


def arrived(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    """Say welcome on the cluster's front page."""
    messages.success(request, _("Welcome to %(cluster)s.") % {"cluster": cluster.shown_name})
    response = go(request, cluster.get_absolute_url())
    response.delete_cookie(KEY, path=reverse("clusters:join"))
    return response
