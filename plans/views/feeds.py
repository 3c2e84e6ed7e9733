"""Calendar addresses: making and revoking them, and what a calendar programme gets there."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.access import ClusterRequest, cluster_view
from clusters.models import Cluster, Membership
from clusters.permissions import Permission
from clusters.services import digest_of
from core.access import public_view
from core.acting import acting, bound
from core.languages import content_language, interface_language
from core.pages import page
from core.shortcuts import get_or_404
from core.text import Language
from exports.sheets import CSV_TYPE, Sheet, csv_of, json_of
from kpis.exports import kpis_sheet, measurements_sheet
from kpis.shown.kpis import load_kpis
from plans import services
from plans.exports.calendar import calendar_of
from plans.exports.sheet import sheet_of
from plans.forms.year import FeedForm
from plans.models import Activity, CalendarFeed
from plans.services.dependencies import waits_of
from plans.shown.activities import plan_of
from plans.shown.year import gather, tasks_of
from strategy.selectors.phases import current_of

CALENDAR_TYPE = "text/calendar; charset=utf-8"
LONGEST_TOKEN = 100
# Programmes read the whole again and again, so it holds what one looks up, not the archive.
BACK, AHEAD = timedelta(days=183), timedelta(days=550)


def made_feed(request: ClusterRequest, form: FeedForm) -> tuple[Language, str]:
    """Make the address that the form asks for; return its language and its token, which is kept nowhere."""
    language: Language = "en" if form.cleaned_data["language"] == "en" else "da"
    scope = form.cleaned_data["scope"]
    _feed, token = services.make_feed(
        cluster=request.cluster,
        person=request.user if scope == "mine" else None,
        language=language,
        by=request.user,
        is_figures=scope == "figures",
    )
    return language, token


@cluster_view(Permission.READ)
@require_http_methods(["GET", "POST"])
def feeds(request: ClusterRequest) -> HttpResponse:
    """List the calendar addresses, and make one; its address is shown this once."""
    form = bound(request, FeedForm, initial={"language": content_language()})
    act = acting(request, form, lambda: made_feed(request, form))
    address, figure_addresses = "", []
    if act.is_done:
        language, token = act.made
        if form.cleaned_data["scope"] == "figures":
            figures = [f"{what}.{form_}" for what in FIGURES for form_ in ("csv", "json")]
            found = [reverse("calendars:figures", args=[token, *name.split(".")]) for name in figures]
            figure_addresses = [settings.BASE_URL + one for one in found]
        else:
            address = settings.BASE_URL + reverse("calendars:feed", args=[token])
        form = FeedForm(initial={"language": language})
    working = CalendarFeed.objects.of(request.cluster).working().select_related("person", "created_by")
    may_manage = request.membership.may(Permission.MANAGE_CLUSTER)
    context = {
        "cluster": request.cluster,
        "form": form,
        "address": address,
        "figure_addresses": figure_addresses,
        "webcal": address.replace("https://", "webcal://").replace("http://", "webcal://"),
        # A person's own address is nobody else's business, but an owner must be able to close any of them.
        "feeds": [one for one in working if may_manage or request.user.pk in (one.person_id, one.created_by_id)],
        "crumbs": [
            (_("The strategy year"), reverse("plans:this_year", args=[request.cluster.slug])),
            (_("In your calendar"), ""),
        ],
    }
    return page(
        request, "plans/feeds.html", context, status=422 if form.is_bound and not (address or figure_addresses) else 200
    )


@cluster_view(Permission.READ)
@require_POST
def revoke(request: ClusterRequest, pk: int) -> HttpResponse:
    """Have an address answer no longer: one's own, or as owner anybody's."""
    working = CalendarFeed.objects.of(request.cluster).working()
    if not request.membership.may(Permission.MANAGE_CLUSTER):
        working = working.filter(created_by=request.user)
    feed = get_or_404(working, pk=pk)
    feed.cluster = request.cluster
    services.revoke_feed(feed=feed, by=request.user)
    messages.success(request, _("The address has been revoked. Calendars that use it will no longer be updated."))
    return redirect("plans:feeds", request.cluster.slug)


@public_view
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a calendar programme what the secret address stands for; one that was revoked says so."""
    found, closed = _opened(token, is_figures=False)
    if found is None:
        return closed
    today = timezone.localdate()
    services.note_reading(feed=found, today=today)
    content = _content(found, today)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(content, content_type=CALENDAR_TYPE)
    response["ETag"] = etag
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["Cache-Control"] = "private, max-age=900"
    return response


@public_view
@require_safe
def figures(request: HttpRequest, token: str, what: str, form: str) -> HttpResponse:
    """Give a spreadsheet the KPIs, the measurements or the activities, as CSV or JSON."""
    found, closed = _opened(token, is_figures=True)
    if found is None:
        return closed
    if what not in FIGURES or form not in FIGURE_TYPES:
        return _closed(_("There is nothing at this address. Copy the whole address from the portal."), 404)
    language: Language = "en" if found.language == "en" else "da"
    services.note_reading(feed=found, today=timezone.localdate())
    with translation.override(interface_language(language)):
        sheet = FIGURES[what](found.cluster)
        content = csv_of(sheet, language) if form == "csv" else json_of(sheet)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(content, content_type=FIGURE_TYPES[form])
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=300"
    return response


def _opened(token: str, *, is_figures: bool) -> tuple[CalendarFeed | None, HttpResponse]:
    """Return what the secret stands for, or why it stands for nothing."""
    # across_clusters: the row is found by its secret, and the cluster is taken from the row
    rows = CalendarFeed.across_clusters.filter(token_digest=digest_of(token), is_figures=is_figures)
    found = rows.select_related("cluster", "person").first() if len(token) <= LONGEST_TOKEN else None
    if found is None:
        return None, _closed(_("There is nothing at this address. Copy the whole address from the portal."), 404)
    if found.revoked_at is not None:
        return None, _closed(_("This address has been revoked. Create a new one in the portal."), 410)
    people = {found.created_by_id, found.person_id or found.created_by_id}
    members = Membership.objects.of(found.cluster).filter(user__in=people - {None}, user__is_active=True)
    if members.count() < len(people):
        return None, _closed(_("The person who created this address has left the cluster."), 410)
    return found, HttpResponse()


def _activities(cluster: Cluster) -> Sheet:
    rows = Activity.objects.of(cluster).alive().with_people().with_milestones().prefetch_related("kpis")
    plan = plan_of(rows, timezone.localdate(), waits_of(cluster))
    return sheet_of(plan.lines, cluster)


FIGURES: dict[str, Callable[[Cluster], Sheet]] = {
    "kpis": lambda cluster: kpis_sheet(load_kpis(cluster)),
    "measurements": lambda cluster: measurements_sheet(load_kpis(cluster)),
    "activities": _activities,
}
FIGURE_TYPES = {"csv": CSV_TYPE, "json": "application/json"}


def _content(found: CalendarFeed, today: date) -> bytes:
    cluster = found.cluster
    language: Language = "en" if found.language == "en" else "da"
    with translation.override(interface_language(language)):
        first, last = today - BACK, today + AHEAD
        name = cluster.name.resolve(language).text
        if found.person is not None:
            items = tasks_of(cluster, found.person, first, last, today)
            name = _("My tasks, %(cluster)s") % {"cluster": name}
        else:
            items = gather(cluster, current_of(cluster), first, last, language)
        told = {uid: tuple(one) for uid, one in found.told.items()}
        content, kept = calendar_of(items, name, language, timezone.now(), told)
        services.note_told(feed=found, told={uid: list(one) for uid, one in kept.items()})
        return content


def _closed(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=status)
