"""The rows of people and clusters: signing in, profiles, members, reminders."""

from typing import Any

from clusters.models import Change
from clusters.permissions import Permission, Role
from core.access import Access
from reminders.letters import stop_token
from tests import factories
from tests.house.matrix.rows import Place, Row, with_value
from tests.kpis import samples


def a_member(place: Place) -> dict[str, Any]:
    """Make a member."""
    return {"pk": factories.make_member(place.cluster, factories.make_user("Malte"), Role.EDITOR).pk}


def a_key(place: Place) -> dict[str, Any]:
    """Follow a KPI that people call by its key."""
    return {"key": samples.a_kpi(place.cluster, place.owner).key}


def a_measurement(place: Place) -> dict[str, Any]:
    """Measure a KPI that people call by its key."""
    kpi = samples.measured_kpi(place.cluster, place.owner)
    return {"key": kpi.key, "pk": kpi.measurements.latest("date").pk}


def an_invitation(place: Place) -> dict[str, Any]:
    """Make an invitation."""
    return {"pk": factories.make_invitation(place.cluster, invited_by=place.owner).pk}


def a_history(place: Place) -> dict[str, Any]:
    """Name something that people change."""
    return {"thing": "kpi", "pk": samples.a_kpi(place.cluster, place.owner).pk}


def an_earlier_version(place: Place) -> dict[str, Any]:
    """Change something, and name how it stood before."""
    kpi = samples.measured_kpi(place.cluster, place.owner)
    line = Change.objects.of(place.cluster).about(kpi).earliest("pk")
    return {"thing": "kpi", "pk": kpi.pk, "line": line.pk}


def a_supporter(place: Place) -> dict[str, Any]:
    """Show the logo of a funder."""
    return {"pk": factories.make_supporter(place.cluster, place.owner).pk}


def an_owner_invitation(place: Place) -> dict[str, Any]:
    """Make an owner's invitation, as the administrator finds it."""
    made = factories.make_invitation(place.cluster, role=Role.OWNER)
    return {"slug": place.cluster.slug, "pk": made.pk}


def a_person(place: Place) -> dict[str, Any]:
    """Name a person."""
    return {"pk": place.owner.pk}


ACCOUNTS = {
    "account_login": Row(Access.PUBLIC),
    "account_logout": Row(Access.PUBLIC),
    "account_inactive": Row(Access.PUBLIC),
    "account_reset_password": Row(Access.PUBLIC),
    "account_reset_password_done": Row(Access.PUBLIC),
    "account_reset_password_from_key": Row(Access.PUBLIC, with_value(uidb36="1", key="abc-def")),
    "account_reset_password_from_key_done": Row(Access.PUBLIC),
    "account_confirm_email": Row(Access.PUBLIC, with_value(key="abc")),
    "account_reauthenticate": Row(Access.SIGNED_IN),
    "account_email": Row(Access.SIGNED_IN),
    "account_change_password": Row(Access.SIGNED_IN),
    "account_set_password": Row(Access.SIGNED_IN),
    "mfa_authenticate": Row(Access.PUBLIC),
    "mfa_reauthenticate": Row(Access.SIGNED_IN),
    "mfa_reauthenticate_webauthn": Row(Access.SIGNED_IN),
    "mfa_index": Row(Access.SIGNED_IN),
    "mfa_activate_totp": Row(Access.SIGNED_IN),
    "mfa_deactivate_totp": Row(Access.SIGNED_IN, inside="hidden"),
    "mfa_view_recovery_codes": Row(Access.SIGNED_IN),
    "mfa_generate_recovery_codes": Row(Access.SIGNED_IN),
    "mfa_download_recovery_codes": Row(Access.SIGNED_IN, inside="hidden"),
    "mfa_add_webauthn": Row(Access.SIGNED_IN),
    "mfa_edit_webauthn": Row(Access.SIGNED_IN, with_value(pk=1)),
    "mfa_remove_webauthn": Row(Access.SIGNED_IN, with_value(pk=1)),
    "accounts:single_sign_on": Row(Access.PUBLIC, inside="hidden"),
    "accounts:single_sign_on_return": Row(Access.PUBLIC, inside="hidden"),
    "accounts:profile": Row(Access.SIGNED_IN),
    "accounts:theme": Row(Access.PUBLIC),
    "accounts:sessions": Row(Access.SIGNED_IN),
    "accounts:end_other_sessions": Row(Access.SIGNED_IN),
    "accounts:end_session": Row(Access.SIGNED_IN, with_value(pk=1)),
    "accounts:people": Row(Access.ADMIN),
    "accounts:new_person": Row(Access.ADMIN),
    "accounts:person": Row(Access.ADMIN, a_person),
    "accounts:send_sign_in": Row(Access.ADMIN, a_person),
    "accounts:log": Row(Access.ADMIN),
    "accounts:outbox": Row(Access.ADMIN),
    "accounts:send_outbox_mail": Row(Access.ADMIN, with_value(pk=0)),
}


CLUSTERS = {
    "clusters:people": Row(Permission.READ),
    "clusters:leave": Row(Permission.READ),
    "clusters:invite": Row(Permission.MANAGE_PEOPLE),
    "clusters:member": Row(Permission.MANAGE_PEOPLE, a_member),
    "clusters:remove": Row(Permission.MANAGE_PEOPLE, a_member),
    "clusters:resend": Row(Permission.MANAGE_PEOPLE, an_invitation),
    "clusters:withdraw": Row(Permission.MANAGE_PEOPLE, an_invitation),
    "clusters:settings": Row(Permission.MANAGE_CLUSTER),
    "clusters:history": Row(Permission.READ, a_history),
    "clusters:bring_back": Row(Permission.WRITE, an_earlier_version),
    "clusters:activity": Row(Permission.MANAGE_CLUSTER),
    "clusters:activity_export": Row(Permission.MANAGE_CLUSTER),
    "clusters:key": Row(Permission.READ, a_key),
    "clusters:key_part": Row(Permission.READ, a_measurement),
    "clusters:profile": Row(Permission.MANAGE_CLUSTER),
    "clusters:change_logo": Row(Permission.MANAGE_CLUSTER),
    "clusters:remove_logo": Row(Permission.MANAGE_CLUSTER),
    "clusters:logo": Row(Permission.READ, inside="hidden"),
    "clusters:supporters": Row(Permission.MANAGE_CLUSTER),
    "clusters:remove_supporter": Row(Permission.MANAGE_CLUSTER, a_supporter),
    "clusters:supporter_logo": Row(Permission.READ, a_supporter),
    "clusters:join": Row(Access.PUBLIC, inside="hidden"),
    "clusters:invitation": Row(Access.PUBLIC, with_value(token="abc")),
    "clusters:administration": Row(Access.ADMIN),
    "clusters:reset_second_factor": Row(Access.ADMIN, a_person),
    "clusters:new_cluster": Row(Access.ADMIN),
    "clusters:administer": Row(Access.ADMIN, lambda place: {"slug": place.cluster.slug}),
    "clusters:administer_name": Row(Access.ADMIN, lambda place: {"slug": place.cluster.slug}),
    "clusters:administer_archive": Row(Access.ADMIN, lambda place: {"slug": place.cluster.slug}),
    "clusters:administer_reopen": Row(Access.ADMIN, lambda place: {"slug": place.cluster.slug}),
    "clusters:administer_close": Row(Access.ADMIN, lambda place: {"slug": place.cluster.slug}),
    "clusters:rename_person": Row(Access.ADMIN, a_person),
    "clusters:close_account": Row(Access.ADMIN, a_person),
    "clusters:keep_account": Row(Access.ADMIN, a_person),
    "clusters:administer_resend": Row(Access.ADMIN, an_owner_invitation),
    "clusters:administer_withdraw": Row(Access.ADMIN, an_owner_invitation),
}


REMINDERS = {
    "reminders:settings": Row(Access.SIGNED_IN),
    "reminders:handover": Row(Permission.MANAGE_PEOPLE, a_member),
    "reminders:handover_own": Row(Permission.READ),
    "reminders:stop": Row(Access.PUBLIC, lambda place: {"token": stop_token(place.owner, "weekly")}),
}
