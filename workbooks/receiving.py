"""What happens with a form that was sent: each question is read, checked and stored by itself, and nothing is lost.

A question takes part in a form when its revision `rev-<key>` was sent. Buttons send `act`, for instance `save`, `next`,
`add:risks`, `copy:risks:r1`, `remove:risks:r1`, `up:risks:r1`, `down:risks:r1`, `mine:vision`, `theirs:vision`,
`both:vision`, and for what is borrowed `fits:vision`, `unfits:vision`, `empty:vision`. Without JavaScript a row is
named by the number that is typed in `row-risks`, and the button sends `up:risks`.
"""

from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from copy import copy
from dataclasses import dataclass, field
from typing import cast

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from answers.base import Stored
from answers.sheet import AnswerSheet
from answers.tables import new_row_id
from answers.types import type_of
from core.errors import Refusal
from schema.questions import Question
from workbooks.asking import InputFault, Posted, Reading, Setting, face_of
from workbooks.asking.tables import ROW_ID
from workbooks.services.saving import AnswerConflict, Saved, judge, save, value_at
from workbooks.shown.cards import Typed
from workbooks.stores.base import AnswerWaits, Store, StoredAnswer
from workbooks.stores.stored_answers import sheet_of

LARGEST_REVISION = 2**31 - 1
ROW_VERBS = ("add", "copy", "remove", "up", "down")
CHOICES = ("mine", "theirs", "both")
# What is said of an answer that nobody here has written.
JUDGEMENTS = ("fits", "unfits", "empty")
VERBS = frozenset({"save", "next", *ROW_VERBS, *CHOICES, *JUDGEMENTS})


@dataclass(frozen=True, slots=True)
class Act:
    """What a button asks for: a verb, and the question and row it is about."""

    verb: str = "save"
    key: str = ""
    row: str = ""

    @classmethod
    def of(cls, posted: Posted) -> "Act":
        """Read the button that was pressed; what is not known means save."""
        verb, _sep, rest = posted.one("act").partition(":")
        key, _sep, row = rest.partition(":")
        if verb not in VERBS:
            return cls()
        return cls(verb, key, row or _row_by_number(posted, key)) if verb in ROW_VERBS else cls(verb, key, row)

    @property
    def lacks_row(self) -> bool:
        """Whether it is about a row, and does not say which."""
        return self.verb in ROW_VERBS and self.verb != "add" and not self.row


def _row_by_number(posted: Posted, key: str) -> str:
    """Return the row that has the typed number in the form as it was sent, or an empty string."""
    number, ids = revision_of(posted.one(f"row-{key}").strip()), posted.all(f"a-{key}-rows")
    return ids[number - 1] if number is not None and 0 < number <= len(ids) else ""


def address_after(act: Act, here: str) -> str | None:
    """Return where a stored form leads for a button that works on one question; None for saving and going on."""
    if act.verb == "add":
        return f"{here}?row={act.key}#q-{act.key}"
    if act.verb in (*ROW_VERBS, *CHOICES, *JUDGEMENTS):
        return f"{here}#q-{act.key}"
    return None


@dataclass(slots=True)
class Outcome:
    """What a form led to: the answers as they stand now, and what could not be stored, by question."""

    answers: MutableMapping[str, StoredAnswer]
    typed: dict[str, Typed] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    grown: list[str] = field(default_factory=list)

    @property
    def has_conflict(self) -> bool:
        """Whether a colleague was first somewhere."""
        return any(typed.is_conflict for typed in self.typed.values())

    @property
    def waiting(self) -> list[str]:
        """What was kept for the next round, since the answers have been decided."""
        return [key for key, typed in self.typed.items() if typed.is_waiting]

    @property
    def status(self) -> int:
        """The status to answer with."""
        return (409 if self.has_conflict else 422) if self.typed else 200

    def extra_row(self, act: Act) -> str:
        """Return the table that is to get an empty row; one that could not be stored has its new row already."""
        return act.key if act.verb == "add" and act.key not in self.typed else ""


def posted_of(data: QueryDict) -> Posted:
    """Return what a request sent."""
    return Posted({name: data.getlist(name) for name in data})


def rearranged(posted: Posted, act: Act) -> Posted:
    """Return the form as the button leaves it: a row added, removed or moved."""
    rows = f"a-{act.key}-rows"
    ids = posted.all(rows)
    if act.verb == "add":
        ids = [*ids, new_row_id()]
    elif act.verb == "copy" and act.row in ids and ROW_ID.fullmatch(act.row):
        return _with_copy(posted, act, new_row_id())
    elif act.verb == "remove" and act.row in ids:
        ids = [row for row in ids if row != act.row]
    elif act.verb in ("up", "down") and act.row in ids and ROW_ID.fullmatch(act.row):
        place = ids.index(act.row)
        other = place + (-1 if act.verb == "up" else 1)
        if 0 <= other < len(ids):
            ids[place], ids[other] = ids[other], ids[place]
    else:
        return posted
    return Posted({**posted.values, rows: ids})


def _with_copy(posted: Posted, act: Act, copy_id: str) -> Posted:
    """Return the form with a copy of the row below it."""
    rows = f"a-{act.key}-rows"
    ids = posted.all(rows)
    ids.insert(ids.index(act.row) + 1, copy_id)
    here, there = f"a-{act.key}-{act.row}-", f"a-{act.key}-{copy_id}-"
    sent = posted.values.items()
    cells = {there + name.removeprefix(here): list(texts) for name, texts in sent if name.startswith(here)}
    return Posted({**posted.values, **cells, rows: ids})


def receive(
    *,
    store: Store,
    questions: list[Question],
    posted: Posted,
    answers: Mapping[str, StoredAnswer],
    setting: Setting,
    by: User,
) -> Outcome:
    """Store every question of the form that can be stored; the others come back with what was typed and why."""
    act = Act.of(posted)
    posted = rearranged(posted, act)
    outcome = Outcome(cast(MutableMapping[str, StoredAnswer], copy(answers)))
    readings: dict[str, Reading] = {}
    for question in questions:
        if f"rev-{question.key}" in posted and question.stores_answer:
            stored = outcome.answers.get(question.key)
            before = stored.value if stored else None
            readings[question.key] = face_of(question).read(question, posted, f"a-{question.key}", before, setting)
    sheet = _sheet_with(store, outcome.answers, readings)
    for question in questions:
        if question.key in readings:
            deed = act if act.key == question.key else Act()
            _store_one(store, question, readings[question.key], sheet, posted, deed, outcome, setting, by)
    return outcome


def _sheet_with(store: Store, answers: Mapping[str, StoredAnswer], readings: Mapping[str, Reading]) -> AnswerSheet:
    """Return the answers as they would stand if all that was sent were stored, for rules that join two of them."""
    stood = sheet_of(store, answers)
    sent = {key: reading.value for key, reading in readings.items() if not reading.faults}
    return AnswerSheet(stood.document, ChainMap(sent, cast(MutableMapping[str, Stored], stood.values)))


def _store_one(
    store: Store,
    question: Question,
    reading: Reading,
    sheet: AnswerSheet,
    posted: Posted,
    act: Act,
    outcome: Outcome,
    setting: Setting,
    by: User,
) -> None:
    key = question.key
    current = outcome.answers.get(key)
    based_on = revision_of(posted.one(f"rev-{key}"))
    typed = Typed(posted, based_on if based_on is not None else (current.revision if current else 0))
    if based_on is None:
        message = _("The page has lost track of this answer. Copy your text, reload the page and put it back.")
        outcome.typed[key] = Typed(posted, typed.based_on, message=message)
        return
    value = reading.value
    if act.verb in CHOICES:
        base = value_at(store, key, based_on) if act.verb == "both" else None
        seen = revision_of(posted.one(f"seen-{key}"))
        based_on = seen if seen is not None else based_on
        if act.verb == "theirs":
            return
        if act.verb == "both" and not reading.faults:
            theirs = current.value if current else None
            value = type_of(question).merged(question, theirs, value, setting.writing, base)
            posted = Posted({**posted.values, **face_of(question).fill(question, value, f"a-{key}", setting)})
            # As it would come back from the form, so that the next save finds nothing changed.
            reading = face_of(question).read(question, posted, f"a-{key}", value, setting)
            value = reading.value
        typed = Typed(posted, based_on)
    faults = reading.faults or _refused(question, value, sheet, setting)
    if faults:
        outcome.typed[key] = Typed(typed.posted, based_on, faults=faults)
        return
    try:
        saved = _saved(store, key, value, based_on, current, act, by)
    except AnswerConflict as conflict:
        theirs = conflict.current
        if theirs is not None:
            outcome.answers[key] = theirs
        outcome.typed[key] = Typed(
            typed.posted,
            based_on,
            theirs=theirs,
            is_conflict=True,
            is_own=theirs is not None and theirs.changed_by_id == by.pk,
        )
    except Refusal as refusal:
        is_waiting = isinstance(refusal, AnswerWaits)
        outcome.typed[key] = Typed(typed.posted, based_on, message=refusal.message, is_waiting=is_waiting)
    else:
        if saved.answer is not None:
            outcome.answers[key] = saved.answer
        if saved.is_changed:
            outcome.changed.append(key)
        if saved.holds_more:
            outcome.grown.append(key)


def _saved(
    store: Store, key: str, value: Stored, based_on: int, current: StoredAnswer | None, act: Act, by: User
) -> Saved:
    """Store what the button asks for; words that were typed before it was pressed are kept as the cluster's own."""
    if act.verb in ("fits", "unfits") and current is not None and value == current.value:
        return judge(store, key=key, fits=act.verb == "fits", based_on=based_on, current=current, by=by)
    kept = None if act.verb == "empty" else value
    return save(store, key=key, value=kept, based_on=based_on, current=current, by=by)


def _refused(question: Question, value: Stored, sheet: AnswerSheet, setting: Setting) -> tuple[InputFault, ...]:
    message = sheet.refusal(question, value, setting.reading)
    return (InputFault(f"a-{question.key}", message),) if message else ()


def revision_of(text: str) -> int | None:
    """Return the revision that a form names, or None when it names none."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    return min(int(text), LARGEST_REVISION)
