"""Carrying the result over into the strategy: looked at first, done with one click, and taken back."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from analyses import services
from analyses.services import Wish
from analyses.shown.carrying import Going
from analyses.views.loading import opened
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, done, pressed
from core.numbers import whole_number
from core.pages import page
from workbooks.asking.country_names import country_code


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def carry(request: ClusterRequest, number: int) -> HttpResponse:
    """Show what would go over, and write it into the strategy's answer; what a person chose stays when it cannot be."""
    shown = opened(request, number)
    going = Going.of(shown)
    if going is None:
        raise Http404
    wishes, weighing, target = wishes_of(request, going), going.weighing, going.target
    act = acting(
        request,
        None,
        lambda: services.carry_over(
            shown=shown,
            weighing=weighing,
            target=target,
            based_on=whole_number(request.POST.get("revision", "")) or 0,
            by=request.user,
            wishes=wishes,
        ),
    )
    if act.is_done:
        words = _("The result is now in “%(label)s”. What was there before is under Earlier answers.")
        return done(request, shown.detail_url, words % {"label": going.label})
    message = act.said
    if act.conflict is not None:
        message = _(
            "A colleague has changed the answer in the strategy in the meantime. "
            "Look at what it says now, then try again."
        )
    if message:
        going = Going.of(opened(request, number)) or going
    context = {
        "shown": shown,
        "analysis": shown.analysis,
        "cluster": request.cluster,
        "going": going,
        "lines": going.lines(wishes),
        "message": message,
        "crumbs": [(shown.title, shown.detail_url), (_("Carry over to the strategy"), "")],
    }
    return page(request, "analyses/carry.html", context, status=act.status)


def wishes_of(request: ClusterRequest, going: Going) -> dict[str, Wish] | None:
    """Return what was chosen for each option; None where nobody was asked."""
    if request.method != "POST" or "chosen" not in request.POST:
        return None
    sent = request.POST
    return {
        one.key: Wish(country_of(sent.get(f"country-{one.key}", "")), sent.get(f"role-{one.key}", "")[:80])
        for one in going.found.options
    }


def country_of(typed: str) -> str:
    """Return the code of the country that was typed, or what was typed where there is none."""
    words = typed.strip()[:80]
    return (country_code(words) or words) if words else ""


@cluster_view(Permission.WRITE)
@require_POST
def take_back(request: ClusterRequest, number: int) -> HttpResponse:
    """Let the strategy's answer be what it was before."""
    shown = opened(request, number)
    going = Going.of(shown)
    if going is None or going.earlier is None:
        raise Http404
    going.earlier.analysis = shown.analysis
    earlier, target = going.earlier, going.target
    return pressed(
        request,
        lambda: services.take_back(carry=earlier, target=target, by=request.user),
        to=shown.detail_url,
        words=_("The strategy’s answer is as it was before."),
    )
