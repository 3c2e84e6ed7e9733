"""Addresses of the room `library`."""

from django.urls import path

from library.views import files, reading

app_name = "library"
urlpatterns = [
    path("", reading.index, name="index"),
    path("<slug:kind>/<slug:slug>/", reading.publication, name="publication"),
    path("<slug:kind>/<slug:slug>/<slug:language>.pdf", files.pdf, name="pdf"),
    path("<slug:kind>/<slug:slug>/<slug:language>.docx", files.word, name="word"),
    path("<slug:kind>/<slug:slug>/content.yaml", files.source, name="source"),
    path("<slug:kind>/<slug:slug>/<int:version>/", reading.publication, name="edition"),
]
