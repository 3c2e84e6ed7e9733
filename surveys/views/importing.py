"""Reading in a register of members: sending it, looking at what would happen, storing all of it or nothing."""

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
from surveys.pages import crumbs_of, survey_url
from surveys.services.importing import FATE_WORDS, ROOM, Fate, PlannedImport, confirm_import, plan_of, receive_import

PAGE = 100
CHIPS = {Fate.NEW: "accent", Fate.CHANGED: "warn", Fate.SAME: "none", Fate.LEFT_OUT: "none", Fate.REFUSED: "bad"}


def column_names() -> dict[str, str]:
    """Return what a column of the sheet can be."""
    return {
        "name": _("Company"),
        "registration": _("Registration number"),
        "size": _("Size"),
        "region": _("Region"),
        "contact_name": _("Contact"),
        "email": _("Email address"),
        "language": _("Language"),
        "is_active": _("Member today"),
    }


def _crumbs(request: ClusterRequest, *further: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs_of(request.cluster, (_("Member companies"), survey_url(request.cluster, "companies")), *further)


@cluster_view(Permission.RUN_SURVEYS)
@require_http_methods(["GET", "POST"])
def upload(request: ClusterRequest) -> HttpResponse:
    """Send a sheet; nothing is stored before its preview is confirmed."""
    form = sheet_form(request, help_words())
    act = acting(
        request,
        form,
        lambda: receive_import(cluster=request.cluster, name=form.name, content=form.content, by=request.user),
    )
    if act.is_done:
        return done(request, survey_url(request.cluster, "import_preview", act.made.number))
    context = {"form": form, "cluster": request.cluster, "crumbs": _crumbs(request, (_("Import"), ""))}
    return page(request, "surveys/import.html", context, status=act.status)


@cluster_view(Permission.RUN_SURVEYS)
@require_http_methods(["GET", "POST"])
def preview(request: ClusterRequest, number: int) -> HttpResponse:
    """Show what would become of every row; or take how the sheet is to be read."""
    import_ = kept_sheet(request, ROOM, number)
    try:
        planned = plan_of(import_)
    except Refusal as refusal:
        return refused(request, refusal, survey_url(request.cluster, "import"))
    if request.method == "POST":
        take_choices(request, import_, planned.headed, column_names())
        return redirect(survey_url(request.cluster, "import_preview", number))
    wanted = request.GET.get("only", "")
    rows = [row for row in planned.rows if row.fate == wanted] if wanted in set(Fate) else list(planned.rows)
    rows.sort(key=lambda row: (row.fate is not Fate.REFUSED, not row.alike, row.read.line))
    context = {
        **beside(import_, planned.headed, column_names()),
        "cluster": request.cluster,
        "planned": planned,
        "counts": [(fate, FATE_WORDS[fate], CHIPS[fate], planned.count(fate)) for fate in Fate if planned.count(fate)],
        "only": wanted,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "refused": planned.count(Fate.REFUSED),
        "words": FATE_WORDS,
        "chips": CHIPS,
        "crumbs": _crumbs(request, (_("Import"), survey_url(request.cluster, "import")), (import_.file_name, "")),
    }
    return page(request, "surveys/import_preview.html", context)


@cluster_view(Permission.RUN_SURVEYS)
@require_POST
def confirm(request: ClusterRequest, number: int, seal: str) -> HttpResponse:
    """Store every row of the sheet, or none; the seal says which preview somebody has looked at."""
    import_ = kept_sheet(request, ROOM, number)
    return pressed(
        request,
        lambda: confirm_import(import_=import_, seal=seal, by=request.user),
        to=survey_url(request.cluster, "companies"),
        words=stored_words,
        otherwise=survey_url(request.cluster, "import_preview", number),
    )


def stored_words(planned: PlannedImport) -> str:
    """Say how much has been stored."""
    new, changed = planned.count(Fate.NEW), planned.count(Fate.CHANGED)
    added = ngettext("%(count)s company has been added", "%(count)s companies have been added", new) % {"count": new}
    others = ngettext("%(count)s has been changed", "%(count)s have been changed", changed) % {"count": changed}
    return f"{added}, {others}."


@cluster_view(Permission.RUN_SURVEYS)
@require_POST
def discard(request: ClusterRequest, number: int) -> HttpResponse:
    """Forget a sheet that was sent."""
    forget_sheet(import_=kept_sheet(request, ROOM, number))
    messages.success(request, _("The file has been discarded. Nothing was saved."))
    return redirect(survey_url(request.cluster, "import"))
