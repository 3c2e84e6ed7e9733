"""The front door, and a cluster's front page: what now."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from clusters.access import ClusterRequest, cluster_view
from clusters.models import Cluster, Membership
from clusters.permissions import Permission
from clusters.services.visits import lead_through_first_day, note_visit
from core.access import library_view
from core.acting import pressed, refused
from core.errors import Conflict, Refusal
from core.languages import content_language
from core.pages import page
from core.parts.mains import Gathered, main_part
from core.times import moment
from dashboard import deeds
from dashboard.changes import changes_of
from dashboard.forms import PutOffForm
from dashboard.guide import guide_of
from dashboard.overview import overview_of, strategy_of
from library.shown.landing import landing
from strategy.current import glanced_at, noted
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage

# What is done on the front page stands there with its undo for so long, and no more than this.
KEPT_SECONDS, MOST_KEPT = 3600, 8


@library_view
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the cluster one was in last; who is in none is told what to do, and a visitor what the portal is."""
    if not request.user.is_authenticated:
        return page(request, "library/landing.html", landing())
    user = request.user
    # across_clusters: the person's own memberships, whichever clusters they are in
    memberships = list(Membership.across_clusters.of_person(user))
    last = request.session.get("cluster")
    chosen = next((m for m in memberships if m.cluster.slug == last), memberships[0] if memberships else None)
    if chosen is None and user.is_superuser:
        return redirect("clusters:administration" if Cluster.objects.exists() else "clusters:new_cluster")
    if chosen is None and user.is_curator:
        return redirect("library:index")
    if chosen is None:
        return page(request, "dashboard/none.html")
    return redirect("dashboard:overview", chosen.cluster.slug)


@cluster_view(Permission.READ)
@require_GET
def overview(request: ClusterRequest) -> HttpResponse:
    """Show what is to be done next, how the figures stand, and what changed."""
    if request.session.get("cluster") != request.cluster.slug:
        request.session["cluster"] = request.cluster.slug
    return show(request)


def show(request: ClusterRequest, typed: PutOffForm | None = None, name: str = "", status: int = 200) -> HttpResponse:
    """Render the front page; `typed` is a form of the step `name` that could not be taken."""
    if not request.membership.may(Permission.WRITE):
        return _board(request)
    main = front(request.membership, request.user, _acted(request), typed, name)
    context: dict[str, Any] = {"cluster": request.cluster, "main": main}
    if main.around is None:
        return page(request, "dashboard/start.html", {**context, **_without_strategy(request)}, status=status)
    glanced_at(request, main.around)
    return page(request, "dashboard/overview.html", context, status=status)


@main_part("dashboard/front.html")
def front(
    membership: Membership, user: User, acted: list[dict[str, Any]], typed: PutOffForm | None, typed_name: str
) -> Gathered:
    """Gather the front page of who may write; around it stands nothing where there is no strategy."""
    cluster, today = membership.cluster, timezone.localdate()
    shown = strategy_of(cluster, user)
    if shown is None:
        return Gathered({})
    values = {
        **_said(membership, user, shown, today),
        "is_guided": cluster.is_guided,
        "acted": acted,
        "typed": typed,
        "typed_name": typed_name,
    }
    return Gathered(values, around=shown.glance)


def _board(request: ClusterRequest) -> HttpResponse:
    today, shown = timezone.localdate(), strategy_of(request.cluster, request.user)
    if shown is None:
        return page(request, "dashboard/start.html", {"cluster": request.cluster, **_without_strategy(request)})
    noted(request, shown)
    context = {**_said(request.membership, request.user, shown, today), **_changes(request)}
    return page(request, "dashboard/board.html", context)


def _said(membership: Membership, user: User, shown: StrategyPage, today: date) -> dict[str, Any]:
    return {
        "cluster": membership.cluster,
        "shown": shown,
        "today": today,
        "may_write": membership.may(Permission.WRITE),
        "overview": overview_of(membership, user, shown, today),
        "unread_talks": _unread_talks(membership, shown),
        "period": shown.period_words(content_language()),
    }


def _unread_talks(membership: Membership, shown: StrategyPage) -> int:
    found = vars(shown.strategy).get("unread_talks") or 0
    return found if membership.may(Permission.REVIEW) else 0


def _without_strategy(request: ClusterRequest) -> dict[str, Any]:
    strategies = Strategy.objects.of(request.cluster)
    others = list(strategies.alive())
    colleagues = Membership.objects.of(request.cluster).exclude(user=request.user).exists()
    may_write = request.membership.may(Permission.WRITE)
    return {
        "may_write": may_write,
        "may_manage": request.membership.may(Permission.MANAGE_PEOPLE),
        # One that was made current once and is deleted, or steps back, must not look as if there were none.
        "others": others,
        "has_deleted": not others and strategies.deleted().exists(),
        "guide": guide_of(request.cluster, None, has_colleagues=colleagues),
        "is_guided": request.cluster.is_guided and may_write,
    }


@cluster_view(Permission.READ)
@require_GET
def changes(request: ClusterRequest) -> HttpResponse:
    """Show what has changed since one was here last; the front page fetches it when it stands."""
    context = {**_changes(request), "crumbs": [(_("What has changed"), "")]}
    return page(request, "dashboard/changes.html", context, partial="changes")


def _changes(request: ClusterRequest) -> dict[str, Any]:
    shown = getattr(request, "strategy_page", None) or strategy_of(request.cluster, request.user)
    today, since = timezone.localdate(), note_visit(membership=request.membership, now=timezone.now())
    days = changes_of(request.cluster, shown, today, since) if since else []
    return {
        "cluster": request.cluster,
        "since": moment(since) if since else "",
        "has_log": request.membership.may(Permission.MANAGE_CLUSTER),
        "is_new": bool(days),
        "days": days or changes_of(request.cluster, shown, today),
    }


# ---- done, put off, and back


@cluster_view(Permission.WRITE)
@require_POST
def step_done(request: ClusterRequest, kind: str, pk: int) -> HttpResponse:
    """Tick a step off without leaving the front page."""
    _there(request, kind, pk)
    return pressed(
        request,
        lambda: _keep(request, deeds.done(request.cluster, kind, pk, by=request.user, today=timezone.localdate())),
        to=reverse("dashboard:overview", args=[request.cluster.slug]),
    )


@cluster_view(Permission.WRITE)
@require_POST
def step_put_off(request: ClusterRequest, kind: str, pk: int) -> HttpResponse:
    """Move the day of a step; what could not be taken stands in the form again."""
    _there(request, kind, pk)
    form = PutOffForm(request.POST, kind=kind, today=timezone.localdate())
    if form.is_valid():
        day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
        try:
            deed = deeds.put_off(request.cluster, kind, pk, day=day, reason=reason, by=request.user)
        except (Refusal, Conflict) as fault:
            form.add_error("day", fault.message)
        else:
            _keep(request, deed)
            return redirect("dashboard:overview", request.cluster.slug)
    return show(request, form, f"{kind}-{pk}", status=422)


@cluster_view(Permission.WRITE)
@require_POST
def step_undo(request: ClusterRequest, kind: str, pk: int) -> HttpResponse:
    """Take back what was done or put off here."""
    _there(request, kind, pk)
    kept = request.session.get("acted", [])
    mine = next((one for one in kept if one["place"] == [request.cluster.slug, kind, pk]), None)
    if mine is None:
        messages.warning(request, _("That is too long ago to be undone here. Open it, and change it there."))
    else:
        try:
            label = deeds.taken_back(request.cluster, kind, pk, mine["memo"], by=request.user)
        except Refusal as refusal:
            return refused(request, refusal, reverse("dashboard:overview", args=[request.cluster.slug]))
        request.session["acted"] = [one for one in kept if one is not mine]
        messages.success(request, _("“%(label)s” is as it was.") % {"label": label})
    return redirect("dashboard:overview", request.cluster.slug)


def _there(request: ClusterRequest, kind: str, pk: int) -> None:
    """See that the cluster has it, whatever else was sent."""
    if kind not in deeds.HANDS:
        raise Http404
    deeds.HANDS[kind].fetch(request.cluster, pk)


def _keep(request: ClusterRequest, deed: deeds.Deed) -> None:
    place = [request.cluster.slug, deed.kind, deed.pk]
    kept = [one for one in request.session.get("acted", []) if one["place"] != place]
    one = {"place": place, "label": deed.label[:200], "words": deed.words, "memo": deed.memo, "at": str(timezone.now())}
    request.session["acted"] = [one, *kept][:MOST_KEPT]


def _acted(request: ClusterRequest) -> list[dict[str, Any]]:
    """Return what was done here in the last hour, with where it is undone."""
    now = timezone.now()
    found = []
    for one in request.session.get("acted", []):
        at = parse_datetime(one["at"])
        slug, kind, pk = one["place"]
        if slug == request.cluster.slug and isinstance(at, datetime) and (now - at).total_seconds() < KEPT_SECONDS:
            found.append({"kind": kind, "pk": pk, "label": one["label"], "words": one["words"], "when": moment(at)})
    return found


# ---- the first day


@cluster_view(Permission.WRITE)
@require_POST
def guide(request: ClusterRequest) -> HttpResponse:
    """Put the first day away, or show it again."""
    is_wanted = request.POST.get("show") == "yes"
    lead_through_first_day(cluster=request.cluster, is_wanted=is_wanted)
    if not is_wanted:
        messages.success(request, _("The guide has been put away. You can show it again at the foot of this page."))
    return redirect("dashboard:overview", request.cluster.slug)
