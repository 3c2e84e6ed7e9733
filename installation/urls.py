"""Addresses of the room `installation`."""

from django.urls import path

from installation import views

app_name = "installation"
urlpatterns = [
    path("", views.state, name="state"),
    path("announcement/", views.announcement, name="announcement"),
    path("announcement/take-down/", views.take_down, name="take_down"),
    path("mail/", views.try_mail, name="try_mail"),
    path("storage/", views.try_storage, name="try_storage"),
    path("worker/", views.try_worker, name="try_worker"),
    path("mailbox/", views.try_mailbox, name="try_mailbox"),
    path("tasks/<uuid:pk>/run/", views.run_again, name="run_again"),
]
