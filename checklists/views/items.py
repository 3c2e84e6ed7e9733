"""One item of a checklist: tick, change, set aside, order, delete."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checklists.forms import AsideForm, ItemForm, PlaceForm, ShowForm, TickForm, group_choices
from checklists.models import Checklist, Item, Tick
from checklists.services import items as services
from checklists.services import ticks
from checklists.shown.items import linked, rows_of
from checklists.views.loading import fetched, items_beside, items_of, opened, shown
from checklists.views.running import crumbs
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, pressed, refused
from core.errors import Conflict, Refusal
from core.forms import on_top
from core.pages import is_fragment, page
from core.shortcuts import get_or_404


def place_of(item: Item) -> str:
    """Return the address at which the item stands in its list."""
    return f"{item.checklist.get_absolute_url()}#item-{item.number}"


def back(item: Item) -> HttpResponse:
    """Go back to where the item stands in its list."""
    return redirect(place_of(item))


@cluster_view(Permission.WRITE)
@require_POST
def tick(request: ClusterRequest, number: int, item: int) -> HttpResponse:
    """Tick an item off or take the tick back; the browser's queue gets the item and the progress as they are now."""
    # Deleted ones too: a tick that waited is told so, instead of leading nowhere.
    rows = Item.objects.of(request.cluster).filter(checklist__number=number).select_related("checklist")
    row = get_or_404(rows, number=item)
    row.checklist.cluster = request.cluster
    form = TickForm(request.POST)
    if not form.is_valid():
        return page(request, "400.html", status=400)
    try:
        done = ticks.tick_item(
            item=row,
            is_done=form.cleaned_data["done"],
            client_id=form.cleaned_data["client_id"],
            at=form.cleaned_data["at"],
            by=request.user,
        )
    except Refusal as refusal:
        return tick_refused(request, row, refusal)
    if not is_fragment(request):
        if done.words:
            messages.warning(request, done.words)
        return back(row)
    return ticked(request, row, done.words)


def ticked(request: ClusterRequest, item: Item, words: str) -> HttpResponse:
    """Return the item and the progress as fragments."""
    on_page = shown(request, item.checklist, show=ShowForm(request.GET).chosen)
    row = next((one for one in on_page.rows if one.item.pk == item.pk), None)
    context = {
        "shown": on_page,
        "row": row,
        "beside": on_page.beside(item),
        "words": words,
        "cluster": request.cluster,
        "may_write": True,
    }
    return page(request, "checklists/ticked.html", context, status=409 if words else 200)


def tick_refused(request: ClusterRequest, item: Item, refusal: Refusal) -> HttpResponse:
    """Say that the item is gone: to the queue in words alone, to a person where the list was."""
    if is_fragment(request):
        return HttpResponse(refusal.message, status=410, content_type="text/plain; charset=utf-8")
    if item.checklist.deleted_at:
        return refused(request, refusal, reverse("checklists:index", args=[request.cluster.slug]))
    return refused(request, refusal, item.checklist.get_absolute_url())


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def add(request: ClusterRequest, number: int) -> HttpResponse:
    """Add an item of the cluster's own."""
    checklist = opened(request, number)
    items = items_of(checklist)
    wholes = [item for item in items if item.part_of is None and item.state != Item.State.NOT_RELEVANT]
    form = bound(request, ItemForm, checklist=checklist, groups=group_choices(items), wholes=wholes)
    act = acting(
        request,
        form,
        lambda: services.add_item(
            checklist=checklist, draft=form.draft, group_key=form.group, around=form.around, by=request.user
        ),
    )
    if act.is_done:
        messages.success(request, _("Item added."))
        return back(act.made)
    context = {
        "form": form,
        "checklist": checklist,
        "cluster": request.cluster,
        "crumbs": crumbs(checklist, (_("Add an item"), "")),
    }
    return page(request, "checklists/item_add.html", context, status=act.status)


@cluster_view(Permission.READ)
@require_http_methods(["GET", "POST"])
def edit(request: ClusterRequest, number: int, item: int) -> HttpResponse:
    """Read about an item; who may write changes its date, who does it and its note."""
    row = fetched(request, number, item)
    if request.method == "GET":
        return item_page(request, row, ItemForm(checklist=row.checklist, item=row))
    if not request.membership.may(Permission.WRITE):
        return page(request, "403.html", status=403)
    form = bound(request, ItemForm, checklist=row.checklist, item=row)
    act = acting(
        request,
        form,
        lambda: services.change_item(
            item=row, draft=form.draft, based_on=form.cleaned_data["revision"] or 0, by=request.user
        ),
    )
    if act.is_done:
        messages.success(request, _("Item saved."))
        return back(row)
    if act.conflict is not None:
        row = fetched(request, number, item)
        form = on_top(ItemForm(checklist=row.checklist, item=row), form, act.conflict)
    return item_page(request, row, form, status=act.status, conflict=act.conflict)


def item_page(
    request: ClusterRequest,
    item: Item,
    form: ItemForm,
    *,
    aside: AsideForm | None = None,
    status: int = 200,
    conflict: Conflict | None = None,
) -> HttpResponse:
    """Show an item with all that can be done to it."""
    beside = list(items_beside(item))
    rows = rows_of(item.checklist, [item, *beside], today=timezone.localdate(), links=linked([item]))
    context = {
        "row": next(row for row in rows if row.item is item),
        "item": item,
        "form": form,
        "aside": aside or AsideForm(),
        "conflict": conflict,
        "ticks": list(Tick.objects.of(request.cluster).filter(item=item).newest()[:20]),
        "checklist": item.checklist,
        "cluster": request.cluster,
        "may_write": request.membership.may(Permission.WRITE),
        "crumbs": crumbs(item.checklist, (_("Item"), "")),
    }
    return page(request, "checklists/item_page.html", context, status=status)


@cluster_view(Permission.WRITE)
@require_POST
def set_aside(request: ClusterRequest, number: int, item: int) -> HttpResponse:
    """Say that an item is not relevant."""
    row = fetched(request, number, item)
    form = AsideForm(request.POST)
    if not form.is_valid():
        return item_page(request, row, ItemForm(checklist=row.checklist, item=row), aside=form, status=422)
    return act(request, row, lambda: services.set_aside(item=row, reason=form.cleaned_data["reason"], by=request.user))


@cluster_view(Permission.WRITE)
@require_POST
def take_up(request: ClusterRequest, number: int, item: int) -> HttpResponse:
    """Make an item relevant again."""
    row = fetched(request, number, item)
    return act(request, row, lambda: services.take_up(item=row, by=request.user))


@cluster_view(Permission.WRITE)
@require_POST
def delete(request: ClusterRequest, number: int, item: int) -> HttpResponse:
    """Put an item away; the page of the order offers to bring it back."""
    row = fetched(request, number, item)
    done = act(request, row, lambda: services.delete_item(item=row, by=request.user))
    if row.deleted_at:
        messages.success(request, _("Item deleted. You can bring it back at the foot of this page."))
        return redirect("checklists:arrange", request.cluster.slug, number)
    return done


@cluster_view(Permission.WRITE)
@require_POST
def restore(request: ClusterRequest, number: int, item: int) -> HttpResponse:
    """Bring back an item that was deleted."""
    row = fetched(request, number, item, deleted=True)
    return act(request, row, lambda: services.restore_item(item=row, by=request.user))


@cluster_view(Permission.WRITE)
@require_GET
def arrange(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the items to be put in another order, and those that can be brought back."""
    return arrange_page(request, opened(request, number))


def arrange_page(request: ClusterRequest, checklist: Checklist, focus: str = "") -> HttpResponse:
    """Return the page, or for HTMX the list alone with the focus where it was."""
    context = {
        "shown": shown(request, checklist),
        "focus": focus,
        "deleted": Item.objects.of(request.cluster).filter(checklist=checklist).deleted(),
        "checklist": checklist,
        "cluster": request.cluster,
        "crumbs": crumbs(checklist, (_("Order of the items"), "")),
    }
    return page(request, "checklists/arrange.html", context, partial="list")


@cluster_view(Permission.WRITE)
@require_POST
def step(request: ClusterRequest, number: int, item: int, direction: str) -> HttpResponse:
    """Move an item one place up or down."""
    row = fetched(request, number, item)
    return arranged(
        request,
        row,
        lambda: services.move_item(item=row, step=-1 if direction == "up" else 1, by=request.user),
        direction,
    )


@cluster_view(Permission.WRITE)
@require_POST
def place(request: ClusterRequest, number: int, item: int) -> HttpResponse:
    """Put an item where it was dragged to."""
    row = fetched(request, number, item)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return page(request, "400.html", status=400)
    before = form.cleaned_data["before"]
    return arranged(request, row, lambda: services.place_item(item=row, before=before, by=request.user))


def arranged(request: ClusterRequest, item: Item, change: Callable[[], None], direction: str = "") -> HttpResponse:
    """Put an item somewhere else and show the order again; a refusal is said above it."""
    answer = pressed(
        request, change, to=reverse("checklists:arrange", args=[request.cluster.slug, item.checklist.number])
    )
    if is_fragment(request):
        return arrange_page(request, item.checklist, focus=f"{item.number}-{direction}")
    return answer


def act(request: ClusterRequest, item: Item, change: Callable[[], None]) -> HttpResponse:
    """Make a change and go back to the list; a refusal is said there."""
    return pressed(request, change, to=place_of(item))
