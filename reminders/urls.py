"""Addresses of the room `reminders`."""

from django.urls import path

from reminders.views import handover, mails

app_name = "reminders"
urlpatterns = [
    path("account/reminders/", mails.settings, name="settings"),
    path("reminders/stop/<str:token>/", mails.stop, name="stop"),
    path("c/<slug:cluster>/people/handover/", handover.of_oneself, name="handover_own"),
    path("c/<slug:cluster>/people/<int:pk>/handover/", handover.of_member, name="handover"),
]
