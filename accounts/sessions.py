"""Django's sessions in the database, read with a query that is written by hand.

Every page of a signed-in person begins with it, and Django takes longer to write it than a database to answer it.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from core.remembering import Remembering
from core.sql import Question, made, of_one, one

# Whom each session named at its last request here: a guess, by which more is asked for with the session itself.
guesses: Remembering[Any] = Remembering(1000)


class SessionStore(DatabaseStore):
    """Keeps sessions as Django's own store does: either reads what the other has written."""

    # The row that was read just now with something else, once.
    _told: tuple[Any, ...] | None = None

    @property
    def question(self) -> Question | None:
        """What is asked for the session, unless it has been read or there is none."""
        if self.session_key is None or hasattr(self, "_session_cache"):
            return None
        return of_one(Session, "session_key", self.session_key)

    def tell(self, row: tuple[Any, ...] | None) -> None:
        """Give the answer to the question, for who reads the session next; without a row that one asks again."""
        self._told = row

    def save(self, must_create: bool = False) -> None:
        """Store it; whoever signs in here most likely asks here next."""
        super().save(must_create)
        person = self.get(SESSION_KEY)
        if person and self.session_key:
            guesses.put(self.session_key, int(person))

    def _get_session_from_db(self) -> Session | None:
        told, self._told = self._told, None
        found = made(Session, told) if told else one(Session, "session_key", self.session_key)
        if found and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None
