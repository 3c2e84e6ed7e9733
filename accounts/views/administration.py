"""The administration's pages of people and of mail that was not sent."""

from datetime import timedelta
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import acts, services
from accounts import outbox as outbox_mails
from accounts.administration import tabs
from accounts.forms import NewPersonForm, RightsForm, SearchForm
from accounts.goodbye import what_ends
from accounts.models import AdministrationEntry, OutboxMail, User
from accounts.outbox import DAYS_KEPT
from accounts.second_factor import has_second_factor
from core.access import admin_view
from core.acting import acting, bound, done
from core.pages import go, page
from core.shortcuts import get_or_404


@admin_view
def people(request: HttpRequest) -> HttpResponse:
    """List the people, or those whose name or e-mail contains some words."""
    form = SearchForm(request.GET)
    shown = Paginator(User.objects.matching(form.words).in_order(), 50).get_page(request.GET.get("page"))
    context = {"page": shown, "words": form.words, "tabs": tabs("people")}
    return page(request, "accounts/people.html", context)


@admin_view
def new_person(request: HttpRequest) -> HttpResponse:
    """Add a curator or an administrator who is in no cluster."""
    form = bound(request, NewPersonForm)
    act = acting(request, form, lambda: services.add_person(**form.cleaned_data, by=cast(User, request.user)))
    if act.is_done:
        words = _("%(email)s has been added and will get an email.") % {"email": act.made.email}
        return done(request, reverse("accounts:people"), words)
    context = {"form": form, "tabs": tabs("people")}
    return page(request, "accounts/new_person.html", context, status=act.status)


@admin_view
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person, and change what they are to the installation."""
    found = get_or_404(User.objects.all(), pk=pk)
    rights = {"is_curator": found.is_curator, "is_superuser": found.is_superuser, "is_active": found.is_active}
    form = bound(request, RightsForm, initial=rights)
    act = acting(
        request,
        form,
        lambda: services.change_rights(person=found, by=cast(User, request.user), **form.cleaned_data),
    )
    if act.is_done:
        # Whoever takes the right from themselves can no longer see the list.
        stays = found != request.user or found.is_superuser
        saved = _("Permissions for %(name)s saved.") % {"name": found.display_name}
        return done(request, reverse("accounts:people") if stays else "/", " ".join([saved, *act.made]))
    context = {
        "person": found,
        "form": form,
        "has_second_factor": has_second_factor(found),
        "ends": what_ends(found) if found.is_active else [],
        "tabs": tabs("people"),
    }
    return page(request, "accounts/person.html", context, status=act.status)


@admin_view
@require_POST
def send_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a person once more how to set a password."""
    found = get_or_404(User.objects.who_may_sign_in(), pk=pk)
    services.welcome(person=found, by=cast(User, request.user))
    acts.record(by=cast(User, request.user), verb="sent-sign-in", subject=found.email)
    messages.success(request, _("An email is on its way to %(email)s.") % {"email": found.email})
    return go(request, reverse("accounts:person", args=[found.pk]))


@admin_view
def log(request: HttpRequest) -> HttpResponse:
    """Show what administrators did, the newest first; all of it, or the lines about somebody."""
    form = SearchForm(request.GET)
    shown = Paginator(AdministrationEntry.objects.matching(form.words), 50).get_page(request.GET.get("page"))
    lines = [(entry, acts.sentence(entry)) for entry in shown]
    context = {"page": shown, "lines": lines, "words": form.words, "tabs": tabs("log")}
    return page(request, "accounts/log.html", context)


@admin_view
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the mails that have not gone, as long as the links in them work."""
    since = timezone.now() - timedelta(days=DAYS_KEPT)
    shown = Paginator(OutboxMail.objects.filter(created_at__gte=since), 20).get_page(request.GET.get("page"))
    context = {"page": shown, "has_mail_server": settings.MAIL_SERVER, "tabs": tabs("outbox")}
    return page(request, "accounts/outbox.html", context)


@admin_view
@require_POST
def send_outbox_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a mail tried again."""
    outbox_mails.send_again(get_or_404(OutboxMail.objects.exclude(state=OutboxMail.State.WAITING), pk=pk))
    messages.success(request, _("The email will be tried again within a minute."))
    return go(request, reverse("accounts:outbox"))
