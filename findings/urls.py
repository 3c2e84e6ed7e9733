"""Addresses of the red thread."""

from django.urls import path

from findings import views

app_name = "findings"
urlpatterns = [
    path("", views.thread, name="thread"),
    path("about/<slug:kind>/<slug:what>/", views.about, name="about"),
    path("findings/", views.index, name="index"),
    path("findings/<slug:mark>/waive/", views.waive, name="waive"),
    path("findings/waivers/<int:pk>/end/", views.end, name="end"),
]
