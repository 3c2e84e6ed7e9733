"""Addresses of the room `moving`."""

from django.urls import path

from moving import views

app_name = "moving"
urlpatterns = [
    path("c/<slug:cluster>/settings/copy/", views.copies, name="copies"),
    path("c/<slug:cluster>/settings/copy/<int:pk>/", views.copy, name="copy"),
    path("account/data/", views.person, name="person"),
    path("account/data/erase/", views.erase, name="erase"),
    path("administration/import/", views.arrivals, name="arrivals"),
]
