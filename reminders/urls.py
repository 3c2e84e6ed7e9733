"""Addresses of the room `reminders`."""

from django.urls import path

from reminders import views

app_name = "reminders"
urlpatterns = [
    path("account/reminders/", views.settings, name="settings"),
    path("reminders/stop/<str:token>/", views.stop, name="stop"),
]
