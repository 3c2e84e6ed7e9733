"""A workbook as a store of answers: one row for each, and one for every change of it."""

from collections.abc import Collection, Mapping, Sequence
from typing import NoReturn

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from answers.base import Stored
from core.addresses import reverse
from core.errors import Refusal
from schema.documents import Template
from workbooks.models import Answer, AnswerChange, Workbook
from workbooks.querysets import AnswerChangeSet
from workbooks.stores.base import KEY, AnswerWaits, Saving, StoredAnswer
from workbooks.stores.sql import add_change, is_open, replace_answer

ASIDE, WAITING = AnswerChange.Kind.SET_ASIDE, AnswerChange.Kind.WAITING
NEVER_STOOD = (ASIDE, WAITING)


class WorkbookStore:
    """Keeps answers in the rows of a workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook

    @property
    def document(self) -> Template:
        document = self.workbook.edition.parsed
        assert isinstance(document, Template)  # noqa: S101 -- start_workbook lets nothing else in
        return document

    def load(self) -> Mapping[str, Answer]:
        return {answer.question_key: answer for answer in self.workbook.answers.with_people()}

    def newest(self, key: str) -> Answer | None:
        return self.workbook.answers.with_people().filter(question_key=key).first()

    def replace(self, current: StoredAnswer | None, saving: Saving) -> Answer | None:
        """Write answer and history together; None when somebody else was first, and then nothing is written.

        In a workbook that is locked the answer is kept in the history, and AnswerWaits is raised.
        """
        answer = Answer(
            workbook=self.workbook,
            question_key=saving.key,
            value=saving.value,
            revision=1,
            changed_by=saving.by,
            changed_at=saving.at,
            written_at=saving.written_at,
            origin=saving.origin,
        )
        change = AnswerChange(
            workbook=self.workbook,
            question_key=saving.key,
            kind=_kind(saving),
            value=saving.value,
            revision=1,
            by=saving.by,
            by_name=name_of(saving.by),
            at=saving.at,
            origin=saving.origin,
        )
        if isinstance(current, Answer):
            answer.pk, answer.revision, change.revision = current.pk, current.revision + 1, current.revision + 1
            if replace_answer(answer, current.revision, change):
                return answer
            if not is_open(self.workbook.pk):
                self._wait(saving, current.revision, is_same=current.value == saving.value)
            return None
        try:
            with transaction.atomic():
                if is_open(self.workbook.pk):
                    answer.save(force_insert=True)
                    add_change(change)
                    return answer
        except IntegrityError:
            return None
        return self._wait(saving, 0)

    def _wait(self, saving: Saving, based_on: int, *, is_same: bool = False) -> NoReturn:
        if saving.is_restored or is_same:
            # Nobody wrote it just now: it is in the history already.
            raise Refusal(locked_words())
        self._keep(WAITING, saving.key, saving.value, based_on, saving.by)
        raise AnswerWaits

    def set_aside(self, key: str, value: Stored, based_on: int, by: User) -> None:
        self._keep(ASIDE, key, value, based_on, by)

    def _keep(self, kind: str, key: str, value: Stored, based_on: int, by: User) -> None:
        newest = self.workbook.changes.filter(question_key=key, by=by, kind=kind).order_by("-at", "-pk").first()
        if newest is not None and newest.value == value and newest.revision == based_on:
            return
        AnswerChange.objects.create(
            workbook=self.workbook,
            question_key=key,
            kind=kind,
            value=value,
            revision=based_on,
            by=by,
            by_name=name_of(by),
        )

    def history(self, key: str) -> AnswerChangeSet:
        return self.workbook.changes.to_question(key)

    def values_at(self, key: str, revisions: Collection[int]) -> Mapping[int, Stored]:
        made = self.workbook.changes.filter(question_key=key, revision__in=revisions).exclude(kind__in=NEVER_STOOD)
        return dict(made.values_list("revision", "value"))

    def values_by(self, by: User, key: str, after: int) -> Sequence[Stored]:
        own = self.workbook.changes.filter(question_key=key, by=by, revision__gt=after).exclude(kind__in=NEVER_STOOD)
        return [change.value for change in own.order_by("-revision")[:20]]

    def filled(self) -> Mapping[str, bool]:
        return self.workbook.filled

    def count_emptied(self, keys: Collection[str]) -> int:
        return self.workbook.changes.emptied(keys).count()

    @property
    def borrowed_addresses(self) -> tuple[str, str]:
        names = [self.workbook.cluster.slug, self.workbook.pk]
        return reverse("workbooks:empty", args=names), reverse("workbooks:bring_back", args=names)

    @property
    def addresses(self) -> tuple[str, str]:
        names = [self.workbook.cluster.slug, self.workbook.pk, KEY]
        return reverse("workbooks:answer", args=names), reverse("workbooks:history", args=names)

    @property
    def name(self) -> str:
        return str(self.workbook.pk)

    @property
    def presence_url(self) -> str:
        return reverse("workbooks:presence", args=[self.workbook.cluster.slug, self.workbook.pk])


def locked_words() -> str:
    """Return what is said of an act on answers that have been approved."""
    return _("The answers have been approved. Open a new round to change them.")


def _kind(saving: Saving) -> AnswerChange.Kind:
    if saving.is_restored:
        return AnswerChange.Kind.RESTORED
    return AnswerChange.Kind.CONFIRMED if saving.origin.is_confirmed else AnswerChange.Kind.SAVED


def name_of(by: User | None) -> str:
    """Return the name that stays in the history when the person has left."""
    return by.display_name if by else ""
