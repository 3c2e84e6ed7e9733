"""Addresses of the room `curation`."""

from django.urls import path

from curation.views import answering, desk, editor, files, preview, publishing, wishes

app_name = "curation"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("new/", desk.new, name="new"),
    path("begin/<slug:kind>/<slug:slug>/", desk.begin, name="begin"),
    path("drafts/<int:number>/", editor.editor, name="editor"),
    path("drafts/<int:number>/change/", editor.change, name="change"),
    path("drafts/<int:number>/undo/", editor.undo, name="undo"),
    path("drafts/<int:number>/redo/", editor.redo, name="redo"),
    path("drafts/<int:number>/discard/", desk.discard, name="discard"),
    path("drafts/<int:number>/bring-back/", desk.bring_back, name="bring_back"),
    path("drafts/<int:number>/file/", files.draft_file, name="draft_file"),
    path("withdraw/<slug:kind>/<slug:slug>/", desk.withdraw, name="withdraw"),
    path("put-back/<slug:kind>/<slug:slug>/", desk.put_back, name="put_back"),
    path("log/", desk.log, name="log"),
    path("links/", desk.links, name="links"),
    path("wishes/<int:number>/settle/", wishes.settle, name="settle"),
    path("drafts/<int:number>/approve/", publishing.approve, name="approve"),
    path("drafts/<int:number>/keep-back/", publishing.keep_back, name="keep_back"),
    path("files/", files.bring_in, name="files"),
    path("files/everything/", files.archive, name="archive"),
    path("files/<slug:kind>/<slug:slug>/<int:version>/", files.edition_file, name="edition_file"),
    path("drafts/<int:number>/preview/", preview.preview, name="preview"),
    path("drafts/<int:number>/preview/form/", preview.preview_form, name="preview_form"),
    path("drafts/<int:number>/preview/phone/", preview.preview_phone, name="preview_phone"),
    path("drafts/<int:number>/preview/<slug:language>.<slug:form>", preview.preview_file, name="preview_file"),
    path("drafts/<int:number>/answers/", answering.answers, name="answers"),
    path("drafts/<int:number>/history/", editor.history, name="history"),
    path("drafts/<int:number>/publish/", publishing.publish, name="publish"),
]
