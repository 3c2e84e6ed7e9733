"""What changes a workbook: starting it, and saving, bringing back and comparing the answers in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from answers.base import Stored
from answers.sheet import AnswerSheet
from answers.types import type_of
from clusters.activity import record
from clusters.models import Cluster
from core.errors import Conflict, Refusal
from core.text import LANGUAGES, Language, other
from library.models import Edition
from schema.documents import Template
from workbooks.models import Answer, AnswerChange, Workbook
from workbooks.standing import Standing
from workbooks.writing import note, replace


class AnswerConflict(Conflict):
    """Somebody else changed the answer first; `current` is what stands there now, None when nobody has answered."""

    def __init__(self, current: Answer | None) -> None:
        super().__init__(_("A colleague changed this answer while you were writing. Nothing has been overwritten."))
        self.current = current


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save led to: the answer as it stands, and whether anything was changed.

    It holds more than was sent when a colleague has written in the other language meanwhile, or has gone on from these
    very words, which the same person had stored before.
    """

    answer: Answer | None
    is_changed: bool
    holds_more: bool = False


@transaction.atomic
def start_workbook(
    *, cluster: Cluster, edition: Edition, title: str, by: User | None, answers: Mapping[str, Stored] | None = None
) -> Workbook:
    """Start filling in a published edition, empty or from given answers; what the edition does not ask is left out.

    The room that starts it records what was started: a strategy, an analysis, a report.
    """
    if not isinstance(edition.parsed, Template):
        raise Refusal(_("This cannot be filled in. Choose a template."))
    workbook = Workbook.objects.create(cluster=cluster, edition=edition, title=title, created_by=by)
    known = {question.key for question in edition.parsed.questions() if question.stores_answer}
    given = {key: value for key, value in (answers or {}).items() if key in known and value is not None}
    now = timezone.now()
    Answer.objects.bulk_create(
        [
            Answer(workbook=workbook, question_key=key, value=value, changed_by=by, changed_at=now)
            for key, value in given.items()
        ]
    )
    AnswerChange.objects.bulk_create(
        [
            AnswerChange(workbook=workbook, question_key=key, value=value, revision=1, by=by, by_name=_name(by), at=now)
            for key, value in given.items()
        ]
    )
    return workbook


def answer_sheet(workbook: Workbook, answers: Mapping[str, Answer]) -> AnswerSheet:
    """Return the workbook's template with its answers, which were loaded before."""
    document = workbook.edition.parsed
    assert isinstance(document, Template)  # noqa: S101 -- start_workbook lets nothing else in
    return AnswerSheet(document, stored_values(answers))


def stored_values(answers: Mapping[str, Answer]) -> Mapping[str, Stored]:
    """Return what is stored, by question key."""
    return answers.stored if isinstance(answers, Standing) else {key: answer.value for key, answer in answers.items()}


def save_answer(
    *,
    workbook: Workbook,
    question_key: str,
    value: Stored,
    based_on: int,
    current: Answer | None,
    by: User,
    kind: str = AnswerChange.Kind.SAVED,
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
        raise Refusal(_("This page is newer than what is stored. Copy your text, load the page again and put it back."))
    stored = _store(workbook, current, question_key, value, by, kind) if based_on == revision else None
    if stored is None:
        newest = workbook.answers.with_people().filter(question_key=question_key).first()
        # Who brings an earlier text back must see what it would take the place of.
        settled = (
            _settled(workbook, newest, value, based_on, by) if newest and kind == AnswerChange.Kind.SAVED else None
        )
        if settled is not None:
            return settled
        _set_aside(workbook, question_key, value, based_on, by)
        raise AnswerConflict(newest)
    return Saved(stored, is_changed=True)


def _store(workbook: Workbook, current: Answer | None, key: str, value: Stored, by: User, kind: str) -> Answer | None:
    """Write answer and history together; None when somebody else was first, and then nothing is written."""
    now = timezone.now()
    written_at = _written_at(workbook, current, key, value, now)
    answer = Answer(
        workbook=workbook,
        question_key=key,
        value=value,
        revision=1,
        changed_by=by,
        changed_at=now,
        written_at=written_at,
    )
    change = AnswerChange(
        workbook=workbook, question_key=key, kind=kind, value=value, revision=1, by=by, by_name=_name(by), at=now
    )
    if current is not None:
        answer.pk, answer.revision, change.revision = current.pk, current.revision + 1, current.revision + 1
        return answer if replace(answer, current.revision, change) else None
    try:
        with transaction.atomic():
            answer.save(force_insert=True)
            note(change)
    except IntegrityError:
        return None
    return answer


def _written_at(workbook: Workbook, current: Answer | None, key: str, value: Stored, now: datetime) -> dict[str, str]:
    """Return when each language was last written: now where its words differ from what stood there."""
    question = answer_sheet(workbook, {}).document.question(key)
    if question is None:
        return {}
    kind, before = type_of(question), current.value if current else None
    written = dict(current.written_at) if current else {}
    for language in LANGUAGES:
        words = kind.words(value, language)
        if any(words) and words != kind.words(before, language):
            written[language] = now.isoformat()
    return written


def _settled(workbook: Workbook, newest: Answer, value: Stored, based_on: int, by: User) -> Saved | None:
    """Settle what needs no choice although somebody else was first; None where a person has to choose.

    A page that was closed sends its last words as it goes and never hears that they arrived; when it is opened again it
    sends them once more, though a colleague may have read them and gone on. And one may write in each language.
    """
    key = newest.question_key
    own = workbook.changes.filter(question_key=key, by=by, revision__gt=based_on)
    stored = own.exclude(kind=AnswerChange.Kind.SET_ASIDE).order_by("-revision")[:20]
    if any(change.value == value for change in stored):
        return Saved(newest, is_changed=False, holds_more=True)
    question = answer_sheet(workbook, {}).document.question(key)
    base = value_at(workbook, key, based_on)
    both = type_of(question).joined(base, newest.value, value) if question else None
    if both is None:
        return None
    if both == newest.value:
        return Saved(newest, is_changed=False, holds_more=True)
    answer = _store(workbook, newest, key, both, by, AnswerChange.Kind.SAVED)
    return Saved(answer, is_changed=True, holds_more=True) if answer else None


def value_at(workbook: Workbook, key: str, revision: int) -> Stored:
    """Return what stood at a question at one of its revisions; nothing where nobody had answered yet."""
    change = (
        workbook.changes.filter(question_key=key, revision=revision)
        .exclude(kind=AnswerChange.Kind.SET_ASIDE)
        .order_by("pk")
        .first()
    )
    return change.value if change else None


def _set_aside(workbook: Workbook, key: str, value: Stored, based_on: int, by: User) -> None:
    """Keep what lost the race in the history, once for each text."""
    newest = (
        workbook.changes.filter(question_key=key, by=by, kind=AnswerChange.Kind.SET_ASIDE)
        .order_by("-at", "-pk")
        .first()
    )
    if newest is not None and newest.value == value and newest.revision == based_on:
        return
    AnswerChange.objects.create(
        workbook=workbook,
        question_key=key,
        kind=AnswerChange.Kind.SET_ASIDE,
        value=value,
        revision=based_on,
        by=by,
        by_name=_name(by),
    )


def is_older(answer: Answer, language: Language) -> bool:
    """Tell whether the words in this language were written before those in the other were last changed."""
    here, there = answer.written_at.get(language), answer.written_at.get(other(language))
    return bool(here and there and datetime.fromisoformat(here) < datetime.fromisoformat(there))


def restore_answer(
    *, workbook: Workbook, change: AnswerChange, based_on: int, current: Answer | None, by: User
) -> Saved:
    """Make an earlier text the answer again, as a new revision; raises like `save_answer`."""
    saved = save_answer(
        workbook=workbook,
        question_key=change.question_key,
        value=change.value,
        based_on=based_on,
        current=current,
        by=by,
        kind=AnswerChange.Kind.RESTORED,
    )
    if saved.is_changed:
        question = answer_sheet(workbook, {}).document.question(change.question_key)
        label = question.label.resolve(workbook.cluster.language).text if question else change.question_key
        record(cluster=workbook.cluster, by=by, verb="restored-answer", subject=label)
    return saved


def _name(by: User | None) -> str:
    return by.display_name if by else ""
