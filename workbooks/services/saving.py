"""Saving one answer into any store: nothing is overwritten, nothing is lost."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from answers.base import Stored
from answers.types import type_of
from core.errors import Conflict, Refusal
from core.text import LANGUAGES, Language, other
from workbooks.origins import Origin
from workbooks.stores.base import Saving, Store, StoredAnswer


class AnswerConflict(Conflict):
    """Somebody else changed the answer first; `current` is what is stored now, None when nobody has answered."""

    def __init__(self, current: StoredAnswer | None) -> None:
        super().__init__(_("A colleague changed this answer while you were writing. Nothing has been overwritten."))
        self.current = current


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save led to: the answer as it is stored, and whether anything was changed.

    It holds more than was sent when a colleague has written in the other language meanwhile, or has gone on from these
    very words, which the same person had stored before.
    """

    answer: StoredAnswer | None
    is_changed: bool
    holds_more: bool = False


def save(
    store: Store,
    *,
    key: str,
    value: Stored,
    based_on: int,
    current: StoredAnswer | None,
    by: User,
    is_restored: bool = False,
    origin: Origin = Origin.OWN,
) -> Saved:
    """Store the answer on top of the revision it was based on; 0 is a question that nobody had answered.

    `current` is the answer as the caller has read it. What is sent on top of an older revision is kept in the history
    as set aside and raises AnswerConflict; a revision that does not exist yet raises Refusal. The same value again
    changes nothing, whatever it was based on, and neither does one that the person has stored since. Two people who
    write one text in two languages are not in each other's way.
    """
    revision = current.revision if current else 0
    if (current.value if current else None) == value:
        return Saved(current, is_changed=False)
    if based_on > revision:
        raise Refusal(_("This page is newer than what is saved. Copy your text, reload the page and put it back."))
    stored = _replace(store, current, key, value, by, is_restored, origin) if based_on == revision else None
    if stored is None:
        newest = store.newest(key)
        # Who brings an earlier text back must see what it would take the place of.
        settled = _settled(store, key, newest, value, based_on, by) if newest and not is_restored else None
        if settled is not None:
            return settled
        store.set_aside(key, value, based_on, by)
        raise AnswerConflict(newest)
    return Saved(stored, is_changed=True)


def judge(store: Store, *, key: str, fits: bool, based_on: int, current: StoredAnswer | None, by: User) -> Saved:
    """Say that a borrowed answer is true here too, or take that back; raises AnswerConflict like `save`.

    What has been the cluster's own meanwhile stays as it is.
    """
    origin = current.source if current else Origin.OWN
    wanted = origin.confirmed if fits else origin.doubted
    if current is None or wanted == origin:
        return Saved(current, is_changed=False)
    if based_on != current.revision:
        raise AnswerConflict(current)
    stored = _replace(store, current, key, current.value, by, is_restored=not fits, origin=wanted)
    if stored is None:
        raise AnswerConflict(store.newest(key))
    return Saved(stored, is_changed=True)


def put(
    store: Store, key: str, value: Stored, current: StoredAnswer, *, by: User, is_restored: bool, origin: Origin
) -> StoredAnswer | None:
    """Store what nobody has typed in the place of what was just read; None when somebody else was first."""
    return _replace(store, current, key, value, by, is_restored, origin)


def _replace(
    store: Store,
    current: StoredAnswer | None,
    key: str,
    value: Stored,
    by: User,
    is_restored: bool = False,
    origin: Origin = Origin.OWN,
) -> StoredAnswer | None:
    now = timezone.now()
    written = _written_at(store, current, key, value, now)
    return store.replace(current, Saving(key, value, by, now, written, is_restored, origin))


def _written_at(store: Store, current: StoredAnswer | None, key: str, value: Stored, now: datetime) -> dict[str, str]:
    """Return when each language was last written: now where its words differ from what was stored."""
    question = store.document.question(key)
    if question is None:
        return {}
    kind, before = type_of(question), current.value if current else None
    written = dict(current.written_at) if current else {}
    for language in LANGUAGES:
        words = kind.words(value, language)
        if any(words) and words != kind.words(before, language):
            written[language] = now.isoformat()
    return written


def _settled(store: Store, key: str, newest: StoredAnswer, value: Stored, based_on: int, by: User) -> Saved | None:
    """Settle what needs no choice although somebody else was first; None where a person has to choose.

    A page that was closed sends its last words as it goes and never hears that they arrived; when it is opened again it
    sends them once more, though a colleague may have read them and gone on. And one may write in each language.
    """
    if value in store.values_by(by, key, based_on):
        return Saved(newest, is_changed=False, holds_more=True)
    question = store.document.question(key)
    both = type_of(question).joined(value_at(store, key, based_on), newest.value, value) if question else None
    if both is None:
        return None
    if both == newest.value:
        return Saved(newest, is_changed=False, holds_more=True)
    answer = _replace(store, newest, key, both, by)
    return Saved(answer, is_changed=True, holds_more=True) if answer else None


def value_at(store: Store, key: str, revision: int) -> Stored:
    """Return what was stored at one of the revisions; None where nobody had answered yet."""
    return store.values_at(key, [revision]).get(revision)


def is_older(answer: StoredAnswer, language: Language) -> bool:
    """Tell whether the words in this language were written before those in the other were last changed."""
    here, there = answer.written_at.get(language), answer.written_at.get(other(language))
    return bool(here and there and datetime.fromisoformat(here) < datetime.fromisoformat(there))
