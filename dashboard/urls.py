"""Addresses of the room `dashboard`."""

from django.urls import path

from dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("", views.home, name="home"),
    path("c/<slug:cluster>/", views.overview, name="overview"),
    path("c/<slug:cluster>/changes/", views.changes, name="changes"),
    path("c/<slug:cluster>/guide/", views.guide, name="guide"),
    path("c/<slug:cluster>/steps/<slug:kind>/<int:pk>/done/", views.step_done, name="step_done"),
    path("c/<slug:cluster>/steps/<slug:kind>/<int:pk>/put-off/", views.step_put_off, name="step_put_off"),
    path("c/<slug:cluster>/steps/<slug:kind>/<int:pk>/undo/", views.step_undo, name="step_undo"),
]
