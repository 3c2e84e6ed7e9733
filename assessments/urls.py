"""Addresses of a cluster's self-assessments."""

from django.urls import path

from assessments.views import asking, meeting, moving, own, results, scoring

app_name = "assessments"
urlpatterns = [
    path("", results.index, name="index"),
    path("new/", asking.new, name="new"),
    path("<int:number>/", results.detail, name="detail"),
    path("<int:number>/edit/", asking.edit, name="edit"),
    path("<int:number>/edition/", moving.edition, name="edition"),
    path("<int:number>/ask/", asking.ask, name="ask"),
    path("<int:number>/guests/", asking.guest_add, name="guest_add"),
    path("<int:number>/guests/<int:pk>/renew/", asking.link_renew, name="link_renew"),
    path("<int:number>/guests/<int:pk>/revoke/", asking.link_revoke, name="link_revoke"),
    path("<int:number>/open/", asking.close, name="close"),
    path("<int:number>/again/", asking.reopen, name="reopen"),
    path("<int:number>/delete/", asking.delete, name="delete"),
    path("<int:number>/restore/", asking.restore, name="restore"),
    path("<int:number>/score/", scoring.score, name="score"),
    path("<int:number>/score/<slug:key>/", scoring.score_statement, name="score_statement"),
    path("<int:number>/score/<slug:key>/files/<slug:mark>/", scoring.score_file, name="score_file"),
    path("<int:number>/own/", own.own, name="own"),
    path("<int:number>/own/show/", own.show, name="show_own"),
    path("<int:number>/evidence/<slug:key>/<slug:mark>/", meeting.evidence, name="evidence"),
    path("<int:number>/meeting/", meeting.meeting, name="meeting"),
    path("<int:number>/meeting/same/", meeting.agree_same, name="agree_same"),
    path("<int:number>/meeting/<slug:key>/", meeting.statement, name="statement"),
    path("<int:number>/steps/<slug:key>/", results.step_add, name="step_add"),
    path("<int:number>/steps/<int:pk>/remove/", results.step_remove, name="step_remove"),
    path("strategies/<int:number>/", results.panel, name="panel"),
]
