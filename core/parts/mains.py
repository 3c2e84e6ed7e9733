"""The main part of a page, kept by what the database answers; gathered and drawn anew only where it answers otherwise.

What a page shows is gathered by a function, of what it is given and of rows. When it has been gathered and drawn once,
it is known which questions that took. The next time the same questions are put, and the part is found by their
answers, cell by cell: no object is made of a row, nothing is judged, and no template is drawn. It is an exact key, as
for a document that is asked for again (`core.rereading`): the first question depends on what was given alone, and each
later one on that and on the answers before it. So no process can show a stale word, whoever has changed what.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from threading import Lock
from typing import Any, ParamSpec

from django.conf import settings
from django.db import connection

from core.parts.keeping import MAIN_PARTS, Part, key_of
from core.parts.values import NotValuesError
from core.rereading import Noting, Question, digest_of, read_again

Given = ParamSpec("Given")

# Of so many parts it is remembered which questions they took. The texts of most are the process's own, and lie once.
MOST = 400
Key = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a main part is drawn from, what its tags may ask of the request, and what the page shows around the part.

    What is shown around it is kept with the part and shared by all who are shown it: plain values that nobody changes.
    """

    values: Mapping[str, Any]
    asked: Mapping[str, Any] = field(default_factory=dict)
    around: Any = None


class _Asked:
    """The questions that parts took, by what was given, and where each is kept; the longest unused goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._known: OrderedDict[Key, tuple[tuple[Question, ...], Key]] = OrderedDict()
        self._lock = Lock()

    def of(self, key: Key) -> tuple[Question, ...]:
        """Return the questions; none, where it is not known which."""
        with self._lock:
            if key not in self._known:
                return ()
            self._known.move_to_end(key)
            return self._known[key][0]

    def note(self, key: Key, questions: tuple[Question, ...], kept: Key) -> Key | None:
        """Remember them, and return where the part was kept until now."""
        with self._lock:
            before = self._known.pop(key, None)
            self._known[key] = (questions, kept)
            if len(self._known) > self.most:
                self._known.popitem(last=False)
            return before[1] if before else None

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._known.clear()


ASKED = _Asked(MOST)


class Main:
    """The main part of one answer: kept, or gathered and yet to be drawn."""

    def __init__(self, template: str, key: Key | None, gather: Callable[[], Gathered]) -> None:
        self.template = template
        self.found: Part | Gathered
        self._key = key
        self._noting: Noting | None = None
        if key is None:
            self.found = gather()
            return
        known = read_again(ASKED.of(key))
        part = MAIN_PARTS.get(_found_by(key, {one: read.digest for one, read in known.items()})) if known else None
        if part is not None:
            self.found = part
            return
        # What has just been read need not be read once more.
        self._noting = Noting(known)
        with connection.execute_wrapper(self._noting):
            self.found = gather()

    @property
    def around(self) -> Any:
        """What the page shows around the part."""
        return self.found.around

    def drawn(self, draw: Callable[[Gathered], Part]) -> Part:
        """Return the part: the one that is kept, or the one that is drawn now, to be kept where it can be."""
        if isinstance(self.found, Part):
            return self.found
        if self._noting is None or self._key is None:
            return draw(self.found)
        with connection.execute_wrapper(self._noting):
            part = draw(self.found)
        part = Part(part.texts, part.holes, self.found.around)
        if self._noting.is_steady and self._noting.answers:
            kept = _found_by(self._key, self._noting.answers)
            before = ASKED.note(self._key, tuple(self._noting.answers), kept)
            if before is not None and before != kept:
                # Sixty thousand signs that nobody will ask for again, unless what has changed is taken back.
                MAIN_PARTS.drop(before)
            MAIN_PARTS.keep(kept, part)
        return part


def _found_by(key: Key, answers: Mapping[Question, bytes]) -> Key:
    name, given = key
    digest = sha256(given)
    for question, answer in answers.items():
        digest.update(digest_of(question))
        digest.update(answer)
    return f"{name} answered", digest.digest()


def main_part(template: str) -> Callable[[Callable[Given, Gathered]], Callable[Given, Main]]:
    """Have a function gather what the template of a main part shows, where it is not kept already.

    Function and template may look at what the function is given, at the database, the day and the language, and at
    what lasts as long as the process; so it takes rows and plain values, and no request. `{% main %}` puts the part in
    its place. What has no value that can be compared, such as a form with faults, is drawn each time.
    """

    def decorator(gather: Callable[Given, Gathered]) -> Callable[Given, Main]:
        def made(*values: Given.args, **named: Given.kwargs) -> Main:
            key = None
            if not settings.DEBUG:  # the code may have changed since
                try:
                    key = key_of(f"{template} {gather.__qualname__}", list(values), list(named.items()))
                except NotValuesError:
                    key = None
            return Main(template, key, partial(gather, *values, **named))

        return made

    return decorator
