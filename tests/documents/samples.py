"""Documents, made without surprises: an agreement of five clauses on a template that uses every part of the format."""

from typing import Any

from accounts.models import User
from answers.base import Stored
from clusters.models import Cluster
from core.text import Text
from core.uploads import checked
from documents.models import ClusterDocument, DocumentClause, SignedCopy
from documents.selectors.page import DocumentPage
from documents.services import add_clause, add_signed, make_final, start_document
from documents.services.documents import Tied
from library.models import Edition
from library.services import publish_edition
from tests.days import TODAY
from tests.schema.samples import common, options, question, section


def said(da: str, en: str = "") -> dict[str, str]:
    """A text of the template."""
    return {"da": da, "en": en or f"EN {da}"}


def clause(key: str, title: str, *paragraphs: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A clause of the template."""
    return {"key": key, "title": said(title), "paragraphs": list(paragraphs), **more}


def paragraph(words: str, **more: Any) -> dict[str, Any]:
    """A paragraph of the template."""
    return {"text": said(words), **more}


def template(slug: str = "agreement", **more: Any) -> dict[str, Any]:
    """Return a template: parties, a board that is optional, meetings that refer to it, money with a sum, and law."""
    budget = question(
        "budget",
        "table",
        columns=[
            question("party"),
            question("given", "money", currency="EUR"),
            question("received", "money", currency="EUR"),
        ],
    )
    return {
        **common("document", slug),
        "sections": [
            section(
                "facts",
                question("name", required=True),
                question("owner_name", known="cluster.name"),
                question("kind", "choice", options=options("short", "long")),
                question("days", "number", min=0, step=1, show_if={"question": "kind", "is": "long"}),
                question("total", "money", currency="EUR"),
                budget,
            ),
            section("more", question("story", "longtext")),
        ],
        "notice": said("Ikke juridisk rådgivning."),
        "defined_terms": [{"key": "pool", "term": said("puljen"), "definition": said("de fælles penge")}],
        "clauses": [
            clause(
                "parties", "Parter", paragraph("Aftalen er mellem **{{ owner_name }}** og {{ name }}."), defines=True
            ),
            clause("board", "Bestyrelse", paragraph("Bestyrelsen har tre medlemmer."), optional=True),
            clause(
                "meetings",
                "Møder",
                paragraph("Møder holdes med {{ days }} dages varsel.", show_if={"question": "kind", "is": "long"}),
                paragraph("Bestyrelsen efter punkt {{ see:board }} er med.", only_with="board"),
                paragraph("Mødet", items=[{"key": "money", "text": said("ser på {{ see:annex }}")}], key="tasks"),
            ),
            clause(
                "money",
                "Penge",
                paragraph("Efter punkt {{ see:meetings.money }} gives {{ sum:budget.given }} til {{ term:pool }}."),
                paragraph("{{ story }}"),
            ),
            clause("law", "Lovvalg", paragraph("Dansk ret gælder. Se punkt {{ see:money }}.")),
        ],
        "schedules": [
            {
                "key": "annex",
                "title": said("Budget"),
                "table": "budget",
                "sums": ["given", "received"],
                "checks": [{"column": "given", "question": "total"}, {"column": "given", "other": "received"}],
            }
        ],
        "signatures": [{"key": "us", "party": said("{{ owner_name }}")}, {"key": "them", "party": said("{{ name }}")}],
        **more,
    }


def publish(data: dict[str, Any] | None = None) -> Edition:
    """Publish the template, or another."""
    return publish_edition(data=data or template(), by=None)


def budget_rows(*amounts: tuple[str, int, int]) -> list[dict[str, Any]]:
    """Return rows of the budget: party, given, received."""
    return [
        {"id": f"r{n}", "cells": {"party": {"da": name}, "given": given, "received": received}}
        for n, (name, given, received) in enumerate(amounts)
    ]


def make_document(
    cluster: Cluster, by: User | None, edition: Edition | None = None, tied: Tied | None = None, **answers: Stored
) -> ClusterDocument:
    """Start a document with these answers."""
    title = Text(da="Aftale om samarbejde")
    return start_document(cluster=cluster, edition=edition or publish(), title=title, tied=tied, by=by, answers=answers)


def shown(document: ClusterDocument) -> DocumentPage:
    """Load a document as a page does."""
    rows = ClusterDocument.objects.of(document.cluster).with_workbook().with_known()
    return DocumentPage.load(document.cluster, rows.get(pk=document.pk))


def finish(document: ClusterDocument, by: User) -> ClusterDocument:
    """Make a document final that has all its answers."""
    page = shown(document)
    make_final(shown=page, seen=page.document.version, final_on=TODAY, by=by)
    return page.document


def sign(document: ClusterDocument, by: User, name: str = "aftale.txt", content: bytes = b"Underskrevet") -> SignedCopy:
    """Keep a signed copy of a final document."""
    add_signed(document=document, uploads=[checked(name, content)], signed_on=TODAY, by=by)
    return SignedCopy.objects.of(document.cluster).filter(document=document).latest("pk")


def own_clause(
    document: ClusterDocument, by: User, after: str = "board", words: str = "Kun én taler."
) -> DocumentClause:
    """Add a clause of one's own."""
    return add_clause(
        document=document, after=after, title=Text(da="Presse"), text=Text(da=words), reason="Vi ønsker ro", by=by
    )
