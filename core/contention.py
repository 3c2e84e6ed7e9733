"""What becomes of a request whose database transaction lost against another one.

PostgreSQL ends one of two transactions that wait for each other, and one that has waited five seconds for a row that
many want; SQLite, which has one writer at a time and no queue, turns away who has waited ten seconds for a turn.
Everything that one did is undone, so the request is simply made once more, before anybody is told: a view calls one
service, and a service is one transaction. So is one whose connection did not know a statement by its name any more,
or could not be told of it: from then on it is sent whole.
"""

import random
import sqlite3
import time
from collections.abc import Callable

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase

from core import ahead
from core.planned import is_sent_whole_next

log = structlog.get_logger(__name__)

TRIES = 3
# Long enough for the winner to end, and not the same for two losers.
PAUSE = (0.02, 0.15)
# https://www.postgresql.org/docs/15/errcodes-appendix.html: deadlock_detected, serialization_failure,
# lock_not_available
LOST = {"40P01", "40001", "55P03"}


def has_lost(error: BaseException) -> bool:
    """Tell whether the database undid a transaction that will most likely succeed when it is made once more."""
    if not isinstance(error, DatabaseError):
        return False
    busy = getattr(error.__cause__, "sqlite_errorcode", None)
    # The lower byte is the error, the others say more of it.
    is_busy = busy is not None and busy & 0xFF == sqlite3.SQLITE_BUSY
    return is_busy or getattr(error.__cause__, "pgcode", None) in LOST or is_sent_whole_next(error)


class ContentionMiddleware:
    """Makes a request once more that lost against another one; stands last, so that it is asked first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Give the answer of a later try, or nothing when the exception is another one or the tries are used up."""
        match = request.resolver_match
        if match is None or not has_lost(exception):
            return None
        for attempt in range(1, TRIES):
            log.warning("request_made_again", route=match.view_name, attempt=attempt)
            time.sleep(random.uniform(*PAUSE) * attempt)  # noqa: S311 -- not a secret
            # What was read before the first try is from before who has won.
            ahead.forget(request)
            for name in request.FILES:
                for file in request.FILES.getlist(name):
                    file.seek(0)
            try:
                response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
            except DatabaseError as error:
                if not has_lost(error):
                    raise
            else:
                return response
        return None
