"""The strategies of a cluster: list, start, read, what is missing, title, current, delete and bring back."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.keyed import Addresses, asked_by_keys
from clusters.models import Cluster
from clusters.permissions import Permission
from core.acting import acting, bound, done, refused
from core.errors import Conflict, Refusal
from core.forms import on_top
from core.languages import both, content_language
from core.pages import page
from core.parts.mains import Gathered, main_part
from core.prepared import Prepared
from core.shortcuts import get_or_404
from library.models import Edition, Kind
from strategy import services
from strategy.current import glanced_at, opened, opened_in
from strategy.deciding import approved_words, open_round
from strategy.forms import RenameForm, StartForm
from strategy.keyed import know_goals
from strategy.models import Strategy
from strategy.selectors.goals import goals_of
from strategy.selectors.translations import translation_gaps
from strategy.shown.panels import addresses
from strategy.shown.read_view import read_view


@Prepared
def _alive(cluster: Cluster) -> "QuerySet[Strategy]":
    return Strategy.objects.of(cluster).with_workbook().select_related("created_by").alive()


@Prepared
def _deleted(cluster: Cluster) -> "QuerySet[Strategy]":
    return Strategy.objects.of(cluster).with_workbook().select_related("created_by").deleted()


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """List the cluster's strategies, and those that can be brought back."""
    context = {
        "strategies": _alive(request.cluster),
        "deleted": _deleted(request.cluster),
        "may_write": request.membership.may(Permission.WRITE),
        "cluster": request.cluster,
    }
    return page(request, "strategy/index.html", context)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def start(request: ClusterRequest) -> HttpResponse:
    """Begin a strategy on a published template, empty or from the anonymous example."""
    editions = Edition.objects.offered_to(request.cluster).filter(publication__kind__in=[Kind.STRATEGY, Kind.EXAMPLE])
    templates = [e for e in editions if e.publication.kind == Kind.STRATEGY]
    examples = [e for e in editions if e.publication.kind == Kind.EXAMPLE]
    initial = {}
    wanted = request.GET.get("template", "")
    if any(e.publication.slug == wanted for e in templates):
        initial["source"] = f"template:{wanted}"
    form = bound(
        request,
        StartForm,
        cluster=request.cluster,
        title=both(lambda: _("Internationalisation strategy")),
        templates=templates,
        examples=examples,
        initial=initial,
    )
    act = acting(
        request,
        form,
        lambda: services.start_strategy(
            cluster=request.cluster,
            edition=form.chosen[0],
            title=form.title_text,
            by=request.user,
            example=form.chosen[1],
        ),
    )
    if act.is_done:
        page_name = "strategy:detail" if form.chosen[1] else "strategy:begin"
        words = _("“%(title)s” is ready. Begin with the first phase.") % {"title": act.made.shown_title}
        return done(request, reverse(page_name, args=[request.cluster.slug, act.made.number]), words)
    context = {
        "form": form,
        "cluster": request.cluster,
        "sources": form.sources,
        "crumbs": [
            (_("Strategies"), reverse("strategy:index", args=[request.cluster.slug])),
            (_("Start a strategy"), ""),
        ],
    }
    return page(request, "strategy/start.html", context, status=act.status)


@cluster_view(Permission.READ)
@require_GET
def begin(request: ClusterRequest, number: int) -> HttpResponse:
    """Lead to the phase where there is something to do next."""
    shown = opened(request, number)
    phase = shown.next_phase or (shown.phases[0] if shown.phases else None)
    return redirect(phase.url if phase else shown.url("detail"))


@cluster_view(Permission.READ)
@require_GET
def detail(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the whole strategy to be read."""
    membership = request.membership
    main = _whole(
        request.cluster,
        number,
        may_write=membership.may(Permission.WRITE),
        may_review=membership.may(Permission.REVIEW),
    )
    glanced_at(request, main.around)
    return page(request, "strategy/detail.html", {"main": main, "title": main.around.title})


@main_part("strategy/whole.html")
def _whole(cluster: Cluster, number: int, *, may_write: bool, may_review: bool) -> Gathered:
    """Gather the whole strategy to be read."""
    shown, language = opened_in(cluster, number, with_people=True), content_language()
    goals, keys = goals_of(shown.strategy), Addresses(cluster)
    know_goals(keys, shown.strategy, goals)
    values = {
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": cluster,
        "parts": read_view(shown, goals, language, addresses(shown)),
        "panels": addresses(shown),
        "links": shown.links([question.key for question in shown.sheet.document.questions()]),
        "may_write": may_write,
        "may_answer": may_write and not shown.strategy.is_decided,
        "files": cluster.slug,
        "may_review": may_review,
        "period": shown.period_words(language),
        "approved": approved_words(shown.strategy),
        "last_change": shown.last_change,
    }
    return Gathered(values, asked_by_keys(keys), around=shown.glance)


@cluster_view(Permission.READ)
@require_GET
def missing(request: ClusterRequest, number: int) -> HttpResponse:
    """List what must be answered and is not, each with the place where it is mended."""
    shown = opened(request, number)
    groups = []
    for phase in shown.phases:
        gaps = [(gap, shown.gap_url(gap)) for gap in shown.gaps if gap.section.key == phase.key]
        groups.append((phase, gaps))
    context = {
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "groups": groups,
        "count": len(shown.gaps),
        "may_write": request.membership.may(Permission.WRITE),
        "crumbs": [(shown.strategy.shown_title, shown.url("detail")), (_("What is missing"), "")],
    }
    return page(request, "strategy/missing.html", context)


@cluster_view(Permission.READ)
@require_GET
def translations(request: ClusterRequest, number: int) -> HttpResponse:
    """List the texts that are missing in one of the cluster's languages, or older there than their original."""
    shown = opened(request, number)
    groups = translation_gaps(shown, list(shown.strategy.goals.alive()))
    context = {
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "groups": groups,
        "count": sum(len(gaps) for _phase, gaps in groups),
        "has_two": len(request.cluster.languages) > 1,
        "may_write": request.membership.may(Permission.WRITE),
        "may_manage": request.membership.may(Permission.MANAGE_CLUSTER),
        "crumbs": [(shown.strategy.shown_title, shown.url("detail")), (_("Two languages"), "")],
    }
    return page(request, "strategy/translations.html", context)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def settings(request: ClusterRequest, number: int) -> HttpResponse:
    """Give the strategy another title, make it current, or delete it."""
    shown = opened(request, number)
    form: RenameForm = bound(request, RenameForm, strategy=shown.strategy)
    act = acting(
        request,
        form,
        lambda: services.rename_strategy(
            strategy=shown.strategy,
            title=form.title_text,
            based_on=form.cleaned_data["revision"] or 0,
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, shown.url("settings"), _("Title saved."))
    if act.conflict is not None:
        shown = opened(request, number)
        form = on_top(RenameForm(strategy=shown.strategy), form, act.conflict)
    context = {
        "conflict": act.conflict,
        "form": form,
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "crumbs": [(shown.strategy.shown_title, shown.url("detail")), (_("Settings"), "")],
    }
    return page(request, "strategy/settings.html", context, status=act.status)


@cluster_view(Permission.WRITE)
@require_POST
def new_round(request: ClusterRequest, number: int) -> HttpResponse:
    """Open an approved strategy to be written again; what was written meanwhile goes into it."""
    shown = opened(request, number)
    try:
        made = open_round(strategy=shown.strategy, by=request.user)
    except Refusal as refusal:
        return refused(request, refusal, shown.begin_url if isinstance(refusal, Conflict) else shown.detail_url)
    messages.success(request, _("A new round is open. The approved strategy is in force until you approve this one."))
    document = shown.sheet.document
    for keys, words in (
        (made.taken, _("Written after the approval, and now the answer: %(questions)s.")),
        (made.aside, _("Two of you had written an answer. The second one is under Earlier answers: %(questions)s.")),
    ):
        asked = [found for key in dict.fromkeys(keys) if (found := document.question(key))]
        if asked:
            labels = ", ".join(question.label.resolve(content_language()).text for question in asked)
            messages.info(request, words % {"questions": labels})
    return redirect(shown.begin_url)


@cluster_view(Permission.WRITE)
@require_POST
def make_current(request: ClusterRequest, number: int) -> HttpResponse:
    """Make this the strategy that the cluster works by."""
    shown = opened(request, number)
    services.make_current(strategy=shown.strategy, by=request.user)
    messages.success(request, _("“%(title)s” is now the current strategy.") % {"title": shown.strategy.shown_title})
    return redirect(shown.url("detail"))


@cluster_view(Permission.WRITE)
@require_POST
def delete(request: ClusterRequest, number: int) -> HttpResponse:
    """Put the strategy away; the list offers to bring it back."""
    shown = opened(request, number)
    services.delete_strategy(strategy=shown.strategy, by=request.user)
    messages.success(
        request, _("“%(title)s” has been deleted. You can bring it back below.") % {"title": shown.strategy.shown_title}
    )
    return redirect("strategy:index", request.cluster.slug)


@cluster_view(Permission.WRITE)
@require_POST
def restore(request: ClusterRequest, number: int) -> HttpResponse:
    """Bring back a strategy that was deleted."""
    strategy = get_or_404(Strategy.objects.of(request.cluster).deleted().with_workbook(), number=number)
    strategy.cluster = request.cluster
    services.restore_strategy(strategy=strategy, by=request.user)
    messages.success(request, _("“%(title)s” is back.") % {"title": strategy.shown_title})
    return redirect("strategy:index", request.cluster.slug)
