"""Addresses of the room `moving`."""

from django.urls import path

from moving import views

app_name = "moving"
urlpatterns = [
    path("c/<slug:cluster>/settings/copy/", views.copies, name="copies"),
    path("c/<slug:cluster>/settings/copy/<int:pk>/", views.copy, name="copy"),
    path("administration/import/", views.arrivals, name="arrivals"),
]
