"""Reading in a sheet of measurements: sending it, looking at what would happen, storing all of it or nothing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from clusters.sheet_import.pages import beside, help_words, kept_sheet, sheet_form, take_choices
from clusters.sheet_import.staging import forget_sheet
from core.acting import acting, done, pressed, refused
from core.errors import Refusal
from core.pages import page
from kpis import services
from kpis.services.importing import FATE_WORDS, ROOM, Fate, PlannedImport, plan_of
from kpis.shown.kpis import kpi_url

PAGE = 100
CHIPS = {Fate.NEW: "accent", Fate.CHANGED: "warn", Fate.SAME: "none", Fate.EMPTY: "none", Fate.REFUSED: "bad"}


def column_names() -> dict[str, str]:
    """Return what a column of the sheet can be."""
    return {"key": _("KPI"), "date": _("Date"), "value": _("Value"), "note": _("Note"), "source": _("Source")}


@cluster_view(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def upload(request: ClusterRequest) -> HttpResponse:
    """Send a sheet; nothing is stored before its preview is confirmed."""
    form = sheet_form(request, help_words())
    act = acting(
        request,
        form,
        lambda: services.receive_import(cluster=request.cluster, name=form.name, content=form.content, by=request.user),
    )
    if act.is_done:
        return done(request, kpi_url(request.cluster, "import_preview", act.made.number))
    context = {
        "form": form,
        "cluster": request.cluster,
        "crumbs": [(_("KPIs"), kpi_url(request.cluster, "index")), (_("Import values"), "")],
    }
    return page(request, "kpis/import.html", context, status=act.status)


@cluster_view(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def preview(request: ClusterRequest, number: int) -> HttpResponse:
    """Show what would become of every line; or take how the sheet is to be read."""
    import_ = kept_sheet(request, ROOM, number)
    here = kpi_url(request.cluster, "import_preview", number)
    try:
        planned = plan_of(import_)
    except Refusal as refusal:
        return refused(request, refusal, kpi_url(request.cluster, "import"))
    if request.method == "POST":
        take_choices(request, import_, planned.headed, column_names())
        return redirect(here)
    wanted = request.GET.get("only", "")
    lines = [line for line in planned.lines if line.fate == wanted] if wanted in set(Fate) else list(planned.lines)
    lines.sort(key=lambda line: (line.fate is not Fate.REFUSED, line.read.line))
    context = {
        **beside(import_, planned.headed, column_names()),
        "cluster": request.cluster,
        "planned": planned,
        "counts": [(fate, FATE_WORDS[fate], CHIPS[fate], planned.count(fate)) for fate in Fate if planned.count(fate)],
        "only": wanted,
        "page": Paginator(lines, PAGE).get_page(request.GET.get("page")),
        "refused": planned.count(Fate.REFUSED),
        "words": FATE_WORDS,
        "chips": CHIPS,
        "crumbs": [
            (_("KPIs"), kpi_url(request.cluster, "index")),
            (_("Import values"), kpi_url(request.cluster, "import")),
            (import_.file_name, ""),
        ],
    }
    return page(request, "kpis/import_preview.html", context)


@cluster_view(Permission.MEASURE)
@require_POST
def confirm(request: ClusterRequest, number: int, seal: str) -> HttpResponse:
    """Store every line of the sheet, or none; the seal says which preview somebody has looked at."""
    import_ = kept_sheet(request, ROOM, number)
    return pressed(
        request,
        lambda: services.confirm_import(import_=import_, seal=seal, by=request.user),
        to=kpi_url(request.cluster, "index"),
        words=stored_words,
        otherwise=kpi_url(request.cluster, "import_preview", number),
    )


def stored_words(planned: PlannedImport) -> str:
    """Say how much has been stored."""
    count = planned.to_store
    return ngettext("%(count)s value imported.", "%(count)s values imported.", count) % {"count": count}


@cluster_view(Permission.MEASURE)
@require_POST
def discard(request: ClusterRequest, number: int) -> HttpResponse:
    """Forget a sheet that was sent."""
    forget_sheet(import_=kept_sheet(request, ROOM, number))
    messages.success(request, _("The file has been discarded. Nothing was saved."))
    return redirect(kpi_url(request.cluster, "import"))
