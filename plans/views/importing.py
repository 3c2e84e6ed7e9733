"""Reading in a sheet of activities: sending it, looking at what would happen, storing all of it or nothing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.models import SheetImport
from clusters.permissions import Permission
from clusters.sheet_import.pages import beside, help_words, kept_sheet, sheet_form, take_choices
from clusters.sheet_import.staging import forget_sheet
from core.acting import acting, pressed, refused
from core.errors import Refusal
from core.numbers import whole_number
from core.pages import page
from plans.services.importing import FATE_WORDS, ROOM, Fate, PlannedImport, plan_import, receive_import, take_import
from plans.services.sheet.columns import columns_of
from plans.views.activities import plan_url

PAGE = 100
CHIPS = {Fate.NEW: "accent", Fate.CHANGED: "warn", Fate.SAME: "none", Fate.LEFT_OUT: "none", Fate.REFUSED: "bad"}


def place(request: ClusterRequest, name: str, *args: object) -> str:
    """Return an address of the reading in."""
    return reverse(f"plans:{name}", args=[request.cluster.slug, *args])


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def upload(request: ClusterRequest) -> HttpResponse:
    """Send a sheet and see at once what it would do; or store what was seen, named by its number and its seal."""
    if "seal" in request.POST:
        return _confirm(request)
    form = sheet_form(request, help_words())

    def receive() -> tuple[SheetImport, PlannedImport]:
        made = receive_import(cluster=request.cluster, name=form.name, content=form.content, by=request.user)
        return made, plan_import(made)

    act = acting(request, form, receive)
    if act.is_done:
        return _previewed(request, *act.made)
    context = {
        "form": form,
        "cluster": request.cluster,
        "crumbs": [(_("Action plan"), plan_url(request)), (_("Import"), "")],
    }
    return page(request, "plans/import.html", context, status=act.status)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def preview(request: ClusterRequest, number: int) -> HttpResponse:
    """Show what would become of every row; or take how the sheet is to be read."""
    import_ = kept_sheet(request, ROOM, number)
    try:
        planned = plan_import(import_)
    except Refusal as refusal:
        return refused(request, refusal, place(request, "import"))
    if request.method == "POST":
        take_choices(request, import_, planned.headed, column_names(request))
        return redirect(place(request, "import_preview", number))
    return _previewed(request, import_, planned)


def column_names(request: ClusterRequest) -> dict[str, str]:
    """Return what a column of the sheet can be."""
    return dict(columns_of(request.cluster))


def _previewed(request: ClusterRequest, import_: SheetImport, planned: PlannedImport) -> HttpResponse:
    wanted = request.GET.get("only", "")
    rows = [row for row in planned.rows if row.fate == wanted] if wanted in set(Fate) else list(planned.rows)
    rows.sort(key=lambda one: (one.fate is not Fate.REFUSED, one.row.line))
    context = {
        **beside(import_, planned.headed, column_names(request)),
        "cluster": request.cluster,
        "planned": planned,
        "counts": [(fate, FATE_WORDS[fate], CHIPS[fate], planned.count(fate)) for fate in Fate if planned.count(fate)],
        "only": wanted,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "refused": planned.refused,
        "words": FATE_WORDS,
        "chips": CHIPS,
        "crumbs": [
            (_("Action plan"), plan_url(request)),
            (_("Import"), place(request, "import")),
            (import_.file_name, ""),
        ],
    }
    return page(request, "plans/import_preview.html", context)


def _confirm(request: ClusterRequest) -> HttpResponse:
    """Store every row, or none."""
    import_ = kept_sheet(request, ROOM, whole_number(request.POST.get("content", "")) or 0)
    return pressed(
        request,
        lambda: take_import(import_=import_, seal=request.POST["seal"][:64], by=request.user),
        to=plan_url(request),
        words=stored_words,
        otherwise=place(request, "import_preview", import_.number),
    )


def stored_words(taken: PlannedImport) -> str:
    """Say how much has been stored."""
    added = ngettext("%(count)s activity has been added", "%(count)s activities have been added", taken.new)
    changed = ngettext("%(count)s has been changed", "%(count)s have been changed", taken.changed)
    return f"{added % {'count': taken.new}}, {changed % {'count': taken.changed}}."


@cluster_view(Permission.WRITE)
@require_POST
def discard(request: ClusterRequest, number: int) -> HttpResponse:
    """Forget a sheet that was sent."""
    forget_sheet(import_=kept_sheet(request, ROOM, number))
    messages.success(request, _("The file has been discarded. Nothing was saved."))
    return redirect(place(request, "import"))
