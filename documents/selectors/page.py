"""A document with its answers, its clauses and what the portal knows: what every page and file of it is made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from answers.base import Stored, Surroundings
from answers.sheet import Gap
from answers.types import type_of
from clusters.models import Cluster
from core.languages import content_language, interface_language
from core.text import Language
from documents.models import ClusterDocument, DocumentClause
from documents.rules.laying import lay_out
from documents.rules.texts import ClauseChange, standing_behind
from documents.rules.tree import Laid
from documents.selectors.facts import facts_of, facts_used, known_answers, source_of
from documents.selectors.saying import saying_of
from documents.stores import DocumentStore, LinkedAnswer
from schema.documents import Template
from schema.facts import Fact
from workbooks.selectors import Part, WorkbookPage
from workbooks.stores.base import StoredAnswer


@dataclass(frozen=True, slots=True)
class Moved:
    """A source that says something else than when somebody wrote another answer: the question, and what it says now."""

    key: str
    label: str
    source: str
    now: str
    revision: int


class DocumentPage(WorkbookPage[Part]):
    """A document, loaded once for a request."""

    part_type = Part

    def __init__(
        self,
        cluster: Cluster,
        document: ClusterDocument,
        store: DocumentStore,
        answers: Mapping[str, StoredAnswer],
        clauses: Mapping[str, DocumentClause],
        facts: Mapping[Fact, Stored],
    ) -> None:
        super().__init__(cluster, document.workbook, answers)
        self.store = self.answer_store = store
        self.document = document
        self.clauses = clauses
        self.facts = facts

    @classmethod
    def load(cls, cluster: Cluster, document: ClusterDocument, *, with_people: bool = False) -> Self:
        """Return a document that was fetched `with_workbook` and `with_known`; two queries, and those of its facts."""
        document.cluster = document.workbook.cluster = cluster
        template = document.workbook.edition.parsed
        assert isinstance(template, Template)  # noqa: S101 -- start_workbook lets nothing else in
        facts = facts_of(document, facts_used(template))
        store = DocumentStore(document, known_answers(template, facts))
        rows = document.workbook.answers.with_people() if with_people else document.workbook.answers.all()
        answers = {answer.question_key: answer for answer in rows.order_by("question_key")}
        clauses = {}
        for clause in DocumentClause.objects.of(cluster).filter(document=document):
            clause.document = document
            clauses[clause.key] = clause
        return cls(cluster, document, store, store.linked(answers), clauses, facts)

    def with_answers(self, answers: Mapping[str, StoredAnswer]) -> Self:
        """Return the same document with answers that have changed."""
        return type(self)(self.cluster, self.document, self.answer_store, answers, self.clauses, self.facts)

    def with_clauses(self, clauses: Mapping[str, DocumentClause]) -> Self:
        """Return the same document with clauses that have changed."""
        return type(self)(self.cluster, self.document, self.answer_store, self.answers, clauses, self.facts)

    @property
    def is_locked(self) -> bool:
        """Whether its text no longer changes."""
        return not self.document.is_draft

    @property
    def undecided(self) -> list[Gap]:
        """What keeps the text from being final: what must be answered and is not, and what is only proposed."""
        return [*self.sheet.missing(), *self.sheet.taken_over()]

    @property
    def changed_on(self) -> date:
        """The day on which somebody last wrote an answer or a clause, or changed the title."""
        rows = (one.row if isinstance(one, LinkedAnswer) else one for one in self.answers.values())
        # A clause of revision 0 has been looked at, and not changed.
        written = [one for one in (*rows, *self.clauses.values(), self.document) if one is not None and one.revision]
        moments = [one.changed_at for one in written]
        return timezone.localdate(max(moments))

    # --- the text

    def laid(self, language: Language) -> Laid:
        """Return the text as it is laid out in this language."""
        with translation.override(interface_language(language)):
            linked = {key: one.fact for key, one in self.answers.items() if isinstance(one, LinkedAnswer)}
            return lay_out(self.template, self.changes, saying_of(self.sheet, self.facts, linked, language))

    @cached_property
    def changes(self) -> dict[str, ClauseChange]:
        """What the cluster has made of clauses; own ones that were deleted are not there, but they keep the place."""
        there = {key: one.change for key, one in self.clauses.items() if not one.is_deleted}
        places = {key: one.after for key, one in self.clauses.items() if one.is_deleted}
        return {key: standing_behind(one, places) for key, one in there.items()}

    @cached_property
    def here(self) -> Laid:
        """The text in the language of the page."""
        return self.laid(content_language())

    @property
    def template(self) -> Template:
        """What is asked and said."""
        return self.store.document

    @property
    def deleted_clauses(self) -> list[DocumentClause]:
        """The own clauses that can be brought back."""
        return [one for one in self.clauses.values() if one.is_deleted]

    @cached_property
    def moved(self) -> list[Moved]:
        """Where a source says something else than when somebody wrote another answer."""
        found = []
        for key, known in self.answer_store.known.items():
            answer, before = self.answers.get(key), self.document.known_at.get(key)
            is_own = answer is not None and not isinstance(answer, LinkedAnswer) and answer.value is not None
            question = self.template.question(key)
            if not is_own or question is None or known.value is None or key not in self.document.known_at:
                continue
            if known.value != before and answer is not None and known.value != answer.value:
                now = _shown(self, key, known.value)
                found.append(
                    Moved(
                        key,
                        question.label.resolve(content_language()).text,
                        source_of(known.fact),
                        now,
                        answer.revision,
                    )
                )
        return found

    # --- addresses

    def url(self, name: str, *args: object) -> str:
        """Return the address of one of the document's pages."""
        return reverse(f"documents:{name}", args=[self.cluster.slug, self.document.number, *args])

    def section_url(self, key: str) -> str:
        """Return the address at which a section is filled in."""
        return self.url("section", key)

    @property
    def detail_url(self) -> str:
        """The document to be read."""
        return self.url("detail")

    def question_url(self, key: str) -> str:
        """Return where a question is answered; empty for one that no section asks."""
        section = self.template.section_of(key)
        return f"{self.section_url(section.key)}#q-{key}" if section else ""

    @property
    def state_words(self) -> str:
        """State and version."""
        words = {"state": self.document.get_state_display(), "number": self.document.version}
        return _("%(state)s, version %(number)s") % words


def _shown(page: DocumentPage, key: str, value: Stored) -> str:
    question = page.template.question(key)
    return type_of(question).show(question, value, content_language(), Surroundings()).one_line if question else ""
