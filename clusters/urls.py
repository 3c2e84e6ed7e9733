"""Addresses of the room `clusters`."""

from django.urls import path

from clusters.views import administration, ending, history, invitations, keys, people, profile, settings, supporters

app_name = "clusters"
urlpatterns = [
    path("c/<slug:cluster>/people/", people.people, name="people"),
    path("c/<slug:cluster>/people/invite/", people.invite, name="invite"),
    path("c/<slug:cluster>/people/leave/", people.leave, name="leave"),
    path("c/<slug:cluster>/people/<int:pk>/", people.member, name="member"),
    path("c/<slug:cluster>/people/<int:pk>/remove/", people.remove, name="remove"),
    path("c/<slug:cluster>/invitations/<int:pk>/resend/", people.resend, name="resend"),
    path("c/<slug:cluster>/invitations/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
    path("c/<slug:cluster>/settings/", settings.settings, name="settings"),
    path("c/<slug:cluster>/profile/", profile.profile, name="profile"),
    path("c/<slug:cluster>/profile/logo/", profile.change_logo, name="change_logo"),
    path("c/<slug:cluster>/profile/logo/remove/", profile.remove_logo, name="remove_logo"),
    path("c/<slug:cluster>/logo/", profile.logo, name="logo"),
    path("c/<slug:cluster>/profile/supporters/", supporters.supporters, name="supporters"),
    path("c/<slug:cluster>/profile/supporters/<int:pk>/remove/", supporters.remove_supporter, name="remove_supporter"),
    path("c/<slug:cluster>/supporters/<int:pk>/logo/", supporters.supporter_logo, name="supporter_logo"),
    path("c/<slug:cluster>/history/<str:thing>/<int:pk>/", history.history, name="history"),
    path("c/<slug:cluster>/history/<str:thing>/<int:pk>/<int:line>/bring-back/", history.bring_back, name="bring_back"),
    path("c/<slug:cluster>/keys/<slug:key>/", keys.key, name="key"),
    path("c/<slug:cluster>/keys/<slug:key>/<int:pk>/", keys.part, name="key_part"),
    path("c/<slug:cluster>/activity/", settings.activity, name="activity"),
    path("c/<slug:cluster>/activity/export/", settings.activity_export, name="activity_export"),
    path("invitation/", invitations.join, name="join"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("administration/", administration.clusters, name="administration"),
    path("administration/new-cluster/", administration.new_cluster, name="new_cluster"),
    path("administration/people/<int:pk>/two-step/", administration.reset_second_factor, name="reset_second_factor"),
    path("administration/people/<int:pk>/name/", ending.rename_person, name="rename_person"),
    path("administration/people/<int:pk>/delete/", ending.close_account, name="close_account"),
    path("administration/people/<int:pk>/keep/", ending.keep_account, name="keep_account"),
    path("administration/clusters/<slug:slug>/name/", ending.rename, name="administer_name"),
    path("administration/clusters/<slug:slug>/archive/", ending.archive, name="administer_archive"),
    path("administration/clusters/<slug:slug>/reopen/", ending.reopen, name="administer_reopen"),
    path("administration/clusters/<slug:slug>/delete/", ending.close, name="administer_close"),
    path("administration/clusters/<slug:slug>/", administration.administer, name="administer"),
    path(
        "administration/clusters/<slug:slug>/invitations/<int:pk>/resend/",
        administration.resend,
        name="administer_resend",
    ),
    path(
        "administration/clusters/<slug:slug>/invitations/<int:pk>/withdraw/",
        administration.withdraw,
        name="administer_withdraw",
    ),
]
