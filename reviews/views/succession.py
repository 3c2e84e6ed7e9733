"""Beginning the next strategy from an approved one, and the lessons that it goes on from."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done, refused
from core.errors import Refusal
from core.languages import content_language
from core.pages import page
from core.text import Text
from kpis.models import KpiDefinition, MeasuringRound, RoundComment
from plans.models import Activity
from reviews import succeeding
from reviews.next_form import FATES, NextForm
from strategy.current import opened
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def begin(request: ClusterRequest, number: int) -> HttpResponse:
    """Ask what the next strategy takes along, and begin it; begun already, lead there."""
    shown = opened(request, number)
    strategy, language = shown.strategy, content_language()
    begun = succeeding.successor_of(strategy)
    if begun is not None and request.method == "GET":
        begun.cluster = request.cluster
        words = _("“%(title)s” has already been begun from this strategy. Go on writing there.")
        return done(request, begun.get_absolute_url(), words % {"title": begun.shown_title})
    if strategy.approved_on is None:
        words = _("Only an approved strategy is followed by the next one. Approve this one first.")
        return refused(request, Refusal(words), shown.detail_url)
    goals = list(strategy.goals.alive())
    names = KpiDefinition.objects.of(request.cluster).followed().filter(kpi__goal__in=goals)
    # The newest version of each comes last.
    kpis = {one.kpi_id: (one.kpi, f"{one.kpi.key} {one.name_text.resolve(language).text}") for one in names}
    activities = Activity.objects.of(request.cluster).alive().filter(goal__in=goals)
    form = bound(
        request,
        NextForm,
        shown=shown,
        goals=goals,
        kpis=list(kpis.values()),
        activities=[
            (one, f"{one.key} {one.title_text.resolve(language).text}")
            for one in activities.exclude(status__in=Activity.CLOSED).order_by("number")
        ],
        lessons=lessons_of(request, strategy),
    )
    act = acting(request, form, lambda: succeeding.begin_next(shown=shown, draft=form.draft, by=request.user))
    if act.is_done:
        words = _("The next strategy has been begun. Texts from the last one are marked until somebody reviews them.")
        return done(request, act.made.get_absolute_url(), words)
    context = {
        "shown": shown,
        "strategy": strategy,
        "cluster": request.cluster,
        "form": form,
        "crumbs": [(strategy.shown_title, shown.detail_url), (_("The next strategy"), "")],
    }
    return page(request, "reviews/next.html", context, status=act.status)


def lessons_of(request: ClusterRequest, strategy: Strategy) -> dict[int, Text]:
    """Return what the final evaluation says about each goal; of two final rounds that of the newest."""
    rows = RoundComment.objects.of(request.cluster).filter(
        round__strategy=strategy, round__kind=MeasuringRound.Kind.FINAL
    )
    return {one.goal_id: one.words for one in rows if one.words}


@cluster_view(Permission.READ)
@require_GET
def lessons(request: ClusterRequest, number: int) -> HttpResponse:
    """Show what the last strategy's final evaluation says, beside the questions that it concerns."""
    shown = opened(request, number)
    context = {**lessons_context(request, shown), "cluster": request.cluster}
    return page(request, "reviews/lessons.html", context, partial="list")


def lessons_context(request: ClusterRequest, shown: StrategyPage) -> dict[str, object]:
    """Return each goal of the last strategy with its fate, the reason, and the lesson."""
    strategy = shown.strategy
    before = strategy.previous
    if before is None:
        return {"strategy": strategy, "before": None, "lessons": []}
    before.cluster = request.cluster
    told, fates = lessons_of(request, before), strategy.carried.get("goals", {})
    labels = dict(FATES)
    found = [
        (goal, labels.get(fates.get(str(goal.pk), {}).get("fate", "")), fates.get(str(goal.pk), {}), told.get(goal.pk))
        for goal in before.goals.alive()
    ]
    return {"strategy": strategy, "before": before, "lessons": found}
