"""Addresses of what belongs to no room."""

from django.urls import path

from core import views

urlpatterns = [
    path("parts/<slug:name>/<slug:language>/", views.parts, name="parts"),
    path("language/", views.choose_language, name="set_language"),
]
