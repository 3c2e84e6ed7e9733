"""Addresses of the room `analyses`, below the cluster."""

from django.urls import path

from analyses.views import analysis, carrying, comparing, documents, listing, sections

app_name = "analyses"
urlpatterns = [
    path("", listing.index, name="index"),
    path("start/", listing.start, name="start"),
    path("compare/", comparing.compare, name="compare"),
    path("<int:number>/", analysis.detail, name="detail"),
    path("<int:number>/standing/", analysis.standing, name="standing"),
    path("<int:number>/read/", analysis.read, name="read"),
    path("<int:number>/settings/", analysis.settings, name="settings"),
    path("<int:number>/copy/", analysis.copy, name="copy"),
    path("<int:number>/delete/", analysis.delete, name="delete"),
    path("<int:number>/restore/", analysis.restore, name="restore"),
    path("<int:number>/carry/", carrying.carry, name="carry"),
    path("<int:number>/carry/undo/", carrying.take_back, name="take_back"),
    path("<int:number>/<slug:language>.<slug:form>", documents.document, name="document"),
    path("<int:number>/sections/<slug:section>/", sections.section, name="section"),
]
