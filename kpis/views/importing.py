"""Reading in a file of measurements: sending it, looking at what would happen, storing all of it or nothing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.errors import Refusal
from core.forms import refuse
from core.pages import page
from core.shortcuts import get_or_404
from exports.reading import LARGEST
from kpis import services
from kpis.forms import UploadForm
from kpis.models import MeasurementImport
from kpis.pages import kpi_url
from kpis.services.importing import FATE_WORDS, Fate, plan_of

PAGE = 100
CHIPS = {Fate.NEW: "ok", Fate.CHANGED: "warn", Fate.SAME: "none", Fate.EMPTY: "none", Fate.REFUSED: "bad"}


@cluster_view(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def upload(request: ClusterRequest) -> HttpResponse:
    """Send a file; nothing is stored before its preview is confirmed."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            made = services.receive_import(
                cluster=request.cluster,
                name=sent.name,
                content=sent.read(LARGEST + 1),
                language=form.language,
                by=request.user,
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect(kpi_url(request.cluster, "import_preview", made.number))
    context = {
        "form": form,
        "cluster": request.cluster,
        "crumbs": [(_("KPIs"), kpi_url(request.cluster, "index")), (_("Read in values"), "")],
    }
    return page(request, "kpis/import.html", context, status=422 if form.is_bound else 200)


def fetched(request: ClusterRequest, number: int) -> MeasurementImport:
    """Return a file that was read and not stored yet."""
    found = get_or_404(MeasurementImport.objects.of(request.cluster).waiting().defer("rows"), number=number)
    found.cluster = request.cluster
    return found


@cluster_view(Permission.MEASURE)
@require_GET
def preview(request: ClusterRequest, number: int) -> HttpResponse:
    """Show what would become of every line."""
    import_ = fetched(request, number)
    plan = plan_of(import_)
    counts = [(fate, FATE_WORDS[fate], CHIPS[fate], sum(line.fate is fate for line in plan)) for fate in Fate]
    wanted = request.GET.get("only", "")
    lines = [line for line in plan if line.fate == wanted] if wanted in set(Fate) else plan
    lines.sort(key=lambda line: (line.fate is not Fate.REFUSED, line.read.line))
    context = {
        "cluster": request.cluster,
        "import": import_,
        "counts": counts,
        "only": wanted,
        "page": Paginator(lines, PAGE).get_page(request.GET.get("page")),
        "total": len(plan),
        "refused": sum(line.fate is Fate.REFUSED for line in plan),
        "to_store": sum(line.fate in (Fate.NEW, Fate.CHANGED) for line in plan),
        "words": FATE_WORDS,
        "chips": CHIPS,
        "crumbs": [
            (_("KPIs"), kpi_url(request.cluster, "index")),
            (_("Read in values"), kpi_url(request.cluster, "import")),
            (import_.file_name, ""),
        ],
    }
    return page(request, "kpis/import_preview.html", context)


@cluster_view(Permission.MEASURE)
@require_POST
def confirm(request: ClusterRequest, number: int) -> HttpResponse:
    """Store every line of the file, or none."""
    import_ = fetched(request, number)
    try:
        counts = services.confirm_import(import_=import_, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(kpi_url(request.cluster, "import_preview", number))
    stored = counts[Fate.NEW] + counts[Fate.CHANGED]
    words = ngettext("%(count)s value is read in.", "%(count)s values are read in.", stored) % {"count": stored}
    messages.success(request, words)
    return redirect(kpi_url(request.cluster, "index"))


@cluster_view(Permission.MEASURE)
@require_POST
def discard(request: ClusterRequest, number: int) -> HttpResponse:
    """Forget a file that was read."""
    services.discard_import(import_=fetched(request, number))
    messages.success(request, _("The file is forgotten. Nothing has been stored."))
    return redirect(kpi_url(request.cluster, "import"))
