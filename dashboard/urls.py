"""Addresses of the room `dashboard`."""

from django.urls import path

from dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("", views.home, name="home"),
    path("c/<slug:cluster>/", views.overview, name="overview"),
]
