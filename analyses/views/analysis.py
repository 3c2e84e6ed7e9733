"""One analysis: its result, the whole to be read, its settings, a copy, and putting it away."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analyses import services
from analyses.forms import SettingsForm
from analyses.models import Analysis
from analyses.shown.carrying import Going
from analyses.shown.drawing import definitions
from analyses.shown.read_view import read_view
from analyses.shown.result import Result
from analyses.shown.sources import source_lines
from analyses.views.loading import opened
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import pressed
from core.pages import page
from core.shortcuts import get_or_404
from workbooks.holder_settings import settings_page
from workbooks.titles import copied_title


@cluster_view(Permission.READ)
@require_GET
def detail(request: ClusterRequest, number: int) -> HttpResponse:
    """Show what the analysis comes to, how firm that is, and what it rests on."""
    shown = opened(request, number)
    today = timezone.localdate()
    context = {
        "shown": shown,
        "analysis": shown.analysis,
        "cluster": request.cluster,
        "results": [(Result(one), shown.question_url(one)) for one in shown.weighings],
        "patterns": definitions(),
        "sources": source_lines(shown, today),
        "stale": len(shown.stale(today)),
        "going": Going.of(shown) if request.membership.may(Permission.WRITE) else None,
        "carry_url": shown.url("carry"),
        "back_url": shown.url("take_back"),
        "may_write": request.membership.may(Permission.WRITE),
        "crumbs": [(_("Analyses"), index_url(request)), (shown.title, "")],
    }
    return page(request, "analyses/detail.html", context)


def index_url(request: ClusterRequest) -> str:
    """Return the address of the list of analyses."""
    return reverse("analyses:index", args=[request.cluster.slug])


@cluster_view(Permission.READ)
@require_GET
def standing(request: ClusterRequest, number: int) -> HttpResponse:
    """Show how the options stand now, in short, beside the form in which they are scored."""
    shown = opened(request, number)
    context = {
        "shown": shown,
        "cluster": request.cluster,
        "results": [Result(one) for one in shown.weighings],
        "crumbs": [(shown.title, shown.detail_url), (_("The ranking now"), "")],
    }
    return page(request, "analyses/standing.html", context, partial="standing")


@cluster_view(Permission.READ)
@require_GET
def read(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the whole analysis to be read."""
    shown = opened(request, number)
    context = {
        "shown": shown,
        "analysis": shown.analysis,
        "cluster": request.cluster,
        "parts": read_view(shown),
        "may_write": request.membership.may(Permission.WRITE),
        "crumbs": [(shown.title, shown.detail_url), (_("All answers"), "")],
    }
    return page(request, "analyses/read.html", context)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def settings(request: ClusterRequest, number: int) -> HttpResponse:
    """Give the analysis another title, strategy or owner, or delete it."""
    return settings_page(
        request,
        "analyses/settings.html",
        opened=lambda: opened(request, number),
        form_of=lambda shown: partial(SettingsForm, analysis=shown.analysis),
        change=lambda shown, form: services.change_analysis(
            analysis=shown.analysis,
            title=form.title_text,
            strategy=form.cleaned_data["strategy"],
            owner=form.cleaned_data["owner"],
            based_on=form.cleaned_data["revision"] or 0,
            by=request.user,
        ),
    )


@cluster_view(Permission.WRITE)
@require_POST
def copy(request: ClusterRequest, number: int) -> HttpResponse:
    """Make another analysis with the same answers."""
    shown = opened(request, number)
    made: list[Analysis] = []
    title = copied_title(shown.analysis.title_text)
    return pressed(
        request,
        lambda: made.append(services.copy_analysis(analysis=shown.analysis, title=title, by=request.user)),
        to=index_url(request),
        words=_("The copy is on the list. Give it a title of its own."),
        otherwise=shown.detail_url,
    )


@cluster_view(Permission.WRITE)
@require_POST
def delete(request: ClusterRequest, number: int) -> HttpResponse:
    """Put the analysis away; the list offers to bring it back."""
    shown = opened(request, number)
    services.delete_analysis(analysis=shown.analysis, by=request.user)
    words = _("“%(title)s” has been deleted. You can bring it back below.")
    messages.success(request, words % {"title": shown.title})
    return redirect(index_url(request))


@cluster_view(Permission.WRITE)
@require_POST
def restore(request: ClusterRequest, number: int) -> HttpResponse:
    """Bring back an analysis that was deleted."""
    analysis = get_or_404(Analysis.objects.of(request.cluster).deleted(), number=number)
    analysis.cluster = request.cluster
    services.restore_analysis(analysis=analysis, by=request.user)
    messages.success(request, _("“%(title)s” is back.") % {"title": analysis.shown_title})
    return redirect(index_url(request))
