"""The file of a public link, beside its page."""

from django.urls import path

from reports.views import snapshots

app_name = "shared_files"
urlpatterns = [path("<str:token>/<slug:language>.pdf", snapshots.shared_pdf, name="pdf")]
