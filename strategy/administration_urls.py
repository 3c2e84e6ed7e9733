"""Addresses of the room `strategy` for the administration, outside every cluster."""

from django.urls import path

from strategy.views import administration

app_name = "strategies"
urlpatterns = [path("", administration.strategies, name="all")]
