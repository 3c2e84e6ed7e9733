"""What a search shows of the texts that documents are made from."""

import pytest

from accounts.models import User
from clusters.models import Cluster
from search.finding import find
from tests.documents.samples import make_document, own_clause

pytestmark = pytest.mark.django_db


def snippets(cluster: Cluster, words: str) -> str:
    return "".join(part for hit in find(words, cluster).hits for part, _is_hit in hit.snippet)


def test_texts_with_places_to_fill_in_are_found_without_their_marks(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice)
    own_clause(document, alice, words="Pressen ringer til {{ name }}.")

    (hit,) = find("varsel", cluster).hits
    assert hit.path == "/library/document/agreement/#clause-meetings"
    template, own = snippets(cluster, "varsel"), snippets(cluster, "pressen ringer")

    assert "Møder holdes med … dages varsel" in template
    assert "Pressen ringer til …" in own
    assert "{" not in template + own
