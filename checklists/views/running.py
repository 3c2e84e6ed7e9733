"""One running checklist: its items, its day, who does what, finish, delete and keep."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checklists.exports import sheet_html, sheet_of
from checklists.forms import DayForm, KeepForm, MoveForm, SettingsForm, ShareForm, ShowForm
from checklists.models import Checklist, Item
from checklists.services import running
from checklists.shown.words import long_day
from checklists.views.loading import items_of, opened, shown
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done, pressed
from core.downloads import file_answer
from core.errors import Conflict, Refusal
from core.forms import on_top
from core.pages import page
from core.shortcuts import get_or_404
from core.text import is_language
from exports.file_cache import pdf_of
from exports.pdf import PdfFailed


def crumbs(checklist: Checklist, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way to a page of a checklist."""
    home = reverse("checklists:index", args=[checklist.cluster.slug])
    here = checklist.get_absolute_url() if rest else ""
    return [(_("Checklists"), home), (checklist.title, here), *rest]


@cluster_view(Permission.READ)
@require_GET
def detail(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the checklist, to be ticked off."""
    checklist = opened(request, number)
    context = {
        "shown": shown(request, checklist, show=ShowForm(request.GET).chosen),
        "checklist": checklist,
        "cluster": request.cluster,
        "may_write": request.membership.may(Permission.WRITE),
        "crumbs": crumbs(checklist),
    }
    return page(request, "checklists/detail.html", context)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def settings(request: ClusterRequest, number: int) -> HttpResponse:
    """Change title, place and activity; keep the list, finish it or delete it."""
    checklist = opened(request, number)
    form = bound(request, SettingsForm, checklist=checklist)

    def change() -> None:
        values = dict(form.cleaned_data)
        based_on = values.pop("revision") or 0
        running.change_checklist(checklist=checklist, by=request.user, based_on=based_on, **values)

    act = acting(request, form, change)
    if act.is_done:
        return done(request, checklist.get_absolute_url(), _("“%(title)s” saved.") % {"title": checklist.title})
    if act.conflict is not None:
        checklist = opened(request, number)
        form = on_top(SettingsForm(checklist=checklist), form, act.conflict)
    context = {
        "conflict": act.conflict,
        "form": form,
        "keep": KeepForm(initial={"title": checklist.title}),
        "checklist": checklist,
        "cluster": request.cluster,
        "crumbs": crumbs(checklist, (_("Title and settings"), "")),
    }
    return page(request, "checklists/settings.html", context, status=act.status)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def move(request: ClusterRequest, number: int) -> HttpResponse:
    """Move day 0: first what it would change, then the move."""
    checklist = opened(request, number)
    if request.method == "POST":
        form: DayForm = MoveForm(request.POST)
        if form.is_valid():
            return apply_move(request, checklist, form)
        return move_page(request, checklist, form, status=422)
    form = DayForm(request.GET) if "day" in request.GET else DayForm(initial={"day": checklist.day})
    return move_page(request, checklist, form, status=422 if form.is_bound and not form.is_valid() else 200)


def apply_move(request: ClusterRequest, checklist: Checklist, form: DayForm) -> HttpResponse:
    """Move the day as previewed; when a colleague was first, preview again from what is now."""
    day, based_on = form.cleaned_data["day"], form.cleaned_data["based_on"]
    try:
        count = running.move_day(checklist=checklist, day=day, based_on=based_on, by=request.user)
    except Refusal as refusal:
        fresh = opened(request, checklist.number)
        return move_page(
            request, fresh, form, status=409 if isinstance(refusal, Conflict) else 422, message=refusal.message
        )
    words = ngettext(
        "Day 0 is %(day)s. %(count)s date has moved.", "Day 0 is %(day)s. %(count)s dates have moved.", count
    )
    messages.success(request, words % {"day": long_day(day), "count": count})
    return redirect(checklist.get_absolute_url())


def move_page(
    request: ClusterRequest, checklist: Checklist, form: DayForm, *, status: int, message: str = ""
) -> HttpResponse:
    """Show the form, and what the chosen day would move."""
    day = form.cleaned_data.get("day") if form.is_bound and form.is_valid() else None
    moves = running.moves_to(checklist, day) if day else []
    today = timezone.localdate()
    by_hand = Item.objects.of(request.cluster).filter(checklist=checklist, is_moved=True).open() if day else []
    context = {
        "form": form,
        "day": day,
        "message": message,
        "moves": moves,
        "past": sum(one.new is not None and one.new < today for one in moves),
        "by_hand": by_hand,
        "checklist": checklist,
        "cluster": request.cluster,
        "crumbs": crumbs(checklist, (_("Move the day"), "")),
    }
    return page(request, "checklists/move.html", context, status=status)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def people(request: ClusterRequest, number: int) -> HttpResponse:
    """Share out what nobody has yet, by role."""
    checklist = opened(request, number)
    nobodys = [item for item in items_of(checklist) if item.is_open and item.assignee_id is None]
    form = bound(request, ShareForm, cluster=request.cluster, items=nobodys)
    act = acting(request, form, lambda: running.share_out(checklist=checklist, people=form.people, by=request.user))
    if act.is_done:
        count = act.made
        words = ngettext("%(count)s item has been shared out.", "%(count)s items have been shared out.", count)
        return done(request, checklist.get_absolute_url(), words % {"count": count})
    context = {
        "form": form,
        "count": len(nobodys),
        "checklist": checklist,
        "cluster": request.cluster,
        "crumbs": crumbs(checklist, (_("Who does what"), "")),
    }
    return page(request, "checklists/people.html", context, status=act.status)


@cluster_view(Permission.WRITE)
@require_POST
def catch_up(request: ClusterRequest, number: int) -> HttpResponse:
    """Give a new date to what was due before the list was started."""
    checklist = opened(request, number)

    def told(count: int) -> str:
        return ngettext("%(count)s item has a new date.", "%(count)s items have a new date.", count) % {"count": count}

    return pressed(
        request,
        lambda: running.catch_up(checklist=checklist, by=request.user),
        to=checklist.get_absolute_url(),
        words=told,
    )


@cluster_view(Permission.WRITE)
@require_POST
def finish(request: ClusterRequest, number: int) -> HttpResponse:
    """Finish the checklist."""
    checklist = opened(request, number)
    return pressed(
        request,
        lambda: running.finish_checklist(checklist=checklist, by=request.user),
        to=checklist.get_absolute_url(),
        words=_("“%(title)s” is finished.") % {"title": checklist.title},
    )


@cluster_view(Permission.WRITE)
@require_POST
def reopen(request: ClusterRequest, number: int) -> HttpResponse:
    """Open a finished checklist again."""
    checklist = opened(request, number)
    running.reopen_checklist(checklist=checklist, by=request.user)
    return redirect(checklist.get_absolute_url())


@cluster_view(Permission.WRITE)
@require_POST
def keep(request: ClusterRequest, number: int) -> HttpResponse:
    """Keep the checklist as one of the cluster's own to start from."""
    checklist = opened(request, number)
    form = KeepForm(request.POST)
    title = form.cleaned_data["title"] if form.is_valid() else checklist.title
    own = running.keep_checklist(checklist=checklist, title=title, by=request.user)
    messages.success(request, _("“%(title)s” is now one of your own lists to start from.") % {"title": own.title})
    return redirect("checklists:index", request.cluster.slug)


@cluster_view(Permission.WRITE)
@require_POST
def delete(request: ClusterRequest, number: int) -> HttpResponse:
    """Put the checklist away."""
    checklist = opened(request, number)
    running.delete_checklist(checklist=checklist, by=request.user)
    messages.success(
        request, _("“%(title)s” has been deleted. You can bring it back below.") % {"title": checklist.title}
    )
    return redirect("checklists:index", request.cluster.slug)


@cluster_view(Permission.WRITE)
@require_POST
def restore(request: ClusterRequest, number: int) -> HttpResponse:
    """Bring back a checklist that was deleted."""
    checklist = get_or_404(Checklist.objects.of(request.cluster).deleted(), number=number)
    checklist.cluster = request.cluster
    running.restore_checklist(checklist=checklist, by=request.user)
    messages.success(request, _("“%(title)s” is back.") % {"title": checklist.title})
    return redirect(checklist.get_absolute_url())


@cluster_view(Permission.READ)
@require_GET
def sheet(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the checklist as a PDF to hold in the hand."""
    if not is_language(language):
        raise Http404
    checklist = opened(request, number)
    html = sheet_html(sheet_of(checklist, items_of(checklist), language), language)
    try:
        pdf = pdf_of(html, name=f"checklist-{checklist.pk}-{language}")
    except PdfFailed as failure:
        context = {
            "message": failure.message,
            "back": checklist.get_absolute_url(),
            "again": request.get_full_path(),
        }
        return page(request, "exports/failed.html", context, status=503)
    return file_answer(pdf, "application/pdf", f"{checklist.title} ({language}).pdf", is_shown=True)
