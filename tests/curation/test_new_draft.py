"""Beginning something new: in the languages that it is written in, be they others than Danish and English."""

from typing import Any

import pytest
from django.test import Client

from curation.models import Draft
from tests.pages import tree, words

pytestmark = pytest.mark.django_db
NEW = "/curation/new/"


def begun(client: Client, **given: Any) -> dict[str, Any]:
    answer = client.post(NEW, {"kind": "checklist", **given})
    assert answer.status_code == 302
    return Draft.objects.whole().get().document


def test_who_says_nothing_of_languages_writes_danish_and_english(karen: Client) -> None:
    form = tree(karen.get(NEW)).xpath("//form[.//input[@name='title']]")[0]
    sent = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    assert (sent["first"], sent["second"]) == ("da", "en")

    document = begun(karen, **{**sent, "kind": "report", "title": "Rejse", "title_second": "Tour"})

    assert (document["title"], "languages" in document) == ({"da": "Rejse", "en": "Tour"}, False)


@pytest.mark.parametrize(
    ("given", "languages", "title"),
    [
        ({"first": "sv", "title": "Resa", "second": ""}, ["sv"], {"sv": "Resa"}),
        (
            {"first": "en", "title": "Tour", "second": "de", "title_second": "Reise"},
            ["en", "de"],
            {"en": "Tour", "de": "Reise"},
        ),
        ({"first": "en", "title": "Tour", "second": "da"}, ["en", "da"], {"en": "Tour"}),
    ],
)
def test_it_is_begun_in_the_languages_that_are_chosen(
    karen: Client, given: dict[str, Any], languages: list[str], title: dict[str, str]
) -> None:
    document = begun(karen, **given)

    assert (document["languages"], document["title"]) == (languages, title)
    assert document["slug"] in ("resa", "tour")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"first": "da", "title": "", "second": "en", "title_second": "Tour"}, "required"),
        ({"first": "da", "title": "Rejse", "second": "da"}, "Choose another language than the first, or none."),
        ({"first": "xx", "title": "Rejse"}, "xx"),
    ],
)
def test_a_language_twice_or_a_title_that_is_missing_is_told(karen: Client, given: dict[str, Any], said: str) -> None:
    answer = karen.post(NEW, {"kind": "checklist", **given})

    assert answer.status_code == 422
    assert said in words(tree(answer))
    assert not Draft.objects.exists()
