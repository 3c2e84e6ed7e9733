"""The register of member companies."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from clusters.revisions import change
from core.acting import acting, bound, done
from core.downloads import file_answer
from core.errors import Conflict
from core.forms import on_top
from core.languages import content_language
from core.pages import page
from core.shortcuts import get_or_404
from exports.sheets import CSV_TYPE, XLSX_TYPE, csv_of, xlsx_of
from surveys.exports import companies_sheet
from surveys.forms import CompanyForm, MergeForm, RulesForm
from surveys.models import Company
from surveys.pages import crumbs_of, survey_url
from surveys.services.companies import (
    add_company,
    change_company,
    erase_contact,
    merge_companies,
    rules_of,
    rules_to_change,
)

PAGE = 50


@cluster_view(Permission.RUN_SURVEYS)
@require_GET
def companies(request: ClusterRequest) -> HttpResponse:
    """List the companies, those of today or all."""
    everything = Company.objects.of(request.cluster).alive()
    words = request.GET.get("q", "")[:100]
    shows_former = "former" in request.GET
    found = (everything if shows_former else everything.filter(is_active=True)).matching(words)
    context = {
        "cluster": request.cluster,
        "page": Paginator(found.order_by("name", "number"), PAGE).get_page(request.GET.get("page")),
        "words": words,
        "shows_former": shows_former,
        "has_any": bool(words or shows_former) or everything.exists(),
        "rules": rules_of(request.cluster),
        "crumbs": crumbs_of(request.cluster, (_("Member companies"), "")),
    }
    return page(request, "surveys/companies.html", context)


@cluster_view(Permission.RUN_SURVEYS)
@require_http_methods(["GET", "POST"])
def company_new(request: ClusterRequest) -> HttpResponse:
    """Add a company by hand."""
    form = bound(request, CompanyForm, cluster=request.cluster)
    act = acting(request, form, lambda: add_company(cluster=request.cluster, values=form.values, by=request.user))
    if act.is_done:
        return done(
            request, survey_url(request.cluster, "companies"), _("%(name)s has been added.") % {"name": act.made.name}
        )
    register = (_("Member companies"), survey_url(request.cluster, "companies"))
    crumbs = crumbs_of(request.cluster, register, (_("Add a company"), ""))
    context = {"form": form, "cluster": request.cluster, "crumbs": crumbs}
    return page(request, "surveys/company_new.html", context, status=act.status)


def opened(request: ClusterRequest, number: int) -> Company:
    """Return the company that the address names."""
    found = get_or_404(Company.objects.of(request.cluster).alive(), number=number)
    return found.in_cluster(request.cluster)


@cluster_view(Permission.RUN_SURVEYS)
@require_http_methods(["GET", "POST"])
def company(request: ClusterRequest, number: int) -> HttpResponse:
    """Show a company and change it."""
    row = opened(request, number)
    form = bound(request, CompanyForm, instance=row, cluster=request.cluster, initial={"revision": row.revision})
    act = acting(
        request,
        form,
        # The form has written into its own copy of the row what was typed.
        lambda: change_company(
            company=opened(request, number),
            values=form.values,
            based_on=form.cleaned_data["revision"],
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, survey_url(request.cluster, "companies"), _("Saved."))
    if act.conflict is not None:
        row = opened(request, number)
        form = on_top(_form_of(request, row), form, act.conflict)
    return _shown(request, row, form, conflict=act.conflict, status=act.status)


def _form_of(request: ClusterRequest, row: Company) -> CompanyForm:
    return CompanyForm(instance=row, cluster=request.cluster, initial={"revision": row.revision})


def _shown(
    request: ClusterRequest,
    row: Company,
    form: CompanyForm,
    *,
    merge: MergeForm | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    register = (_("Member companies"), survey_url(request.cluster, "companies"))
    stored = opened(request, row.number)
    context = {
        "form": form,
        "merge": merge or MergeForm(company=row),
        "company": stored,
        "conflict": conflict,
        "cluster": request.cluster,
        "crumbs": crumbs_of(request.cluster, register, (stored.name, "")),
    }
    return page(request, "surveys/company.html", context, status=status)


@cluster_view(Permission.RUN_SURVEYS)
@require_POST
def company_merge(request: ClusterRequest, number: int) -> HttpResponse:
    """Say that two rows are one company."""
    row = opened(request, number)
    form = bound(request, MergeForm, company=row)

    def merge() -> Company:
        into: Company = form.cleaned_data["into"].in_cluster(request.cluster)
        merge_companies(company=row, into=into, by=request.user)
        return into

    act = acting(request, form, merge)
    if act.is_done:
        words = _("%(name)s is now in the register only once.") % {"name": act.made.name}
        return done(request, act.made.get_absolute_url(), words)
    return _shown(request, row, _form_of(request, row), merge=form, status=act.status)


@cluster_view(Permission.RUN_SURVEYS)
@require_POST
def company_erase(request: ClusterRequest, number: int) -> HttpResponse:
    """Erase whom a company is written to."""
    row = opened(request, number)
    erase_contact(company=row, by=request.user)
    return done(request, row.get_absolute_url(), _("The contact of %(name)s has been erased.") % {"name": row.name})


@cluster_view(Permission.RUN_SURVEYS)
@require_GET
def companies_export(request: ClusterRequest, form: str) -> HttpResponse:
    """Give the register as a file that can be read in again."""
    sheet = companies_sheet(Company.objects.of(request.cluster).alive().order_by("name", "number"))
    content = csv_of(sheet, content_language()) if form == "csv" else xlsx_of([sheet])
    name = f"{request.cluster.slug}-{_('members')}-{timezone.localdate().isoformat()}.{form}"
    return file_answer(content, CSV_TYPE if form == "csv" else XLSX_TYPE, name)


@cluster_view(Permission.RUN_SURVEYS)
@require_http_methods(["GET", "POST"])
def rules(request: ClusterRequest) -> HttpResponse:
    """Say how often a company is asked, and how long contacts are kept."""
    row = rules_of(request.cluster)
    form = bound(request, RulesForm, instance=row, initial={"revision": row.revision})
    act = acting(
        request,
        form,
        lambda: change(
            rules_to_change(request.cluster), form.values, based_on=form.cleaned_data["revision"], by=request.user
        ),
    )
    if act.is_done:
        return done(request, survey_url(request.cluster, "companies"), _("Saved."))
    if act.conflict is not None:
        fresh = rules_to_change(request.cluster)
        form = on_top(RulesForm(instance=fresh, initial={"revision": fresh.revision}), form, act.conflict)
    register = (_("Member companies"), survey_url(request.cluster, "companies"))
    context = {
        "form": form,
        "rules": row,
        "conflict": act.conflict,
        "cluster": request.cluster,
        "crumbs": crumbs_of(request.cluster, register, (_("Rules for surveys"), "")),
    }
    return page(request, "surveys/rules.html", context, status=act.status)
