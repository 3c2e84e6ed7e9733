"""Sign-in by the organisation's own service, for people whom a cluster has invited."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.fields import LONGEST_NAME, holds_address
from accounts.models import User
from accounts.services import create_person
from accounts.single_sign_on import SingleSignOnAdapter
from clusters import services
from clusters.models import Invitation
from core.errors import Refusal
from core.plain import one_line


class ClusterSingleSignOnAdapter(SingleSignOnAdapter):
    """Adds whom clusters have invited."""

    def invited(self, email: str, claims: dict[str, Any]) -> User | None:
        """Make the person whom invitations wait for, and accept these; the roles are those of the invitations."""
        # across_clusters: whoever the issuer says the address belongs to may accept what was sent there
        rows = Invitation.across_clusters.select_related("cluster", "invited_by")
        waiting = list(rows.open(timezone.now()).to({email}))
        if not waiting:
            return None
        name = one_line(claims["name"])[:LONGEST_NAME] if isinstance(claims.get("name"), str) else ""
        name = "" if holds_address(name) else name
        try:
            with transaction.atomic():
                person = create_person(email=email, name=name, language=waiting[0].language or settings.LANGUAGE_CODE)
                for invitation in waiting:
                    services.accept_invitation(invitation=invitation, user=person)
        except Refusal:
            # Accepted or withdrawn at this very moment: whoever is there now is whom it was for.
            return User.objects.with_email(email).first()
        return person
