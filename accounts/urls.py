"""Addresses of the room `accounts`. allauth asks for its own by names without a namespace."""

from django.urls import include, path

from accounts.views import administration, entrance, profile, second_factor, sessions, single_sign_on

own = [
    path("account/", profile.profile, name="profile"),
    path("account/organisation/", single_sign_on.start, name="single_sign_on"),
    path("account/organisation/return/", single_sign_on.come_back, name="single_sign_on_return"),
    path("account/theme/", profile.theme, name="theme"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/end/", sessions.end_others, name="end_other_sessions"),
    path("account/sessions/<int:pk>/end/", sessions.end, name="end_session"),
    path("administration/people/", administration.people, name="people"),
    path("administration/people/new/", administration.new_person, name="new_person"),
    path("administration/people/<int:pk>/", administration.person, name="person"),
    path("administration/people/<int:pk>/send/", administration.send_sign_in, name="send_sign_in"),
    path("administration/log/", administration.log, name="log"),
    path("administration/outbox/", administration.outbox, name="outbox"),
    path("administration/outbox/<int:pk>/send/", administration.send_outbox_mail, name="send_outbox_mail"),
]

urlpatterns = [
    path("account/login/", entrance.sign_in, name="account_login"),
    path("account/logout/", entrance.sign_out, name="account_logout"),
    path("account/inactive/", entrance.inactive, name="account_inactive"),
    path("account/confirm/", entrance.reauthenticate, name="account_reauthenticate"),
    path("account/email/", entrance.change_email, name="account_email"),
    path("account/email/<str:key>/", entrance.confirm_email, name="account_confirm_email"),
    path("account/password/", entrance.change_password, name="account_change_password"),
    path("account/password/set/", entrance.set_password, name="account_set_password"),
    path("account/password/new/", entrance.reset_password, name="account_reset_password"),
    path("account/password/new/sent/", entrance.reset_password_sent, name="account_reset_password_done"),
    path(
        "account/password/new/finished/",
        entrance.reset_password_finished,
        name="account_reset_password_from_key_done",
    ),
    path(
        "account/password/new/<slug:uidb36>/<str:key>/",
        entrance.reset_password_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/second-step/", second_factor.second_step, name="mfa_authenticate"),
    path("account/confirm/code/", second_factor.confirm_by_code, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", second_factor.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("account/two-step/", second_factor.index, name="mfa_index"),
    path("account/two-step/app/", second_factor.add_app, name="mfa_activate_totp"),
    path("account/two-step/app/remove/", second_factor.remove_app, name="mfa_deactivate_totp"),
    path("account/two-step/codes/", second_factor.show_codes, name="mfa_view_recovery_codes"),
    path("account/two-step/codes/new/", second_factor.new_codes, name="mfa_generate_recovery_codes"),
    path("account/two-step/codes/download/", second_factor.download_codes, name="mfa_download_recovery_codes"),
    path("account/two-step/passkey/", second_factor.add_passkey, name="mfa_add_webauthn"),
    path("account/two-step/passkey/<int:pk>/", second_factor.rename_passkey, name="mfa_edit_webauthn"),
    path("account/two-step/passkey/<int:pk>/remove/", second_factor.remove_passkey, name="mfa_remove_webauthn"),
    path("", include((own, "accounts"))),
]
