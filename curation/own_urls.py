"""Addresses of what a cluster makes its own."""

from django.urls import path

from curation.views import own

app_name = "own"
urlpatterns = [
    path("", own.index, name="index"),
    path("<int:number>/", own.editor, name="editor"),
    path("<int:number>/change/", own.change, name="change"),
    path("<int:number>/undo/", own.undo, name="undo"),
    path("<int:number>/redo/", own.redo, name="redo"),
    path("<int:number>/file/", own.draft_file, name="draft_file"),
    path("<int:number>/preview/", own.preview_read, name="preview"),
    path("<int:number>/preview/form/", own.preview_form, name="preview_form"),
    path("<int:number>/preview/phone/", own.preview_phone, name="preview_phone"),
    path("<int:number>/preview/<slug:language>.<slug:form>", own.preview_file, name="preview_file"),
    path("<int:number>/history/", own.history, name="history"),
    path("<int:number>/put-into-use/", own.publish, name="publish"),
    path("<int:number>/original/", own.merge, name="merge"),
    path("<int:number>/delete/", own.delete, name="delete"),
    path("<int:number>/restore/", own.restore, name="restore"),
]
