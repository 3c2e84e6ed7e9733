"""Leaving a clause out, writing it otherwise, and adding one of one's own."""

import re
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.revisions import change
from core.errors import Refusal
from core.text import LANGUAGES, Text
from documents.models import ClusterDocument, DocumentClause, document_held, final_words
from documents.rules.texts import clauses_of
from schema.clauses import MARK, Mark, MarkKind
from schema.documents import Template
from schema.facts import Fact

LONGEST_TITLE, LONGEST_TEXT, MOST_OWN = 200, 20_000, 60
_BRACES = re.compile(r"\{\{|\}\}")


def leave_out(*, document: ClusterDocument, key: str, is_out: bool, based_on: int, by: User) -> DocumentClause:
    """Leave a clause out, or take it in again; raises Refusal for one that is always there."""
    row = row_of(document, key)
    clause = next((one for one in clauses_of(template_of(document)) if one.key == key), None)
    if not row.is_own and (clause is None or not clause.optional):
        raise Refusal(_("This clause is part of the template and cannot be left out. You can change its words."))
    return change(row, {"is_left_out": is_out}, based_on=based_on, by=by)


def change_clause(
    *, document: ClusterDocument, key: str, title: Text, text: Text, reason: str, based_on: int, by: User
) -> DocumentClause:
    """Write a clause otherwise; the template's own words again, where nothing is written, are those of the template."""
    refuse_marks(template_of(document), document, title, text)
    row = row_of(document, key)
    fields = {"title": title.to_value(), "text": text.to_value(), "reason": reason}
    return change(row, fields, based_on=based_on, by=by)


@transaction.atomic
def add_clause(
    *, document: ClusterDocument, after: str, title: Text, text: Text, reason: str, by: User
) -> DocumentClause:
    """Add a clause of one's own behind another; it cannot be based on an older one, for nobody has read it before."""
    held = document_held(document)
    if not held.is_draft:
        raise Refusal(final_words())
    refuse_marks(template_of(document), document, title, text)
    rows = DocumentClause.objects.of(document.cluster).filter(document=document, is_own=True)
    if rows.alive().count() >= MOST_OWN:
        raise Refusal(_("The document has %(count)s clauses of your own. Delete one first.") % {"count": MOST_OWN})
    row = DocumentClause(
        document=document,
        key=f"own_{secrets.token_hex(5)}",
        is_own=True,
        after=after,
        title=title.to_value(),
        text=text.to_value(),
        reason=reason,
        changed_by=by,
    )
    row.save(force_insert=True)
    record(cluster=document.cluster, by=by, verb="added-clause", subject=row.called, url=row.log_url)
    return row


@transaction.atomic
def delete_clause(*, clause: DocumentClause, by: User) -> None:
    """Put an own clause away; it can be brought back to its place."""
    if not document_held(clause.document).is_draft:
        raise Refusal(final_words())
    clause.put_away()
    record(cluster=clause.document.cluster, by=by, verb="deleted-clause", subject=clause.called)


@transaction.atomic
def restore_clause(*, clause: DocumentClause, by: User) -> None:
    """Bring back an own clause that was deleted."""
    if not document_held(clause.document).is_draft:
        raise Refusal(final_words())
    clause.bring_back()
    record(cluster=clause.document.cluster, by=by, verb="restored-clause", subject=clause.called, url=clause.log_url)


def row_of(document: ClusterDocument, key: str) -> DocumentClause:
    """Return what the cluster has made of a clause; one that nobody has touched is an empty row of revision 0.

    Raises Refusal for a clause that the document does not have.
    """
    rows = DocumentClause.objects.of(document.cluster).filter(document=document, key=key)
    known = rows.select_related("changed_by").first()
    if known is None:
        if key not in {clause.key for clause in clauses_of(template_of(document))}:
            raise Refusal(_("The document no longer has this clause."))
        first = DocumentClause(document=document, key=key, revision=0)
        DocumentClause.objects.bulk_create([first], ignore_conflicts=True)
        known = rows.get()
    known.document = document
    return known


def template_of(document: ClusterDocument) -> Template:
    """Return the template that a document is filled in on."""
    template = document.workbook.edition.parsed
    assert isinstance(template, Template)  # noqa: S101 -- start_workbook lets nothing else in
    return template


def refuse_marks(template: Template, document: ClusterDocument, title: Text, text: Text) -> None:
    """Raise Refusal for a mark in somebody's words that names nothing in this document."""
    own = DocumentClause.objects.of(document.cluster).filter(document=document, is_own=True)
    places = {
        *(clause.key for clause in clauses_of(template)),
        *(one.key for one in template.wording.schedules),
        *own.values_list("key", flat=True),
    }
    for language in LANGUAGES:
        for words in (title.get(language), text.get(language)):
            for written in MARK.findall(words):
                mark = Mark.of(written)
                if mark is None or not _is_known(mark, template, places):
                    raise Refusal(
                        _("“%(mark)s” names nothing in this document. Take it out, or use one from the list.")
                        % {"mark": f"{{{{ {written[:60]} }}}}"},
                        "text",
                    )
            if _BRACES.search(MARK.sub("", words)):
                raise Refusal(
                    _("Two braces begin a place that is filled in, such as {{ name }}. Complete it, or use one brace."),
                    "text",
                )


def _is_known(mark: Mark, template: Template, places: set[str]) -> bool:
    question = template.question(mark.key)
    match mark.kind:
        case MarkKind.ANSWER:
            return question is not None and question.stores_answer
        case MarkKind.FACT:
            return mark.key in set(Fact)
        case MarkKind.SEE:
            return mark.key in places
        case MarkKind.TERM:
            return mark.key in {term.key for term in template.wording.defined_terms}
        case MarkKind.SUM:
            return any(column.key == mark.part for column in getattr(question, "columns", ()))
