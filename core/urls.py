"""Addresses of what belongs to no room: the language and the health of the installation."""

from django.urls import path

from core import views

urlpatterns = [
    path("language/", views.choose_language, name="set_language"),
    path("healthz", views.health, name="health"),
]
