"""What changes a workbook: starting it, and saving and bringing back the answers in it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from answers.base import Stored
from answers.sheet import AnswerSheet
from clusters.activity import record
from clusters.models import Cluster
from core.errors import Refusal
from core.text import LANGUAGES, Language, is_text
from library.models import Edition
from schema.documents import Template
from workbooks.models import Answer, AnswerChange, Workbook
from workbooks.origins import Origin
from workbooks.services.saving import AnswerConflict, Saved, save
from workbooks.stores.base import StoredAnswer
from workbooks.stores.stored_answers import sheet_of
from workbooks.stores.workbook import WorkbookStore, name_of


@transaction.atomic
def start_workbook(
    *,
    cluster: Cluster,
    edition: Edition,
    title: str,
    by: User | None,
    answers: Mapping[str, Stored] | None = None,
    origin: Origin = Origin.OWN,
) -> Workbook:
    """Start filling in a published edition, empty or from given answers; what the edition does not ask is left out.

    What the template proposes stands where nothing is given.

    What is borrowed is nobody's answer: it has no author until somebody changes or confirms it.
    The room that starts it records what was started: a strategy, an analysis, a report.
    """
    if not isinstance(edition.parsed, Template):
        raise Refusal(_("This cannot be filled in. Choose a template."))
    workbook = Workbook.objects.create(cluster=cluster, edition=edition, title=title, created_by=by)
    asked = {question.key: question for question in edition.parsed.questions() if question.stores_answer}
    given = {key: (value, origin) for key, value in (answers or {}).items() if key in asked and value is not None}
    proposed = {key: (one.default, Origin.PROPOSED) for key, one in asked.items() if one.default is not None}
    now = timezone.now()
    main = cluster.language
    rows = [
        Answer(
            workbook=workbook,
            question_key=key,
            value=_where_it_is_seen(value, main),
            changed_by=None if source.is_borrowed else by,
            changed_at=now,
            origin=source,
        )
        for key, (value, source) in {**proposed, **given}.items()
    ]
    Answer.objects.bulk_create(rows)
    AnswerChange.objects.bulk_create(
        [
            AnswerChange(
                workbook=workbook,
                question_key=row.question_key,
                value=row.value,
                revision=1,
                by=row.changed_by,
                by_name=name_of(row.changed_by),
                at=now,
                origin=row.origin,
            )
            for row in rows
        ]
    )
    return workbook


def _where_it_is_seen(value: Stored, main: Language) -> Stored:
    """Return words in languages that nobody answers in as the cluster's own, where they are seen and rewritten."""
    if not is_text(value) or set(value) & set(LANGUAGES):
        return value
    return {main: next(iter(value.values()))}


def answer_sheet(workbook: Workbook, answers: Mapping[str, StoredAnswer]) -> AnswerSheet:
    """Return the workbook's template with its answers, which were loaded before."""
    return sheet_of(WorkbookStore(workbook), answers)


def save_answer(
    *, workbook: Workbook, question_key: str, value: Stored, based_on: int, current: StoredAnswer | None, by: User
) -> Saved:
    """Store the answer in the workbook; raises like `workbooks.services.saving.save`."""
    store = WorkbookStore(workbook)
    return save(store, key=question_key, value=value, based_on=based_on, current=current, by=by)


def lock_workbook(cluster: int, pk: int) -> None:
    """Let no answer be changed from now on; whoever saves at this moment is waited for. In the caller's transaction."""
    Workbook.objects.of(cluster).filter(pk=pk, locked_at=None).update(locked_at=timezone.now())


def waiting_changes(workbook: Workbook) -> list[AnswerChange]:
    """Return the newest that each person wrote to each question since the workbook was locked, the oldest first."""
    if workbook.locked_at is None:
        return []
    rows = workbook.changes.filter(kind=AnswerChange.Kind.WAITING, at__gte=workbook.locked_at).select_related("by")
    newest = {(row.question_key, row.by_id, row.by_name): row for row in rows.order_by("at", "pk")}
    return sorted(newest.values(), key=lambda row: (row.at, row.pk))


def unlock_workbook(workbook: Workbook, by: User) -> tuple[list[str], list[str]]:
    """Open the answers again, and let what waited be the answers; return the questions that got theirs, and the others.

    Where two wrote to one question the first is the answer, and the second stands in the history as set aside.
    """
    waiting = waiting_changes(workbook)
    workbook.locked_at = None
    workbook.save(update_fields=["locked_at"])
    store, taken, aside = WorkbookStore(workbook), [], []
    for one in waiting:
        key, writer = one.question_key, one.by or by
        current = store.newest(key)
        try:
            save(store, key=key, value=one.value, based_on=one.revision, current=current, by=writer)
        except AnswerConflict:
            aside.append(key)
        else:
            taken.append(key)
    return taken, aside


def restore_answer(
    *, workbook: Workbook, change: AnswerChange, based_on: int, current: StoredAnswer | None, by: User
) -> Saved:
    """Make an earlier text the answer again, as a new revision; raises like `workbooks.services.saving.save`."""
    store, key = WorkbookStore(workbook), change.question_key
    # What was borrowed or confirmed then is so again.
    saved = save(
        store,
        key=key,
        value=change.value,
        based_on=based_on,
        current=current,
        by=by,
        is_restored=True,
        origin=Origin(change.origin),
    )
    if saved.is_changed:
        question = store.document.question(key)
        label = question.label.resolve(workbook.cluster.language).text if question else key
        record(cluster=workbook.cluster, by=by, verb="restored-answer", subject=label)
    return saved
