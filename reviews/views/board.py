"""What the board said of the changes that were made under the approved strategy."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.pages import page
from reviews.forms import BoardForm
from strategy.current import opened
from strategy.deciding import answer_deviations
from strategy.models import Deviation

# As many as a meeting can speak of; older ones have been answered, or stand in the list.
MOST = 50


@cluster_view(Permission.APPROVE)
@require_http_methods(["GET", "POST"])
def board(request: ClusterRequest, number: int) -> HttpResponse:
    """Enter what the board said, of one change or of several at once."""
    shown = opened(request, number)
    every = Deviation.objects.of(request.cluster).filter(strategy=shown.strategy)
    newest = [one.pk for one in every.only("pk")[:MOST]]
    rows, today = every.filter(pk__in=newest).with_answers(), timezone.localdate()
    form = sent = bound(request, BoardForm, rows=rows, today=today)
    act = acting(
        request,
        sent,
        lambda: answer_deviations(
            strategy=shown.strategy,
            deviations=list(sent.cleaned_data["deviations"]),
            answer=sent.cleaned_data["answer"],
            said_on=sent.cleaned_data["said_on"],
            minute=sent.cleaned_data["minute"],
            reason=sent.cleaned_data["reason"],
            seen=sent.cleaned_data["seen"] or 0,
            by=request.user,
        ),
    )
    back = reverse("reviews:index", args=[request.cluster.slug, number])
    if act.is_done:
        return done(request, back, _("What the board said has been saved. It is shown beside each change."))
    if act.conflict is not None:
        # What was typed stays; it is saved next time on top of what stands on the page now.
        chosen = request.POST.getlist("deviations")
        form.data = {**request.POST.dict(), "deviations": chosen, "seen": form.initial["seen"]}
    context = {
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "form": form,
        "deviations": form.rows,
        "back": back,
        "crumbs": [
            (shown.strategy.shown_title, shown.url("detail")),
            (_("Snapshots"), back),
            (_("What the board said"), ""),
        ],
    }
    return page(request, "reviews/board.html", context, status=act.status)
