"""Addresses of snapshots, reviews and approval, below their strategy's."""

from django.urls import path

from reviews import views

app_name = "reviews"
urlpatterns = [
    path("snapshots/", views.index, name="index"),
    path("snapshots/keep/", views.keep, name="keep"),
    path("snapshots/ask/", views.ask, name="ask"),
    path("snapshots/<int:snapshot>/", views.snapshot, name="snapshot"),
    path("snapshots/<int:snapshot>/answer/", views.answer, name="answer"),
    path("snapshots/<int:snapshot>/compare/", views.compare_page, name="compare"),
    path("approve/", views.approve, name="approve"),
]
