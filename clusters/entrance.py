"""Who asks, and what they are in the cluster whose page they ask for: read by one query, before anybody asks.

The session says who asks, and only the portal can read it. But a browser that was here before most likely is the same
person's: so the session is asked for with the membership of that person, and what it names itself decides.
"""

import re
from typing import Any, cast

from django.http import HttpRequest

from accounts.backends import reading
from accounts.middleware import PersonMiddleware
from accounts.models import User
from accounts.sessions import SessionStore, guesses
from clusters.models import Membership
from clusters.sql import entrance, entrance_of, membership_from
from core import ahead
from core.sql import first_of

OF_CLUSTER = re.compile(r"/c/([a-z0-9-]+)/")


class EntranceMiddleware(PersonMiddleware):
    """Reads a member of the cluster together with the membership; a stranger, and everybody elsewhere, alone."""

    def person(self, request: HttpRequest) -> Any:
        found = OF_CLUSTER.match(request.path_info)
        if found is None:
            return super().person(request)
        slug = found[1]
        session = cast(SessionStore, request.session)
        likely = guesses.known(session.session_key)
        row = self.ask(request, session, likely, slug) if likely is not None else None

        def read(person: int) -> User | None:
            # A guess opens nothing: the session itself has named the person now.
            is_told = row is not None and person == likely
            if not is_told:
                ahead.forget(request)
            membership = membership_from(row) if row and is_told else entrance_of(person, slug)
            request._entrance = membership  # type: ignore[attr-defined]  # our own note, for the gate
            return membership.user if membership else None

        token = reading.set(read)
        try:
            person = super().person(request)
        finally:
            reading.reset(token)
        if person.pk is not None:
            guesses.put(session.session_key, person.pk)
        return person

    def ask(self, request: HttpRequest, session: SessionStore, likely: int, slug: str) -> tuple[Any, ...] | None:
        """Put at one call what is asked for the session, for who it most likely names, and what the address asks next.

        Return the row of the membership.
        """
        question = session.question
        if question is None:
            return None
        asked = ahead.asked_at(request.path_info, likely)
        of_session, of_member, *others = first_of(question, entrance(likely, slug), *([asked[1]] if asked else []))
        session.tell(of_session)
        if asked:
            ahead.note(request, asked[0], others[0])
        return of_member


def membership_of(request: HttpRequest, slug: str) -> Membership | None:
    """Return what the person is in the cluster, or None for a stranger.

    What the middleware has read counts once: a request that is made once more asks what is true by then.
    """
    read: Membership | None = request.__dict__.pop("_entrance", None)
    person = request.user
    if read is not None and read.cluster.slug == slug and read.user is person:
        return read
    ahead.forget(request)
    if not isinstance(person, User):
        return None
    membership = entrance_of(person.pk, slug)
    if membership is not None:
        membership.user = person
    return membership
