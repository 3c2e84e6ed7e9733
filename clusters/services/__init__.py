"""What can be done to a cluster and its people. Every act is one transaction and one line in the log."""

from clusters.services.cluster import (
    change_cluster,
    change_logo,
    change_profile,
    create_cluster,
    found_cluster,
    suggest_slug,
)
from clusters.services.invitations import (
    A_DAY_OF_A_CLUSTER,
    A_DAY_OF_ONE,
    INVITATION_DAYS,
    INVITED_AT_ONCE,
    WAITING_AT_MOST,
    accept_invitation,
    digest_of,
    invite,
    join,
    mail_invitation,
    resend_invitation,
    withdraw_invitation,
)
from clusters.services.people import add_member, change_role, remove_member, reset_second_factor

__all__ = [
    "A_DAY_OF_A_CLUSTER",
    "A_DAY_OF_ONE",
    "INVITATION_DAYS",
    "INVITED_AT_ONCE",
    "WAITING_AT_MOST",
    "accept_invitation",
    "add_member",
    "change_cluster",
    "change_logo",
    "change_profile",
    "change_role",
    "create_cluster",
    "digest_of",
    "found_cluster",
    "invite",
    "join",
    "mail_invitation",
    "remove_member",
    "resend_invitation",
    "reset_second_factor",
    "suggest_slug",
    "withdraw_invitation",
]
