"""Addresses of snapshots, reviews and approval, below their strategy's."""

from django.urls import path

from reviews.views import board, links, reading, snapshots, succession

app_name = "reviews"
urlpatterns = [
    path("review/", reading.read, name="read"),
    path("snapshots/", snapshots.index, name="index"),
    path("snapshots/keep/", snapshots.keep, name="keep"),
    path("snapshots/ask/", snapshots.ask, name="ask"),
    path("snapshots/<int:snapshot>/", snapshots.snapshot, name="snapshot"),
    path("snapshots/<int:snapshot>/links/", links.index, name="links"),
    path("snapshots/<int:snapshot>/links/<int:link>/revoke/", links.revoke, name="link_revoke"),
    path("snapshots/<int:snapshot>/answer/", snapshots.answer, name="answer"),
    path("snapshots/<int:snapshot>/bring-back/", snapshots.bring_back, name="bring_back"),
    path("snapshots/<int:snapshot>/compare/", snapshots.compare_page, name="compare"),
    path("deviations/", board.board, name="board"),
    path("next/", succession.begin, name="next"),
    path("lessons/", succession.lessons, name="lessons"),
    path("approve/", snapshots.approve, name="approve"),
]
