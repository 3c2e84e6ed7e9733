"""Addresses of the room `documents`, below the cluster."""

from django.urls import path

from documents.views import clauses, document, files, listing, sections, states

app_name = "documents"
urlpatterns = [
    path("", listing.index, name="index"),
    path("start/", listing.start, name="start"),
    path("<int:number>/", document.detail, name="detail"),
    path("<int:number>/begin/", sections.begin, name="begin"),
    path("<int:number>/plain/", document.plain, name="plain"),
    path("<int:number>/settings/", document.settings, name="settings"),
    path("<int:number>/copy/", document.copy, name="copy"),
    path("<int:number>/delete/", document.delete, name="delete"),
    path("<int:number>/restore/", document.restore, name="restore"),
    path("<int:number>/sections/<slug:section>/", sections.section, name="section"),
    path("<int:number>/answers/<slug:key>/", sections.answer, name="answer"),
    path("<int:number>/answers/<slug:key>/source/", sections.relink, name="relink"),
    path("<int:number>/clauses/add/", clauses.add, name="add_clause"),
    path("<int:number>/clauses/<slug:key>/edit/", clauses.edit, name="clause"),
    path("<int:number>/clauses/<slug:key>/out/", clauses.leave_out, name="leave_out"),
    path("<int:number>/clauses/<slug:key>/delete/", clauses.delete, name="clause_delete"),
    path("<int:number>/clauses/<slug:key>/restore/", clauses.restore, name="clause_restore"),
    path("<int:number>/final/", states.final, name="final"),
    path("<int:number>/open/", states.open_again, name="open_again"),
    path("<int:number>/sign/", states.sign, name="sign"),
    path("<int:number>/signed/<int:pk>/", states.signed, name="signed"),
    path("<int:number>/signed/<int:pk>/remove/", states.remove_signed, name="remove_signed"),
    path("<int:number>/signed/<int:pk>/restore/", states.restore_signed, name="restore_signed"),
    path("<int:number>/<slug:language>.<slug:form>", files.file, name="file"),
]
