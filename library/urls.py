"""Addresses of the room `library`."""

from django.urls import path

from library import views

app_name = "library"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:kind>/<slug:slug>/", views.publication, name="publication"),
    path("<slug:kind>/<slug:slug>/<int:version>/", views.publication, name="edition"),
]
