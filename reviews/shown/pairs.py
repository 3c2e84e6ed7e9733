"""Questions of two states side by side, each with what was answered and what is; in memory, without queries.

Where the states have different editions, an answer is looked for at the question whose place the later one takes. That
alone may ask the database once: for the editions that came between.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from answers.base import Stored
from answers.shown import Shown
from answers.tables import scores, stored_rows, table_of
from core.differences import Piece, differences
from core.languages import content_language
from core.parts.values import of_lasting
from core.text import Language, Text, other
from reviews.shown.deltas import answer_delta
from reviews.shown.rows import CHANGED, GONE, NEW, RowChange, TableState, rows_of
from schema.differences import difference
from schema.documents import Section
from schema.questions import Question, TableQuestion
from strategy.selectors.phases import StrategyPage
from workbooks.services.editions import told_between

# What became of an answer that nobody took out: its question went, or another answer hides it.
DROPPED, HIDDEN = "dropped", "hidden"


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question whose answer is another one: a text word by word, or a table row by row."""

    question: Question
    fate: str
    pieces: tuple[Piece, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[RowChange, ...] = ()
    same_rows: int = 0
    # By how much a figure differs, in words.
    delta: str = ""
    # What was asked before, where the question has taken the place of others.
    formerly: tuple[Text, ...] = ()

    @property
    def why(self) -> str:
        """Why the answer is not there any more, where nobody took it out."""
        return {
            DROPPED: _("The template no longer asks this question. What stood there:"),
            HIDDEN: _("Not asked any more, because another answer hides it. What stood there:"),
        }.get(self.fate, "")

    @property
    def can_come_back(self) -> bool:
        """Whether what stood there can be brought back to the same question."""
        return self.fate not in (DROPPED, HIDDEN) and not self.formerly

    @property
    def is_empty(self) -> bool:
        """Whether the answer reads as before, however it is stored."""
        return not self.columns and all(one.kind == "same" for one in self.pieces)


@dataclass(frozen=True)
class Pair:
    """A question whose answer is another one; what has changed in it is worked out when somebody looks at it.

    `olds` are the questions of the earlier state whose answers are compared with it; one that `is_dropped` is itself
    a question of the earlier state.
    """

    question: Question
    before: StrategyPage
    after: StrategyPage
    language: Language
    olds: tuple[Question, ...]
    is_dropped: bool = False

    def drawn_from(self) -> object:
        """Return what the change is made of beside the question and the answer that are shown with it."""
        asked = tuple(one is self.question or of_lasting(one) for one in self.olds)
        around = tuple(self.before.sheet.around(one) for one in self.olds)
        was = tuple(self.before.sheet.value(one.key) for one in self.olds)
        return asked, was, self.language, around, self.was_seen, self.is_seen

    @property
    def old(self) -> Question | None:
        """The question as the earlier state asked it; None where it asked none, or several."""
        return self.olds[0] if len(self.olds) == 1 else None

    @property
    def was_seen(self) -> bool:
        """Whether the earlier state asked for it."""
        return any(self.before.sheet.is_visible(one.key) for one in self.olds)

    @property
    def is_seen(self) -> bool:
        """Whether the later state asks for it."""
        return not self.is_dropped and self.after.sheet.is_visible(self.question.key)

    @property
    def was(self) -> Stored:
        """What was answered; nothing where it was hidden."""
        old = self.old
        return self.before.sheet.value(old.key) if old is not None and self.was_seen else None

    @property
    def now(self) -> Stored:
        """What is answered in the later state; nothing where it is hidden."""
        return self.after.sheet.value(self.question.key) if self.is_seen else None

    @property
    def formerly(self) -> tuple[Text, ...]:
        """What was asked under other keys."""
        return tuple(one.label for one in self.olds if one.key != self.question.key)

    @property
    def differs(self) -> bool:
        """Whether the later state says something else than the earlier one."""
        if not self.is_seen:
            return any(_is_answered(self.before, one) for one in self.olds)
        if not self.was_seen:
            return _is_answered(self.after, self.question)
        if len(self.olds) > 1:
            return not self.change.is_empty
        if self.was != self.now:
            # In another edition the same words may be stored in another way.
            return self.old is self.question or not self.change.is_empty
        table = table_of(self.question)
        return (
            table is not None
            and bool(table.weighted_columns)
            and self.old is not None
            and _weighted(table_of(self.old), self.before) != _weighted(table, self.after)
        )

    @cached_property
    def change(self) -> QuestionChange:
        """What has changed, word by word or row by row."""
        return _changed(self)


@dataclass(frozen=True, slots=True)
class Former:
    """What the later edition asks in the place of what the earlier one asked, and what it asks no more.

    `olds` are the questions of the earlier edition by the key of the one that has their place; `dropped` are those
    whose place nobody took, by the later edition's section, or by their own where that is gone, too.
    """

    olds: Mapping[str, Sequence[Question]] = field(default_factory=dict)
    dropped: Mapping[str, Sequence[Question]] = field(default_factory=dict)


def former_of(before: StrategyPage, after: StrategyPage) -> Former | None:
    """Return what became of the earlier state's questions; None where both states ask the same.

    One query where editions of the same template came between: a question may have been renamed in each of them.
    """
    was, now = before.sheet.document, after.sheet.document
    earlier, later = before.workbook.edition, after.workbook.edition
    if was is now or earlier.digest == later.digest:
        return None
    is_next = earlier.publication_id != later.publication_id or abs(earlier.version - later.version) < 2
    found = difference(was, now) if is_next else told_between(earlier, later)
    olds: dict[str, list[Question]] = {}
    for question in was.questions():
        if heirs := found.heirs.get(question.key):
            # An answer follows to one question; where several could have it, to the one that has something to show.
            heir = next((one for one in heirs if after.sheet.is_answered(one)), heirs[0])
            olds.setdefault(heir.key, []).append(question)
    places = {
        source.key: change.after.key
        for change in found.of("section")
        if change.after is not None
        for source in ((change.before,) if change.before else change.replaces)
    }
    dropped: dict[str, list[Question]] = {}
    for section in was.sections:
        for question in section.questions:
            if question.key not in found.heirs:
                dropped.setdefault(places.get(section.key, section.key), []).append(question)
    return Former(olds, dropped)


def pairs_in(
    section: Section, before: StrategyPage, after: StrategyPage, former: Former | None = None
) -> list[tuple[Question, Pair | None]]:
    """Return the questions of a section that are compared, each with its pair where the answers differ.

    Those that the later edition dropped stand at the end, as far as they had an answer.
    """
    found: list[tuple[Question, Pair | None]] = []
    language = content_language()
    for question in section.questions:
        if question.shows_panel:
            continue
        pair = Pair(question, before, after, language, _olds_of(question, before, former))
        # What is hidden in both has been answered to nobody; what one of them shows is compared.
        if pair.was_seen or pair.is_seen:
            found.append((question, pair if pair.differs else None))
    return [*found, *dropped_in(section.key, before, after, former)]


def _olds_of(question: Question, before: StrategyPage, former: Former | None) -> tuple[Question, ...]:
    """Return the questions of the earlier state whose answers stand beside this one's."""
    if former is not None:
        return tuple(one for one in former.olds.get(question.key, ()) if not one.shows_panel)
    old = before.sheet.document.question(question.key)
    return (old,) if old is not None else ()


def dropped_in(
    key: str, before: StrategyPage, after: StrategyPage, former: Former | None
) -> list[tuple[Question, Pair | None]]:
    """Return the questions that a section has lost to the later edition, of those that had an answer to be seen."""
    if former is None:
        return []
    language = content_language()
    lost = [one for one in former.dropped.get(key, ()) if not one.shows_panel and _is_answered(before, one)]
    return [(one, Pair(one, before, after, language, (one,), is_dropped=True)) for one in lost]


def _is_answered(page: StrategyPage, question: Question) -> bool:
    """Tell whether something stands there that a reader sees."""
    return page.sheet.is_visible(question.key) and page.sheet.is_answered(question)


def _changed(pair: Pair) -> QuestionChange:
    before, after, question, old = pair.before, pair.after, pair.question, pair.old
    language = _told_in(pair)
    shown = after.sheet.show(question, language) if pair.is_seen else None
    formers = _shown_before(pair, language)
    fate = _fate(pair, shown, formers)
    table, former_table = table_of(question), table_of(old) if old is not None else None
    if table is not None and former_table is not None:
        states = (
            TableState(former_table, pair.was, formers[0] if formers else None, _weighted(former_table, before)),
            TableState(table, pair.now, shown, _weighted(table, after)),
        )
        columns, rows, same_rows = rows_of(*states)
        return QuestionChange(question, fate, columns=columns, rows=rows, same_rows=same_rows, formerly=pair.formerly)
    pieces = tuple(differences(_lines(formers), _lines((shown,))))
    delta = answer_delta(question, old, pair.was, pair.now)
    return QuestionChange(question, fate, pieces, delta=delta, formerly=pair.formerly)


def _fate(pair: Pair, shown: Shown | None, formers: Iterable[Shown]) -> str:
    if pair.is_dropped:
        return DROPPED
    if not pair.is_seen:
        return HIDDEN
    return NEW if not any(formers) else GONE if not shown else CHANGED


def _shown_before(pair: Pair, language: Language) -> list[Shown]:
    """Return what the earlier state showed, question by question."""
    sheet = pair.before.sheet
    return [sheet.show(one, language) for one in pair.olds if sheet.is_visible(one.key)]


def _lines(found: Iterable[Shown | None]) -> str:
    return "\n".join(one.lines for one in found if one)


def _weighted(table: TableQuestion | None, page: StrategyPage) -> dict[str, dict[str, Decimal | None]]:
    """Return the weighted scores, by column and row."""
    return scores(table, stored_rows(page.sheet.value(table.key)), page.sheet.values) if table is not None else {}


def _told_in(pair: Pair) -> Language:
    """Return the language in which the difference is: the reader's, else the other one.

    Several answers that became one are compared in the reader's alone: where one of them has no words in the other
    language, its words in the first would stand for it.
    """
    language = pair.language
    if pair.old is None:
        return language
    shown = pair.after.sheet.show(pair.question, language) if pair.is_seen else None
    return language if _lines(_shown_before(pair, language)) != _lines((shown,)) else other(language)
