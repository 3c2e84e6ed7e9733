"""The surveys of a cluster, round by round: planned, sent, closed, opened again."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done, pressed
from core.forms import on_top
from core.languages import content_language
from core.pages import is_fragment, page
from core.shortcuts import get_or_404
from library.models import Edition, Kind
from surveys.missing import missing_of
from surveys.models import Company, SurveyInvitation, SurveyRound
from surveys.models.companies import Region, Size
from surveys.pages import crumbs_of, survey_url
from surveys.round_forms import NewRoundForm, ReopenForm, RoundForm, initial_of, proposed
from surveys.rules.hiding import is_few
from surveys.rules.statistics import response_rate
from surveys.services import rounds as services
from surveys.services.answering import came

NAMED = 30


def left_out_words() -> dict[str, str]:
    """Return why companies are left out, in words."""
    return {
        "said-no": _("Have said that they do not want to be asked"),
        "no-email": _("Have no email address"),
        "asked-often": _("Have been asked as often as you allow in twelve months"),
    }


def opened(request: ClusterRequest, number: int) -> SurveyRound:
    """Return the round that the address names."""
    rows = SurveyRound.objects.of(request.cluster).select_related("edition", "closed_by")
    found = get_or_404(rows, number=number)
    return found.in_cluster(request.cluster)


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """List the rounds, and lead to the companies that are asked."""
    context = {
        "cluster": request.cluster,
        "rounds": listed(request),
        "companies": Company.objects.of(request.cluster).active().count(),
        "may_run": request.membership.may(Permission.RUN_SURVEYS),
    }
    return page(request, "surveys/index.html", context)


def listed(request: ClusterRequest, *, closed_or_open: bool = False) -> list[SurveyRound]:
    """Return the rounds with their response rates, the newest first; perhaps only those that have been sent."""
    rows = SurveyRound.objects.of(request.cluster).named().counted().order_by("-number")
    found = list(rows.exclude(state=SurveyRound.State.DRAFT) if closed_or_open else rows)
    for one in found:
        one.cluster = request.cluster
        rate = response_rate(one.answered, one.invited)  # type: ignore[attr-defined]  # counted above
        one.rate = round(rate) if rate is not None else None  # type: ignore[attr-defined]  # for the page
    return found


@cluster_view(Permission.READ)
@require_GET
def panel(request: ClusterRequest) -> HttpResponse:
    """Show the surveys among a strategy's questions."""
    context = {
        "cluster": request.cluster,
        "rounds": [one for one in listed(request) if not one.is_draft],
        "may_run": request.membership.may(Permission.RUN_SURVEYS),
        "is_read": "read" in request.GET,
    }
    return page(request, "surveys/panel.html" if is_fragment(request) else "surveys/panel_page.html", context)


@cluster_view(Permission.RUN_SURVEYS)
@require_http_methods(["GET", "POST"])
def new(request: ClusterRequest) -> HttpResponse:
    """Prepare a round of a published survey."""
    editions = list(Edition.objects.offered_to(request.cluster).of_kind(Kind.SURVEY).order_by("publication__slug"))
    initial: dict[str, Any] = {
        **proposed(timezone.localdate(), request.cluster.shown_name),
        "owner": request.user.pk,
    }
    form = bound(request, NewRoundForm, cluster=request.cluster, editions=editions, initial=initial)
    act = acting(
        request,
        form,
        lambda: services.plan_round(
            cluster=request.cluster,
            edition=form.edition,
            kind=form.cleaned_data["kind"],
            values=form.values,
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, act.made.get_absolute_url())
    context = {
        "form": form,
        "has_editions": bool(editions),
        "cluster": request.cluster,
        "crumbs": crumbs_of(request.cluster, (_("New survey"), "")),
    }
    return page(request, "surveys/round_new.html", context, status=act.status)


@cluster_view(Permission.RUN_SURVEYS)
@require_http_methods(["GET", "POST"])
def edit(request: ClusterRequest, number: int) -> HttpResponse:
    """Change a round that is not closed."""
    row = opened(request, number)
    form = bound(request, RoundForm, cluster=request.cluster, round=row, initial=initial_of(row))
    act = acting(
        request,
        form,
        lambda: services.change_round(
            round=row, values=form.values, based_on=form.cleaned_data["revision"], by=request.user
        ),
    )
    if act.is_done:
        return done(request, row.get_absolute_url(), _("Saved."))
    if act.conflict is not None:
        row = opened(request, number)
        form = on_top(RoundForm(cluster=request.cluster, round=row, initial=initial_of(row)), form, act.conflict)
    context = {
        "form": form,
        "round": row,
        "conflict": act.conflict,
        "cluster": request.cluster,
        "crumbs": crumbs_of(request.cluster, (row.called, row.get_absolute_url()), (_("Change"), "")),
    }
    return page(request, "surveys/round_edit.html", context, status=act.status)


@cluster_view(Permission.READ)
@require_GET
def detail(request: ClusterRequest, number: int) -> HttpResponse:
    """Show a round: whom it would ask, how many have answered, or what became of it."""
    return shown(request, opened(request, number))


def shown(
    request: ClusterRequest, row: SurveyRound, *, reopen: ReopenForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of a round as it stands."""
    context: dict[str, Any] = {
        "round": row,
        "cluster": request.cluster,
        "sender": row.sender_in(content_language()),
        "may_run": request.membership.may(Permission.RUN_SURVEYS),
        "reasons": left_out_words(),
        "crumbs": crumbs_of(request.cluster, (row.called, "")),
    }
    if row.is_draft:
        found, left_out = services.who_is_asked(row, timezone.localdate())
        number = min(len(found), row.sample or len(found))
        context |= {"asked": number, "left_out": left_out if context["may_run"] else {}, "missing": missing_of(row)}
    else:
        context |= standing(row)
        context["left_out"] = row.left_out if context["may_run"] else {}
        context["held_back"] = services.held_back(row) if row.is_closed else 0
    context["left_out"] = [
        (context["reasons"].get(why, why), names[:NAMED], max(len(names) - NAMED, 0))
        for why, names in context["left_out"].items()
    ]
    if row.is_closed:
        context["reopen"] = reopen or ReopenForm()
    return page(request, "surveys/round.html", context, status=status)


def standing(row: SurveyRound) -> dict[str, Any]:
    """Return how many were invited, written to and answered, in all and by segment."""
    invitations = SurveyInvitation.objects.of(row.cluster).filter(round=row)
    counts = invitations.aggregate(
        invited=Count("pk"),
        mailed=Count("pk", filter=Q(mailed__gt=0)),
        answered=Count("pk", filter=Q(has_answered=True)),
        failed=Count("pk", filter=Q(failed=True)),
        refused=Count("pk", filter=Q(has_refused=True)),
    )
    if row.has_open_link:
        counts["answered"] = came(row)
    rate = response_rate(counts["answered"], counts["invited"])
    segments = invitations.values("size", "region").annotate(
        invited=Count("pk"), answered=Count("pk", filter=Q(has_answered=True))
    )
    rows = list(segments.order_by("size", "region"))
    return {
        **counts,
        "rate": round(rate) if rate is not None else 0,
        "segments": [
            *_segments(rows, "size", dict(Size.choices)),
            *_segments(rows, "region", dict(Region.choices)),
        ],
    }


def _segments(rows: list[dict[str, Any]], by: str, labels: dict[str, Any]) -> list[tuple[str, int, int]]:
    """Return the segments in which at least five were asked, with how many answered."""
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        invited, answered = found.get(row[by], (0, 0))
        found[row[by]] = (invited + row["invited"], answered + row["answered"])
    known = [(str(label), *found[key]) for key, label in labels.items() if key in found]
    return [(label, invited, answered) for label, invited, answered in known if not is_few(invited)]


@cluster_view(Permission.RUN_SURVEYS)
@require_POST
def send(request: ClusterRequest, number: int) -> HttpResponse:
    """Send a round to the companies."""
    row = opened(request, number)
    return pressed(
        request,
        lambda: services.open_round(round=row, by=request.user),
        to=row.get_absolute_url(),
        words=_("The survey is on its way."),
    )


@cluster_view(Permission.RUN_SURVEYS)
@require_POST
def close(request: ClusterRequest, number: int) -> HttpResponse:
    """Close a round and show its results."""
    row = opened(request, number)
    return pressed(
        request,
        lambda: services.close_round(round=row, by=request.user),
        to=row.get_absolute_url(),
        words=_("The survey is closed."),
    )


@cluster_view(Permission.RUN_SURVEYS)
@require_POST
def reopen(request: ClusterRequest, number: int) -> HttpResponse:
    """Open a closed round again, with a reason."""
    row = opened(request, number)
    form = bound(request, ReopenForm)
    act = acting(request, form, lambda: services.reopen_round(round=row, by=request.user, **form.cleaned_data))
    if act.is_done:
        return done(request, row.get_absolute_url(), _("The survey is open again."))
    return shown(request, opened(request, number), reopen=form, status=act.status)


@cluster_view(Permission.RUN_SURVEYS)
@require_POST
def delete(request: ClusterRequest, number: int) -> HttpResponse:
    """Delete a draft."""
    row = opened(request, number)
    return pressed(
        request,
        lambda: services.delete_round(round=row, by=request.user),
        to=survey_url(request.cluster, "index"),
        words=_("The draft has been deleted."),
        otherwise=row.get_absolute_url(),
    )
