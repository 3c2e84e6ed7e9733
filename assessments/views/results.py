"""The list of self-assessments, one of them, and what becomes of weak statements."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments import services
from assessments.models import Assessment, NextStep, Score, Scorer
from assessments.own import may_show, own_scorer
from assessments.pages import newest_result, result_page
from assessments.services.moving import newer_edition
from assessments.views.loading import crumbs, found
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import pressed
from core.pages import is_fragment, page
from core.shortcuts import get_or_404
from strategy.models import Strategy

MOST = 50


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """List the self-assessments, the newest first, with what one is asked oneself."""
    rows = list(Assessment.objects.of(request.cluster).with_edition()[:MOST])
    own = Scorer.objects.of(request.cluster).filter(user=request.user)
    mine = {one.assessment_id: one for one in own}
    for one in rows:
        one.cluster = request.cluster
    may_write = request.membership.may(Permission.WRITE)
    context = {
        "cluster": request.cluster,
        "assessments": [(one, mine.get(one.pk)) for one in rows if one.deleted_at is None],
        "deleted": [one for one in rows if one.deleted_at is not None] if may_write else [],
        "may_write": may_write,
    }
    return page(request, "assessments/index.html", context)


@cluster_view(Permission.READ)
@require_GET
def detail(request: ClusterRequest, number: int) -> HttpResponse:
    """Show who has been asked, or what the scores come to once they are open."""
    assessment = found(request, number)
    may_write = request.membership.may(Permission.WRITE)
    context = {
        "cluster": request.cluster,
        "assessment": assessment,
        "may_write": may_write,
        "crumbs": crumbs(request, (assessment.name, "")),
    }
    if assessment.is_closed:
        shown = result_page(request.cluster, assessment)
        has_strategy = Strategy.objects.of(request.cluster).current().exists()
        context |= {
            "shown": shown,
            "has_strategy": has_strategy,
            "mine": own_scorer(assessment, request.user),
            "may_show": may_write and may_show(assessment, request.user),
        }
        return page(request, "assessments/result.html", context)
    scorers = list(Scorer.objects.of(request.cluster).filter(assessment=assessment).by_name())
    mine = next((one for one in scorers if one.user_id == request.user.pk), None)
    begun = set(Score.objects.of(request.cluster).filter(scorer__in=scorers).values_list("scorer", flat=True))
    context |= {
        "scorers": [(one, one.pk in begun) for one in scorers],
        "mine": mine,
        # The only one who is asked, and by an account: what they answer is theirs to show.
        "is_one": len(scorers) == 1 and scorers[0].user_id is not None,
        "may_show": mine is not None and may_write and may_show(assessment, request.user),
        "begun": len(begun),
        "newer": newer_edition(assessment) if may_write else None,
    }
    return page(request, "assessments/asked.html", context)


@cluster_view(Permission.WRITE)
@require_POST
def step_add(request: ClusterRequest, number: int, key: str) -> HttpResponse:
    """Make a goal, an activity or a note of a statement, in the words of the level above."""
    assessment = found(request, number)
    shown = result_page(request.cluster, assessment) if assessment.is_closed else None
    row = shown.by_key.get(key) if shown else None
    kind = request.POST.get("kind", "")
    if row is None or row.next_level is None or kind not in NextStep.Kind.values:
        raise Http404
    level = row.next_level.number
    words = {
        NextStep.Kind.GOAL: _("A goal has been added to the strategy. Give it an owner and a deadline."),
        NextStep.Kind.ACTIVITY: _("An activity has been added to the action plan. Give it an owner and dates."),
        NextStep.Kind.NOTE: _("A note has been added to the strategy."),
    }[NextStep.Kind(kind)]
    return pressed(
        request,
        lambda: services.take_step(assessment=assessment, statement=row.text, level=level, kind=kind, by=request.user),
        to=f"{assessment.url()}#n-{key}",
        words=words,
    )


@cluster_view(Permission.WRITE)
@require_POST
def step_remove(request: ClusterRequest, number: int, pk: int) -> HttpResponse:
    """Take a note out of the strategy again, or let go of a goal or an activity without deleting it."""
    assessment = found(request, number)
    step = get_or_404(NextStep.objects.of(request.cluster).filter(assessment=assessment), pk=pk)
    return pressed(
        request,
        lambda: services.remove_step(step=step, by=request.user),
        to=assessment.url(),
        words=_("It no longer belongs to this statement. A goal or an activity stays where it is."),
    )


@cluster_view(Permission.READ)
@require_GET
def panel(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the newest result among a strategy's questions: phases, what is weak, and what became of it."""
    strategy = get_or_404(Strategy.objects.of(request.cluster).alive(), number=number)
    newest = newest_result(request.cluster)
    shown = None
    if newest is not None:
        newest.cluster = request.cluster
        shown = result_page(request.cluster, newest)
    notes = [one for one in NextStep.objects.of(request.cluster).filter(strategy=strategy).living() if one.note]
    for one in notes:
        one.assessment.cluster = request.cluster
    context = {
        "cluster": request.cluster,
        "strategy": strategy,
        "assessment": newest,
        "shown": shown,
        "notes": notes,
        "is_read": "read" in request.GET,
        "may_write": request.membership.may(Permission.WRITE),
    }
    return page(request, "assessments/panel.html" if is_fragment(request) else "assessments/panel_page.html", context)
