"""Taking a workbook to another edition of its template, undoing that, and what stands beside it since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from core.errors import Conflict, Refusal
from core.frozen import digest_of
from core.locking import hold
from core.prepared import Prepared
from library.models import Edition
from schema.conversions import carried
from schema.differences import Difference, difference
from schema.documents import Template
from schema.moving import Move, Parked, move
from schema.questions import Question
from workbooks.models import Answer, AnswerChange, EditionMove, ParkedAnswer, Workbook
from workbooks.moments import moved, moving
from workbooks.origins import Origin
from workbooks.services.parked import question_of
from workbooks.stores.sql import add_change, replace_answer
from workbooks.stores.workbook import locked_words, name_of

MOVED, RESTORED = AnswerChange.Kind.MOVED, AnswerChange.Kind.RESTORED


@dataclass(frozen=True)
class Prospect:
    """What would become of a workbook on another edition: nothing has happened yet."""

    workbook: Workbook
    edition: Edition
    difference: Difference
    move: Move
    answers: Mapping[str, Answer]
    parked: Mapping[int, ParkedAnswer]

    @property
    def seen(self) -> str:
        """What a person who says yes to it has seen: the editions, and what becomes of each answer."""
        made = self.move
        return digest_of(
            {
                "editions": [self.workbook.edition_id, self.edition.pk],
                "parked": [one.key for one in made.parked],
                "steps": [one.key for one in (*made.followed, *made.converted, *made.returned)],
                "hidden": list(made.hidden),
            }
        )


@Prepared
def _newer(publication: int, version: int) -> "QuerySet[Edition]":
    # across_clusters: of what the workbook fills in, which may be the cluster's own
    newer = Edition.across_clusters.published().without_document()
    newer = newer.filter(publication=publication, version__gt=version)
    return newer.select_related("publication").order_by("-version")[:1]


def newer_edition(workbook: Workbook) -> Edition | None:
    """Return the newest published edition of what the workbook fills in, if it is another; one query."""
    return newer_of(workbook.edition)


def newer_of(edition: Edition) -> Edition | None:
    """Return the newest published edition of the same thing, if it is another; one query."""
    return next(iter(_newer(edition.publication_id, edition.version)), None)


def told_between(edition: Edition, other: Edition) -> Difference:
    """Return what another edition of the same template says differently, knowing what stood between; one query."""
    before, after = edition.parsed, other.parsed
    if not (isinstance(before, Template) and isinstance(after, Template)) or (
        edition.publication_id != other.publication_id
    ):
        raise Refusal(_("This is an edition of something else."))
    low, high = sorted((edition.version, other.version))
    between = (
        Edition.across_clusters.published()  # across_clusters: as above
        .filter(publication=other.publication_id, version__gt=low, version__lt=high)
        .order_by("version")
    )
    return difference(before, after, [one.parsed for one in between])


def prospect_of(workbook: Workbook, edition: Edition) -> Prospect:
    """Return what would become of the workbook on this edition; four queries."""
    told = told_between(workbook.edition, edition)
    answers = {one.question_key: one for one in workbook.answers.with_people()}
    rows = list(workbook.parked.waiting().select_related("edition", "written_by"))
    made = move(told, {key: one.value for key, one in answers.items()}, _plain(rows))
    return Prospect(workbook, edition, told, made, answers, {row.pk: row for row in rows})


def _plain(rows: Iterable[ParkedAnswer]) -> list[Parked]:
    found = []
    for row in rows:
        question = question_of(row)
        if question is not None:
            found.append(Parked(question, row.value, row.at_key, row.became, row.pk))
    return found


@transaction.atomic
def move_to_edition(*, workbook: Workbook, edition: Edition, seen: str, by: User) -> EditionMove:
    """Take the workbook to another edition, as it was shown to the person who says yes.

    Rooms above keep what stands before it. Raises Conflict when it is not as it was shown any more, and Refusal where
    the answers have been decided.
    """
    held = _held(workbook)
    made = prospect_of(held, edition)
    if seen != made.seen:
        raise Conflict(
            _("Somebody has changed answers or the edition since this page was opened. Check again what changes.")
        )
    moving.send(Workbook, workbook=held, edition=edition, by=by)
    former = held.edition
    held.edition = edition
    held.save(update_fields=["edition"])
    renamed = renamed_by(made.difference)
    row = EditionMove(workbook=held, before=former, after=edition, renamed=renamed, by=by, by_name=name_of(by))
    row.save(force_insert=True)
    _write(made, row)
    row.save(update_fields=["touched"])
    moved.send(Workbook, workbook=held, renamed=renamed, by=by)
    record(cluster=held.cluster, by=by, verb="moved-edition", subject=held.title)
    return row


def _held(workbook: Workbook) -> Workbook:
    """Return the workbook, which nobody else saves in until the transaction ends."""
    rows = Workbook.objects.of(workbook.cluster_id).select_related("edition__publication", "cluster")
    held = hold(rows, workbook)
    if held.locked_at is not None:
        raise Refusal(locked_words())
    return held


def renamed_by(difference: Difference) -> dict[str, str]:
    """Return the questions that are gone and have one heir, and by which key they are asked now."""
    kept = {one.key for one in difference.of("question") if one.before is not None}
    return {key: heirs[0].key for key, heirs in difference.heirs.items() if key not in kept}


def _write(made: Prospect, row: EditionMove) -> None:
    """Store what becomes of the answers, and what stands beside the workbook."""
    now, after = timezone.now(), made.move.answers
    # What an answer that came from elsewhere is: whose words, and since when.
    sources = {
        step.key: _standing(made, step.sources[0])
        for step in (*made.move.followed, *made.move.converted, *made.move.returned)
    }
    # Before anything is changed, for parking reads what stood.
    _park(made, row, now)
    touched: dict[str, Any] = {}
    for key in dict.fromkeys([*made.answers, *after]):
        current = made.answers.get(key)
        value = after.get(key)
        if (current.value if current else None) == value and key not in sources:
            continue
        source = sources.get(key)
        written = source.written if source else {}
        answer = Answer(
            workbook=made.workbook,
            question_key=key,
            value=value,
            revision=(current.revision if current else 0) + 1,
            changed_by=source.by if source else row.by,
            changed_at=source.at if source else now,
            written_at=written,
            origin=source.origin if source else Origin.OWN,
        )
        touched[key] = {**_as_it_was(current), "made": answer.revision}
        _replace(answer, current, MOVED, row.by, now)
    row.touched = touched


@dataclass(frozen=True, slots=True)
class _Standing:
    """Whose words something is, since when, and where they came from."""

    by: User | None
    at: datetime
    written: dict[str, str]
    origin: str


def _standing(made: Prospect, source: Parked) -> _Standing:
    """Return it of an answer that stands, or of one that was parked."""
    parked = made.parked.get(source.name)
    if parked is not None:
        return _Standing(parked.written_by, parked.written_at, parked.languages_written_at, parked.origin)
    answer = made.answers[source.key]
    return _Standing(answer.changed_by, answer.changed_at, answer.written_at, answer.origin)


def _park(made: Prospect, row: EditionMove, now: datetime) -> None:
    beside = {one.name: one for one in made.move.beside if one.name}
    for pk, parked in made.parked.items():
        found = beside.get(pk)
        if found is not None and (found.at, found.became) == (parked.at_key, parked.became):
            continue
        if question_of(parked) is None:
            continue
        parked.given_back = row
        parked.save(update_fields=["given_back"])
    for one in made.move.beside:
        known = made.parked.get(one.name)
        if known is not None and (one.at, one.became) == (known.at_key, known.became):
            continue
        standing = _standing(made, one)
        ParkedAnswer.objects.create(
            workbook=made.workbook,
            edition=known.edition if known else row.before,
            question_key=one.key,
            value=one.value,
            origin=standing.origin,
            written_by=standing.by,
            written_by_name=known.written_by_name if known else name_of(standing.by),
            written_at=standing.at,
            languages_written_at=standing.written,
            at_key=one.at,
            became=one.became,
            move=row,
        )


def _as_it_was(answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {"value": None, "by": None, "at": None, "written": {}, "origin": "", "revision": 0}
    return {
        "revision": answer.revision,
        "value": answer.value,
        "by": answer.changed_by_id,
        "at": answer.changed_at.isoformat(),
        "written": answer.written_at,
        "origin": answer.origin,
    }


def _replace(answer: Answer, current: Answer | None, kind: str, by: User | None, now: datetime) -> None:
    """Put the answer in the place of what is there; the workbook is held, so nobody else is first."""
    change = AnswerChange(
        workbook=answer.workbook,
        question_key=answer.question_key,
        kind=kind,
        value=answer.value,
        revision=answer.revision,
        by=by,
        by_name=name_of(by),
        at=now,
        origin=answer.origin,
    )
    if current is None:
        answer.save(force_insert=True)
        add_change(change)
        return
    answer.pk = current.pk
    if not replace_answer(answer, current.revision, change):
        raise Conflict(_("A colleague saved an answer at the same moment. Nothing has been moved: try again."))


@transaction.atomic
def undo_move(*, workbook: Workbook, by: User) -> EditionMove:
    """Go back to the edition before the newest move, with every answer as it was.

    What somebody has written since stays: in its place where the former edition asks for it, else beside the workbook.
    """
    held = _held(workbook)
    row = held.moves.standing().first()
    if row is None or row.after_id != held.edition_id:
        raise Conflict(_("Somebody has already gone back, or moved on to another edition."))
    moving.send(Workbook, workbook=held, edition=row.before, by=by)
    answers = {one.question_key: one for one in held.answers.with_people()}
    now = timezone.now()
    asked_then, asks_now = row.before.parsed, row.after.parsed
    assert isinstance(asked_then, Template) and isinstance(asks_now, Template)  # noqa: PT018, S101 -- as it moved
    restored = set()
    for key, was in row.touched.items():
        current = answers.get(key)
        if current is not None and current.revision == was["made"]:
            _put_as_it_was(held, current, was, by, now)
            restored.add(key)
    for key, one in answers.items():
        asked, before = asks_now.question(key), asked_then.question(key)
        if key in restored or one.value is None or asked is None or (key not in row.touched and before == asked):
            continue
        if _keep_new(held, row, one, before, by, now):
            restored.add(key)
    row.parked.waiting().filter(question_key__in=restored).delete()
    _renumber(held, row, restored, answers)
    row.given_back.update(given_back=None)
    held.edition = row.before
    held.save(update_fields=["edition"])
    row.undone_at, row.undone_by_name = now, name_of(by)
    row.save(update_fields=["undone_at", "undone_by_name"])
    back = {later: earlier for earlier, later in row.renamed.items()}
    moved.send(Workbook, workbook=held, renamed=back, by=by)
    record(cluster=held.cluster, by=by, verb="undid-edition", subject=held.title)
    return row


def _renumber(workbook: Workbook, row: EditionMove, restored: set[str], answers: Mapping[str, Answer]) -> None:
    """Let the moves before this one know their answers again, which stand under a higher revision since."""
    for earlier in workbook.moves.standing().exclude(pk=row.pk):
        for key in restored & set(earlier.touched) & set(row.touched):
            if earlier.touched[key]["made"] == row.touched[key]["revision"]:
                earlier.touched[key]["made"] = answers[key].revision + 1
        earlier.save(update_fields=["touched"])


def _put_as_it_was(workbook: Workbook, current: Answer, was: Mapping[str, Any], by: User, now: datetime) -> None:
    author = User.objects.filter(pk=was["by"]).first() if was["by"] else None
    answer = Answer(
        workbook=workbook,
        question_key=current.question_key,
        value=was["value"],
        revision=current.revision + 1,
        changed_by=author,
        changed_at=datetime.fromisoformat(was["at"]) if was["at"] else now,
        written_at=was["written"],
        origin=was["origin"],
    )
    _replace(answer, current, RESTORED, by, now)


def _keep_new(
    workbook: Workbook, row: EditionMove, one: Answer, before: Question | None, by: User, now: datetime
) -> bool:
    """Keep what was written since the move: in its place where the former edition asks for it, else beside it.

    Tell whether what stood there before the move stands there again.
    """
    asked = _asked_by(row.after, one.question_key)
    assert asked is not None  # noqa: S101 -- the caller has looked
    made = carried(asked, before, one.value) if before is not None else None
    if made is not None and made.is_exact:
        return False
    ParkedAnswer.objects.create(
        workbook=workbook,
        edition=row.after,
        question_key=one.question_key,
        value=one.value,
        origin=one.origin,
        written_by=one.changed_by,
        written_by_name=name_of(one.changed_by),
        written_at=one.changed_at,
        languages_written_at=one.written_at,
    )
    _put_as_it_was(workbook, one, row.touched.get(one.question_key) or _as_it_was(None), by, now)
    return True


def _asked_by(edition: Edition, key: str) -> Question | None:
    document = edition.parsed
    return document.question(key) if isinstance(document, Template) else None
