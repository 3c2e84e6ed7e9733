"""Addresses of the room `library`."""

from django.urls import path

from library.views import files, reading

app_name = "library"
urlpatterns = [
    path("", reading.index, name="index"),
    path("countries/<slug:language>/", reading.country_names, name="countries"),
    path("<slug:kind>/<slug:slug>/", reading.publication, name="publication"),
    path("<slug:kind>/<slug:slug>/<slug:language>.pdf", files.pdf, name="pdf"),
    path("<slug:kind>/<slug:slug>/<slug:language>.docx", files.word, name="word"),
    path("<slug:kind>/<slug:slug>/picture/<slug:language>.svg", files.picture_svg, name="picture_svg"),
    path("<slug:kind>/<slug:slug>/picture/<slug:language>.png", files.picture_png, name="picture_png"),
    path("<slug:kind>/<slug:slug>/picture/<slug:language>.pdf", files.picture_pdf, name="picture_pdf"),
    path("<slug:kind>/<slug:slug>/content.yaml", files.source, name="source"),
    path("<slug:kind>/<slug:slug>/<int:version>/", reading.publication, name="edition"),
]
