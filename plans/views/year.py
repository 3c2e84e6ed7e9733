"""The strategy year as a wheel and a table, and the cluster's own entries in it."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done, pressed
from core.forms import on_top
from core.holidays import public_holidays
from core.languages import content_language
from core.pages import page
from core.parts.keeping import drawn_once
from core.shortcuts import get_or_404
from plans import services
from plans.forms.activities import based_on
from plans.forms.year import EntryForm
from plans.models import YearEntry
from plans.shown.wheel import draw_year
from plans.shown.year import EARLIEST, LATEST, YearItem, clashes, of_year
from strategy.current import current_strategy


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the table with its items and their numbers."""

    number: int
    name: str
    items: list[tuple[int, YearItem]]


_drawn = drawn_once(draw_year)


def year_url(request: ClusterRequest, year: int) -> str:
    """Return the address of a year."""
    return reverse("plans:year", args=[request.cluster.slug, year])


@cluster_view(Permission.READ)
@require_GET
def this_year(request: ClusterRequest) -> HttpResponse:
    """Lead to the year that it is."""
    return redirect(year_url(request, timezone.localdate().year))


@cluster_view(Permission.READ)
@require_GET
def year(request: ClusterRequest, year: int) -> HttpResponse:
    """Show a year: the wheel, what clashes, and the table."""
    if not EARLIEST <= year <= LATEST:
        raise Http404
    language = content_language()
    shown = current_strategy(request)
    items = of_year(request.cluster, shown, year, language)
    numbered = list(enumerate(items, start=1))
    months = [
        Month(
            n,
            formats.date_format(date(year, n, 1), "F"),
            [(number, one) for number, one in numbered if one.starts.month == n],
        )
        for n in range(1, 13)
    ]
    own = [one for one in items if one.entry is not None]
    entries = YearEntry.objects.of(request.cluster)
    context = {
        "cluster": request.cluster,
        "year": year,
        "before": year_url(request, year - 1) if year > EARLIEST else "",
        "after": year_url(request, year + 1) if year < LATEST else "",
        "drawing": _drawn(items, year, timezone.localdate()),
        "months": [month for month in months if month.items],
        "count": len(items),
        "clashes": clashes(items, public_holidays(year, language)),
        "own": len(own),
        "deleted": list(entries.filter(deleted_at__isnull=False).in_year(year)),
        "may_write": request.membership.may(Permission.WRITE),
        "may_roll": bool(own) and year < LATEST,
    }
    return page(request, "plans/year.html", context)


def crumbs(request: ClusterRequest, year: int, here: str) -> list[tuple[str, str]]:
    """Return the way to a page below a year."""
    return [(_("The strategy year %(year)s") % {"year": year}, year_url(request, year)), (here, "")]


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def add_entry(request: ClusterRequest, year: int) -> HttpResponse:
    """Add an entry of the cluster's own."""
    form = bound(request, EntryForm, cluster=request.cluster)
    act = acting(
        request,
        form,
        lambda: services.add_entry(cluster=request.cluster, draft=form.draft, by=request.user),
    )
    if act.is_done:
        return done(request, month_url(request, act.made.starts), _("It is now in the strategy year."))
    context = {
        "cluster": request.cluster,
        "form": form,
        "entry": None,
        "back": year_url(request, year),
        "crumbs": crumbs(request, year, _("Add")),
    }
    return page(request, "plans/entry.html", context, status=act.status)


def month_url(request: ClusterRequest, day: date) -> str:
    """Return where a day stands in its year."""
    return f"{year_url(request, day.year)}#month-{day.month}"


def fetched(request: ClusterRequest, number: int, *, deleted: bool = False) -> YearEntry:
    """Return one of the cluster's own entries."""
    entries = YearEntry.objects.of(request.cluster).filter(deleted_at__isnull=not deleted)
    entry = get_or_404(entries.select_related("changed_by"), number=number)
    entry.cluster = request.cluster
    return entry


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def entry(request: ClusterRequest, number: int) -> HttpResponse:
    """Change an entry."""
    entry = fetched(request, number)
    form = bound(request, EntryForm, cluster=request.cluster, entry=entry)
    held, sent = entry, form
    act = acting(
        request,
        form,
        lambda: services.change_entry(entry=held, draft=sent.draft, based_on=based_on(sent), by=request.user),
    )
    if act.is_done:
        return done(request, month_url(request, form.draft.starts), _("Entry saved."))
    if act.conflict:
        entry = fetched(request, number)
        form = on_top(EntryForm(cluster=request.cluster, entry=entry), form, act.conflict)
    context = {
        "cluster": request.cluster,
        "form": form,
        "entry": entry,
        "conflict": act.conflict,
        "back": year_url(request, entry.starts.year),
        "crumbs": crumbs(request, entry.starts.year, _("Change")),
    }
    return page(request, "plans/entry.html", context, status=act.status)


@cluster_view(Permission.WRITE)
@require_POST
def delete_entry(request: ClusterRequest, number: int) -> HttpResponse:
    """Put an entry away; the year offers to bring it back."""
    entry = fetched(request, number)
    services.delete_entry(entry=entry, by=request.user)
    messages.success(request, _("Entry deleted. You can bring it back at the foot of the page."))
    return redirect(year_url(request, entry.starts.year))


@cluster_view(Permission.WRITE)
@require_POST
def restore_entry(request: ClusterRequest, number: int) -> HttpResponse:
    """Bring back an entry that was deleted."""
    entry = fetched(request, number, deleted=True)
    services.restore_entry(entry=entry, by=request.user)
    return redirect(year_url(request, entry.starts.year))


@cluster_view(Permission.WRITE)
@require_POST
def roll_over(request: ClusterRequest, year: int) -> HttpResponse:
    """Copy the year's own entries into the next."""
    if not EARLIEST <= year < LATEST:
        raise Http404

    def told(made: list[YearEntry]) -> str:
        words = ngettext("%(count)s entry has been copied.", "%(count)s entries have been copied.", len(made))
        return words % {"count": len(made)}

    return pressed(
        request,
        lambda: services.roll_over(cluster=request.cluster, year=year, by=request.user),
        to=year_url(request, year + 1),
        words=told,
        otherwise=year_url(request, year),
    )
