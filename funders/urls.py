"""Addresses of the room `funders`, below the cluster."""

from django.urls import path

from funders.views import documents, listing, report, sections, sending

app_name = "funders"
urlpatterns = [
    path("", listing.index, name="index"),
    path("start/", listing.start, name="start"),
    path("<int:number>/", report.detail, name="detail"),
    path("<int:number>/read/", report.read, name="read"),
    path("<int:number>/settings/", report.settings, name="settings"),
    path("<int:number>/delete/", report.delete, name="delete"),
    path("<int:number>/restore/", report.restore, name="restore"),
    path("<int:number>/sections/<slug:section>/", sections.section, name="section"),
    path("<int:number>/differences/", sending.differences, name="differences"),
    path("<int:number>/send/", sending.send, name="send"),
    path("<int:number>/draft/<slug:language>.<slug:form>", documents.draft, name="draft"),
    path("<int:number>/draft/<slug:language>/preview.pdf", documents.draft_preview, name="draft_preview"),
    path("<int:number>/sendings/<int:sending>/", sending.sending, name="sending"),
    path("<int:number>/sendings/<int:sending>/<slug:language>.<slug:form>", documents.sent, name="sent"),
    path(
        "<int:number>/sendings/<int:sending>/<slug:language>/preview.pdf", documents.sent_preview, name="sent_preview"
    ),
]
