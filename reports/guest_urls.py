"""The file of a public link, beside its page, and of a document that was sent."""

from django.urls import path

from reports.views import sent, snapshots

app_name = "shared_files"
urlpatterns = [
    path("document/<str:token>/", sent.link, name="sent"),
    path("<str:token>/<slug:language>.pdf", snapshots.shared_pdf, name="pdf"),
]
