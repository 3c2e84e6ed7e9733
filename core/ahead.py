"""What was read before anybody asked for it, with the first question of a request.

Who signs in is asked of the database at every request, and the address often says what will be asked next. Put at one
call, the second answer costs no journey. It is good for one use, by who asks the very same of the same request; a form
that counts once waits for another of its kind, so what was read before is forgotten there (`core.submissions.once`).
"""

from collections.abc import Callable, Hashable
from re import Match, Pattern
from typing import Any

from django.http import HttpRequest

from core.sql import Question

# What is asked for the match of an address on behalf of a person: under which name it is taken, and the question.
Asking = Callable[[Match[str], int], tuple[Hashable, Question] | None]

_asked: list[tuple[Pattern[str], Asking]] = []
_NOTE = "_read_ahead"


def reads_ahead(address: Pattern[str], asking: Asking) -> None:
    """Have a question put with the first one of every request to an address that begins like this."""
    _asked.append((address, asking))


def asked_at(path: str, person: int) -> tuple[Hashable, Question] | None:
    """Return what is to be asked with the first question, and under which name it is taken.

    It is asked before the gate: so it has to ask for nothing but what the person may read.
    """
    for address, asking in _asked:
        if (match := address.match(path)) is not None:
            return asking(match, person)
    return None


def note(request: HttpRequest, name: Hashable, row: tuple[Any, ...] | None) -> None:
    """Keep the answer for who asks."""
    request.__dict__[_NOTE] = name, row


def take(request: HttpRequest, name: Hashable) -> tuple[Any, ...] | None:
    """Return the row that was read under this name and take it away; None says that it must be asked for."""
    told = request.__dict__.pop(_NOTE, None)
    return told[1] if told is not None and told[0] == name else None


def forget(request: HttpRequest) -> None:
    """Have it asked for anew."""
    request.__dict__.pop(_NOTE, None)
