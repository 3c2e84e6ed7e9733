"""A document moves to another edition, unless words of the cluster would be lost by it; what comes late is kept."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from core.errors import Refusal
from documents.models import ClusterDocument, DocumentClause
from tests.documents.samples import clause, make_document, paragraph, publish, template
from tests.schema.samples import question
from workbooks.models import Workbook
from workbooks.services.editions import move_to_edition, prospect_of


def second() -> dict:
    """The same template with another clause in the place of the first, and without its first question."""
    data = template()
    data["version"] = 2
    data["clauses"] = [clause("other", "Noget andet", paragraph("Noget andet.")), *data["clauses"][1:]]
    data["sections"][0]["questions"].append(question("added"))
    return data


def workbook_of(document: ClusterDocument) -> Workbook:
    found = Workbook.objects.of(document.cluster).select_related("edition__publication").get(pk=document.workbook_id)
    found.cluster = document.cluster
    return found


def move(document: ClusterDocument, by: User) -> None:
    workbook = workbook_of(document)
    newer = publish(second())
    move_to_edition(workbook=workbook, edition=newer, seen=prospect_of(workbook, newer).seen, by=by)


def gone(document: ClusterDocument) -> str:
    return template()["clauses"][0]["key"]


def test_a_document_whose_clauses_are_as_published_moves(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice)

    move(document, alice)

    assert workbook_of(document).edition.version == 2


def test_words_of_the_cluster_in_a_clause_that_is_gone_keep_the_document_where_it_is(
    cluster: Cluster, alice: User
) -> None:
    document = make_document(cluster, alice)
    DocumentClause.objects.create(document=document, key=gone(document), text={"da": "Vores egne ord."})

    with pytest.raises(Refusal, match=r"Add them as your own|Tilføj dem"):
        move(document, alice)

    assert workbook_of(document).edition.version == 1


def test_the_page_of_a_document_offers_the_newer_edition(
    cluster: Cluster, alice: User, sign_in: Callable[[User], Client]
) -> None:
    document = make_document(cluster, alice)
    publish(second())

    shown = sign_in(alice).get(reverse("documents:detail", args=[cluster.slug, document.number])).content.decode()

    assert reverse("workbooks:edition", args=[cluster.slug, document.workbook_id]) in shown
