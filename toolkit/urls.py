"""Every address of the portal, room by room."""

from django.urls import include, path

urlpatterns = [
    # First, because addresses are tried one after the other, and every save asks for one of these.
    path("c/<slug:cluster>/workbooks/", include("workbooks.urls")),
    path("", include("core.urls")),
    path("administration/state/", include("installation.urls")),
    path("", include("dashboard.urls")),
    path("", include("accounts.urls")),
    path("", include("search.urls")),
    path("curation/", include("curation.urls")),
    path("c/<slug:cluster>/", include("curation.cluster_urls")),
    path("c/<slug:cluster>/own/", include("curation.own_urls")),
    path("library/", include("library.urls")),
    path("", include("library.guest_urls")),
    path("", include("clusters.urls")),
    path("", include("moving.urls")),
    path("", include("reminders.urls")),
    path("administration/strategies/", include("strategy.administration_urls")),
    path("c/<slug:cluster>/strategies/<int:number>/", include("reviews.urls")),
    path("c/<slug:cluster>/strategies/<int:number>/", include("comments.urls")),
    path("c/<slug:cluster>/strategies/", include("strategy.urls")),
    path("c/<slug:cluster>/plan/", include("plans.urls")),
    path("answer/", include("surveys.guest_urls")),
    path("calendar/", include("plans.calendar_urls")),
    path("c/<slug:cluster>/checklists/", include("checklists.urls")),
    path("c/<slug:cluster>/kpis/", include("kpis.urls")),
    path("c/<slug:cluster>/surveys/", include("surveys.urls")),
    path("c/<slug:cluster>/funder/", include("funders.urls")),
    path("c/<slug:cluster>/agreements/", include("documents.urls")),
    path("c/<slug:cluster>/analyses/", include("analyses.urls")),
    path("c/<slug:cluster>/assessments/", include("assessments.urls")),
    path("score/", include("assessments.guest_urls")),
    path("c/<slug:cluster>/thread/", include("findings.urls")),
    path("c/<slug:cluster>/documents/", include("reports.urls")),
    path("shared/", include("reviews.guest_urls")),
    path("shared/", include("reports.guest_urls")),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
