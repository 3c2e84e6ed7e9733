"""Addresses of the room `strategy`, below the cluster."""

from django.urls import path

from strategy.views import goals, phases, strategies

app_name = "strategy"
urlpatterns = [
    path("", strategies.index, name="index"),
    path("start/", strategies.start, name="start"),
    path("<int:number>/", strategies.detail, name="detail"),
    path("<int:number>/begin/", strategies.begin, name="begin"),
    path("<int:number>/missing/", strategies.missing, name="missing"),
    path("<int:number>/translations/", strategies.translations, name="translations"),
    path("<int:number>/settings/", strategies.settings, name="settings"),
    path("<int:number>/round/", strategies.new_round, name="new_round"),
    path("<int:number>/current/", strategies.make_current, name="make_current"),
    path("<int:number>/delete/", strategies.delete, name="delete"),
    path("<int:number>/restore/", strategies.restore, name="restore"),
    path("<int:number>/phases/<slug:section>/", phases.phase, name="phase"),
    path("<int:number>/goals/", goals.index, name="goals"),
    path("<int:number>/goals/add/", goals.add, name="goal_add"),
    path("<int:number>/goals/<int:goal>/", goals.edit, name="goal_edit"),
    path("<int:number>/goals/<int:goal>/up/", goals.move, {"direction": "up"}, name="goal_up"),
    path("<int:number>/goals/<int:goal>/down/", goals.move, {"direction": "down"}, name="goal_down"),
    path("<int:number>/goals/<int:goal>/delete/", goals.delete, name="goal_delete"),
    path("<int:number>/goals/<int:goal>/restore/", goals.restore, name="goal_restore"),
]
