"""A template of three hundred questions opens with few queries in a small page; a change sends its part alone."""

import gzip

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from curation.models import Draft
from curation.services.drafts import open_draft
from library.services import publish_edition
from tests.curation.samples import page
from tests.schema.samples import common, options, question, section

pytestmark = pytest.mark.django_db
PATH = "sections/s4/questions/q4_20"


@pytest.fixture
def large(curator: User) -> Draft:
    """A draft of ten sections with thirty questions each."""
    sections = [
        section(f"s{n}", *(question(f"q{n}_{m}", "choice", options=options("a", "b", "c")) for m in range(30)))
        for n in range(10)
    ]
    edition = publish_edition(data={**common("strategy"), "sections": sections}, by=None)
    return open_draft(edition=edition, by=curator)


def packed(content: bytes) -> int:
    """Return how much goes over the line."""
    return len(gzip.compress(content))


def test_editor_opens_with_few_queries_in_a_small_page(
    karen: Client, large: Draft, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(12):
        shown = page(karen, large, PATH)

    assert packed(shown.content) < 60_000


def test_change_sends_and_answers_its_part_alone(karen: Client, large: Draft, django_assert_max_num_queries) -> None:
    url = reverse("curation:change", args=[large.pk])
    sent = {"revision": "1", "at": PATH, f"f/{PATH}/label/da": "Hvad koster det?"}

    with django_assert_max_num_queries(6):
        answer = karen.post(url, sent, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert packed(answer.content) < 10_000
