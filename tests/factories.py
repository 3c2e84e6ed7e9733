"""What tests are about, made without surprises: people, clusters, memberships, invitations.

Alice leads a cluster, Bob reads in it, Charlie leads another one. What a test does not name has the same value always.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from model_bakery import baker

from accounts.models import User
from accounts.services import create_person
from clusters.models import Cluster, Invitation, Membership
from clusters.permissions import Role
from clusters.services import digest_of

PASSWORD = "a sentence that nobody guesses"


def make_user(name: str, *, password: str | None = PASSWORD, language: str = "da", **flags: bool) -> User:
    """Make a person with the e-mail `name@example.com`; `is_curator`, `is_superuser` and `is_demo` are flags."""
    email = f"{name.lower().replace(' ', '.')}@example.com"
    return create_person(email=email, name=name, password=password, language=language, **flags)


def make_cluster(slug: str = "havtorn", **values: Any) -> Cluster:
    """Make a cluster without people, which writes in Danish only."""
    return baker.make(Cluster, **{"slug": slug, "name_da": f"Klyngen {slug}", "name_en": f"Cluster {slug}", **values})


def make_member(cluster: Cluster, user: User, role: Role = Role.READER) -> Membership:
    """Make a person a member."""
    return Membership.objects.create(cluster=cluster, user=user, role=role)


def make_invitation(
    cluster: Cluster, email: str = "dana@example.com", *, token: str = "token", **values: Any
) -> Invitation:
    """Make an open invitation whose mail went out."""
    now: datetime = timezone.now()
    known = {"role": Role.EDITOR, "expires_at": now + timedelta(days=14), "mailed_at": now, "language": "da"}
    return Invitation.objects.create(cluster=cluster, email=email, token_digest=digest_of(token), **{**known, **values})
