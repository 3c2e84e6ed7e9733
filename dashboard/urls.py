"""Addresses of the room `dashboard`."""

from django.urls import URLPattern

app_name = "dashboard"
urlpatterns: list[URLPattern] = []
