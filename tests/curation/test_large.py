"""A template of three hundred questions opens with few queries in a small page; a change sends its part alone."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from curation.models import Draft
from curation.services.drafts import open_draft
from library.services import publish_edition
from tests.curation.samples import page
from tests.pages import tree
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


def test_what_is_added_or_moved_comes_with_its_part_of_the_outline(
    karen: Client, large: Draft, django_assert_max_num_queries
) -> None:
    url = reverse("curation:change", args=[large.pk])
    name = "sections/s4/questions@20"
    sent = {"revision": "1", "at": PATH, "act": f"add:{name}", f"n/{name}/type": "text", f"n/{name}/en": "Fresh"}

    with django_assert_max_num_queries(6):
        added = karen.post(url, sent, headers={"HX-Request": "true"})
    moved = karen.post(url, {"revision": "2", "at": PATH, "act": f"down:{PATH}"}, headers={"HX-Request": "true"})

    assert packed(added.content) < 10_000
    assert outlined(added) == (
        ["o-sections.s4.questions.fresh after o-sections.s4.questions.q4_19"],
        [],
        {"o-sections.s4", "o-sections.s4.questions.q4_20"},
    )
    come, gone, changed = outlined(moved)
    assert len(come) == len(gone) == 1
    assert changed == set()
    assert packed(moved.content) < 10_000


def outlined(answer: HttpResponse) -> tuple[list[str], list[str], set[str]]:
    """Return which lines of the outline come and after which, which go, and which have changed."""
    parts = tree(answer)
    come = [f"{one.get('id')} after {one.get('data-after')}" for one in parts.xpath("//li[@data-after]")]
    gone = parts.xpath("//@data-removes")
    return come, gone, set(parts.xpath("//li[starts-with(@id, 'o-')][not(@data-after)]/@id"))
