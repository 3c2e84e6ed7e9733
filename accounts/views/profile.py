"""A person's own page."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import services
from accounts.forms import ProfileForm, ThemeForm
from accounts.models import User
from core.access import public_view, signed_in_view
from core.acting import acting, bound, done
from core.ordering import danish
from core.pages import go, is_fragment, page, way_back

YEAR = 365 * 24 * 3600


@signed_in_view
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change name, language and theme, with the ways to e-mail, password and clusters."""
    user = cast(User, request.user)
    initial = {"name": user.name, "language": user.language or translation.get_language(), "theme": user.theme}
    form = bound(request, ProfileForm, initial=initial)
    act = acting(request, form, lambda: services.change_profile(user=user, **form.cleaned_data))
    if act.is_done:
        with translation.override(user.language):
            response = done(request, request.path, _("Profile saved."))
        remember_theme(response, user.theme)
        return response
    # The rows of a person's own memberships, of whichever cluster: they are read by way of the person.
    memberships = user.memberships.select_related("cluster")
    memberships = memberships.order_by(danish("cluster__name_da"), danish("cluster__name_en"))
    context = {"form": form, "memberships": memberships}
    return page(request, "accounts/profile.html", context, status=act.status)


@public_view
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember the choice of light or dark, in this browser and with the person."""
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    choice = form.cleaned_data["theme"]
    if isinstance(request.user, User):
        services.choose_theme(user=request.user, theme=choice)
    is_quiet = is_fragment(request) or "next" not in request.POST
    response = HttpResponse(status=204) if is_quiet else go(request, way_back(request))
    remember_theme(response, choice)
    return response


def remember_theme(response: HttpResponse, choice: str) -> None:
    """Put the choice where `theme.js` looks before the first paint."""
    response.set_cookie("theme", choice, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
