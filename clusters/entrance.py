"""Who asks, and what they are in the cluster whose page they ask for: read by one query, before anybody asks."""

import re
from typing import Any

from django.http import HttpRequest

from accounts.backends import reading
from accounts.middleware import PersonMiddleware
from accounts.models import User
from clusters.models import Membership
from clusters.sql import entrance_of

OF_CLUSTER = re.compile(r"/c/([a-z0-9-]+)/")


class EntranceMiddleware(PersonMiddleware):
    """Reads a member of the cluster together with the membership; a stranger, and everybody elsewhere, alone."""

    def person(self, request: HttpRequest) -> Any:
        found = OF_CLUSTER.match(request.path_info)
        if found is None:
            return super().person(request)
        slug = found[1]

        def read(person: int) -> User | None:
            membership = entrance_of(person, slug)
            request._entrance = membership  # type: ignore[attr-defined]  # our own note, for the gate
            return membership.user if membership else None

        token = reading.set(read)
        try:
            return super().person(request)
        finally:
            reading.reset(token)


def membership_of(request: HttpRequest, slug: str) -> Membership | None:
    """Return what the person is in the cluster, or None for a stranger.

    What the middleware has read counts once: a request that is made once more asks what is true by then.
    """
    read: Membership | None = request.__dict__.pop("_entrance", None)
    person = request.user
    if read is not None and read.cluster.slug == slug and read.user is person:
        return read
    if not isinstance(person, User):
        return None
    membership = entrance_of(person.pk, slug)
    if membership is not None:
        membership.user = person
    return membership
