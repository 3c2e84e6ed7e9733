"""Answers beside a workbook: what they answered, where they fit, put back, and what came too late."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from answers.base import Stored
from clusters.activity import record
from core.errors import Refusal
from library.models import Edition
from schema.conversions import carried
from schema.documents import Template
from schema.questions import Question
from workbooks.models import ParkedAnswer, Workbook
from workbooks.services.saving import save
from workbooks.stores.sql import is_open
from workbooks.stores.workbook import WorkbookStore, locked_words, name_of


def question_of(row: ParkedAnswer) -> Question | None:
    """Return the question that a parked answer was given to, as it was asked then."""
    document = row.edition.parsed
    return document.question(row.question_key) if isinstance(document, Template) else None


@transaction.atomic
def put_back(*, workbook: Workbook, parked: ParkedAnswer, question: Question, based_on: int, by: User) -> Stored:
    """Make a parked answer the answer to a question that is asked now; it is converted where that is safe.

    Raises Refusal where it does not fit, and AnswerConflict when a colleague has answered meanwhile.
    """
    if not is_open(workbook.pk):
        raise Refusal(locked_words())
    asked = question_of(parked)
    made = carried(asked, question, parked.value) if asked is not None else None
    if made is None or not made.follows:
        raise Refusal(_("That answer does not fit this question. Copy what you need of it."))
    store = WorkbookStore(workbook)
    current = store.newest(question.key)
    save(store, key=question.key, value=made.value, based_on=based_on, current=current, by=by)
    parked.put_back_at, parked.put_back_by_name = timezone.now(), name_of(by)
    parked.save(update_fields=["put_back_at", "put_back_by_name"])
    label = question.label.resolve(workbook.cluster.language).text
    record(cluster=workbook.cluster, by=by, verb="put-back-answer", subject=label)
    return made.value


def places_for(parked: ParkedAnswer, document: Template) -> list[Question]:
    """Return the questions at which a parked answer can be put back, its own first."""
    asked = question_of(parked)
    if asked is None:
        return []
    found = [one for one in document.questions() if carried(asked, one, parked.value).follows]
    return sorted(found, key=lambda one: one.key != parked.question_key)


def keep_late(*, workbook: Workbook, found: Sequence[tuple[Edition, Question, Stored]], by: User) -> None:
    """Keep what was written to questions that have gone meanwhile; the newest words of each person, once."""
    now, store = timezone.now(), WorkbookStore(workbook)
    for edition, question, value in found:
        store.set_aside(question.key, value, 0, by)
        mine = workbook.parked.waiting().filter(question_key=question.key, edition=edition, written_by=by, move=None)
        row = mine.first() or ParkedAnswer(
            workbook=workbook, edition=edition, question_key=question.key, written_by=by, written_by_name=name_of(by)
        )
        row.value, row.written_at = value, now
        row.save()
