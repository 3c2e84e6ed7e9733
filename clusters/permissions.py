"""Who may do what in a cluster: the one table that decides it."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """What a person is in one cluster."""

    OWNER = "owner", pgettext_lazy("role", "Owner")
    EDITOR = "editor", _("Editor")
    REVIEWER = "reviewer", _("Reviewer")
    READER = "reader", _("Reader")


class Permission(StrEnum):
    """One right in a cluster. A view names the right, never the role."""

    READ = "read"
    WRITE = "write"
    EDIT_KPIS = "edit-kpis"
    MEASURE = "measure"
    REVIEW = "review"
    APPROVE = "approve"
    SEND_REPORTS = "send-reports"
    RUN_SURVEYS = "run-surveys"
    MANAGE_PEOPLE = "manage-people"
    MANAGE_CLUSTER = "manage-cluster"
    TAKE_COPY = "take-copy"


GRANTED: dict[Role, frozenset[Permission]] = {
    Role.READER: frozenset({Permission.READ}),
    Role.REVIEWER: frozenset({Permission.READ, Permission.REVIEW}),
    Role.EDITOR: frozenset(
        {
            Permission.READ,
            Permission.WRITE,
            Permission.EDIT_KPIS,
            Permission.MEASURE,
            Permission.REVIEW,
            Permission.SEND_REPORTS,
            Permission.RUN_SURVEYS,
        }
    ),
    Role.OWNER: frozenset(Permission),
}


# What is left of a role in a cluster that is archived.
WHEN_ARCHIVED = frozenset({Permission.READ, Permission.TAKE_COPY})


def may(role: str, permission: Permission) -> bool:
    """Tell whether the role grants the right; an unknown role grants nothing."""
    return permission in GRANTED.get(Role(role), frozenset()) if role in Role.values else False
